"""KC206: sigmoid or tanh in several hidden layers of a feed-forward network."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Model
from kerascop.graph.blocks import Block, Row
from kerascop.graph.heads import show_layer
from kerascop.linting import Finding, Group, Rule

ENOUGH = {"sigmoid": 2, "hard_sigmoid": 2, "tanh": 3, "hard_tanh": 3, "softsign": 3}
"""How many hidden layers in a row make it worth a word. The slope of sigmoid is 0.25 at most."""


class SaturatingHiddenActivations(Rule):
    """Several hidden layers in a row end in sigmoid or tanh, whose gradients vanish.

    ## What it does
    Looks for two hidden layers or more with sigmoid, or three with tanh, one behind the other and
    without normalisation in between.

    ## Why is this bad
    The gradient of a layer is multiplied by the slope of its activation. That of sigmoid is 0.25
    at most and close to 0 where the unit is sure; after a few layers little of the gradient is
    left, and the first layers hardly learn. tanh has slope 1 in the middle and saturates as well.
    ReLU and its relatives keep the slope at 1 on the positive side.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(64, activation="sigmoid"))  # KC206
    model.add(layers.Dense(64, activation="sigmoid"))
    model.add(layers.Dense(64, activation="sigmoid"))
    model.add(layers.Dense(3, activation="softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(3, activation="softmax"))
    ```

    ## When not to flag
    Silent for output layers, gates and the insides of recurrent layers, for a single such layer,
    and where normalisation keeps the values in the middle. Networks that solve differential
    equations need smooth activations, and tanh is right there.

    ## References
    - Glorot, Bengio 2010, Understanding the difficulty of training deep feedforward neural
      networks, AISTATS
    """

    code = "KC206"
    name = "saturating-hidden-activations"
    group = Group.DESIGN
    since = "0.1"

    def check(self, model: Model) -> Iterator[Finding]:
        for row in model.rows:
            for run in saturated(row):
                first = run[0].activation
                assert first is not None, "a saturated block has an activation"
                if len(run) >= ENOUGH[first.name]:
                    yield self.finding(
                        first.origin,
                        f"{len(run)} hidden layers in a row end in saturating activations, from "
                        f"{show_layer(run[0].call)} with `{first.name}` on: gradients vanish on "
                        'the way back. Use `"relu"` or a relative',
                        related=[(block.layer.origin, "also saturates") for block in run[1:]],
                    )


def saturated(row: Row) -> Iterator[list[Block]]:
    """The hidden blocks one behind the other whose first activation saturates."""
    run: list[Block] = []
    for block in row.blocks:
        hidden = not block.is_last and (block.is_dense or block.is_convolution)
        applied = block.activation
        if hidden and applied is not None and applied.name in ENOUGH and not block.is_normalised:
            run.append(block)
            continue
        if run:
            yield run
        run = []
    if run:
        yield run
