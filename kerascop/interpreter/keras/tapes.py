"""`tf.GradientTape`: when it records, and which gradients it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kerascop.graph.tensors import next_in_order
from kerascop.interpreter.events import GradientEvent
from kerascop.interpreter.keras.tensors import flatten
from kerascop.interpreter.registry import context, function, object_method
from kerascop.interpreter.terms import Term
from kerascop.interpreter.values import Arguments, LibraryObject, Unknown, Value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_TAPE = "tensorflow.GradientTape"
_WEIGHTS = frozenset({"trainable_variables", "trainable_weights", "variables", "weights"})


@function(_TAPE)
def _tape(machine: Machine, arguments: Arguments) -> Value:
    return LibraryObject(_TAPE, None, {}, arguments.origin)


@context(_TAPE)
def _record(machine: Machine, tape: LibraryObject, entering: bool) -> None:
    """Begin or end a time at which the tape records."""
    times: tuple[tuple[int, int | None], ...] = tape.attributes.get("times", ())
    now = next_in_order()
    changed = (*times, (now, None)) if entering else (*times[:-1], (times[-1][0], now))
    machine.journal.put(tape.attributes, "times", changed)


@object_method(_TAPE, "stop_recording", "reset")
def _pause(machine: Machine, tape: LibraryObject, arguments: Arguments) -> None:
    """What is recorded from here on is not followed."""
    machine.journal.put(tape.attributes, "paused", True)


@object_method(_TAPE, "gradient", "jacobian")
def _gradient(machine: Machine, tape: LibraryObject, arguments: Arguments) -> None:
    targets = flatten(arguments.get("target", 0))
    sources = arguments.get("sources", 1)
    times = tape.attributes.get("times")
    if len(targets) != 1 or not times or "paused" in tape.attributes or sources is None:
        return
    now = next_in_order()
    recorded = tuple((start, now if end is None else end) for start, end in times)
    places = frozenset(_owners(sources.term)) if isinstance(sources, Unknown) else frozenset()
    event = GradientEvent(targets[0], places, recorded, arguments.origin)
    machine.journal.append(machine.trace.gradients, event)


def _owners(term: Term) -> Iterator[int]:
    """The places where the models are made whose weights a term lists."""
    match term:
        case ("attr", ("value", "ModelValue" | "Instance", int(place)), str(name)):
            if name in _WEIGHTS:
                yield place
        case ("binary", "+", tuple(left), tuple(right)):
            yield from _owners(left)
            yield from _owners(right)
