"""Pooling: over windows, over the whole map, and to a given size."""

from __future__ import annotations

from kerascop.dimensions import explain_shape
from kerascop.keras_api.shapes.checks import (
    refuse_empty,
    refuse_low_rank,
    refuse_many_inputs,
    refuse_rank,
)
from kerascop.keras_api.shapes.contract import Application, Inferred, shape_of
from kerascop.keras_api.shapes.convolution import padding_of, spatial_rank
from kerascop.keras_api.shapes.windows import (
    assemble,
    channel_axis,
    slid,
    spatial_axes,
    unknown_map,
)


def _names(*patterns: str) -> tuple[str, ...]:
    return tuple(pattern.format(rank) for pattern in patterns for rank in (1, 2, 3))


@shape_of(*_names("MaxPooling{}D", "AveragePooling{}D", "MaxPool{}D", "AvgPool{}D"))
def pooling(application: Application) -> Inferred:
    """One value for each window; the windows touch unless `strides` says otherwise."""
    rank = spatial_rank(application.name)
    settings = application.settings
    refuse_many_inputs(application)
    shape, first = application.shape, settings.channels_first
    refuse_rank(application, shape, rank + 2)
    if shape is None or first is None:
        return Inferred((None if shape is None else unknown_map(shape),))
    window = settings.dims("pool_size", rank, 2)
    strides = window if settings.is_none("strides") else settings.dims("strides", rank)
    padding = padding_of(application)
    spatial = tuple(
        slid(size, extent, stride, padding)
        for size, extent, stride in zip(
            spatial_axes(shape, channels_first=first), window, strides, strict=True
        )
    )
    refuse_empty(
        application, shape, spatial, f"the window {explain_shape(window)} is larger than the input"
    )
    channels = channel_axis(shape, channels_first=first)
    return Inferred((assemble(shape[0], spatial, channels, channels_first=first),))


@shape_of(
    *_names(
        "GlobalMaxPooling{}D", "GlobalAveragePooling{}D", "GlobalMaxPool{}D", "GlobalAvgPool{}D"
    )
)
def global_pooling(application: Application) -> Inferred:
    """One value for each channel."""
    rank = spatial_rank(application.name)
    shape, first = application.shape, application.settings.channels_first
    refuse_many_inputs(application)
    refuse_rank(application, shape, rank + 2)
    keep = application.settings.flag("keepdims", default=False)
    if shape is None or keep is None:
        return Inferred((None,))
    if first is None:
        return Inferred(((shape[0], None) if not keep else unknown_map(shape),))
    channels = channel_axis(shape, channels_first=first)
    ones = (1,) * rank if keep else ()
    return Inferred((assemble(shape[0], ones, channels, channels_first=first),))


@shape_of(*_names("AdaptiveMaxPooling{}D", "AdaptiveAveragePooling{}D"))
def adaptive_pooling(application: Application) -> Inferred:
    """Windows that are chosen so that `output_size` places come out."""
    rank = spatial_rank(application.name)
    shape, first = application.shape, application.settings.channels_first
    if first:
        refuse_low_rank(application, shape, 2)
    if shape is None or len(shape) != rank + 2:
        return Inferred((None,))
    if first is None:
        return Inferred((unknown_map(shape),))
    size = application.settings.dims("output_size", rank)
    channels = channel_axis(shape, channels_first=first)
    return Inferred((assemble(shape[0], size, channels, channels_first=first),))
