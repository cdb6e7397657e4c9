"""Where a program asks tensors for numbers that they do not have while Keras builds its graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kerascop.graph.gradients import leaves_the_graph
from kerascop.graph.models import Style
from kerascop.graph.tensors import Call, Operation, Tensor
from kerascop.interpreter.events import NumpyEvent
from kerascop.keras_api.numpy_functions import wants_numbers

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.interpreter.values import ModelValue
    from kerascop.syntax.origin import Origin


@contextmanager
def symbolically(machine: Machine, model: ModelValue | None = None) -> Iterator[None]:
    """What is executed inside, Keras executes with symbols: the body of a model, or, for `None`, a
    loss, a metric, a function that TensorFlow compiles."""
    machine.traced.append(model)
    try:
        yield
    finally:
        machine.traced.pop()


def note_numpy(machine: Machine, path: str, tensors: Sequence[Tensor], origin: Origin) -> None:
    """Record that NumPy, or `numpy` of a tensor, is to turn tensors into arrays, if they cannot."""
    if machine.trace.course.catching or not (path == "numpy" or wants_numbers(path)):
        return
    sources = [source for tensor in tensors for source in _sources(machine, tensor)]
    if not sources:
        return
    model = None
    if machine.traced:
        if all(each is not None and each.style is Style.SUBCLASSED for each in machine.traced):
            model = machine.traced[0]
    elif not all(source.keras_name for source in sources):
        return
    machine.journal.append(machine.trace.numpy_calls, NumpyEvent(path, origin, model))


def _sources(machine: Machine, tensor: Tensor) -> list[Tensor]:
    """What a tensor is computed from; nothing if its numbers may have been fetched on the way.

    What a layer gives where Keras executes with symbols is one, whatever went in.
    """
    found: dict[Tensor, None] = {}
    seen, waiting = {tensor}, [tensor]
    for each in waiting:
        call = each.call
        if call is None:
            if each.has_batch:
                found.setdefault(each)
            continue
        if call.layer is not None and machine.traced:
            found.setdefault(each)
            continue
        if leaves_the_graph(call) or (each is tensor and _is_numpy(call)):
            return []
        waiting.extend(source for source in call.inputs if source not in seen)
        seen.update(call.inputs)
    return list(found)


def _is_numpy(call: Call) -> bool:
    """Has a function of NumPy failed on the tensors already?"""
    return isinstance(call.operation, Operation) and wants_numbers(call.operation.path or "")
