"""Convolutions written as for Keras 1, where rows and columns of the kernel stood apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kerascop.graph.tensors import LayerConfig

SPATIAL = frozenset(
    {
        "keras.layers.Conv2D",
        "keras.layers.Conv2DTranspose",
        "keras.layers.Conv3D",
        "keras.layers.SeparableConv2D",
    }
)
"""Layers that took the sides of their kernel as separate positional arguments."""


def positional_strides(layer: LayerConfig | None) -> tuple[int, int] | None:
    """Kernel size and strides where two whole numbers by position give them, the strides above 1.

    `Conv2D(32, 3, 3)` was a kernel of 3 rows and 3 columns until Keras 2 took the third argument
    for the strides.
    """
    if layer is None or layer.symbol not in SPATIAL or layer.positional < 3:
        return None
    kernel, strides = layer.argument("kernel_size").value, layer.argument("strides").value
    if not isinstance(kernel, int) or not isinstance(strides, int):
        return None
    return (kernel, strides) if kernel > 1 and strides > 1 else None
