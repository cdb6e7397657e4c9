"""KC311: a loss for real numbers on class labels."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import ArrayFacts, Labels, Objective
from kerascop.linting import Finding, Group, Rule

FEW = 10
"""So few rows written out in the source may look one-hot by accident."""


class RegressionLossForClasses(Rule):
    """The targets are classes, but the loss measures distances between numbers.

    ## What it does
    Finds mean squared error, mean absolute error and other regression losses on targets that are
    known to be one-hot rows, or ids of three or more classes.

    ## Why is this bad
    Ids are names, not quantities: a squared error takes class 2 for twice class 1, and confusing
    class 0 with class 9 for a graver mistake than confusing it with class 1. With one-hot rows
    there is no such order, but a squared error hardly corrects answers that are certain and wrong,
    and is satisfied with outputs that are no probabilities.

    ## Example
    ```python
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input(shape=(28, 28)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(1),
    ])
    model.compile(
        optimizer="adam",
        loss="mse",  # KC311
    )
    model.fit(x_train, y_train, epochs=5)
    ```

    ## Use instead
    A unit for each class, a softmax, and a crossentropy.

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
    Zeros and ones in a single column are numbers as well: a squared error on them is the Brier
    score. A softmax under a regression loss is KC307's. Silent for adversarial training and
    `train_on_batch`, for autoencoders of one-hot inputs, for random targets, for a handful of rows
    written out in the source, for loss functions of your own, and for models that are trained only
    inside another. Labels that were divided are KC502's.

    ## References
    - Golik, Doetsch, Ney, "Cross-entropy vs. squared error training" (Interspeech 2013)
    - https://keras.io/api/losses/
    """

    code = "KC311"
    name = "regression-loss-for-classes"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, objective: Objective) -> Iterator[Finding]:
        loss, head = objective.loss, objective.head
        if not loss.is_regression or loss.inner is not None or not objective.direct:
            return
        if head.ends_in("softmax", "log_softmax") or objective.reconstructs_input:
            return
        if objective.is_adversarial or objective.is_placeholder or objective.trains_on_batches:
            return
        for target in objective.targets:
            if target.scaling is not None or target.random or not _are_classes(target):
                continue
            one_hot = target.labels is Labels.ONE_HOT
            count = target.classes if isinstance(target.classes, int) else "several"
            yield self.finding(
                objective.origin,
                f"`{loss.short}` measures distances between numbers, but the targets are"
                f" {'one-hot rows' if one_hot else 'ids'} of {count} classes. Use a softmax with"
                f" `{'' if one_hot else 'sparse_'}categorical_crossentropy`",
                related=[
                    (target.origin, "the targets come from here"),
                    *((step, "they are encoded here") for step in target.changed[-1:]),
                    (head.weighted.origin if head.weighted else None, "the output"),
                ],
            )
            return


def _are_classes(target: ArrayFacts) -> bool:
    rows = target.shape[0] if target.shape else None
    if target.labels is Labels.ONE_HOT:
        return bool(target.changed) or not (isinstance(rows, int) and rows < FEW)
    ids = target.labels is Labels.CLASS_IDS
    return ids and isinstance(target.classes, int) and target.classes > 2
