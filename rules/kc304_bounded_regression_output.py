"""KC304: a regression whose outputs cannot leave a bounded range."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kerascop.dimensions import show_shape
from kerascop.graph import ArrayFacts, Objective
from kerascop.graph.activations import GATED
from kerascop.linting import Finding, Group, Rule

RANGES = {"sigmoid": (0, 1), "hard_sigmoid": (0, 1), "tanh": (-1, 1)}


class BoundedRegressionOutput(Rule):
    """A regression ends in a sigmoid or tanh, so its predictions cannot leave [0, 1] or [-1, 1].

    ## What it does
    Finds models with a regression loss (mean squared or absolute error, Huber …) whose output goes
    through a sigmoid or tanh, where the targets are not known to lie in that range.

    ## Why is this bad
    Targets outside the range can never be predicted: the outputs pile up at its ends, where the
    activation is flat and hardly passes a gradient. A bounded output is right if, and only if, the
    targets are *known* to lie in the range: scaled into it, or bounded by nature. The default for a
    regression is a linear last layer.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),  # KC304
    ])
    model.compile(optimizer="adam", loss="mse")
    ```

    ## Use instead
    Leave the last layer linear, or scale the targets into the range where kerascop can see it.

    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    ```

    ## When not to flag
    Silent if the targets are known to lie inside the range (scaled, divided, zeros and ones); if
    the target is the input, or the output has the input's shape, as in an autoencoder; if the
    output is an image, a volume or a mask (rank 4 or more); for adversarial training and models
    that are trained only inside another; and for the default activation of a recurrent layer.

    ## References
    - Goodfellow, Bengio, Courville, "Deep Learning" (2016), section 6.2.2 on output units
    - https://keras.io/api/layers/activations/
    """

    code = "KC304"
    name = "bounded-regression-output"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, objective: Objective) -> Iterator[Finding]:
        loss, head = objective.loss, objective.head
        activation, shape = head.activation, head.shape
        if not loss.is_regression or activation is None or activation.name not in RANGES:
            return
        layer = activation.call.layer
        if shape is None or any(len(known) >= 4 for known in head.shapes):
            return
        if layer is not None and layer.symbol in GATED:
            return
        if objective.is_adversarial or objective.is_placeholder:
            return
        low, high = RANGES[activation.name]
        fits = [target.is_classes or target.lies_within(low, high) for target in objective.targets]
        scaled = any(target.scaling is not None for target in objective.targets)
        outside = False in fits
        if not outside and (True in fits or scaled or objective.reconstructs_input):
            return
        asks_once = activation.name == "sigmoid" and head.units == 1
        yield self.finding(
            activation.origin,
            f"the {activation.name} keeps the output `{show_shape(shape)}` between {low} and"
            f" {high}, but `{loss.short}` makes this a regression"
            + (
                f", and {_reach(objective.targets)}. Make the last layer linear, or scale them"
                if outside
                else ": that is right if the targets are known to lie in"
                f" [{low}, {high}], which is not visible here. Otherwise make the last layer linear"
                + ("; for classes 0 and 1 the loss is `binary_crossentropy`" if asks_once else "")
            ),
            related=[
                (objective.origin, "the loss is chosen here"),
                *((target.origin, "the targets come from here") for target in objective.targets),
            ],
        )


def _reach(targets: Iterable[ArrayFacts]) -> str:
    for target in targets:
        if target.low is not None and target.high is not None:
            return f"the targets reach from {target.low:g} to {target.high:g}"
    return "the targets leave that range"
