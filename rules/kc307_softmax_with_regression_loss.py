"""KC307: a softmax under a regression loss."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Objective
from kerascop.linting import Finding, Group, Rule


class SoftmaxWithRegressionLoss(Rule):
    """A softmax output is trained with mean squared error or another regression loss.

    ## What it does
    Finds outputs that end in a softmax and whose loss is a regression loss.

    ## Why is this bad
    If the targets are classes, the squared error of a softmax has almost no gradient where the
    network is certain and wrong, which is where it has most to learn: training is slow and gets
    stuck. If they are real numbers, a softmax cannot predict them, because its outputs are positive
    and sum to one.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(4, activation="softmax"),
    ])
    model.compile(
        optimizer="adam",
        loss="mse",  # KC307
    )
    ```

    ## Use instead
    A crossentropy for classes; a linear last layer for real numbers.

    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(4, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    ```

    ## When not to flag
    Silent for adversarial training, for models that are trained only inside another, for a softmax
    inside the network (attention weights) rather than at its output, and where the targets are
    known to be shares between 0 and 1 that are no class labels: regressing a distribution with a
    squared error (the Brier score) is a choice. A softmax over one unit is KC204's.

    ## References
    - Golik, Doetsch, Ney, "Cross-entropy vs. squared error training" (Interspeech 2013)
    - Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 6.2.2.3
    """

    code = "KC307"
    name = "softmax-with-regression-loss"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, objective: Objective) -> Iterator[Finding]:
        loss, head = objective.loss, objective.head
        activation = head.activation
        if not loss.is_regression or activation is None or not head.ends_in("softmax"):
            return
        if head.units == 1 or objective.is_adversarial or objective.is_placeholder:
            return
        if any(target.within_unit and not target.is_classes for target in objective.targets):
            return
        yield self.finding(
            objective.origin,
            f"`{loss.short}` is a loss for real numbers, but the output is a softmax: positive"
            " shares that sum to one. For classes use a crossentropy, which learns fastest where"
            " the model is most wrong; for real numbers make the last layer linear",
            related=[(activation.origin, "the softmax is applied here")],
        )
