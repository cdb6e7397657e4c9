"""Layers that move, cut, repeat or pad axes; none of them touches the batch axis."""

from __future__ import annotations

from collections.abc import Sequence

from kerascop.dimensions import (
    Dim,
    Shape,
    add,
    exact_quotient,
    explain_shape,
    multiply,
    size,
    subtract,
)
from kerascop.keras_api.shapes.checks import (
    clash,
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
from kerascop.keras_api.shapes.convolution import spatial_rank
from kerascop.keras_api.shapes.settings import as_axes, as_dim
from kerascop.keras_api.shapes.windows import (
    assemble,
    channel_axis,
    spatial_axes,
    unknown_map,
)


def reshaped(name: str, before: Shape, target: Sequence[Dim]) -> Shape:
    """`target` with its `-1` worked out from the number of elements of `before`.

    Raises:
        Refusal: the numbers of elements certainly differ, or more than one axis is left open.
    """
    wildcards = [axis for axis, dim in enumerate(target) if dim == -1]
    if len(wildcards) > 1:
        raise Refusal(
            RefusalKind.ARGUMENT,
            f"{name} leaves {len(wildcards)} axes open in {explain_shape(tuple(target))}: "
            "-1 may stand only once",
        )
    elements = size(before)
    known = size([dim for dim in target if dim != -1])
    whole = explain_shape(before)
    if not wildcards:
        if clash(elements, known):
            raise Refusal(
                RefusalKind.SIZE,
                f"{name} cannot make {explain_shape(tuple(target))} ({known} elements) of {whole} "
                f"({elements} elements)",
            )
        return tuple(target)
    if isinstance(elements, int) and isinstance(known, int) and known and elements % known:
        raise Refusal(
            RefusalKind.SIZE,
            f"{name} cannot divide the {elements} elements of {whole} by the {known} of "
            f"{explain_shape(tuple(target))}",
        )
    rest = exact_quotient(elements, known)
    return tuple(rest if dim == -1 else dim for dim in target)


@shape_of("Reshape")
def reshape(application: Application) -> Inferred:
    """The axes after the batch become `target_shape`, with as many elements."""
    target = application.settings.raw("target_shape")
    shape = application.shape
    if not isinstance(target, tuple):
        return Inferred((None,))
    dims = tuple(as_dim(part) for part in target)
    if shape is None or not shape:
        known = reshaped("Reshape", (None,), dims)
        return Inferred(((None, *(None if dim == -1 else dim for dim in known)),))
    return Inferred(((shape[0], *reshaped("Reshape", shape[1:], dims)),))


@shape_of("Flatten")
def flatten(application: Application) -> Inferred:
    """All axes after the batch become one."""
    refuse_many_inputs(application)
    shape = application.shape
    if shape is None:
        return Inferred(((None, None),))
    return Inferred(((shape[0], size(shape[1:])),)) if shape else Inferred((None,))


@shape_of("Permute")
def permute(application: Application) -> Inferred:
    """The axes after the batch in another order; `dims` counts them from 1."""
    dims = as_axes(application.settings.raw("dims"))
    shape = application.shape
    if dims is None or not isinstance(application.settings.raw("dims"), tuple):
        return Inferred((None if shape is None else unknown_map(shape),))
    if sorted(dims) != list(range(1, len(dims) + 1)):
        raise Refusal(
            RefusalKind.ARGUMENT,
            f"Permute refuses dims {dims}: it wants each axis from 1 to {len(dims)} once",
        )
    refuse_many_inputs(application)
    refuse_rank(application, shape, len(dims) + 1)
    return Inferred((None if shape is None else (shape[0], *(shape[axis] for axis in dims)),))


@shape_of("RepeatVector")
def repeat_vector(application: Application) -> Inferred:
    """A vector becomes a sequence of `n` copies."""
    refuse_many_inputs(application)
    shape = application.shape
    refuse_rank(application, shape, 2, " (batch, features)")
    times = application.settings.dim("n")
    return Inferred((None if shape is None else (shape[0], times, shape[1]),))


def _both_ends(application: Application, name: str, rank: int, default: int) -> list[Dim]:
    """By how much each spatial axis changes: both ends together."""
    value = application.settings.raw(name, default)
    if not isinstance(value, tuple):
        return [multiply(2, as_dim(value))] * rank
    if rank == 1:
        return [add(as_dim(value[0]), as_dim(value[1]))] if len(value) == 2 else [None]
    totals: list[Dim] = []
    for part in value:
        if isinstance(part, tuple):
            totals.append(add(as_dim(part[0]), as_dim(part[1])) if len(part) == 2 else None)
        else:
            totals.append(multiply(2, as_dim(part)))
    return totals


def _map(application: Application) -> tuple[Shape, bool] | None:
    rank = spatial_rank(application.name)
    refuse_many_inputs(application)
    refuse_rank(application, application.shape, rank + 2)
    first = application.settings.channels_first
    if application.shape is None or first is None:
        return None
    return application.shape, first


def _unknown(application: Application) -> Inferred:
    shape = application.shape
    return Inferred((None if shape is None else unknown_map(shape),))


@shape_of("ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D")
def zero_padding(application: Application) -> Inferred:
    """Zeros before and after each spatial axis."""
    rank = spatial_rank(application.name)
    known, totals = _map(application), _both_ends(application, "padding", rank, 1)
    if known is None:
        return _unknown(application)
    shape, first = known
    spatial = [
        add(before, more)
        for before, more in zip(spatial_axes(shape, channels_first=first), totals, strict=True)
    ]
    if any(isinstance(after, int) and after < 0 for after in spatial):
        refuse_empty(application, shape, spatial, "the negative padding is larger than the input")
    channels = channel_axis(shape, channels_first=first)
    return Inferred((assemble(shape[0], spatial, channels, channels_first=first),))


@shape_of("Cropping1D", "Cropping2D", "Cropping3D")
def cropping(application: Application) -> Inferred:
    """Positions cut off at both ends of each spatial axis."""
    rank = spatial_rank(application.name)
    default = 0 if rank == 2 else 1
    known, totals = _map(application), _both_ends(application, "cropping", rank, default)
    if known is None:
        return _unknown(application)
    shape, first = known
    spatial = [
        subtract(before, less)
        for before, less in zip(spatial_axes(shape, channels_first=first), totals, strict=True)
    ]
    refuse_empty(application, shape, spatial, "the cropping is larger than the input")
    channels = channel_axis(shape, channels_first=first)
    return Inferred((assemble(shape[0], spatial, channels, channels_first=first),))


@shape_of("UpSampling1D", "UpSampling2D", "UpSampling3D")
def up_sampling(application: Application) -> Inferred:
    """Each position repeated `size` times."""
    rank = spatial_rank(application.name)
    known = _map(application)
    if known is None:
        return _unknown(application)
    shape, first = known
    factors = application.settings.dims("size", rank, 2)
    spatial = [
        multiply(before, factor)
        for before, factor in zip(spatial_axes(shape, channels_first=first), factors, strict=True)
    ]
    channels = channel_axis(shape, channels_first=first)
    return Inferred((assemble(shape[0], spatial, channels, channels_first=first),))
