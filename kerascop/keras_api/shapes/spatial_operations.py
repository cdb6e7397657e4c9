"""The shapes that functions on images and feature maps give: resizing, convolving, pooling."""

from __future__ import annotations

from kerascop.dimensions import Dim, Shape, exact_quotient, explain_shape, multiply
from kerascop.keras_api.shapes.checks import certainly_not_positive
from kerascop.keras_api.shapes.contract import Refusal, RefusalKind, infer
from kerascop.keras_api.shapes.operations import Outcome, Shapes, first_of, operation
from kerascop.keras_api.shapes.settings import Settings, as_dim
from kerascop.keras_api.shapes.windows import assemble, channel_axis, slid, spatial_axes


def _channels_first(settings: Settings) -> bool | None:
    """Where the channels are, in TensorFlow's spelling (`NHWC`) or in Keras'."""
    text = settings.text("data_format", "channels_last")
    if text is None:
        return None
    if text.upper().startswith("N") and len(text) > 2:
        return text.upper()[1] == "C"
    return {"channels_first": True, "channels_last": False}.get(text.lower())


def _per_axis(settings: Settings, name: str, rank: int, default: Dim, *, first: bool) -> Shape:
    """One size for each spatial axis; TensorFlow may count batch and channels too."""
    value = settings.raw(name, None)
    if value is None:
        return (default,) * rank
    if not isinstance(value, tuple):
        return (as_dim(value),) * rank
    dims = tuple(as_dim(part) for part in value)
    if len(dims) == rank + 2:
        return spatial_axes(dims, channels_first=first)
    if len(dims) == 1:
        return dims * rank
    return dims if len(dims) == rank else (None,) * rank


def _slid(name: str, shape: Shape, windows: Shape, settings: Settings, strides: Shape) -> Shape:
    first = bool(_channels_first(settings))
    rank = len(windows)
    padding = settings.text("padding", "valid")
    spread = _per_axis(settings, "dilation_rate", rank, 1, first=first)
    after = tuple(
        slid(dim, window, stride, None if padding is None else padding.lower(), dilation)
        for dim, window, stride, dilation in zip(
            spatial_axes(shape, channels_first=first), windows, strides, spread, strict=True
        )
    )
    if any(certainly_not_positive(dim) for dim in after):
        raise Refusal(
            RefusalKind.NEGATIVE,
            f"{name}: a window of {explain_shape(windows)} is larger than {explain_shape(shape)}",
        )
    return after


@operation("conv", "depthwise_conv")
def convolution(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """A kernel of shape (spatial axes, channels in, channels out) over a feature map."""
    shape, first = first_of(shapes), _channels_first(settings)
    kernel = shapes[1] if len(shapes) > 1 else None
    if shape is None or first is None:
        return None
    if kernel is None or len(kernel) != len(shape) or len(shape) < 3:
        return (shape[0], *(None for _ in shape[1:])) if shape else None
    rank = len(shape) - 2
    strides = _per_axis(settings, "strides", rank, 1, first=first)
    spatial = _slid(name, shape, kernel[:-2], settings, strides)
    channels = multiply(kernel[-1], kernel[-2]) if name == "depthwise_conv" else kernel[-1]
    return assemble(shape[0], spatial, channels, channels_first=first)


@operation("pool")
def pooling(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """One value for each window."""
    shape, first = first_of(shapes), _channels_first(settings)
    if shape is None or first is None or len(shape) < 3:
        return None
    rank = len(shape) - 2
    windows = _per_axis(settings, "pool_size", rank, None, first=first)
    strides = windows
    if not settings.is_none("strides"):
        strides = _per_axis(settings, "strides", rank, None, first=first)
    spatial = _slid(name, shape, windows, settings, strides)
    return assemble(
        shape[0], spatial, channel_axis(shape, channels_first=first), channels_first=first
    )


def _resized(shape: Shape | None, sizes: tuple[Dim, Dim], first: bool | None) -> Outcome:
    if shape is None or len(shape) not in {3, 4}:
        return None
    if first is None:
        return (None,) * len(shape)
    return (*shape[:-2], *sizes) if first else (*shape[:-3], *sizes, shape[-1])


@operation("resize")
def resize(_name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """Images of another height and width."""
    written = settings.raw("size")
    sizes: tuple[Dim, Dim] = (None, None)
    if isinstance(written, tuple) and len(written) == 2:
        sizes = (as_dim(written[0]), as_dim(written[1]))
    if settings.flag("preserve_aspect_ratio", default=False) is not False:
        sizes = (None, None)
    return _resized(first_of(shapes), sizes, _channels_first(settings))


@operation("crop_or_pad")
def crop_or_pad(_name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """Images cut or filled up to a height and width."""
    sizes = (settings.dim("height"), settings.dim("width"))
    return _resized(first_of(shapes), sizes, first=False)


@operation("resize_images", "resize_volumes")
def enlarge(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """Each position repeated by a factor for each spatial axis."""
    factors = [settings.dim("height_factor"), settings.dim("width_factor")]
    if name == "resize_volumes":
        factors.insert(0, settings.dim("depth_factor"))
    shape, first = first_of(shapes), _channels_first(settings)
    if shape is None or first is None or len(shape) != len(factors) + 2:
        return None
    spatial = [
        multiply(dim, factor)
        for dim, factor in zip(spatial_axes(shape, channels_first=first), factors, strict=True)
    ]
    return assemble(
        shape[0], spatial, channel_axis(shape, channels_first=first), channels_first=first
    )


@operation("rgb_to_grayscale", "grayscale_to_rgb")
def recolour(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """Three channels become one, or one three."""
    shape, first = first_of(shapes), _channels_first(settings)
    if shape is None or first is not False:
        return None
    return (*shape[:-1], 1 if name == "rgb_to_grayscale" else 3)


@operation("depth_to_space", "space_to_depth")
def blocks(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """Blocks of pixels become channels, or channels blocks of pixels."""
    shape, first, side = first_of(shapes), _channels_first(settings), settings.dim("block_size")
    if shape is None or len(shape) != 4 or first is None:
        return None
    channels = channel_axis(shape, channels_first=first)
    before = spatial_axes(shape, channels_first=first)
    area = multiply(side, side)
    if name == "depth_to_space":
        spatial = [multiply(dim, side) for dim in before]
        channels = exact_quotient(channels, area)
    else:
        spatial = [exact_quotient(dim, side) for dim in before]
        channels = multiply(channels, area)
    return assemble(shape[0], spatial, channels, channels_first=first)


_PADDING_LAYERS = {
    "temporal_padding": "keras.layers.ZeroPadding1D",
    "spatial_2d_padding": "keras.layers.ZeroPadding2D",
    "spatial_3d_padding": "keras.layers.ZeroPadding3D",
}


@operation(*_PADDING_LAYERS)
def padding(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """Zeros around the spatial axes, as the padding layers add them."""
    return infer(_PADDING_LAYERS[name], settings.values, shapes[:1]).outputs[0]
