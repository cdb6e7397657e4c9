"""Operations that move, add, drop, repeat or cut the axes of one tensor."""

from __future__ import annotations

from kerascop.dimensions import add, explain_shape, multiply, size
from kerascop.keras_api.shapes.contract import Refusal, RefusalKind
from kerascop.keras_api.shapes.indexing import subscripted
from kerascop.keras_api.shapes.operations import (
    Outcome,
    Shapes,
    axis_of,
    first_of,
    minus,
    operation,
)
from kerascop.keras_api.shapes.reshaping import reshaped
from kerascop.keras_api.shapes.settings import ABSENT, Settings, as_axes, as_dim


@operation("reshape")
def reshape(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """The same elements in another shape; here `-1` may take in the batch."""
    target = settings.raw("shape")
    if not isinstance(target, tuple):
        target = (target,) if as_dim(target) is not None else None
    if target is None:
        return None
    dims = tuple(as_dim(part) for part in target)
    shape = first_of(shapes)
    if shape is None:
        return tuple(None if dim == -1 else dim for dim in dims)
    return reshaped(name, shape, dims)


@operation("flatten")
def flatten(_name: str, shapes: Shapes, _settings: Settings) -> Outcome:
    """All elements in a row, those of all samples together."""
    shape = first_of(shapes)
    return (None,) if shape is None else (size(shape),)


@operation("batch_flatten")
def batch_flatten(_name: str, shapes: Shapes, _settings: Settings) -> Outcome:
    """The elements of each sample in a row."""
    shape = first_of(shapes)
    return (None, None) if not shape else (shape[0], size(shape[1:]))


@operation("expand_dims")
def expand_dims(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """One more axis of size one."""
    shape, axes = first_of(shapes), as_axes(settings.raw("axis", -1))
    if shape is None or axes is None:
        return None
    longer = (None,) * (len(shape) + len(axes))
    new = {axis_of(name, longer, axis) for axis in axes}
    rest = iter(shape)
    return tuple(1 if axis in new else next(rest) for axis in range(len(longer)))


@operation("squeeze")
def squeeze(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """Axes of size one vanish: those named, or all."""
    shape = first_of(shapes)
    if shape is None:
        return None
    if settings.is_none("axis"):
        known = all(isinstance(dim, int) for dim in shape[1:])
        return tuple(dim for dim in shape if dim != 1) if known else None
    axes = as_axes(settings.raw("axis"))
    if axes is None:
        return None
    gone = {axis_of(name, shape, axis) for axis in axes}
    for axis in gone:
        if isinstance(shape[axis], int) and shape[axis] != 1:
            raise Refusal(
                RefusalKind.SHAPE,
                f"{name} cannot remove axis {axis} of {explain_shape(shape)}: its size is "
                f"{shape[axis]}, not 1",
            )
    return tuple(dim for axis, dim in enumerate(shape) if axis not in gone)


@operation("transpose")
def transpose(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """The axes in another order; reversed if none is given."""
    shape = first_of(shapes)
    if shape is None:
        return None
    if settings.is_none("axes"):
        return shape[::-1]
    axes = as_axes(settings.raw("axes"))
    if axes is None:
        return (None,) * len(shape)
    if len(axes) != len(shape):
        raise Refusal(
            RefusalKind.RANK,
            f"{name} names {len(axes)} axes and {explain_shape(shape)} has {len(shape)}",
        )
    return tuple(shape[axis_of(name, shape, axis)] for axis in axes)


@operation("swapaxes", "moveaxis")
def exchange_axes(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """Two axes in each other's place, or one moved to another place."""
    shape = first_of(shapes)
    first, second = ("source", "destination") if name == "moveaxis" else ("axis1", "axis2")
    one, other = settings.integer(first), settings.integer(second)
    if shape is None or one is None or other is None:
        return None if shape is None else (None,) * len(shape)
    one, other = axis_of(name, shape, one), axis_of(name, shape, other)
    dims = list(shape)
    if name == "moveaxis":
        dims.insert(other, dims.pop(one))
    else:
        dims[one], dims[other] = dims[other], dims[one]
    return tuple(dims)


@operation("tile")
def tile(_name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """The whole tensor several times over along each axis."""
    shape, times = first_of(shapes), settings.raw("repeats")
    if shape is None or not isinstance(times, tuple):
        return None
    rank = max(len(shape), len(times))
    dims = (1,) * (rank - len(shape)) + shape
    factors = (1,) * (rank - len(times)) + tuple(as_dim(part) for part in times)
    return tuple(multiply(dim, factor) for dim, factor in zip(dims, factors, strict=True))


@operation("repeat")
def repeat(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """Each element several times along an axis; without one, of the flattened tensor."""
    shape, times = first_of(shapes), settings.dim("repeats")
    if shape is None:
        return None
    if settings.is_none("axis"):
        return (multiply(size(shape), times),)
    axis = settings.integer("axis")
    if axis is None:
        return (None,) * len(shape)
    axis = axis_of(name, shape, axis)
    return (*shape[:axis], multiply(shape[axis], times), *shape[axis + 1 :])


@operation("repeat_vector")
def repeat_vector(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """A vector for each sample becomes a sequence of copies."""
    shape = first_of(shapes)
    if shape is None:
        return (None, None, None)
    if len(shape) != 2:
        raise Refusal(
            RefusalKind.RANK, f"{name} wants 2 axes and gets {len(shape)}: {explain_shape(shape)}"
        )
    return (shape[0], settings.dim("repeats"), shape[1])


@operation("broadcast_to", "zeros", "ones", "full", "random")
def given_shape(_name: str, _shapes: Shapes, settings: Settings) -> Outcome:
    """The shape that the call itself names."""
    target = settings.raw("shape")
    if isinstance(target, tuple):
        return tuple(None if as_dim(part) == -1 else as_dim(part) for part in target)
    return None if as_dim(target) is None else (as_dim(target),)


@operation("pad")
def pad(_name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """More positions before and after each axis."""
    shape, widths = first_of(shapes), settings.raw("paddings")
    if shape is None:
        return None
    if not isinstance(widths, tuple) or len(widths) != len(shape):
        return (None,) * len(shape)
    return tuple(
        add(dim, add(as_dim(pair[0]), as_dim(pair[1])))
        if isinstance(pair, tuple) and len(pair) == 2
        else None
        for dim, pair in zip(shape, widths, strict=True)
    )


@operation("slice")
def slice_of(_name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """A block that starts at `begin`; a size of -1 means all that is left."""
    shape, begin, sizes = first_of(shapes), settings.raw("begin"), settings.raw("size")
    if shape is None:
        return None
    if not (isinstance(begin, tuple) and isinstance(sizes, tuple)):
        return (None,) * len(shape)
    if len(begin) != len(shape) or len(sizes) != len(shape):
        return (None,) * len(shape)
    return tuple(
        minus(dim, [as_dim(start)]) if as_dim(length) == -1 else as_dim(length)
        for dim, start, length in zip(shape, begin, sizes, strict=True)
    )


@operation("getitem")
def getitem(_name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """`x[…]` with numbers, slices, `None` and `...`."""
    shape = first_of(shapes)
    index = settings.raw("index", ABSENT)
    if shape is None or index is ABSENT:
        return None
    return subscripted(shape, index if isinstance(index, tuple) else (index,))


@operation("shape")
def shape_vector(_name: str, shapes: Shapes, _settings: Settings) -> Outcome:
    """The shape as a tensor has as many entries as the tensor has axes."""
    shape = first_of(shapes)
    return (None,) if shape is None else (len(shape),)


@operation("rank")
def rank_scalar(_name: str, _shapes: Shapes, _settings: Settings) -> Outcome:
    """A single number."""
    return ()
