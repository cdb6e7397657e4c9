"""Convolutions of every kind: plain, transposed, depthwise, separable, locally connected."""

from __future__ import annotations

from collections.abc import Sequence

from kerascop.dimensions import (
    Dim,
    Shape,
    add,
    certainly_positive,
    exact_quotient,
    explain_shape,
    multiply,
    product,
)
from kerascop.keras_api.shapes.checks import (
    refuse_empty,
    refuse_many_inputs,
    refuse_rank,
)
from kerascop.keras_api.shapes.contract import (
    Application,
    Inferred,
    Refusal,
    RefusalKind,
    shape_of,
)
from kerascop.keras_api.shapes.settings import as_dim
from kerascop.keras_api.shapes.windows import (
    assemble,
    channel_axis,
    slid,
    spatial_axes,
    unknown_map,
    unslid,
)

_AXES = {
    1: " (batch, steps, channels)",
    2: " (batch, rows, columns, channels)",
    3: " (batch, three spatial axes, channels)",
}


def spatial_rank(name: str) -> int:
    """The number of spatial axes, as the class name says it: 2 for `Conv2DTranspose`."""
    return next(int(letter) for letter in name if letter.isdigit())


def padding_of(application: Application) -> str | None:
    """The padding in lower case, as Keras reads it."""
    text = application.settings.text("padding", "valid")
    return None if text is None else text.lower()


def window_sizes(application: Application, shape: Shape, *, channels_first: bool) -> Shape:
    """The spatial axes after the layer's kernel has slid over them.

    Raises:
        Refusal: an axis is shorter than the kernel (`keras.src.ops.operation_utils`).
    """
    rank = spatial_rank(application.name)
    settings = application.settings
    kernel = settings.dims("kernel_size", rank)
    strides = settings.dims("strides", rank, 1)
    dilation = settings.dims("dilation_rate", rank, 1)
    padding = padding_of(application)
    before = spatial_axes(shape, channels_first=channels_first)
    after = tuple(
        slid(size, window, stride, padding, spread)
        for size, window, stride, spread in zip(before, kernel, strides, dilation, strict=True)
    )
    refuse_empty(
        application, shape, after, f"the kernel {explain_shape(kernel)} is larger than the input"
    )
    return after


def optional_bias(application: Application, size: Dim) -> Dim:
    """The number of weights of the bias, if there is one."""
    use_bias = application.settings.flag("use_bias", default=True)
    if use_bias is None:
        return None
    return size if use_bias else 0


def kernel_weights(application: Application, kernel: Sequence[Dim], others: Dim) -> tuple[Dim, Dim]:
    """The trained and the frozen weights of a layer with this kernel and `others` beside it.

    With `lora_rank`, the kernel is frozen and two slim factors of it are trained.
    """
    whole = product(kernel)
    rank = application.settings.raw("lora_rank", None)
    if rank is None or rank == 0:
        return add(whole, others), 0
    factors = multiply(as_dim(rank), add(product(kernel[:-1]), kernel[-1]))
    return add(factors, others), whole


def check_arguments(application: Application) -> int:
    """Refuses what is no feature map; gives the number of spatial axes."""
    rank = spatial_rank(application.name)
    refuse_many_inputs(application)
    refuse_rank(application, application.shape, rank + 2, _AXES[rank])
    return rank


def _refuse_strides_with_dilation(application: Application) -> None:
    rank = spatial_rank(application.name)
    strides = application.settings.dims("strides", rank, 1)
    dilation = application.settings.dims("dilation_rate", rank, 1)
    known = [[size for size in sizes if isinstance(size, int)] for sizes in (strides, dilation)]
    if all(sizes and max(sizes) > 1 for sizes in known):
        raise Refusal(
            RefusalKind.ARGUMENT,
            f"{application.name} refuses strides {explain_shape(strides)} together with "
            f"dilation_rate {explain_shape(dilation)}: one of them must be 1",
        )


def _refuse_groups(application: Application) -> None:
    # Of a tensor with an axis too many, Keras divides the channels before it counts the axes.
    shape, first = application.shape, application.settings.channels_first
    if shape is None or first is None or len(shape) < spatial_rank(application.name) + 2:
        return
    channels = channel_axis(shape, channels_first=first)
    groups = application.settings.dim("groups", 1)
    if isinstance(groups, int) and isinstance(channels, int) and channels % groups:
        raise Refusal(
            RefusalKind.SHAPE,
            f"{application.name} cannot divide {channels} input channels into {groups} groups",
        )


@shape_of(
    *(f"{name}{rank}D" for name in ("Conv", "Convolution") for rank in (1, 2, 3)),
)
def convolution(application: Application) -> Inferred:
    """A kernel for each filter, over all channels of its group."""
    _refuse_strides_with_dilation(application)
    _refuse_groups(application)
    rank = check_arguments(application)
    shape, first = application.shape, application.settings.channels_first
    if shape is None:
        return Inferred((None,), None)
    if first is None:
        return Inferred((unknown_map(shape),), None)
    filters = application.settings.dim("filters")
    channels = channel_axis(shape, channels_first=first)
    spatial = window_sizes(application, shape, channels_first=first)
    groups = application.settings.dim("groups", 1)
    sizes = application.settings.dims("kernel_size", rank)
    kernel = (*sizes, exact_quotient(channels, groups), filters)
    weights = kernel_weights(application, kernel, optional_bias(application, filters))
    return Inferred((assemble(shape[0], spatial, filters, channels_first=first),), *weights)


@shape_of(
    *(f"{name}{rank}DTranspose" for name in ("Conv", "Convolution") for rank in (1, 2, 3)),
)
def transposed_convolution(application: Application) -> Inferred:
    """The inverse in shape of a convolution (`compute_conv_transpose_output_shape`)."""
    _refuse_strides_with_dilation(application)
    rank = check_arguments(application)
    settings = application.settings
    shape, first = application.shape, settings.channels_first
    if shape is None:
        return Inferred((None,), None)
    if first is None:
        return Inferred((unknown_map(shape),), None)
    kernel = settings.dims("kernel_size", rank)
    strides = settings.dims("strides", rank, 1)
    dilation = settings.dims("dilation_rate", rank, 1)
    extra: tuple[Dim | str, ...] = ("",) * rank
    if not settings.is_none("output_padding"):
        extra = settings.dims("output_padding", rank)
    padding = padding_of(application)
    spatial = tuple(
        unslid(size, window, stride, padding, spread, more)
        for size, window, stride, spread, more in zip(
            spatial_axes(shape, channels_first=first), kernel, strides, dilation, extra, strict=True
        )
    )
    filters = settings.dim("filters")
    channels = channel_axis(shape, channels_first=first)
    parameters = add(product((*kernel, channels, filters)), optional_bias(application, filters))
    return Inferred((assemble(shape[0], spatial, filters, channels_first=first),), parameters)


@shape_of("DepthwiseConv1D", "DepthwiseConv2D", "DepthwiseConv3D")
def depthwise_convolution(application: Application) -> Inferred:
    """`depth_multiplier` kernels for each channel, each over that channel alone."""
    rank = check_arguments(application)
    shape, first = application.shape, application.settings.channels_first
    if shape is None:
        return Inferred((None,), None)
    if first is None:
        return Inferred((unknown_map(shape),), None)
    channels = channel_axis(shape, channels_first=first)
    filters = multiply(channels, application.settings.dim("depth_multiplier", 1))
    spatial = window_sizes(application, shape, channels_first=first)
    kernel = product(application.settings.dims("kernel_size", rank))
    parameters = add(multiply(kernel, filters), optional_bias(application, filters))
    return Inferred((assemble(shape[0], spatial, filters, channels_first=first),), parameters)


@shape_of(
    *(f"Separable{name}{rank}D" for name in ("Conv", "Convolution") for rank in (1, 2)),
)
def separable_convolution(application: Application) -> Inferred:
    """A depthwise convolution followed by one with kernels of a single position."""
    rank = check_arguments(application)
    shape, first = application.shape, application.settings.channels_first
    if shape is None:
        return Inferred((None,), None)
    if first is None:
        return Inferred((unknown_map(shape),), None)
    filters = application.settings.dim("filters")
    channels = channel_axis(shape, channels_first=first)
    depth = multiply(channels, application.settings.dim("depth_multiplier", 1))
    spatial = window_sizes(application, shape, channels_first=first)
    kernel = product(application.settings.dims("kernel_size", rank))
    weights = add(multiply(kernel, depth), multiply(depth, filters))
    parameters = add(weights, optional_bias(application, filters))
    return Inferred((assemble(shape[0], spatial, filters, channels_first=first),), parameters)


@shape_of("LocallyConnected1D", "LocallyConnected2D")
def locally_connected(application: Application) -> Inferred:
    """A convolution whose weights differ from position to position (Keras 2 only).

    Its second and third implementations store their weights otherwise: their number is unknown.
    """
    rank = check_arguments(application)
    shape, first = application.shape, application.settings.channels_first
    if shape is None:
        return Inferred((None,), None)
    if first is None:
        return Inferred((unknown_map(shape),), None)
    filters = application.settings.dim("filters")
    channels = channel_axis(shape, channels_first=first)
    spatial = window_sizes(application, shape, channels_first=first)
    kernel = product(application.settings.dims("kernel_size", rank))
    places = product(spatial)
    weights = product((places, kernel, channels, filters))
    parameters = add(weights, optional_bias(application, multiply(places, filters)))
    if application.settings.integer("implementation", 1) != 1 or not certainly_positive(places):
        parameters = None
    return Inferred((assemble(shape[0], spatial, filters, channels_first=first),), parameters)


@shape_of("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D")
def convolutional_lstm(application: Application) -> Inferred:
    """An LSTM whose four gates are convolutions, over (batch, time, a feature map)."""
    rank = spatial_rank(application.name)
    settings = application.settings
    _refuse_strides_with_dilation(application)
    refuse_rank(application, application.shape, rank + 3)
    shape, first = application.shape, settings.channels_first
    sequences = settings.flag("return_sequences", default=False)
    states = settings.flag("return_state", default=False)
    if shape is None or first is None or states is None:
        return Inferred((None,), None, None)
    step = (shape[0], *shape[2:])
    filters = settings.dim("filters")
    channels = channel_axis(step, channels_first=first)
    spatial = window_sizes(application, step, channels_first=first)
    state = assemble(shape[0], spatial, filters, channels_first=first)
    kernel = product(settings.dims("kernel_size", rank))
    gates = multiply(4, filters)
    weights = multiply(kernel, add(multiply(channels, gates), multiply(filters, gates)))
    parameters = add(weights, optional_bias(application, gates))
    output: Shape | None = (state[0], shape[1], *state[1:]) if sequences else state
    if sequences is None:
        output = None
    return Inferred((output, state, state) if states else (output,), parameters)
