"""The course of a run: loops, changes of what is trainable, and what is read of training's results.

Order numbers are those of `next_in_order`, which models, `compile` and `fit` have as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import Struct, field

from kerascop.graph.tensors import LayerConfig, next_in_order

if TYPE_CHECKING:
    from kerascop.interpreter.events import FitEvent
    from kerascop.interpreter.machine import Machine
    from kerascop.interpreter.terms import Term
    from kerascop.interpreter.values import LibraryObject, ModelValue, Value
    from kerascop.syntax.origin import Origin


class LoopRun(Struct, frozen=True, eq=False):
    """A loop that is being executed; `rounds` is `None` where its length is not known."""

    origin: Origin
    rounds: int | None
    endless: bool
    order: int = field(default_factory=next_in_order)


class TrainableEvent(Struct, frozen=True, eq=False):
    """`….trainable = flag`, with the layers for which that says something new.

    `partial` tells that it is said of some layers of a model that are not known one by one.
    """

    layers: frozenset[LayerConfig]
    flag: bool
    origin: Origin
    partial: bool = False
    order: int = field(default_factory=next_in_order)


class ReadEvent(Struct, frozen=True, eq=False):
    """`history.history[key]`."""

    fit: FitEvent
    key: str
    origin: Origin


class ResultEvent(Struct, frozen=True, eq=False):
    """A name for one of the numbers that a method of a model gave: `loss, accuracy = …`.

    `call` is the identity of that call's node, `place` the number's.
    """

    call: int
    place: int
    name: str
    origin: Origin


class Course(Struct, eq=False):
    """What a run records of the course of training.

    Attributes:
        changes: of what is trainable, in order.
        reads: of logs.
        results: that were given names.
        escaped: models that went where nobody sees what becomes of them.
        loops: those being executed, outermost first.
        catching: how many `try` with handlers are being executed, one inside the other.
        began: when the function that the run starts in was called; what is older may have been
            through more than is seen.
        unseen_compile: is `compile` called on something unknown?
        optimizers: the last optimizer object that each model was compiled with.
        logging: models that may log more than their metrics.
        last_fit: the last call that trained each model with a history.
    """

    changes: list[TrainableEvent] = []
    reads: list[ReadEvent] = []
    results: list[ResultEvent] = []
    escaped: dict[ModelValue, bool] = {}
    loops: list[LoopRun] = []
    catching: int = 0
    began: int = 0
    unseen_compile: bool = False
    optimizers: dict[ModelValue, LibraryObject | None] = {}
    logging: dict[ModelValue, bool] = {}
    last_fit: dict[ModelValue, FitEvent] = {}


@contextmanager
def in_loop(
    machine: Machine, origin: Origin, rounds: int | None, *, endless: bool = False
) -> Iterator[None]:
    """While the body of a loop is executed."""
    loops = machine.trace.course.loops
    loops.append(LoopRun(origin, rounds, endless))
    try:
        yield
    finally:
        loops.pop()


@contextmanager
def catching(machine: Machine) -> Iterator[None]:
    """While the body of a `try` with handlers is executed."""
    course = machine.trace.course
    course.catching += 1
    try:
        yield
    finally:
        course.catching -= 1


def name_result(machine: Machine, term: Term, name: str, origin: Origin) -> None:
    """A name is bound to an unknown value: is it one of several numbers that a call gave?"""
    match term:
        case ("item", ("call", str(), int(node)), ("constant", int(place))):
            course = machine.trace.course
            machine.journal.append(course.results, ResultEvent(node, place, name, origin))


def mark_escaped(machine: Machine, value: Value) -> None:
    """The value goes where nobody sees what becomes of the models in it."""
    _mark_escaped(machine, value, 3, {})


def _mark_escaped(machine: Machine, value: Value, depth: int, seen: dict[int, int]) -> None:
    from kerascop.interpreter.values import (
        Constant,
        DictValue,
        Instance,
        ListValue,
        ModelValue,
        TupleValue,
    )

    if seen.get(id(value), -1) >= depth:
        return
    seen[id(value)] = depth
    match value:
        case ModelValue():
            machine.journal.put(machine.trace.course.escaped, value, True)
            parts: list[Value] = []
        case Instance(attributes=attributes, model=model):
            parts = [*attributes.values(), *([] if model is None else [model])]
        case ListValue(items=items) | TupleValue(items=items):
            parts = list(items)
        case DictValue(entries=entries):
            parts = list(entries.values())
        case _:
            return
    for part in parts if depth else ():
        if type(part) is not Constant:
            _mark_escaped(machine, part, depth - 1, seen)


def begin(machine: Machine) -> None:
    """The function that a run starts in is about to be called."""
    machine.trace.course.began = next_in_order()


def mentions(term: Term, text: str) -> bool:
    """Is this text among the constants, or part of a name, in a condition?"""
    return any(
        mentions(part, text) if isinstance(part, tuple) else isinstance(part, str) and text in part
        for part in term
    )
