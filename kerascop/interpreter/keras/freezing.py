"""What the program makes trainable, and what it freezes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.graph.gradients import calls_before
from kerascop.graph.models import Style
from kerascop.graph.tensors import LayerConfig
from kerascop.interpreter.course import TrainableEvent
from kerascop.interpreter.keras.inspecting import goes_on_from
from kerascop.interpreter.keras.members import config_in, flag_of, parts_of
from kerascop.interpreter.keras.tracing import trace
from kerascop.interpreter.terms import Term
from kerascop.interpreter.values import (
    Constant,
    Instance,
    LayerValue,
    ModelValue,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


def note_trainable(machine: Machine, value: Value, flag: Value, origin: Origin) -> None:
    """Remember for which layers `value.trainable = flag` says something new."""
    if not isinstance(flag, Constant) or not isinstance(flag.value, bool | int):
        return
    new = bool(flag.value)
    if isinstance(value, Unknown):
        model = _model_in(machine, value.term)
        config = None if model is None else config_in(machine, model)
        changed = set() if config is None or _said(machine, config) is new else {config}
    else:
        changed = _changed(machine, value, new)
    if changed:
        event = TrainableEvent(frozenset(changed), new, origin, isinstance(value, Unknown))
        machine.journal.append(machine.trace.course.changes, event)


def _changed(machine: Machine, value: Value, new: bool) -> set[LayerConfig]:
    """The layers of which it was not said before, nor true from the start."""
    found: set[LayerConfig] = set()
    waiting, seen = [value], {id(value)}
    while waiting:
        part = waiting.pop()
        for inner in parts_of(machine, part):
            if id(inner) not in seen:
                seen.add(id(inner))
                waiting.append(inner)
        if not isinstance(part, LayerValue | ModelValue | Instance):
            continue
        config, before = config_in(machine, part), flag_of(part)
        known = before is None or isinstance(before, Constant)
        was = before is None or isinstance(before, Constant) and bool(before.value)
        if config is not None and known and was is not new:
            found.add(config)
    return found


def _said(machine: Machine, config: LayerConfig) -> bool:
    """What was said last of a model whose layers are not known one by one."""
    said = [event for event in machine.trace.course.changes if config in event.layers]
    return said[-1].flag if said else True


def _model_in(machine: Machine, term: Term) -> ModelValue | None:
    """The ready-made or loaded model that an unknown value is a part of: `base.layers[-4]`."""
    node = _root(term)
    whole = (model for model in machine.trace.models if id(model.origin.node) == node)
    model = next(whole, None)
    if model is None or model.style is Style.LOADED:
        return model
    return _gone_on_from(machine, model) if model.style is Style.FUNCTIONAL else None


def _gone_on_from(machine: Machine, model: ModelValue) -> ModelValue | None:
    """The ready-made model whose layers a functional one took over, which hides which is which."""
    calls = (call for tensor in trace(machine, model)[1] for call in calls_before(tensor))
    found = (call.applied for call in calls if goes_on_from(machine, call))
    return next((base for base in found if isinstance(base, ModelValue)), None)


def _root(term: object) -> object:
    match term:
        case ("value", "ModelValue", int(node)):
            return node
        case ("attr" | "item" | "each" | "slice" | "call", *parts):
            return next((root for part in parts if (root := _root(part)) is not None), None)
        case _:
            return None
