"""Convolutions written as for Keras 1, where rows and columns of the kernel stood apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kerascop.graph.program import Program
    from kerascop.graph.tensors import LayerConfig
    from kerascop.syntax.origin import Origin

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
    """Kernel size and strides where two whole numbers by position give them.

    `Conv2D(32, 3, 3)` was a kernel of 3 rows and 3 columns until Keras 2 took the third argument
    for the strides. Strides of 1 are nothing special but under the layer's old name.
    """
    if layer is None or layer.symbol not in SPATIAL or layer.positional < 3:
        return None
    kernel, strides = layer.argument("kernel_size").value, layer.argument("strides").value
    if not isinstance(kernel, int) or not isinstance(strides, int):
        return None
    if kernel == strides == 1 or not (strides > 1 or has_old_name(layer)):
        return None
    return (kernel, strides) if kernel > 1 else None


COMPANIONS = frozenset(
    (
        "border_mode subsample nb_filter nb_row nb_col filter_length pool_length subsample_length "
        "dim_ordering W_regularizer b_regularizer W_constraint b_constraint nb_epoch "
        "samples_per_epoch nb_val_samples nb_worker max_q_size inner_init show_accuracy"
    ).split()
)
"""Keywords that only Keras 1 took."""

_OF_CLASSES = (
    ("keras.layers.Dense", ("output_dim", "init")),
    ("keras.layers.Conv", ("init",)),
    ("keras.Model", ("input", "output")),
)
"""Keywords that only Keras 1 took, of classes which these names begin."""

_OLD_NAMES = ("Convolution2D", "Convolution3D", "Deconvolution2D", "SeparableConvolution2D")
_OLD_FUNCTIONS = ("set_image_dim_ordering", "image_dim_ordering", "keras.layers.merge")


def spelled_name(layer: LayerConfig) -> str:
    """The class as the source calls it, where an alias may stand for today's name."""
    name = layer.origin.text.partition("(")[0].rpartition(".")[2]
    return name if name.isidentifier() else layer.short


def has_old_name(layer: LayerConfig) -> bool:
    """Does the source call the layer by the name that it had in Keras 1?"""
    return spelled_name(layer) in _OLD_NAMES


def companions(program: Program) -> Iterator[tuple[str, Origin]]:
    """What says that a program was written for Keras 1: keywords and names, with their places."""
    for call in program.api_calls:
        if call.symbol is not None:
            for keyword in COMPANIONS.intersection(call.keywords):
                yield f"{keyword}=", call.keyword_origins.get(keyword, call.origin)
            for prefix, keywords in _OF_CLASSES:
                if call.symbol.startswith(prefix):
                    for keyword in sorted(call.keywords.keys() & set(keywords)):
                        yield f"{keyword}=", call.keyword_origins.get(keyword, call.origin)
        if call.path.endswith(_OLD_FUNCTIONS):
            yield call.path.rpartition(".")[2], call.origin
    for use in program.api_uses:
        if use.path.endswith(_OLD_FUNCTIONS):
            yield use.path.rpartition(".")[2], use.origin
