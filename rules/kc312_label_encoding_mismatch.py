"""KC312: labels that are written in another way than the loss reads them."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import explain_shape
from kerascop.graph import Objective
from kerascop.graph.loading import mode_mismatch
from kerascop.graph.targets import encodes_otherwise
from kerascop.linting import Applicability, Finding, Group, Rule
from kerascop.linting.fixes import fix_of
from kerascop.linting.head_fixes import loss_changed


class LabelEncodingMismatch(Rule):
    """Class ids meet `categorical_crossentropy`, or one-hot rows its sparse variant.

    ## What it does
    Finds classifiers that are trained on class ids (0, 1, 2 …) with `categorical_crossentropy`, and
    on one-hot rows with `sparse_categorical_crossentropy`. It goes by the very array that the model
    is fitted on: where it was loaded, and what encoded it.

    ## Why is this bad
    `categorical_crossentropy` multiplies each label row with the logarithms of the outputs, so it
    needs a column for each class. `sparse_categorical_crossentropy` looks the output up at the
    label's place, so it needs one whole number for each sample. Given the other encoding, the
    shapes do not fit, and Keras refuses to train.

    ## Example
    ```python
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input(shape=(28, 28)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(
        optimizer="adam",
        loss="categorical_crossentropy",  # KC312
    )
    model.fit(x_train, y_train, epochs=5)
    ```

    ## Use instead
    Either choose the loss for the labels, or encode the labels for the loss with
    `keras.utils.to_categorical`. Both train the same model.

    ```python
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input(shape=(28, 28)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=5)
    ```

    ## When not to flag
    Silent if the encoding of the fitted array is not known, for loss functions of your own, which
    may encode the labels themselves, and where the shapes show that rows of zeros and ones are
    class ids for every step of a sequence. One output unit is KC308's, class labels that were
    divided like pixels are KC502's, labels as a `class_mode` or `label_mode` wrote them KC410's.

    ## References
    - https://keras.io/api/losses/probabilistic_losses/
    - `categorical_crossentropy` in keras/src/backend/tensorflow/nn.py: the shapes it refuses
    """

    code = "KC312"
    name = "label-encoding-mismatch"
    group = Group.CORRECTNESS
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, objective: Objective) -> Iterator[Finding]:
        loss, head = objective.loss, objective.head
        if not loss.is_categorical or not objective.direct or loss.inner is not None:
            return
        if head.units == 1 or objective.is_placeholder:
            return
        sparse = "sparse" in loss.path.lower()
        loaded = (mode_mismatch(objective, fit) for fit in objective.fits)
        if any(found is not None for found in loaded):
            return
        for target in objective.targets:
            if not encodes_otherwise(objective, target):
                continue
            labels = "one-hot" if sparse else "class ids"
            other = "categorical_crossentropy" if sparse else "sparse_categorical_crossentropy"
            shown = f" (`{explain_shape(target.shape)}`)" if target.shape else ""
            wanted = (
                "one class id for each sample; use `categorical_crossentropy`, or take the `argmax`"
                " of each row"
                if sparse
                else "a one-hot row for each sample; use `sparse_categorical_crossentropy`, or"
                " `to_categorical` on the labels"
            )
            yield self.finding(
                objective.origin,
                f"the labels are {labels}{shown}, but `{loss.short}` wants {wanted}",
                related=[
                    (head.weighted.origin if head.weighted else None, "the output"),
                    *((step, "the labels are encoded here") for step in target.changed[-1:]),
                    (target.origin, "the labels come from here"),
                ],
                fix=fix_of(
                    Applicability.UNSAFE,
                    f"Use `{other}`",
                    loss_changed(loss, other, objective.origin.path),
                ),
            )
            return
