"""KC111: images with their channels first, under layers that look for them last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kerascop.dimensions import explain_shape
from kerascop.graph import Model, Style, Tensor
from kerascop.graph.channels import misread_channels
from kerascop.linting import Finding, Group, Rule

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin


class ChannelOrderMismatch(Rule):
    """An image input has its channels first, and the layers take the last axis for the channels.

    ## What it does
    Looks for inputs like `(3, 224, 224)` or `(1, 28, 28)` that meet two-dimensional convolutions or
    pooling under `channels_last`, the default.

    ## Why is this bad
    Such a layer sees an image of 3 rows with 224 channels. It slides over the colours, which have
    no order, mixes the columns as if they were features, and the next windows no longer fit.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((3, 64, 64)),  # KC111
        layers.Conv2D(16, 3, activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(2, activation="softmax"),
    ])
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((64, 64, 3)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(2, activation="softmax"),
    ])
    ```

    Data in the other order are turned with `np.moveaxis(x, 1, -1)`. On a GPU
    `keras.config.set_image_data_format("channels_first")` keeps them; TensorFlow's convolutions on
    a CPU do not take that order.

    ## When not to flag
    Silent when the program sets `channels_first`, by the setting of Keras or a `data_format`; when
    `Permute` or another step turns the axes first; when the kernel has one row, as for inputs of
    few rows and many channels; for inputs that are neither square nor in colours, such as
    `(1, 64, 250)` for a recording of 64 sensors.

    ## References
    - https://keras.io/api/utils/config_utils/#setimagedataformat-function
    """

    code = "KC111"
    name = "channel-order-mismatch"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, model: Model) -> Iterator[Finding]:
        found = misread_channels(model)
        if found is None:
            return
        tensor, reader = found
        _, channels, rows, columns = tensor.shape or (None, None, None, None)
        yield self.finding(
            _place(model, tensor),
            f"`{explain_shape(tensor.shape)}` looks like {channels} channel"
            f"{'' if channels == 1 else 's'} of {rows} by {columns} pixels, and `{reader.short}` "
            f"takes it for an image of {channels} by {rows} with {columns} channels: put the "
            "channels last, or set `channels_first`",
            related=[(reader.origin, f"`{reader.short}` reads it as `channels_last`")],
        )


def _place(model: Model, tensor: Tensor) -> Origin:
    """Where the shape is written: in the first layer's arguments, or where the input is made."""
    for call in model.consumers(tensor):
        for name in ("input_shape", "batch_input_shape"):
            given = call.argument(name).origin
            if given is not None:
                return given
    if model.style is Style.SEQUENTIAL and tensor.origin == model.origin:
        first = next(iter(model.consumers(tensor)), None)
        return first.origin if first else tensor.origin
    return tensor.origin
