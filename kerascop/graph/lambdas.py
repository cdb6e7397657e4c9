"""Layers inside `Lambda` layers: what a model applies without knowing it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.graph.activations import is_weighted
from kerascop.graph.tensors import Call, LayerConfig

if TYPE_CHECKING:
    from kerascop.graph.models import Model

_LAMBDA = "keras.layers.Lambda"


class Hidden(Struct, frozen=True):
    """A layer with weights that a `Lambda` applies.

    Attributes:
        layer: the layer.
        call: its application, inside the function.
        around: the application of the `Lambda`.
    """

    layer: LayerConfig
    call: Call
    around: Call

    @property
    def made_inside(self) -> bool:
        """Is the layer made when the function runs?"""
        return self.layer.order > self.around.order


def hidden_in(model: Model) -> Iterator[Hidden]:
    """The weighted layers that a model applies inside `Lambda` layers and nowhere else.

    Left out are those that it has as attributes, and those in models and in layers of the linted
    code, which may know them otherwise.
    """
    found: dict[LayerConfig, Hidden | None] = dict.fromkeys(model.members or (), None)
    for call in model.calls:
        if call.layer is None:
            continue
        around = list(call.enclosing())
        if not around or around[0].layer is None or around[0].layer.symbol != _LAMBDA:
            found[call.layer] = None
        elif len(around) == 1 and is_weighted(call) and _may_learn(model, call):
            found.setdefault(call.layer, Hidden(call.layer, call, around[0]))
    yield from (hidden for hidden in found.values() if hidden is not None)


def _may_learn(model: Model, call: Call) -> bool:
    assert call.layer is not None
    flag = model.trainable.get(call.layer, True)
    return flag is True and call.layer.argument("trainable").value is not False
