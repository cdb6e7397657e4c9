"""Layers called on data: what a `Rescaling` or `RandomFlip` in a pipeline leaves of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kerascop.graph.activations import keeps_scale
from kerascop.graph.arrays import ArrayFacts
from kerascop.graph.backbones import rescaled
from kerascop.graph.tensors import Call, Tensor

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin

_SYMBOLS: WeakKeyDictionary[Tensor, ArrayFacts] = WeakKeyDictionary()


def symbol_for(facts: ArrayFacts, origin: Origin) -> Tensor:
    """The tensor that stands for an array on which a layer is called."""
    tensor = Tensor(facts.shape, origin, dtype=facts.dtype)
    _SYMBOLS[tensor] = facts
    return tensor


def through_layers(tensor: Tensor) -> ArrayFacts:
    """Facts of what layers made of an array: its range, as long as they moved or rescaled it."""
    unknown = ArrayFacts(origin=tensor.origin, dtype=tensor.dtype, tensor=True)
    passed: list[Call] = []
    here = tensor
    while here.call is not None:
        call = here.call
        if len(call.inputs) != 1 or not (keeps_scale(call) or call.short == "Rescaling"):
            return unknown
        passed.append(call)
        (here,) = call.inputs
    facts = _SYMBOLS.get(here)
    for call in reversed(passed):
        if facts is not None and call.short == "Rescaling":
            facts = rescaled(facts, call)
    if facts is None:
        return unknown
    whole = facts.whole_numbers if facts.scaling is None else None
    return facts.but(shape=tensor.shape, dtype=tensor.dtype, whole_numbers=whole, tensor=True)
