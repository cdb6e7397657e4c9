"""What is left of a shape after `x[…]`."""

from __future__ import annotations

from kerascop.dimensions import Dim, Shape, SymbolicDim, add, subtract
from kerascop.keras_api.shapes.settings import as_dim


def subscripted(shape: Shape, index: tuple[object, ...]) -> Shape | None:
    """The shape of `x[index]`; `None` if the index holds what is neither number nor slice.

    Numbers remove their axis, slices shorten it, `None` adds one, `...` skips axes.
    """
    taken = sum(part is not None and part is not Ellipsis for part in index)
    ellipses = sum(part is Ellipsis for part in index)
    skipped = len(shape) - taken
    if ellipses > 1 or skipped < 0:
        return None
    parts = index if ellipses else (*index, Ellipsis)
    left: list[Dim] = []
    axis = 0
    for part in parts:
        if part is Ellipsis:
            left.extend(shape[axis : axis + skipped])
            axis += skipped
        elif part is None:
            left.append(1)
        elif isinstance(part, slice):
            left.append(_sliced(shape[axis], part))
            axis += 1
        elif as_dim(part) is not None:
            axis += 1
        else:
            return None
    return tuple(left)


def _sliced(dim: Dim, part: slice) -> Dim:
    """The size of an axis after a slice."""
    if isinstance(dim, int) and dim < 0:
        return None
    start, stop, step = part.start, part.stop, part.step
    if step is not None and step != 1:
        if step == -1 and start is None and stop is None:
            return dim
        if isinstance(dim, int) and all(bound is None or _plain(bound) for bound in (start, stop)):
            return len(range(*part.indices(dim))) if _plain(step) and step != 0 else None
        return None
    if start is None and stop is None:
        return dim
    if isinstance(dim, int) and all(bound is None or _plain(bound) for bound in (start, stop)):
        return len(range(*part.indices(dim)))
    return _between(dim, start, stop)


def _plain(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _between(dim: Dim, start: object, stop: object) -> Dim:
    """The size between two bounds of an axis whose size is a symbol, where it surely is that."""
    first = 0 if start is None else as_dim(start)
    if first is None:
        return None
    if isinstance(first, int) and first < 0:
        return -first if stop is None and _reaches(dim, -first) else None
    last = dim if stop is None else as_dim(stop)
    if isinstance(last, int) and last < 0:
        last = add(dim, last)
    elif stop is not None and not _reaches(dim, last):
        return None
    return subtract(last, first) if _reaches(last, first) else None


def _reaches(dim: Dim, wanted: Dim) -> bool:
    """Is the size surely at least `wanted`, since symbols stand for one or more?"""
    rest = subtract(dim, wanted)
    if not isinstance(rest, SymbolicDim):
        return rest is not None and rest >= 0
    coefficients = dict(rest.terms)
    constant = coefficients.pop((), 0)
    return min(coefficients.values()) > 0 and sum(coefficients.values()) + constant >= 0
