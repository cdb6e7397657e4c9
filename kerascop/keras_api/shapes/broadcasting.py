"""Stretching tensors to each other, as arithmetic does."""

from __future__ import annotations

from kerascop.dimensions import Dim, Shape, SymbolicDim, certainly_different
from kerascop.keras_api.shapes.checks import clash, show_shapes
from kerascop.keras_api.shapes.contract import Refusal, RefusalKind


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
