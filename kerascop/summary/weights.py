"""The weights of calls, each layer counted once: how many there are, how many training changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kerascop.dimensions import Dim, add
from kerascop.graph.tensors import Call, LayerConfig


@dataclass(frozen=True)
class Weights:
    """Numbers of weights; `None` where they are not known."""

    total: Dim
    trainable: Dim


def weights_of(calls: Iterable[Call], frozen: frozenset[LayerConfig]) -> Weights:
    """The weights of the layers called, where training leaves those in `frozen` alone.

    Args:
        calls: composites and what is called in them. A layer that is called more often counts once.
        frozen: layers, and composites around layers, that are not trainable.
    """
    total: Dim = 0
    trainable: Dim = 0
    seen: set[LayerConfig] = set()
    for call in calls:
        layer = call.layer
        if layer is None:
            if call.is_opaque:
                return Weights(None, None)
            continue
        if layer in seen:
            continue
        seen.add(layer)
        total = add(total, add(call.parameters, call.frozen_parameters))
        if not _is_frozen(call, frozen):
            trainable = add(trainable, call.parameters)
    return Weights(total, None if total is None else trainable)


def _is_frozen(call: Call, frozen: frozenset[LayerConfig]) -> bool:
    return any(around.layer in frozen for around in (call, *call.enclosing()))
