"""KC611: hidden biases that start at something other than zero."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Configured, Model
from kerascop.graph.facts import Fact
from kerascop.graph.heads import show_layer
from kerascop.graph.initializers import initializer_name
from kerascop.linting import Finding, Group, Rule

SMALL = 0.1

AWAY = frozenset(
    "ones randomnormal randomuniform truncatednormal "
    "henormal heuniform glorotnormal glorotuniform lecunnormal lecununiform".split()
)
"""Initialisers that give something other than zeros. Variance scaling does so for vectors, too."""


class NonzeroBiasInitializer(Rule):
    """A hidden layer's bias starts at something other than zero.

    ## What it does
    Looks for hidden `Dense` and convolution layers whose `bias_initializer` is random, one, or a
    constant that is not small.

    ## Why is this bad
    The random kernel already makes the units different; a bias that starts anywhere but at zero
    only moves them, all alike or at random, away from where their activation bends. Keras starts at
    zero for that reason.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(64, activation="relu", bias_initializer="ones"))  # KC611
    model.add(layers.Dense(3, activation="softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(3, activation="softmax"))
    ```

    ## When not to flag
    Silent for output layers, whose bias may well start at the share of a class, for gates
    (sigmoid), which are often to start open or closed, for recurrent layers, for constants up to
    0.1, an old remedy against units of ReLU that never wake, and for initialisers that are not
    known.

    ## References
    - Nikanjam et al. 2021, Automatic Fault Detection for Deep Learning Programs Using Graph
      Transformations, doi 10.1145/3470006
    """

    code = "KC611"
    name = "nonzero-bias-initializer"
    group = Group.DESIGN
    since = "0.1"

    def check(self, model: Model) -> Iterator[Finding]:
        for row in model.rows:
            for block in row.blocks:
                start = block.layer.argument("bias_initializer")
                hidden = not (block.is_last and row.leaves) and (
                    block.is_dense or block.is_convolution
                )
                gate = block.activation is not None and block.activation.is_sigmoid
                if not hidden or gate or not start.given or not is_away_from_zero(start.value):
                    continue
                if block.layer.argument("use_bias").value is not True:
                    continue
                yield self.finding(
                    start.origin or block.layer.origin,
                    f"the bias of {show_layer(block.call)} does not start at zero: leave "
                    "`bias_initializer` at its default",
                    related=[(block.layer.origin, "the layer")],
                )


def is_away_from_zero(value: Fact) -> bool:
    """Is the initialiser known to give more than small numbers of one kind?"""
    name = initializer_name(value)
    if name == "constant" and isinstance(value, Configured):
        given = value.arguments.get("value")
        number = 0 if given is None else given.value
        return isinstance(number, int | float) and abs(number) > SMALL
    return name in AWAY
