"""Normalization layers: the shape stays, the axis that is normalized decides the weights."""

from __future__ import annotations

from kerascop.dimensions import Dim, add, explain_shape, multiply, product
from kerascop.keras_api.shapes.checks import refuse_axis
from kerascop.keras_api.shapes.contract import (
    Application,
    Inferred,
    Refusal,
    RefusalKind,
    shape_of,
)
from kerascop.keras_api.shapes.settings import Settings, as_axes


def _normalized_size(application: Application) -> Dim:
    """The number of elements along the normalized axes; `None` if it is unknown."""
    axes = as_axes(application.settings.raw("axis", -1))
    shape = application.shape
    if shape is None or axes is None:
        return None
    for axis in axes:
        refuse_axis(application, axis, shape)
    return product(shape[axis] for axis in axes)


def _count(settings: Settings, *names: str) -> int | None:
    """How many of these weights, each with its switch, the layer has."""
    flags = [settings.flag(name, default=True) for name in names]
    return None if None in flags else sum(flag is True for flag in flags)


@shape_of("BatchNormalization", "SyncBatchNormalization")
def batch_normalization(application: Application) -> Inferred:
    """Scale and offset are trained, moving mean and variance are not."""
    size = _normalized_size(application)
    renorm = application.settings.flag("renorm", default=False)
    moving = None if renorm is None else (5 if renorm else 2)
    trained = _count(application.settings, "center", "scale")
    return Inferred((application.shape,), multiply(size, trained), multiply(size, moving))


@shape_of("LayerNormalization")
def layer_normalization(application: Application) -> Inferred:
    """One scale and one offset for each normalized position."""
    size = _normalized_size(application)
    trained = _count(application.settings, "center", "scale")
    scaling = application.settings.flag("rms_scaling", default=False)
    if scaling is not False:
        trained = 1 if scaling else None
    return Inferred((application.shape,), multiply(size, trained))


@shape_of("RMSNormalization")
def rms_normalization(application: Application) -> Inferred:
    """A scale alone."""
    return Inferred((application.shape,), _normalized_size(application))


@shape_of("GroupNormalization")
def group_normalization(application: Application) -> Inferred:
    """The channels in `groups` groups of equal size; -1 makes each channel a group."""
    settings, shape = application.settings, application.shape
    channels = _normalized_size(application)
    groups = settings.integer("groups", 32)
    if isinstance(channels, int) and groups is not None and groups > 0 and channels % groups:
        raise Refusal(
            RefusalKind.SHAPE,
            f"GroupNormalization cannot divide the {channels} channels of {explain_shape(shape)} "
            f"into {groups} groups",
        )
    return Inferred((shape,), multiply(channels, _count(settings, "center", "scale")))


@shape_of("Normalization")
def feature_normalization(application: Application) -> Inferred:
    """Mean, variance and a counter are kept, unless mean and variance are given."""
    settings, shape = application.settings, application.shape
    axes: tuple[int, ...] | None = ()
    if settings.raw("axis", -1) is not None:
        axes = as_axes(settings.raw("axis", -1))
    if shape is None or axes is None:
        return Inferred((shape,), 0, None)
    for axis in axes:
        refuse_axis(application, axis, shape)
    if not settings.is_none("mean"):
        given = isinstance(settings.raw("mean"), tuple | int | float)
        return Inferred((shape,), 0, 0 if given else None)
    kept = multiply(2, product(shape[axis] for axis in axes))
    return Inferred((shape,), 0, add(kept, 1))
