"""Operations that join tensors, cut them into several, or pick entries of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from kerascop.dimensions import Dim, Shape, add, exact_quotient, explain_shape
from kerascop.keras_api.shapes.broadcasting import agreed
from kerascop.keras_api.shapes.checks import clash, show_shapes
from kerascop.keras_api.shapes.contract import Refusal, RefusalKind
from kerascop.keras_api.shapes.operations import (
    Outcome,
    Shapes,
    axis_of,
    first_of,
    minus,
    operation,
)
from kerascop.keras_api.shapes.settings import Settings, as_dim


@operation("concatenate")
def concatenate(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """One behind the other along an axis."""
    known = [shape for shape in shapes if shape is not None]
    axis = settings.integer("axis", -1)
    if not known:
        return None
    if len({len(shape) for shape in known}) > 1:
        raise _unlike(name, known, "they have different numbers of axes")
    if axis is None or len(known) < len(shapes):
        return (None,) * len(known[0])
    along = axis_of(name, known[0], axis)
    for position, column in enumerate(zip(*known, strict=True)):
        if position != along and any(clash(column[0], dim) for dim in column):
            raise _unlike(name, known, f"axis {position} differs")
    total = reduce(add, (shape[along] for shape in known))
    return tuple(
        total if axis == along else agreed(dims)
        for axis, dims in enumerate(zip(*known, strict=True))
    )


def _unlike(name: str, shapes: Sequence[Shape], why: str) -> Refusal:
    return Refusal(RefusalKind.SHAPE, f"{name} cannot join {show_shapes(shapes)}: {why}")


@operation("stack")
def stack(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """Tensors of one shape along a new axis."""
    known = [shape for shape in shapes if shape is not None]
    if not known:
        return None
    if len({len(shape) for shape in known}) > 1 or any(
        clash(column[0], dim) for column in zip(*known, strict=True) for dim in column
    ):
        raise _unlike(name, known, "their shapes differ")
    axis = settings.integer("axis", 0)
    longer = (None,) * (len(known[0]) + 1)
    if axis is None or len(known) < len(shapes):
        return longer
    dims = [agreed(column) for column in zip(*known, strict=True)]
    dims.insert(axis_of(name, longer, axis), len(known))
    return tuple(dims)


@operation("unstack")
def unstack(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """One tensor for each index of an axis."""
    shape, axis = first_of(shapes), settings.integer("axis", 0)
    if shape is None or axis is None:
        return None
    axis = axis_of(name, shape, axis)
    count = shape[axis]
    if not isinstance(count, int) or count > _MOST_PARTS:
        return None
    return [(*shape[:axis], *shape[axis + 1 :])] * count


_MOST_PARTS = 1024


@operation("split", "array_split")
def split(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """An axis in pieces: a number of equal ones, sizes (`split`), or places (`array_split`)."""
    shape, axis = first_of(shapes), settings.integer("axis", 0)
    parts = settings.raw("sections" if name == "split" else "indices_or_sections")
    if shape is None or axis is None:
        return None
    axis = axis_of(name, shape, axis)
    whole = shape[axis]
    sizes: list[Dim]
    if isinstance(parts, tuple):
        ends = [as_dim(part) for part in parts]
        if name == "split":
            rest = [dim for dim in ends if dim != -1]
            sizes = [minus(whole, rest) if dim == -1 else dim for dim in ends]
        else:
            starts: list[Dim] = [0, *ends]
            sizes = [minus(end, [start]) for start, end in zip(starts, [*ends, whole], strict=True)]
            if any(isinstance(dim, int) and dim < 0 for dim in (*ends, *sizes)):
                return [(*shape[:axis], None, *shape[axis + 1 :])] * len(sizes)
    elif isinstance(parts, int) and not isinstance(parts, bool) and 0 < parts <= _MOST_PARTS:
        if isinstance(whole, int) and whole % parts:
            raise Refusal(
                RefusalKind.SHAPE,
                f"{name} cannot cut axis {axis} of {explain_shape(shape)} into {parts} equal parts",
            )
        sizes = [exact_quotient(whole, parts)] * parts
    else:
        return None
    return [(*shape[:axis], dim, *shape[axis + 1 :]) for dim in sizes]


@operation("gather")
def gather(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """The entries of an axis at the places that an integer tensor, or a number, names."""
    shape = first_of(shapes)
    if shape is None or settings.raw("batch_dims", 0) not in {0, None}:
        return None
    indices = shapes[1] if len(shapes) > 1 else _shape_of_plain(settings.raw("indices"))
    if indices is None:
        return None
    if settings.is_none("axis", default=False):
        return indices
    axis = settings.integer("axis", 0)
    if axis is None:
        return None
    axis = axis_of(name, shape, axis)
    return (*shape[:axis], *indices, *shape[axis + 1 :])


def _shape_of_plain(value: object) -> Shape | None:
    if as_dim(value) is not None:
        return ()
    if isinstance(value, tuple) and all(as_dim(part) is not None for part in value):
        return (len(value),)
    return None


@operation("top_k")
def top_k(_name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """The largest entries of the last axis and their places."""
    shape = first_of(shapes)
    if not shape:
        return [None, None]
    return [(*shape[:-1], settings.dim("k", 1))] * 2


@operation("one_hot")
def one_hot(_name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """Each integer as a vector with a single one."""
    shape = first_of(shapes)
    if shape is None:
        return None
    if settings.raw("axis", -1) != -1:
        return (None,) * (len(shape) + 1)
    return (*shape, settings.dim("depth"))
