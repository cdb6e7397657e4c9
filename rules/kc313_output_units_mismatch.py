"""KC313: another number of output units than classes."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import ArrayFacts, Head, Labels, Objective
from kerascop.graph.activations import applied_layer
from kerascop.linting import Finding, Group, Rule
from kerascop.syntax.origin import Origin


class OutputUnitsMismatch(Rule):
    """The last layer has another number of units than the labels have classes.

    ## What it does
    Compares the units of a classifier's last layer with the classes in the labels that it is fitted
    on: the width of one-hot rows, the number of class ids of a known data set or a literal list.

    ## Why is this bad
    Every class needs a unit. Rows of another width than the output do not fit it, and Keras refuses
    them. A class id beyond the last unit is an error on TensorFlow's CPU, and on a GPU or with JAX
    the loss becomes NaN, or the label is misread, without a word.

    ## Example
    ```python
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.cifar100.load_data()
    model = keras.Sequential([
        keras.Input(shape=(32, 32, 3)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),  # KC313
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=5)
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.cifar100.load_data()
    model = keras.Sequential([
        keras.Input(shape=(32, 32, 3)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(100, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=5)
    ```

    ## When not to flag
    More units than class ids do no harm: some are left for a padding or background class, or for
    labels that count from 1. Silent if either number is not known, for loss functions of your own,
    and where another rule names the cause: one unit under a categorical loss is KC308's, one
    softmax unit KC204's, labels in the wrong encoding KC312's; sigmoids whose targets have another
    shape are KC113's.

    ## References
    - https://keras.io/api/losses/probabilistic_losses/
    - https://www.tensorflow.org/api_docs/python/tf/nn/sparse_softmax_cross_entropy_with_logits
    """

    code = "KC313"
    name = "output-units-mismatch"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, objective: Objective) -> Iterator[Finding]:
        loss, head = objective.loss, objective.head
        units, shape = head.units, head.shape
        softmax = head.activation is not None and head.activation.is_softmax
        if not (loss.is_categorical or (loss.is_binary and softmax)) or loss.inner is not None:
            return
        if not objective.direct or objective.is_placeholder:
            return
        if not isinstance(units, int) or units == 1:
            return
        sparse = "sparse" in loss.path.lower()
        for target in objective.targets:
            rank = None if shape is None else len(shape)
            classes = _ids(target, rank) if sparse else _columns(target, rank)
            if classes is None or classes == units or (sparse and classes < units):
                continue
            written = "class ids from 0 to {}" if sparse else "rows of {} columns"
            effect = (
                "an id beyond the last unit is an error, or makes the loss NaN"
                if sparse
                else "Keras refuses shapes that differ"
            )
            yield self.finding(
                _units_of(head) or objective.origin,
                f"{head.layer_shown} leaves {units} units, but the labels"
                f" are {written.format(classes - 1 if sparse else classes)}: {effect}. Give"
                f" each of the {classes} classes its unit",
                related=[
                    (target.origin, "the labels come from here"),
                    *((step, "the labels are encoded here") for step in target.changed[-1:]),
                    (objective.origin, "the loss that compares the two"),
                ],
                subject=objective.origin,
            )
            return


def _units_of(head: Head) -> Origin | None:
    """The expression that gives the units, else the last layer."""
    layer = None if head.weighted is None else applied_layer(head.weighted)
    if layer is None:
        return None
    given = [layer.argument(name).origin for name in ("units", "filters")]
    return next((origin for origin in given if origin is not None), layer.origin)


def _ids(target: ArrayFacts, rank: int | None) -> int | None:
    """The number of classes of labels that are ids, one for each position; where the output's rank
    is not known, one for each sample."""
    if target.scaling is not None or not target.shape:
        return None
    classes = target.classes if target.labels is Labels.CLASS_IDS else target.ids
    axes = len(target.shape)
    wanted = 2 if rank is None else rank
    fits = axes == wanted - 1 or (axes == wanted and target.shape[-1] == 1)
    return classes if fits and isinstance(classes, int) else None


def _columns(target: ArrayFacts, rank: int | None) -> int | None:
    """The width of rows of zeros and ones; where the output's rank is not known, it is theirs."""
    if target.labels not in (Labels.ONE_HOT, Labels.MULTI_HOT):
        return None
    if target.shape is None and target.labels is Labels.ONE_HOT:
        # However many axes come before: the last one is the classes.
        return target.classes if isinstance(target.classes, int) and target.classes > 1 else None
    if not target.shape:
        return None
    width = target.shape[-1]
    return (
        width
        if rank in (None, len(target.shape)) and isinstance(width, int) and width > 1
        else None
    )
