"""What is noted about data on the way: scalers that learn from them, predictions that are read."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kerascop.graph.data_steps import Answer, Learned, Reading
from kerascop.interpreter.libraries.facts import array_of
from kerascop.interpreter.values import Arguments, ArrayValue, Given, LibraryObject

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


def note_learning(
    machine: Machine, receiver: LibraryObject, arguments: Arguments, names: Sequence[str]
) -> None:
    """`scaler.fit(x)`, `scaler.transform(x)` and their relatives; `names` are those of `x`."""
    given = _first(arguments, names)
    if given is None:
        return
    array = array_of(given.value)
    step = Learned(
        receiver.path.rpartition(".")[2],
        _method(arguments.origin),
        receiver.origin,
        None if array is None else array.facts,
        given.origin,
        arguments.origin,
    )
    machine.journal.append(machine.trace.data_steps, step)


def _first(arguments: Arguments, names: Sequence[str]) -> Given | None:
    found = (arguments.keywords[name] for name in names if name in arguments.keywords)
    return arguments.positional[0] if arguments.positional else next(found, None)


def _method(call: Origin) -> str:
    """The name behind the last dot of what is called."""
    match call.node:
        case ast.Call(func=ast.Attribute(attr=name)):
            return name
        case _:
            return ""


def note_reading(
    machine: Machine,
    array: ArrayValue,
    answer: Answer,
    origin: Origin,
    among: int | None = None,
) -> None:
    """Predictions are turned into answers, if these are predictions."""
    prediction = array.facts.prediction
    if prediction is not None:
        step = Reading(answer, prediction, array.facts, origin, among)
        machine.journal.append(machine.trace.data_steps, step)
