"""KC314: a yes or no for each class, where every sample has exactly one."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import ArrayFacts, Labels, Objective
from kerascop.linting import Finding, Group, Rule

FEW = 10
"""So few rows written out in the source may look exclusive by accident."""


class BinaryLossOnOneHot(Rule):
    """Sigmoids with binary crossentropy are trained on one-hot labels of three or more classes.

    ## What it does
    Finds outputs of three or more sigmoids (or logits) with `binary_crossentropy`, fitted on labels
    that are known to be one-hot: made by `to_categorical`, a `LabelBinarizer`, a generator with
    `class_mode="categorical"` and the like.

    ## Why is this bad
    Each unit learns a question of its own, "this class or not?", and nothing tells it that the
    answers exclude each other: the model may answer yes to none of them, or to several. And
    `BinaryAccuracy` looks excellent whatever the model does: of ten units, nine are right if every
    answer is no. A softmax with `categorical_crossentropy` is made for labels that exclude each
    other.

    ## Example
    ```python
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input(shape=(28, 28)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="sigmoid"),
    ])
    model.compile(
        optimizer="adam",
        loss="binary_crossentropy",  # KC314
        metrics=["accuracy"],
    )
    model.fit(x_train, keras.utils.to_categorical(y_train, 10), epochs=5)
    ```

    ## Use instead
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
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(x_train, keras.utils.to_categorical(y_train, 10), epochs=5)
    ```

    ## When not to flag
    Labels of which a sample can have several are what sigmoids are for. Silent for two classes,
    where both ways come to the same; for masks and other labels with more axes than a row for each
    sample; for autoencoders of one-hot codes; for a handful of rows written out in the source; and
    for adversarial training. A softmax with a binary loss is KC306's.

    ## References
    - https://keras.io/api/losses/probabilistic_losses/
    - https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class
    """

    code = "KC314"
    name = "binary-loss-on-one-hot"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, objective: Objective) -> Iterator[Finding]:
        loss, head = objective.loss, objective.head
        units = head.units
        logits = loss.from_logits is True and head.is_linear
        if not loss.is_binary or loss.inner is not None or not objective.direct:
            return
        if not (logits or (loss.from_logits is False and head.ends_in("sigmoid", "hard_sigmoid"))):
            return
        if not isinstance(units, int) or units <= 2 or len(head.shape or ()) != 2:
            return
        if objective.is_adversarial or objective.is_placeholder or objective.reconstructs_input:
            return
        target = next((each for each in objective.targets if _is_exclusive(each)), None)
        if target is None:
            return
        kind = "logits" if logits else "sigmoids"
        yield self.finding(
            objective.origin,
            f"`{loss.short}` asks yes or no of each of the {units} {kind}, but the labels are"
            " one-hot: each sample has exactly one class. Use a softmax with"
            " `categorical_crossentropy`",
            related=[
                (target.origin, "the labels come from here"),
                *((step, "they are encoded here") for step in target.changed[-1:]),
                (head.activation.origin if head.activation else None, "the sigmoids"),
                (head.weighted.origin if head.weighted else None, "the output"),
            ],
        )


def _is_exclusive(target: ArrayFacts) -> bool:
    """Is it known that each row has a single one?"""
    if target.labels is not Labels.ONE_HOT:
        return False
    if target.shape is None:
        # A row over the classes is all that an output of one row for each sample can be held to.
        return bool(target.changed)
    if len(target.shape) != 2:
        return False
    rows = target.shape[0]
    return bool(target.changed) or not (isinstance(rows, int) and rows < FEW)
