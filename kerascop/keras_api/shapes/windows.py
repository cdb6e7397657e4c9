"""How long an axis is after a window has slid over it: convolutions, pooling and their inverses."""

from __future__ import annotations

from collections.abc import Sequence

from kerascop.dimensions import (
    Dim,
    Shape,
    add,
    ceil_divide,
    certainly_positive,
    exact_quotient,
    floor_divide,
    multiply,
    subtract,
)


def dilated(kernel: Dim, dilation: Dim) -> Dim:
    """How many positions a kernel spans."""
    return add(multiply(subtract(kernel, 1), dilation), 1)


def slid(size: Dim, kernel: Dim, stride: Dim, padding: str | None, dilation: Dim = 1) -> Dim:
    """The number of places at which a window stops along an axis of this size."""
    if not certainly_positive(stride):
        return None
    if padding == "valid":
        return floor_divide(add(subtract(size, dilated(kernel, dilation)), stride), stride)
    if padding in {"same", "causal"}:
        exact = exact_quotient(size, stride)
        return ceil_divide(size, stride) if exact is None else exact
    return None


def unslid(
    size: Dim,
    kernel: Dim,
    stride: Dim,
    padding: str | None,
    dilation: Dim = 1,
    output_padding: Dim | str = "",
) -> Dim:
    """The size of an axis from which a window that stops at `size` places can come.

    Without `output_padding` (an empty text) Keras chooses it: as little as covers every stride.
    """
    span = dilated(kernel, dilation)
    steps = multiply(subtract(size, 1), stride)
    extra = None if isinstance(output_padding, str) else output_padding
    automatic = isinstance(output_padding, str)
    if padding == "same":
        if automatic:
            return multiply(size, stride)
        odd = span % 2 if isinstance(span, int) else None
        return add(add(steps, odd), extra)
    if padding == "valid":
        if automatic:
            if not isinstance(span, int) or not isinstance(stride, int):
                return None
            return add(steps, max(span, stride))
        return add(add(steps, span), extra)
    return None


def spatial_axes(shape: Shape, *, channels_first: bool) -> Shape:
    """The axes between batch and channels."""
    return shape[2:] if channels_first else shape[1:-1]


def channel_axis(shape: Shape, *, channels_first: bool) -> Dim:
    """The number of channels."""
    return shape[1] if channels_first else shape[-1]


def assemble(batch: Dim, spatial: Sequence[Dim], channels: Dim, *, channels_first: bool) -> Shape:
    """A feature map's shape from its parts."""
    if channels_first:
        return (batch, channels, *spatial)
    return (batch, *spatial, channels)


def unknown_map(shape: Shape) -> Shape:
    """A shape of the same rank and batch of which nothing else is known."""
    return (*shape[:1], *(None for _ in shape[1:]))
