"""KC201: a convolution with no non-linearity before the next weighted layer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kerascop.dimensions import Dim
from kerascop.graph import Layer, Placement
from kerascop.graph.activations import ATTENTION, CONVOLUTIONS, TRANSPOSED_CONVOLUTIONS
from kerascop.graph.heads import layer_units, show_layer
from kerascop.graph.keras1 import has_old_name
from kerascop.graph.refusals import RECURRENT
from kerascop.linting import Applicability, Finding, Group, Rule
from kerascop.linting.fixes import fix_of
from kerascop.linting.head_fixes import activation_given

DEPTHWISE = frozenset({"keras.layers.DepthwiseConv1D", "keras.layers.DepthwiseConv2D"})
SEQUENCE_READERS = RECURRENT | {"keras.layers.Bidirectional"}
MEANT_LINEAR = re.compile(r"logit|proj|embed|patch|stem|bottleneck|linear", re.IGNORECASE)


class ConvWithoutActivation(Rule):
    """A convolution's output reaches the next weighted layer with no non-linearity in between.

    ## What it does
    Looks for convolutions without `activation=` whose output meets nothing but linear steps
    (pooling, batch normalisation, dropout, padding, flattening …) on every way to the next layer
    with a kernel.

    ## Why is this bad
    Keras' default is no activation. A linear map after a linear map is one linear map: the layers
    cost time and parameters, but the network can represent hardly more than its last layers can.
    Such a model often stays at the accuracy of guessing. Max-pooling in between selects values but
    does not replace the activation.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((28, 28, 1)))
    model.add(layers.Conv2D(16, kernel_size=3))  # KC201
    model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((28, 28, 1)))
    model.add(layers.Conv2D(16, kernel_size=3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## When not to flag
    Silent when an activation follows later, as a layer, a function or inside a layer of your own,
    also behind normalisation or a sum; for convolutions whose output leaves a model, is added to
    another branch, or is joined with what it was computed from (residual and dense networks), or
    goes into heads that read other levels of a feature pyramid too; for designs that are linear on
    purpose: 1x1 projections, kernels with a side of 1 (factorised kernels), patch stems (kernel as
    large as the strides), strided convolutions that shorten a sequence for recurrent layers,
    depthwise and transposed convolutions, the code of an autoencoder, frozen filters, layers whose
    name says logits, projection or embedding, and whatever feeds attention. Silent as well when
    anything in between is not understood.

    ## References
    - https://keras.io/api/layers/convolution_layers/convolution2d/ on `activation`: "If `None`, no
      activation is applied."
    - A binary image classifier that stayed at 50 % because none of its three convolutions had an
      activation.
    """

    code = "KC201"
    name = "conv-without-activation"
    group = Group.SUSPICIOUS
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, placement: Placement) -> Iterator[Finding]:
        layer = placement.layer
        if not is_plain_convolution(layer) or not placement.stays_linear:
            return
        readers = layer.onward.weighted
        if any(reader.layer and reader.layer.symbol in ATTENTION for reader in readers):
            return
        if is_code(layer) or shortens_a_sequence(layer):
            return
        between = dict.fromkeys(call.short for call in layer.onward.between)
        way = f"through nothing but {', '.join(between)}" if between else "directly"
        yield self.finding(
            layer.origin,
            f"{show_layer(layer.call)} has no activation and its output reaches "
            f"{show_layer(readers[0])} {way}: without a non-linearity in between, the second "
            'layer adds hardly any depth. Give the convolution one (`activation="relu"`)',
            related=[(reader.origin, "takes the linear output in") for reader in readers],
            fix=fix_of(
                Applicability.UNSAFE,
                "Give the layer a `relu`",
                activation_given(layer.config, "relu", layer.origin.path),
            ),
        )


def is_code(layer: Layer) -> bool:
    """Is it the narrow waist of an autoencoder, where a linear code is a choice?"""
    units = layer_units(layer.call)
    arriving = layer.input_shape[-1] if layer.input_shape else None
    readers = layer.onward.weighted
    widths = (arriving, *(layer_units(reader) for reader in readers))
    widened = any(call.short.startswith("UpSampling") for call in layer.onward.between) or any(
        reader.layer is not None and reader.layer.symbol in TRANSPOSED_CONVOLUTIONS
        for reader in readers
    )
    return widened and all(is_at_most(units, width) for width in widths)


def shortens_a_sequence(layer: Layer) -> bool:
    """Does it take larger steps in front of recurrent layers, whose gates bend what it returns?"""
    strides = layer.call.sides("strides")
    return any(side is not None and side > 1 for side in strides) and all(
        reader.layer is not None and reader.layer.symbol in SEQUENCE_READERS
        for reader in layer.onward.weighted
    )


def is_at_most(units: Dim, width: Dim) -> bool:
    """Is a layer known to be no wider than another?"""
    return isinstance(units, int) and isinstance(width, int) and units <= width


def is_plain_convolution(layer: Layer) -> bool:
    """Is it a convolution over neighbours that nothing marks as linear on purpose?"""
    if layer.symbol not in CONVOLUTIONS - DEPTHWISE or MEANT_LINEAR.search(layer.config.name or ""):
        return False
    kernel, strides = layer.call.sides("kernel_size"), layer.call.sides("strides")
    over_neighbours = all(side is not None and side > 1 for side in kernel)
    # `Convolution2D(32, 3, 3)` was a kernel of 3 by 3, and is no patch stem: see KC213.
    patches = kernel == strides and not has_old_name(layer.config)
    return over_neighbours and not patches and layer.argument("trainable").value is not False
