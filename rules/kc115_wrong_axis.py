"""KC115: softmax over the batch, and normalisation along an axis that is not the channels."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import SymbolicDim, explain_shape
from kerascop.graph import Activation, Call, Model, activation_of
from kerascop.graph.channels import channels_read, misread_channels
from kerascop.linting import Finding, Group, Rule


class WrongAxis(Rule):
    """Softmax runs over the batch, or batch normalisation along an axis that is not the channels.

    ## What it does
    Looks for softmax with `axis=0` on tensors whose first axis is the batch, and for
    `BatchNormalization` whose `axis` is not where the layer before or behind it has its channels.

    ## Why is this bad
    Softmax over the batch makes the samples share one unit of probability: every prediction depends
    on which others happen to be in the batch, and a batch of one always answers 1. Normalisation
    along rows or columns learns a scale for each row instead of each feature, and mixes channels
    that have nothing in common. `axis=1` was right for `channels_first`, and stayed behind in much
    code that was moved to `channels_last`.

    ## Example
    ```python
    import keras
    from keras import layers

    photo = keras.Input((32, 32, 3))
    x = layers.Conv2D(16, 3, activation="relu")(photo)
    x = layers.BatchNormalization(axis=1)(x)  # KC115
    x = layers.Conv2D(32, 3, activation="relu")(x)
    model = keras.Model(photo, layers.GlobalAveragePooling2D()(x))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    photo = keras.Input((32, 32, 3))
    x = layers.Conv2D(16, 3, activation="relu")(photo)
    x = layers.BatchNormalization()(x)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    model = keras.Model(photo, layers.GlobalAveragePooling2D()(x))
    ```

    ## When not to flag
    Silent when the program itself puts the channels first, by the setting of Keras or a
    `data_format`, or when its images have them first (KC111); for tensors with two axes, where 1
    is the last; for a single channel, as the bands of a spectrogram have; when no convolution or
    pooling says where the channels are; for softmax over steps, rows or columns, as attention has
    it.

    ## References
    - https://keras.io/api/layers/normalization_layers/batch_normalization/
    - https://keras.io/api/layers/activation_layers/softmax/
    """

    code = "KC115"
    name = "wrong-axis"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, model: Model) -> Iterator[Finding]:
        for call in model.calls:
            yield from self._softmax(call)
            yield from self._normalisation(model, call)

    def _softmax(self, call: Call) -> Iterator[Finding]:
        applied = activation_of(call)
        shape = call.output_shape
        if not isinstance(applied, Activation) or not applied.is_softmax or not shape:
            return
        axis = applied.call.argument("axis")
        rank = len(shape)
        if not axis.given or axis.value not in (0, -rank) or rank < 2:
            return
        if isinstance(shape[0], SymbolicDim) and shape[0].has_batch:
            yield self.finding(
                axis.origin or applied.origin,
                f"the first axis of `{explain_shape(shape)}` is the batch: softmax over it makes "
                "the samples of a batch share one unit of probability. `axis=-1` runs over the "
                "classes of each",
                related=[(call.origin, "applied here")],
            )

    def _normalisation(self, model: Model, call: Call) -> Iterator[Finding]:
        shape, layer = call.input_shape, call.layer
        if call.short != "BatchNormalization" or layer is None or not shape or len(shape) < 3:
            return
        axis = layer.argument("axis")
        if not axis.given or not isinstance(axis.value, int):
            return
        reader = channels_read(model, call)
        if reader is None or misread_channels(model) is not None:
            return
        channels = 1 if reader.data_format == "channels_first" else len(shape) - 1
        if axis.value % len(shape) == channels or shape[channels] == 1:
            return
        yield self.finding(
            axis.origin or layer.origin,
            f"`BatchNormalization` on axis {axis.value} of `{explain_shape(shape)}`: the channels, "
            f"as `{reader.short}` has them, are on axis {channels}. Every position on axis "
            f"{axis.value} gets a scale of its own, and all channels share it",
            related=[(reader.origin, f"`{reader.data_format}` here")],
        )
