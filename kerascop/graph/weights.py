"""The weights of calls, each layer counted once: how many there are, how many training changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from kerascop.dimensions import Dim, add
from kerascop.graph.tensors import Call, LayerConfig, Operation


class Weights(Struct, frozen=True):
    """Numbers of weights; `None` where they are not known."""

    total: Dim
    trainable: Dim

    def plus(self, other: Weights) -> Weights:
        """These and others."""
        return Weights(add(self.total, other.total), add(self.trainable, other.trainable))


UNKNOWN_WEIGHTS = Weights(None, None)


def weights_of(calls: Iterable[Call], trainable: Mapping[LayerConfig, bool | None]) -> Weights:
    """The weights of the layers called.

    Args:
        calls: composites and what is called in them. A layer that is called more often counts once.
        trainable: what the program says of layers (see `Model`). What it says of a composite, it
            says of the weights of its own: Keras hands it on to the layers in it at that moment.
    """
    total: Dim = 0
    changing: Dim = 0
    seen: set[LayerConfig] = set()
    for call in calls:
        layer = call.layer
        if layer is None:
            if call.is_opaque and not _is_function(call):
                return UNKNOWN_WEIGHTS
            continue
        if layer in seen:
            continue
        seen.add(layer)
        total = add(total, add(call.parameters, call.frozen_parameters))
        flag = trainable.get(layer, True)
        changing = None if flag is None else add(changing, call.parameters if flag else 0)
    return Weights(total, None if total is None else changing)


_LIBRARIES_OF_FUNCTIONS = ("keras.", "tf_keras.", "tensorflow.", "numpy.", "jax.", "math.")


def _is_function(call: Call) -> bool:
    """Is it known that a library's function is applied, though not what it does?"""
    operation = call.operation
    path = operation.path if isinstance(operation, Operation) else None
    return path is not None and path.startswith(_LIBRARIES_OF_FUNCTIONS)
