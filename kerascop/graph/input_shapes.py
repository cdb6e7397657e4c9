"""Input shapes that layers are constructed with: `input_shape=` and its older relatives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kerascop.dimensions import certainly_different
from kerascop.graph.facts import Argument
from kerascop.graph.models import Layer, Style
from kerascop.keras_api import resolve

if TYPE_CHECKING:
    from kerascop.dimensions import Shape
    from kerascop.graph.tensors import LayerConfig

KEYWORDS = ("input_shape", "batch_input_shape", "input_dim")


def stated_shape(config: LayerConfig) -> tuple[str, Argument] | None:
    """The keyword by which a layer of Keras' own states its input's shape, and its argument.

    `None` where it states none; `input_dim` of an `Embedding` is no shape.
    """
    if config.user_defined or not config.symbol.startswith("keras.layers."):
        return None
    symbol = resolve(config.symbol)
    given: Mapping[str, Argument] = config.arguments
    for keyword in KEYWORDS:
        own = symbol is None or symbol.parameter(keyword) is not None
        if keyword in given and given[keyword].given and not own:
            return keyword, given[keyword]
    return None


def begins_model(layer: Layer) -> bool:
    """Does a `Sequential` learn its input's shape from this layer, its first, with no `Input`?"""
    model = layer.model
    return (
        model.style is Style.SEQUENTIAL
        and bool(model.members)
        and model.members is not None
        and model.members[0] is layer.config
        and all(tensor.origin == model.origin for tensor in model.inputs)
    )


def is_contradicted(keyword: str, stated: Argument, arriving: Shape) -> bool:
    """Is what a layer states certainly not what arrives? Sizes of `None` agree with all."""
    value = stated.value
    if keyword == "input_dim":
        return isinstance(value, int) and certainly_different(value, arriving[-1])
    axes = (value,) if isinstance(value, int) else value
    if not isinstance(axes, tuple) or not axes:
        return False
    # Whoever copies a tensor's whole shape means the right thing.
    whole = keyword == "batch_input_shape" or len(axes) == len(arriving)
    expected = axes[1:] if whole else axes
    if len(expected) != len(arriving) - 1:
        return True
    return any(
        isinstance(size, int) and certainly_different(size, dim)
        for size, dim in zip(expected, arriving[1:], strict=True)
    )
