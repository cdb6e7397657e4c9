"""KC319: a binary crossentropy whose targets leave [0, 1]."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import ArrayFacts, Labels, Objective, Scaling
from kerascop.graph.targets import Fit, fit_of
from kerascop.linting import Finding, Group, Rule


class NonbinaryLabels(Rule):
    """Binary crossentropy is asked of targets that are not between 0 and 1.

    ## What it does
    Finds models with `binary_crossentropy` (or its focal variant, or TensorFlow's sigmoid
    crossentropies) that are fitted on targets known to leave [0, 1]: ids of three or more classes,
    -1 and 1, raw pixels, standardised values.

    ## Why is this bad
    Binary crossentropy weighs the logarithms of `p` and of `1 - p` with the target and with 1 minus
    the target. Above 1 or below 0 one of the weights is negative: the loss has no minimum, it falls
    below zero, and drives the outputs to 0 or 1, whatever the inputs.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from tensorflow import keras

    flowers = load_iris()
    model = keras.Sequential([
        keras.Input(shape=(4,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(
        optimizer="adam",
        loss="binary_crossentropy",  # KC319
    )
    model.fit(flowers.data, flowers.target, epochs=50)
    ```

    ## Use instead
    A softmax over the classes; for -1 and 1 a hinge loss, or labels of 0 and 1; for pixels a
    division by 255.

    ```python
    from sklearn.datasets import load_iris
    from tensorflow import keras

    flowers = load_iris()
    model = keras.Sequential([
        keras.Input(shape=(4,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(flowers.data, flowers.target, epochs=50)
    ```

    ## When not to flag
    Targets between 0 and 1 are fine, such as pixels that were divided or smoothed labels. Silent
    where the range of the targets is not known, for loss functions of your own, and for targets
    whose shape does not fit the output, which is KC113's.

    ## References
    - https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class
    - `binary_crossentropy` in keras/src/backend/tensorflow/nn.py
    """

    code = "KC319"
    name = "nonbinary-labels"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, objective: Objective) -> Iterator[Finding]:
        loss, head = objective.loss, objective.head
        if not loss.is_binary or loss.inner is not None or not objective.direct:
            return
        if objective.is_placeholder:
            return
        for target in objective.targets:
            leaving = _leaving(target)
            if leaving is None or fit_of(loss, head.shape, target.shape) is not Fit.FITS:
                continue
            values, remedy = leaving
            yield self.finding(
                objective.origin,
                f"`{loss.short}` wants targets between 0 and 1, but these are {values}: its value"
                f" has no minimum there. {remedy}",
                related=[
                    (target.origin, "the targets come from here"),
                    *((step, "they are changed here") for step in target.changed[-1:]),
                    (head.weighted.origin if head.weighted else None, "the output"),
                ],
            )
            return


def _leaving(target: ArrayFacts) -> tuple[str, str] | None:
    """What the values are and what to do, if they are known to leave [0, 1]."""
    if target.lies_within(0, 1) is not False:
        return None
    if target.labels is Labels.CLASS_IDS and target.scaling is None:
        count = target.classes if isinstance(target.classes, int) else "several"
        return (
            f"ids of {count} classes",
            "Use a softmax over them with `sparse_categorical_crossentropy`",
        )
    if target.scaling is Scaling.STANDARDISED:
        return "standardised", "Fit on the labels as they were, or use a regression loss"
    low, high = target.low, target.high
    if low == -1 and high == 1:
        return "from -1 to 1", "Use 0 and 1, or a hinge loss"
    if low is None or high is None:
        return None
    remedy = "Divide them by 255" if (low, high) == (0, 255) else "Use a regression loss"
    return f"from {low:g} to {high:g}", remedy
