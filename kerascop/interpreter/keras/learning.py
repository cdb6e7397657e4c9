"""What a program's trace says of gradients and of numbers asked of symbolic tensors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kerascop.graph.eager import NumpyUse
from kerascop.graph.gradients import Gradient, calls_before
from kerascop.interpreter.keras.losses import run_on_output
from kerascop.interpreter.limits import Raised
from kerascop.interpreter.values import (
    TRUE,
    BoundMethod,
    Constant,
    DictValue,
    Function,
    Given,
    Instance,
    ListValue,
    ModelValue,
    TupleValue,
    Value,
)

if TYPE_CHECKING:
    from kerascop.graph.models import Model
    from kerascop.graph.tensors import Call
    from kerascop.graph.training import Compile
    from kerascop.interpreter.events import GradientEvent, NumpyEvent
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin

_EAGER = frozenset(
    {
        "tensorflow.config.run_functions_eagerly",
        "tensorflow.config.experimental_run_functions_eagerly",
    }
)


def compiled_gradients(compiles: Iterable[Compile]) -> Iterator[Gradient]:
    """Those that `fit` asks of losses of Keras' own, where the model is seen to be trained."""
    for compile_ in compiles:
        if any(fit.trains for fit in compile_.fits):
            for output, loss in zip(compile_.model.outputs, compile_.losses, strict=False):
                if loss is not None:
                    yield Gradient(output, loss.origin)


def tape_gradients(machine: Machine) -> Iterator[Gradient]:
    """Those that tapes are asked for."""
    for event in machine.trace.gradients:
        owners = frozenset(
            around.layer
            for call in calls_before(event.target)
            for around in call.enclosing()
            if around.layer is not None and id(around.layer.origin.node) in event.sources
        )
        gradient = Gradient(event.target, event.origin, owners, event.recorded)
        missed = gradient.unrecorded
        place = None if missed is None else _seen_from(machine, event, missed)
        yield replace(gradient, outside=place)


def _seen_from(machine: Machine, event: GradientEvent, call: Call) -> Origin:
    """Where a call happens, as the function that asks for the gradient sees it."""
    around = [
        visit
        for visit in machine.trace.visits
        if visit.begun < call.order < visit.ended and not visit.begun < event.order < visit.ended
    ]
    return min(around, key=lambda visit: visit.begun).origin if around else call.origin


def run_metrics(machine: Machine, given: Given | None, model: Model) -> list[NumpyEvent]:
    """Execute the metrics of the linted code, to see what they ask of tensors."""
    if given is None or not model.outputs:
        return []
    before, mark = len(machine.trace.numpy_calls), machine.journal.mark()
    for metric in _own_metrics(given.value):
        try:
            run_on_output(machine, metric, "update_state", model.outputs[0], given.origin)
        except Raised:
            continue
    found = machine.trace.numpy_calls[before:]
    machine.journal.rollback(mark)
    return found


def _own_metrics(value: Value) -> Iterator[Value]:
    match value:
        case Function() | BoundMethod() | Instance():
            yield value
        case ListValue(items=items) | TupleValue(items=items):
            for item in items:
                yield from _own_metrics(item)
        case DictValue(entries=entries):
            yield from _own_metrics(TupleValue(tuple(entries.values())))


def numpy_uses(
    machine: Machine,
    events: Iterable[NumpyEvent],
    models: Mapping[ModelValue, Model],
    compiles: Iterable[Compile],
) -> tuple[NumpyUse, ...]:
    """The places where symbolic tensors meet NumPy; none if the program lets Keras run eagerly."""
    if _runs_eagerly(machine, models, compiles):
        return ()
    found: dict[object, NumpyUse] = {}
    for event in events:
        model = None if event.model is None else models.get(event.model)
        if event.model is None or (model is not None and (model.compiled or model.is_component)):
            found.setdefault(event.origin.node, NumpyUse(event.path, event.origin))
    return tuple(found.values())


def _runs_eagerly(
    machine: Machine, models: Mapping[ModelValue, Model], compiles: Iterable[Compile]
) -> bool:
    if any(use.path in _EAGER for use in machine.trace.api_uses.values()):
        return True
    asked = [compile_.arguments.get("run_eagerly") for compile_ in compiles]
    if any(flag is not None and flag.value not in (False, None) for flag in asked):
        return True
    return any(_is_set_eager(model) for model in models)


def _is_set_eager(model: ModelValue) -> bool:
    holders = [model.attributes]
    if model.instance is not None:
        holders.append(model.instance.attributes)
    flags = [holder["run_eagerly"] for holder in holders if "run_eagerly" in holder]
    return any(flag == TRUE or not isinstance(flag, Constant) for flag in flags)
