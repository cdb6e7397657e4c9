"""From what a run recorded of the course of training to the facts that rules are asked of."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypedDict

from kerascop.graph.callbacks import RATE_CALLBACKS, Callback
from kerascop.graph.course import LogRead, Loop, NamedResult, TrainableChange
from kerascop.graph.models import Model, Style
from kerascop.graph.optimizers import Optimizer
from kerascop.interpreter.classes import find_member
from kerascop.interpreter.keras.facts import default_arguments, facts_of
from kerascop.interpreter.keras.optimizers import is_legacy
from kerascop.interpreter.values import (
    NONE,
    Constant,
    Function,
    Given,
    Instance,
    LibraryObject,
    ListValue,
    ModelValue,
    TupleValue,
    Unknown,
    UserClass,
    Value,
)
from kerascop.keras_api import Kind, identifier, positional, resolve

if TYPE_CHECKING:
    from kerascop.interpreter.events import CompileEvent, FitEvent
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


class Course(TypedDict):
    """The fields of `Fit` that say when and how it happens."""

    callbacks: tuple[Callback, ...] | None
    logs_more: bool
    reads: tuple[LogRead, ...]
    results: tuple[NamedResult, ...]
    compiled: bool | None
    order: int
    rebuilt_in: tuple[Loop, ...]


def course_of(machine: Machine, event: FitEvent, model: Model) -> Course:
    """When and how a training call happens, and what becomes of its results."""
    recorded = machine.trace.course
    callbacks = _callbacks(event)
    node = id(event.origin.node)
    return Course(
        callbacks=callbacks,
        logs_more=callbacks is None
        or event.arguments.incomplete
        or _logs_more(machine, event, model),
        reads=tuple(LogRead(read.key, read.origin) for read in recorded.reads if read.fit is event),
        results=tuple(
            NamedResult(result.place, result.name, result.origin)
            for result in recorded.results
            if result.call == node
        ),
        compiled=_compiled(machine, event),
        order=event.order,
        rebuilt_in=rebuilt_in(event),
    )


def rebuilt_in(event: FitEvent | CompileEvent) -> tuple[Loop, ...]:
    """The loops around an event that make its model anew each time, outermost first."""
    return tuple(
        Loop(run.origin, run.rounds, run.endless, run.order)
        for run in event.loops
        if event.model.order > run.order
    )


def changes_of(machine: Machine) -> tuple[TrainableChange, ...]:
    """What is frozen and unfrozen, in order."""
    return tuple(
        TrainableChange(event.layers, event.flag, event.origin, event.order, event.partial)
        for event in machine.trace.course.changes
    )


# --- compiled or not ------------------------------------------------------------------------------


def _compiled(machine: Machine, event: FitEvent) -> bool | None:
    """Has the model been compiled by then? `None` where somebody unseen may have done it."""
    model, course = event.model, machine.trace.course
    if any(each.model is model and each.order < event.order for each in machine.trace.compiles):
        return True
    unseen = (
        model.comes_compiled
        or model.order < course.began
        or course.unseen_compile
        or model in course.escaped
        or model.origin.node in machine.compiled
    )
    return None if unseen or overrides(model, "compile", "fit", "evaluate") else False


def overrides(model: ModelValue, *names: str) -> bool:
    """Does the linted code define any of these methods for the class of the model?"""
    cls = None if model.instance is None else model.instance.cls
    return cls is not None and any(isinstance(find_member(cls, each), Function) for each in names)


# --- callbacks and logs ---------------------------------------------------------------------------


def _callbacks(event: FitEvent) -> tuple[Callback, ...] | None:
    given = event.arguments.keywords.get("callbacks") or _positional(event)
    if given is None or given.value == NONE:
        return ()
    match given.value:
        case ListValue(items=items, exact=True) | TupleValue(items=items):
            return tuple(_callback(item, given.origin) for item in items)
        case LibraryObject() | Instance():
            return (_callback(given.value, given.origin),)
        case _:
            return None


def _positional(event: FitEvent) -> Given | None:
    model = resolve("keras.Model")
    parameters = (None if model is None else model.method(event.method)) or ()
    for place, given in enumerate(event.arguments.positional):
        parameter = positional(parameters, place)
        if parameter is None:
            return given
        if parameter.name == "callbacks":
            return given
    return None


_QUIET = frozenset(
    """
    TqdmCallback TQDMCallback TQDMNotebookCallback WandbCallback WandbMetricsLogger
    WandbModelCheckpoint WandbEvalCallback PlotLossesKeras PlotLossesKerasTF PlotLossesCallback
    """.split()
)
"""Callbacks of other libraries that show or store the logs and leave them as they are."""


def _callback(value: Value, origin: Origin) -> Callback:
    match value:
        case LibraryObject(symbol=symbol) if symbol is not None and symbol.kind is Kind.CALLBACK:
            arguments = {**default_arguments(symbol), **facts_of(value.arguments)}
            acts = symbol.short == "LambdaCallback"
            sets_rate = acts or symbol.short in RATE_CALLBACKS
            return Callback(symbol.name, arguments, value.origin, acts, sets_rate)
        case Instance(cls=cls):
            text = _text_of(cls)
            return Callback(
                None, {}, value.origin, _writes_logs(text), _RATE.search(text) is not None
            )
        case Unknown(term=("call", str(path), *_)) if path.rpartition(".")[2] in _QUIET:
            return Callback(None, {}, origin, may_log=False, may_set_rate=False)
        case _:
            return Callback(None, {}, origin, may_log=True, may_set_rate=True)


def _text_of(cls: UserClass) -> str:
    """The source of a class and of those of the linted code that it derives from."""
    own = [base for base in cls.order if isinstance(base, UserClass)]
    return "\n".join(_source(base) for base in own)


@lru_cache(maxsize=256)
def _source(cls: UserClass) -> str:
    return cls.module.code(cls.node)


_RATE = re.compile(r"\blr\b|learning_rate|optimizer", re.IGNORECASE)
_LOGS = re.compile(r"def on_\w+\(\s*self\s*,\s*\w+\s*,\s*(\w+)")
_READS_ONLY = r"\.get\(|\.items\(|\.keys\(|\[[^\]]*\](?!\s*[-+*/]?=[^=])|\s*(?:=|or\b|is\b|:|and\b)"


def _writes_logs(text: str) -> bool:
    """May a callback of this source add keys to the logs that Keras hands it?"""
    for name in set(_LOGS.findall(text)):
        rest = re.sub(r"def on_\w+\([^)]*\)|super\([^)]*\)\.\w+\([^)]*\)", "", text)
        for use in re.finditer(rf"\b{name}\b", rest):
            if not re.match(_READS_ONLY, rest[use.end() :]):
                return True
    return False


def _logs_more(machine: Machine, event: FitEvent, graph: Model) -> bool:
    """May the model itself, or a layer in it, log something?"""
    model, course = event.model, machine.trace.course
    if model.style is Style.LOADED or model in course.escaped or model in course.logging:
        return True
    if overrides(model, "train_step", "test_step", "compute_metrics", "compile", "metrics"):
        return True
    layers = [model.instance, *(call.applied for call in graph.all_calls)]
    return any(isinstance(layer, Instance) and _mentions_metric(layer.cls) for layer in layers)


@lru_cache(maxsize=256)
def _mentions_metric(cls: UserClass) -> bool:
    text = _text_of(cls)
    return "add_metric" in text or "metrics" in text


# --- optimizers -----------------------------------------------------------------------------------


def optimizer_of(given: Given | None, known: dict[Value, Optimizer]) -> Optimizer | None:
    """The optimizer that an argument of `compile` chooses; `None` if it is not known."""
    value = None if given is None else given.value
    match value:
        case Constant(value=str(text)) if given is not None:
            symbol = identifier(Kind.OPTIMIZER, text)
            return None if symbol is None else Optimizer(symbol.short, given.origin)
        case LibraryObject(symbol=symbol) if symbol and symbol.kind is Kind.OPTIMIZER:
            if value not in known:
                known[value] = Optimizer(
                    symbol.short,
                    value.origin,
                    facts_of(value.arguments),
                    not {"learning_rate", "lr"}.isdisjoint(value.attributes),
                    is_instance=True,
                    is_legacy=is_legacy(value.path),
                    order=value.order,
                )
            return known[value]
        case _:
            return None
