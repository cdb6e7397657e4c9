"""KC310: a regression whose outputs cannot go below zero, where the targets do."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import ArrayFacts, Objective, Scaling
from kerascop.linting import Finding, Group, Rule


class ReluRegressionOutput(Rule):
    """A regression ends in a ReLU, and its targets go below zero.

    ## What it does
    Finds models with a regression loss whose output goes through an activation that is never
    negative (ReLU, softplus, exponential), and that are fitted on targets known to be negative for
    some samples: standardised, scaled to [-1, 1], or negative numbers in sight.

    ## Why is this bad
    What is below zero can never be predicted: the best answer left is 0. Worse, a ReLU passes no
    gradient where it is 0. With standardised targets about half of the samples pull the last unit
    that way, and once it is 0 for every sample the network has stopped learning.

    ## Example
    ```python
    from sklearn.preprocessing import StandardScaler
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    x_train = StandardScaler().fit_transform(x_train)
    y_train = StandardScaler().fit_transform(y_train.reshape(-1, 1))
    model = keras.Sequential([
        keras.Input(shape=(13,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="relu"),  # KC310
    ])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x_train, y_train, epochs=20)
    ```

    ## Use instead
    ```python
    from sklearn.preprocessing import StandardScaler
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.boston_housing.load_data()
    x_train = StandardScaler().fit_transform(x_train)
    y_train = StandardScaler().fit_transform(y_train.reshape(-1, 1))
    model = keras.Sequential([
        keras.Input(shape=(13,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x_train, y_train, epochs=20)
    ```

    ## When not to flag
    Targets that are never negative (prices, counts, pixels) may well be predicted with a ReLU.
    Silent where the range of the targets is not known, for loss functions of your own, which may
    change them, for adversarial training, and for models that are trained only inside another.
    Sigmoid and tanh are KC304's.

    ## References
    - Goodfellow, Bengio, Courville, "Deep Learning" (2016), sections 6.2.2 and 6.3.1
    - https://keras.io/api/layers/activations/
    """

    code = "KC310"
    name = "relu-regression-output"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, objective: Objective) -> Iterator[Finding]:
        loss, head = objective.loss, objective.head
        activation = head.activation
        if not loss.is_regression or loss.inner is not None or not objective.direct:
            return
        if activation is None or activation.facts is None or not activation.facts.nonnegative:
            return
        if activation.facts.high <= 1 or activation.facts.normalises_over_axis:
            return
        if objective.is_adversarial or objective.is_placeholder:
            return
        for target in objective.targets:
            reach = _reach(target)
            if reach is None:
                continue
            yield self.finding(
                activation.origin,
                f"{head.layer_shown} ends in {activation.name}, which is never negative, but the"
                f" targets {reach}. Make the last layer linear",
                related=[
                    *((step, "the targets are scaled here") for step in target.changed[-1:]),
                    (target.origin, "the targets come from here"),
                    (objective.origin, "the loss makes this a regression"),
                    (head.weighted.origin if head.weighted else None, "the output"),
                ],
                subject=objective.origin,
            )
            return


def _reach(target: ArrayFacts) -> str | None:
    """How far the targets go below zero, in words, if they are known to."""
    if target.scaling is Scaling.STANDARDISED:
        return "are standardised: about half of them lie below zero"
    if target.low is not None and target.low < 0:
        above = "" if target.high is None else f" to {target.high:g}"
        return f"reach from {target.low:g}{above}" if above else f"go down to {target.low:g}"
    return None
