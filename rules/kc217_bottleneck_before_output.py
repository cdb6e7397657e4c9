"""KC217: a hidden layer of one unit feeds a wider layer."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import explain_shape
from kerascop.graph import (
    Activation,
    Call,
    Layer,
    Placement,
    activation_of,
    is_weighted,
    passes_values,
)
from kerascop.graph.heads import layer_units, show_layer
from kerascop.linting import Evidence, Finding, Group, Rule


class BottleneckBeforeOutput(Rule):
    """A hidden layer of one unit, or one filter, feeds a wider layer.

    ## What it does
    Looks for a weighted layer with one output that everything must pass, followed (through
    activations, dropout, batch normalisation or reshapes) by a layer that makes several outputs of
    that single number.

    ## Why is this bad
    All that the network has found out about a sample is squeezed into one number before the last
    layers may tell classes apart. A rectifier on it makes things worse: once it is at zero, every
    sample looks the same.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(32, activation="relu"))
    model.add(layers.Dense(1, activation="relu"))  # KC217
    model.add(layers.Dense(3, activation="softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(32, activation="relu"))
    model.add(layers.Dense(3, activation="softmax"))
    ```

    ## When not to flag
    Silent when anything gets past the layer on another way: gates and attention weights that
    multiply something else, branches that are joined. Silent for one-channel maps that are
    flattened or convolved (every position still carries a number of its own), when the input is a
    single number as well, when the layer's output leaves a model, and for autoencoders, whose
    output has the shape of their input.

    ## References
    - A classifier of volumes that did not learn, with `Conv1D(filters=1, kernel_size=1)` before
      `Dense(2, activation="softmax")`.
    """

    code = "KC217"
    name = "bottleneck-before-output"
    group = Group.SUSPICIOUS
    since = "0.1"
    evidence = Evidence.SHAPES

    def check(self, placement: Placement) -> Iterator[Finding]:
        layer, model = placement.layer, placement.model
        if not layer.is_weighted or layer_units(layer.call) != 1 or model.reconstructs:
            return
        arriving = layer.input_shape or ()
        if placement.is_output or not any(dim not in (None, 1) for dim in arriving[1:]):
            return
        readers = readers_of(layer)
        if readers and layer.is_only_way and all(is_wider(reader) for reader in readers):
            yield self.finding(
                layer.origin,
                f"{show_layer(layer.call)} leaves a single number of `{explain_shape(arriving)}`, "
                f"and {show_layer(readers[0])} sees nothing else: widen the layer, or drop it",
                related=[(reader.origin, "has only that number to go by") for reader in readers],
            )


def readers_of(layer: Layer) -> list[Call]:
    """The weighted calls that read the output by steps that add nothing; none if more read it."""
    readers: list[Call] = []
    queue = [tensor for call in layer.calls for tensor in call.outputs]
    for tensor in queue:
        for call in layer.model.consumers(tensor):
            if is_weighted(call):
                readers.append(call)
            elif len(call.inputs) == 1 and adds_nothing(call):
                queue.extend(call.outputs)
            else:
                return []
    return readers


def adds_nothing(call: Call) -> bool:
    """Does each number that leaves depend on the numbers of one channel alone?"""
    if call.short == "BatchNormalization" or call.short.startswith("Global"):
        return True
    return passes_values(call) or isinstance(activation_of(call), Activation)


def is_wider(reader: Call) -> bool:
    """Does the layer make several outputs of the one number that it is given at each position?"""
    units, applied = layer_units(reader), activation_of(reader)
    of_classes = isinstance(applied, Activation) and applied.is_softmax
    if (not isinstance(units, int) and not of_classes) or units == 1 or not reader.input_shape:
        return False
    pointwise = reader.short == "Dense" or reader.sides("kernel_size") == {1}
    return pointwise and reader.input_shape[-1] == 1
