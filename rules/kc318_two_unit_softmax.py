"""KC318: softmax over two classes where one sigmoid does."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Program
from kerascop.graph.endings import endings_of
from kerascop.graph.heads import show_layer
from kerascop.linting import Evidence, Finding, Group, Rule


class TwoUnitSoftmax(Rule):
    """Two classes as a softmax over two units: one unit with a sigmoid is the same model.

    ## What it does
    Looks for outputs of two units with softmax, in models that are trained with a categorical
    crossentropy or whose training is not shown.

    ## Why is this bad
    Softmax over two logits is a sigmoid of their difference. The second unit doubles the last
    layer's weights without letting the model say anything more, and asks for one-hot labels where
    0 and 1 would do. It is no mistake: both train to the same predictions.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(2, activation="softmax"),  # KC318
    ])
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    ```

    ## When not to flag
    Silent for losses of another kind (policies of agents, KC306 and KC307), for two units behind
    anything that is not understood, and for a number of units that is not known. A good reason to
    keep two units is code that also serves more classes.

    ## References
    - https://keras.io/api/layers/activations/#softmax-function
    """

    code = "KC318"
    name = "two-unit-softmax"
    group = Group.DESIGN
    since = "0.1"
    evidence = Evidence.SHAPES

    def check(self, program: Program) -> Iterator[Finding]:
        for ending in endings_of(program):
            block, objective = ending.block, ending.objective
            activation = block.activation
            if activation is None or activation.name != "softmax" or block.units != 2:
                continue
            if ending.model.compiled if objective is None else not objective.loss.is_categorical:
                continue
            yield self.finding(
                activation.origin,
                f"softmax over the two units of {show_layer(block.call)} is a sigmoid of their "
                "difference: one unit with `sigmoid` and binary crossentropy is the same model",
                related=[(block.layer.origin, "the output layer")],
                subject=ending.origin,
            )
