"""Special methods (`__len__`, `__iter__` …) that Python's built-ins ask values for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kerascop.interpreter.classes import find_member
from kerascop.interpreter.registry import METHODS
from kerascop.interpreter.values import Arguments, Function, Given, Instance, Value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


def special(
    machine: Machine, value: Value, name: str, origin: Origin, *given: Value
) -> Value | None:
    """What `value.name(…)` gives, as its class in the linted code or the registry says."""
    if isinstance(value, Instance):
        member = find_member(value.cls, name)
        return (
            machine.call_with(member, (value, *given), origin)
            if isinstance(member, Function)
            else None
        )
    handler = METHODS.get((type(value), name))
    return None if handler is None else handler(machine, value, written(given, origin))


def written(values: Sequence[Value], origin: Origin) -> Arguments:
    """Positional arguments that stand for no text of their own."""
    return Arguments(tuple(Given(value, origin) for value in values), {}, origin)
