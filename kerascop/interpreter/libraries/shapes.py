"""Shapes of array operations: broadcasting, reshaping, joining, slicing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kerascop.dimensions import (
    Dim,
    Shape,
    add,
    certainly_positive,
    exact_quotient,
    negate,
    product,
    size,
    subtract,
)
from kerascop.interpreter.terms import Term
from kerascop.interpreter.translating import dim_of
from kerascop.interpreter.values import NONE, Constant, SliceValue, Unknown, Value

MAX_RANK = 64
"""Axes of an array: NumPy makes none with more (`NPY_MAXDIMS`, 32 before NumPy 2)."""


def broadcast_dim(left: Dim, right: Dim) -> Dim:
    """The size that two axes broadcast to; unknown where that depends."""
    if left == right:
        return left
    if left == 1:
        return right
    if right == 1:
        return left
    for known, other in ((left, right), (right, left)):
        if isinstance(known, int) and not isinstance(other, int):
            return known
    return None


def broadcast(left: Shape | None, right: Shape | None) -> Shape | None:
    """The shape that two arrays broadcast to; `None` if it is unknown or they do not."""
    if left is None or right is None:
        return None
    longer, shorter = (left, right) if len(left) >= len(right) else (right, left)
    padded = (1,) * (len(longer) - len(shorter)) + tuple(shorter)
    for one, other in zip(longer, padded, strict=True):
        if (
            isinstance(one, int)
            and isinstance(other, int)
            and one != other
            and 1 not in (one, other)
        ):
            return None
    return tuple(broadcast_dim(one, other) for one, other in zip(longer, padded, strict=True))


def reshape(shape: Shape | None, target: Sequence[Dim]) -> Shape:
    """`target` with its `-1` resolved against the number of elements of `shape`."""
    if -1 not in target:
        return tuple(target)
    rest = product(dim for dim in target if dim != -1)
    total = None if shape is None else size(shape)
    missing = exact_quotient(total, rest)
    return tuple(missing if dim == -1 else dim for dim in target)


def normalise_axis(axis: object, rank: int | None) -> int | None:
    """The axis counted from the front; `None` if that is unknown or there is no such axis."""
    if isinstance(axis, bool) or not isinstance(axis, int):
        return None
    if rank is None:
        return None
    axis = axis + rank if axis < 0 else axis
    return axis if 0 <= axis < rank else None


def reduce_shape(shape: Shape | None, axis: object, *, keepdims: bool = False) -> Shape | None:
    """The shape after a reduction over `axis` (`None`: over all axes; a tuple: over several)."""
    if axis is None:
        if not keepdims:
            return ()
        return None if shape is None else (1,) * len(shape)
    if shape is None:
        return None
    wanted = axis if isinstance(axis, tuple | list) else (axis,)
    axes = {normalise_axis(one, len(shape)) for one in wanted}
    if None in axes:
        return None
    if keepdims:
        return tuple(1 if index in axes else dim for index, dim in enumerate(shape))
    return tuple(dim for index, dim in enumerate(shape) if index not in axes)


def concatenate(shapes: Sequence[Shape | None], axis: int) -> Shape | None:
    """The shape of arrays joined along an axis that they have."""
    known = [shape for shape in shapes if shape is not None]
    if len(known) != len(shapes) or not known or len({len(shape) for shape in known}) != 1:
        return None
    where = normalise_axis(axis, len(known[0]))
    if where is None:
        return None
    joined: list[Dim] = []
    for index in range(len(known[0])):
        sizes = [shape[index] for shape in known]
        if index == where:
            total: Dim = 0
            for one in sizes:
                total = add(total, one)
            joined.append(total)
        else:
            joined.append(sizes[0] if all(one == sizes[0] for one in sizes) else None)
    return tuple(joined)


def stack(shapes: Sequence[Shape | None], axis: int, count: Dim = None) -> Shape | None:
    """The shape of arrays of one shape joined along a new axis of size `count`."""
    common = common_shape(shapes)
    if common is None or len(common) >= MAX_RANK:
        return None
    where = normalise_axis(axis, len(common) + 1)
    if where is None:
        return None
    return (*common[:where], count, *common[where:])


def common_shape(shapes: Sequence[Shape | None]) -> Shape | None:
    """The shape that all share, with unknown sizes where they differ; `None` if ranks do."""
    if not shapes:
        return None
    first, *others = {id(shape): shape for shape in shapes}.values()
    common = first
    for shape in others:
        if common is None or shape is None or len(common) != len(shape):
            return None
        common = tuple(
            one if one == other else None for one, other in zip(common, shape, strict=True)
        )
    return common


def squeeze(shape: Shape | None, axis: object) -> Shape | None:
    """The shape without axes of size one; `axis` as in `numpy.squeeze`."""
    if shape is None:
        return None
    if axis is None:
        if all(isinstance(dim, int) for dim in shape):
            return tuple(dim for dim in shape if dim != 1)
        # A symbolic number of samples is not one; any other unknown axis may be.
        if all(dim is not None for dim in shape):
            return tuple(dim for dim in shape if dim != 1)
        return None
    return reduce_shape(shape, axis)


def expand(shape: Shape | None, axis: object) -> Shape | None:
    """The shape with a new axis of size one."""
    if shape is None or len(shape) >= MAX_RANK:
        return None
    where = normalise_axis(axis, len(shape) + 1)
    return None if where is None else (*shape[:where], 1, *shape[where:])


def transpose(shape: Shape | None, order: object) -> Shape | None:
    """The shape with its axes reversed (`order` is `None`) or in another order."""
    if shape is None:
        return None
    if order is None:
        return tuple(reversed(shape))
    if not isinstance(order, tuple | list) or len(order) != len(shape):
        return None
    axes = [normalise_axis(axis, len(shape)) for axis in order]
    return tuple(shape[axis] for axis in axes if axis is not None) if None not in axes else None


def slice_bounds(index: SliceValue) -> tuple[int | None, int | None, int | None] | None:
    """Start, stop and step as Python constants, if they are."""
    parts = (index.start, index.stop, index.step)
    found: list[int | None] = []
    for part in parts:
        if not isinstance(part, Constant) or not (
            part.value is None or isinstance(part.value, int)
        ):
            return None
        found.append(part.value)
    return found[0], found[1], found[2]


def slice_dim(dim: Dim, index: SliceValue) -> Dim:
    """The size that `start:stop:step` leaves of an axis, taken to be long enough for its bounds."""
    bounds = slice_bounds(index)
    if bounds is not None and isinstance(dim, int):
        start, stop, step = bounds
        if step == 0 or dim < 0:
            return None
        return len(range(*slice(start, stop, step).indices(dim)))
    if index.step != NONE and index.step != Constant(1):
        if bounds is not None and bounds[:2] == (None, None) and bounds[2] == -1:
            return dim
        return None
    window = difference(index.stop, index.start)
    if window is not None and window > 0:
        return window
    start_dim = _bound(index.start, dim, 0)
    stop_dim = _bound(index.stop, dim, dim)
    if _from_end(index.start) and index.stop == NONE:
        return negate(dim_of(index.start))
    length = subtract(stop_dim, start_dim)
    if isinstance(length, int):
        return max(length, 0)
    return length


def difference(one: Value, other: Value) -> int | None:
    """`one - other` where that is a number, whatever they depend on: 60 for `i` and `i - 60`."""
    if not isinstance(one, Unknown) or not isinstance(other, Unknown):
        return None
    total: Counter[Term] = Counter()
    for value, sign in ((one, 1), (other, -1)):
        parts = _linear(value.term)
        if parts is None:
            return None
        for atom, factor in parts.items():
            total[atom] += sign * factor
    rest = {atom: factor for atom, factor in total.items() if factor}
    return rest.get((), 0) if set(rest) <= {()} else None


def _linear(term: Term) -> Counter[Term] | None:
    """A term as a sum of multiples of other terms; the constant stands at the empty term."""
    match term:
        case ("constant", bool()):
            return None
        case ("constant", int(number)):
            return Counter({(): number})
        case ("constant", _):
            return None
        case ("binary", "+" | "-" as operator, tuple(left), tuple(right)):
            first, second = _linear(left), _linear(right)
            if first is None or second is None:
                return None
            sign = 1 if operator == "+" else -1
            for atom, factor in second.items():
                first[atom] += sign * factor
            return first
        case ("binary", "*", ("constant", int(number)), tuple(other)) | (
            "binary",
            "*",
            tuple(other),
            ("constant", int(number)),
        ):
            parts = _linear(other)
            if parts is None:
                return None
            return Counter({atom: factor * number for atom, factor in parts.items()})
        case _:
            return Counter({term: 1})


def is_position(term: Term) -> bool:
    """Is this a number that counts (the item of a `range`, a sum of such), not an array of ids?"""
    match term:
        case ("dim", *_) | ("constant", int()):
            return True
        case ("each", tuple(source), *_):
            return source[:2] == ("call", "range")
        case ("binary", _, tuple(left), tuple(right)):
            return is_position(left) and is_position(right)
        case _:
            return False


def _from_end(bound: Value) -> bool:
    return isinstance(bound, Constant) and isinstance(bound.value, int) and bound.value < 0


def _bound(bound: Value, dim: Dim, default: Dim) -> Dim:
    if bound == NONE:
        return default
    position = dim_of(bound)
    if position == 0 or certainly_positive(position):
        return position
    if certainly_positive(negate(position)):
        return add(dim, position)
    return None
