"""Methods of dictionaries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kerascop.interpreter.python.bounds import list_of
from kerascop.interpreter.python.items import forget_entries, subscript
from kerascop.interpreter.python.iteration import iterate
from kerascop.interpreter.python.keys import key_of
from kerascop.interpreter.python.signatures import positional
from kerascop.interpreter.registry import method
from kerascop.interpreter.translating import from_python
from kerascop.interpreter.values import (
    NONE,
    NOT_CONSTANT,
    Arguments,
    DictValue,
    Entries,
    TupleValue,
    Value,
    to_be_held,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


def pairs_of(machine: Machine, source: Value) -> tuple[dict[Any, Value], bool]:
    """The entries that `dict(source)` has, and whether they are all of them."""
    if isinstance(source, DictValue):
        return dict(source.entries), source.exact
    pairs = iterate(machine, source)
    entries: dict[Any, Value] = {}
    for pair in pairs or ():
        parts = iterate(machine, pair)
        if parts is None or len(parts) != 2:
            return {}, False
        key = key_of(parts[0])
        if key is NOT_CONSTANT:
            return {}, False
        entries[key] = parts[1]
    return entries, pairs is not None


def put_all(
    machine: Machine, target: DictValue, entries: Mapping[Any, Value], *, exact: bool
) -> None:
    """Store further entries; others may have been stored as well if not `exact`."""
    if not exact and target.entries:
        forget_entries(machine, target)
    elif (not exact or (machine.uncertain and entries)) and target.exact:
        machine.journal.set(target, "exact", False)
    for key, entry in entries.items():
        machine.journal.put(target.entries, key, to_be_held(target, entry))


def update(machine: Machine, target: DictValue, source: Value) -> None:
    """`target.update(source)`."""
    entries, exact = pairs_of(machine, source)
    put_all(machine, target, entries, exact=exact)


@method(DictValue, "get")
def _get(machine: Machine, receiver: DictValue, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 2)
    if given is None:
        return None
    key = key_of(given[0])
    if key is NOT_CONSTANT:
        return None
    found = receiver.entries.get(key)
    if found is None and receiver.exact:
        return arguments.get("default", 1) or NONE
    return found


@method(DictValue, "items")
def _items(machine: Machine, receiver: DictValue, arguments: Arguments) -> Value | None:
    pairs = [TupleValue((from_python(key), entry)) for key, entry in receiver.entries.items()]
    return list_of(pairs, exact=receiver.exact)


@method(DictValue, "keys")
def _keys(machine: Machine, receiver: DictValue, arguments: Arguments) -> Value | None:
    return list_of([from_python(key) for key in receiver.entries], exact=receiver.exact)


@method(DictValue, "values")
def _values(machine: Machine, receiver: DictValue, arguments: Arguments) -> Value | None:
    return list_of(list(receiver.entries.values()), exact=receiver.exact)


@method(DictValue, "update")
def _update(machine: Machine, receiver: DictValue, arguments: Arguments) -> Value | None:
    if arguments.incomplete:
        forget_entries(machine, receiver)
    for given in arguments.positional:
        update(machine, receiver, given.value)
    named = {name: given.value for name, given in arguments.keywords.items()}
    put_all(machine, receiver, named, exact=True)
    return NONE


@method(DictValue, "setdefault")
def _setdefault(machine: Machine, receiver: DictValue, arguments: Arguments) -> Value | None:
    wanted = arguments.get("key", 0)
    key = NOT_CONSTANT if wanted is None else key_of(wanted)
    if key is NOT_CONSTANT:
        if receiver.exact:
            machine.journal.set(receiver, "exact", False)
        return None
    found = receiver.entries.get(key)
    if found is not None:
        return found
    if not receiver.exact:
        return None
    default = arguments.get("default", 1) or NONE
    put_all(machine, receiver, {key: default}, exact=True)
    return default


@method(DictValue, "pop")
def _pop(machine: Machine, receiver: DictValue, arguments: Arguments) -> Value | None:
    wanted = arguments.get("key", 0)
    key = NOT_CONSTANT if wanted is None else key_of(wanted)
    if key is NOT_CONSTANT:
        forget_entries(machine, receiver)
        return None
    default = arguments.get("default", 1)
    if key not in receiver.entries:
        if not receiver.exact:
            return None
        if default is None and not machine.uncertain:
            machine.raise_("KeyError")
        return default
    found = receiver.entries[key]
    if machine.uncertain:
        machine.journal.drop(receiver.entries, key)
        machine.journal.set(receiver, "exact", False)
    else:
        kept = {name: entry for name, entry in receiver.entries.items() if name != key}
        machine.journal.set(receiver, "entries", Entries(receiver, kept))
    return found


@method(DictValue, "popitem")
def _popitem(machine: Machine, receiver: DictValue, arguments: Arguments) -> Value | None:
    if not receiver.exact or machine.uncertain or not receiver.entries or arguments.positional:
        forget_entries(machine, receiver)
        return None
    *others, last = receiver.entries.items()
    machine.journal.set(receiver, "entries", Entries(receiver, dict(others)))
    return TupleValue((from_python(last[0]), last[1]))


@method(DictValue, "copy")
def _copy(machine: Machine, receiver: DictValue, arguments: Arguments) -> Value | None:
    return DictValue(dict(receiver.entries), receiver.exact)


@method(DictValue, "clear")
def _clear(machine: Machine, receiver: DictValue, arguments: Arguments) -> Value | None:
    if machine.uncertain:
        forget_entries(machine, receiver)
    else:
        machine.journal.set(receiver, "entries", Entries(receiver, {}))
        machine.journal.set(receiver, "exact", True)
    return NONE


@method(DictValue, "__getitem__")
def _getitem(machine: Machine, receiver: DictValue, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 1)
    return None if given is None else subscript(machine, receiver, given[0])
