"""`History`, the logs in it, and the optimizer of a compiled model: what training leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.interpreter.course import ReadEvent, mentions
from kerascop.interpreter.registry import attribute, method
from kerascop.interpreter.values import (
    Arguments,
    Constant,
    LibraryObject,
    ListValue,
    LogsValue,
    ModelValue,
    TupleValue,
    Value,
)
from kerascop.keras_api import resolve

if TYPE_CHECKING:
    from kerascop.interpreter.events import FitEvent
    from kerascop.interpreter.machine import Machine

HISTORY = "keras.callbacks.History"


def history_of(fit: FitEvent) -> LibraryObject:
    """What a call of `fit` returns."""
    logs = LogsValue(fit)
    return LibraryObject(HISTORY, resolve(HISTORY), {}, fit.origin, {"history": logs})


@attribute(ModelValue, "history")
def _history(machine: Machine, model: ModelValue) -> Value | None:
    fit = machine.trace.course.last_fit.get(model)
    return None if fit is None else history_of(fit)


@attribute(LibraryObject, "history")
def _logs(machine: Machine, value: LibraryObject) -> Value | None:
    """The logs in a `History` that was handed over as a callback."""
    if value.key != HISTORY or "history" in value.attributes:
        return None
    fits = [fit for fit in machine.trace.fits if value in _callbacks(fit)]
    return LogsValue(fits[-1]) if fits else None


def _callbacks(fit: FitEvent) -> tuple[Value, ...]:
    given = fit.arguments.keywords.get("callbacks")
    match None if given is None else given.value:
        case ListValue(items=items) | TupleValue(items=items):
            return items
        case _:
            return ()


@attribute(ModelValue, "optimizer")
def _optimizer(machine: Machine, model: ModelValue) -> Value | None:
    return machine.trace.course.optimizers.get(model)


@method(ModelValue, "add_metric")
def _add_metric(machine: Machine, model: ModelValue, arguments: Arguments) -> Value | None:
    machine.journal.put(machine.trace.course.logging, model, True)
    return None


@attribute(ModelValue, "metrics_tensors")
def _metrics_tensors(machine: Machine, model: ModelValue) -> Value | None:
    """Keras 2 logged what programs appended to this list."""
    machine.journal.put(machine.trace.course.logging, model, True)
    return None


@method(LogsValue, "__getitem__")
def _read(machine: Machine, logs: LogsValue, arguments: Arguments) -> Value | None:
    key = arguments.get("key", 0)
    if not isinstance(key, Constant) or not isinstance(key.value, str):
        return None
    course = machine.trace.course
    # Whoever asks first, or catches the error, knows that the key may be missing.
    asked = any(mentions(term, key.value) or mentions(term, "version") for term in _taken(machine))
    if not logs.open and not course.catching and not asked:
        machine.journal.append(course.reads, ReadEvent(logs.fit, key.value, arguments.origin))
    return None


def _taken(machine: Machine) -> list[tuple[object, ...]]:
    return list(machine.path.taken)


@method(LogsValue, "__setitem__", "update", "setdefault", "get", "pop")
def _changed(machine: Machine, logs: LogsValue, arguments: Arguments) -> Value | None:
    """From here on other keys may be in it, or the program knows that some may be missing."""
    machine.journal.set(logs, "open", True)
    return None


@method(LogsValue, "keys", "copy")
def _same(machine: Machine, logs: LogsValue, arguments: Arguments) -> Value:
    return logs
