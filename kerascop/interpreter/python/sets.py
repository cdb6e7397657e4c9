"""Methods of sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.interpreter.python.bounds import set_of
from kerascop.interpreter.python.iteration import samples_of
from kerascop.interpreter.python.keys import distinct
from kerascop.interpreter.python.operators import binary
from kerascop.interpreter.registry import method
from kerascop.interpreter.values import NONE, Arguments, SetValue, Value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_OPERATORS = {
    "union": "|",
    "intersection": "&",
    "difference": "-",
    "symmetric_difference": "^",
}


def made_of(machine: Machine, iterable: Value) -> SetValue:
    """`set(iterable)`."""
    items, exact = samples_of(machine, iterable)
    different = distinct(items) if exact else None
    return set_of(items, exact=False) if different is None else set_of(different)


def replace(machine: Machine, target: SetValue, result: SetValue) -> None:
    """Give a set other items."""
    sure = result.exact and not machine.uncertain
    kept = result.items if sure else set_of(target.items + result.items, exact=False).items
    machine.journal.set(target, "items", kept)
    if target.exact is not sure:
        machine.journal.set(target, "exact", sure)


def update(machine: Machine, target: SetValue, iterable: Value) -> None:
    """`target.update(iterable)`."""
    result = binary(machine, "|", target, made_of(machine, iterable))
    if isinstance(result, SetValue):
        replace(machine, target, result)


@method(SetValue, "add")
def _add(machine: Machine, receiver: SetValue, arguments: Arguments) -> Value | None:
    added = tuple(given.value for given in arguments.positional)
    result = binary(machine, "|", receiver, set_of(added, exact=not arguments.incomplete))
    if isinstance(result, SetValue):
        replace(machine, receiver, result)
    return NONE


@method(SetValue, "update")
def _update(machine: Machine, receiver: SetValue, arguments: Arguments) -> Value | None:
    for given in arguments.positional:
        update(machine, receiver, given.value)
    return NONE


@method(SetValue, "discard", "remove", "difference_update")
def _discard(machine: Machine, receiver: SetValue, arguments: Arguments) -> Value | None:
    return _shrink(machine, receiver, tuple(given.value for given in arguments.positional))


def _shrink(machine: Machine, receiver: SetValue, gone: tuple[Value, ...]) -> Value:
    result = binary(machine, "-", receiver, set_of(gone))
    if isinstance(result, SetValue):
        replace(machine, receiver, result)
    return NONE


@method(SetValue, "pop")
def _pop(machine: Machine, receiver: SetValue, arguments: Arguments) -> Value | None:
    machine.journal.set(receiver, "exact", False)
    return None


@method(SetValue, "clear")
def _clear(machine: Machine, receiver: SetValue, arguments: Arguments) -> Value | None:
    replace(machine, receiver, SetValue(()))
    return NONE


@method(SetValue, "copy")
def _copy(machine: Machine, receiver: SetValue, arguments: Arguments) -> Value | None:
    return SetValue(receiver.items, receiver.exact)


def _combining(operator: str) -> None:
    def handler(machine: Machine, receiver: SetValue, arguments: Arguments) -> Value | None:
        result: Value | None = SetValue(receiver.items, receiver.exact)
        for given in arguments.positional:
            if result is not None:
                result = binary(machine, operator, result, made_of(machine, given.value))
        return result

    names = [name for name, spelled in _OPERATORS.items() if spelled == operator]
    method(SetValue, *names)(handler)


for _operator in _OPERATORS.values():
    _combining(_operator)
