"""Layers that the program makes, or applies, and whose work no model ever sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kerascop.graph.tensors import LayerConfig
    from kerascop.syntax.origin import Origin


class Unused(Struct, frozen=True, eq=False):
    """A layer whose result is lost on every path through the text.

    Attributes:
        layer: the layer.
        origin: the expression whose value is lost: the layer, or its application to a tensor.
        applied: is it applied to a tensor of a model, and what comes out lost?
        name: the name or attribute that the value is bound to, `None` if it is bound to none.
        end: what that name is bound to instead before anything has read it, if that is so.
        model: where the model is made that lacks the layer.
    """

    layer: LayerConfig
    origin: Origin
    applied: bool
    name: str | None
    end: Origin | None
    model: Origin
