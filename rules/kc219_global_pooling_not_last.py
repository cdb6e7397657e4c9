"""KC219: a convolution behind global pooling."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Call, Layer, Model
from kerascop.graph.activations import applied_layer
from kerascop.graph.blocks import Role, role_of
from kerascop.linting import Finding, Group, Rule


class GlobalPoolingNotLast(Rule):
    """A convolution follows global pooling, where no neighbours are left to look at.

    ## What it does
    Looks for convolutions that see nothing but what a global pooling layer has left.

    ## Why is this bad
    Global pooling throws away where things are: a single vector remains. A convolution over it
    slides over an axis that has one entry, or over features whose order means nothing. What is
    meant is usually a `Dense` layer, or the pooling belongs behind the convolution.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((32, 32, 3)))
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.GlobalAveragePooling2D())  # KC219
    model.add(layers.Reshape((32, 1)))
    model.add(layers.Conv1D(16, 3, activation="relu"))
    model.add(layers.Flatten())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((32, 32, 3)))
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dense(16, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## When not to flag
    Silent when other tensors get past the pooling (squeeze-and-excitation gates, image-level
    features of segmentation networks), for the pooling of each step of a series
    (`TimeDistributed`), for a 1x1 convolution that is the output layer of a fully convolutional
    classifier, for decoders, which make an image of a vector, and when anything in between is not
    understood.

    ## References
    - Lin, Chen, Yan 2013, Network In Network, arXiv:1312.4400
    """

    code = "KC219"
    name = "global-pooling-not-last"
    group = Group.DESIGN
    since = "0.1"

    def check(self, model: Model) -> Iterator[Finding]:
        if model.reconstructs or any("Transpose" in call.short for call in model.calls):
            return
        for layer in model.layers:
            wrapped = applied_layer(layer.call) is not layer.config
            if wrapped or role_of(layer.call) is not Role.GLOBAL_POOLING or not layer.is_only_way:
                continue
            reader = convolution_behind(layer)
            if reader is None or reader.layer is None:
                continue
            yield self.finding(
                layer.origin,
                f"`{layer.short}` leaves one vector, and `{reader.short}` behind it finds no "
                "neighbours to look at: use `Dense` there, or pool after the convolution",
                related=[(reader.layer.origin, "a convolution over what is left")],
            )


def convolution_behind(layer: Layer) -> Call | None:
    """The convolution that the pooled values reach first, if it is no output."""
    tensor = layer.call.outputs[0]
    while len(readers := layer.model.consumers(tensor)) == 1:
        (call,) = readers
        role = role_of(call)
        if len(call.inputs) != 1 or len(call.outputs) != 1 or role is Role.DENSE:
            return None
        if role is Role.CONVOLUTION:
            return None if is_answer(layer.model, call) else call
        tensor = call.outputs[0]
    return None


def is_answer(model: Model, call: Call) -> bool:
    """Do only steps without weights lie between a call and the output?"""
    return any(head.weighted is call for head in model.heads)
