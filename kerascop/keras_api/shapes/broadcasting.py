"""Axes of several tensors that must be of one size, or are stretched to it."""

from __future__ import annotations

from collections.abc import Sequence

from kerascop.dimensions import Dim, Shape, SymbolicDim, certainly_different
from kerascop.keras_api.shapes.checks import clash, depends_on_batch, show_shapes
from kerascop.keras_api.shapes.contract import Refusal, RefusalKind


def agreed(sizes: Sequence[Dim]) -> Dim:
    """The size of an axis that is the same in all tensors: the first one's, as Keras states it.

    A number says more than a symbol, except that Keras does not know the batch.
    """
    first = sizes[0]
    if not isinstance(first, SymbolicDim) or depends_on_batch(first):
        return first
    return next((size for size in sizes if isinstance(size, int)), first)


def never_meet(left: Dim, right: Dim) -> bool:
    """Do two sizes certainly differ, and is neither one?"""
    if not clash(left, right):
        return False
    return certainly_different(left, 1) and certainly_different(right, 1)


def meet(left: Dim, right: Dim) -> Dim:
    """The size of an axis after two tensors are stretched to each other, if it is known."""
    if left == 1 or right == 1:
        return right if left == 1 else left
    if left == right:
        return left
    if left is None or right is None:
        return None
    if isinstance(left, SymbolicDim) and isinstance(right, SymbolicDim):
        return None
    return left if isinstance(left, int) else right


def stretched(name: str, left: Shape, right: Shape) -> Shape:
    """The shape of two tensors stretched to each other, counted from the last axis.

    Raises:
        Refusal: two sizes certainly differ and neither is one.
    """
    short, long = sorted((left, right), key=len)
    ahead = len(long) - len(short)
    pairs = list(zip(long[ahead:], short, strict=True))
    if any(never_meet(one, other) for one, other in pairs):
        raise Refusal(
            RefusalKind.SHAPE,
            f"{name} cannot stretch {show_shapes((left, right))} to each other: every axis must be "
            "the same in both, or 1",
        )
    return (*long[:ahead], *(meet(one, other) for one, other in pairs))
