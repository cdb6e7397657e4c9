"""Methods of lists and tuples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kerascop.interpreter.python.bounds import MAX_ITEMS, kept
from kerascop.interpreter.python.comparison import equal
from kerascop.interpreter.python.iteration import element, samples_of
from kerascop.interpreter.python.sorting import in_order
from kerascop.interpreter.registry import method
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    Constant,
    ListValue,
    TupleValue,
    Unknown,
    Value,
    light,
    to_be_held,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


def replace(
    machine: Machine, target: ListValue, items: Sequence[Value], *, exact: bool = True
) -> None:
    """Give a list other items; they are only some of those it may hold if not `exact`."""
    remaining, sure = kept(items, exact=exact)
    machine.journal.set(target, "items", remaining)
    if target.exact is not sure:
        machine.journal.set(target, "exact", sure)


def forget(machine: Machine, target: ListValue) -> None:
    """The list was changed in a way that nobody knows."""
    if target.exact:
        machine.journal.set(target, "exact", False)


def extend(machine: Machine, target: ListValue, iterable: Value) -> None:
    """`target.extend(iterable)`."""
    items, exact = samples_of(machine, iterable)
    sure = exact and target.exact and (not machine.uncertain or not items)
    replace(machine, target, light((*target.items, *items)), exact=sure)


@method(ListValue, "append")
def append(machine: Machine, receiver: ListValue, arguments: Arguments) -> Value | None:
    """`list.append`."""
    added = arguments.get("object", 0)
    if added is None:
        forget(machine, receiver)
    else:
        sure = receiver.exact and not machine.uncertain
        held = to_be_held(receiver, added)
        replace(machine, receiver, (*receiver.items, held), exact=sure)
    return NONE


@method(ListValue, "appendleft")
def _appendleft(machine: Machine, receiver: ListValue, arguments: Arguments) -> Value | None:
    added = arguments.get("object", 0)
    if added is not None:
        sure = receiver.exact and not machine.uncertain
        held = to_be_held(receiver, added)
        replace(machine, receiver, (held, *receiver.items), exact=sure)
    return NONE


@method(ListValue, "extend")
def _extend(machine: Machine, receiver: ListValue, arguments: Arguments) -> Value | None:
    iterable = arguments.get("iterable", 0)
    if iterable is None:
        forget(machine, receiver)
    else:
        extend(machine, receiver, iterable)
    return NONE


@method(ListValue, "insert")
def _insert(machine: Machine, receiver: ListValue, arguments: Arguments) -> Value | None:
    position, added = arguments.constant("index", 0), arguments.get("object", 1)
    if added is None:
        forget(machine, receiver)
        return NONE
    items = list(receiver.items)
    known = isinstance(position, int)
    place = max(-len(items), min(position, len(items))) if known else len(items)
    items.insert(place, to_be_held(receiver, added))
    sure = known and receiver.exact and not machine.uncertain
    replace(machine, receiver, items, exact=sure)
    return NONE


@method(ListValue, "pop")
def _pop(machine: Machine, receiver: ListValue, arguments: Arguments) -> Value | None:
    return _taken(machine, receiver, arguments.constant("index", 0, default=-1))


@method(ListValue, "popleft")
def _popleft(machine: Machine, receiver: ListValue, arguments: Arguments) -> Value | None:
    return _taken(machine, receiver, 0)


def _taken(machine: Machine, receiver: ListValue, position: object) -> Value | None:
    if not receiver.exact or not isinstance(position, int):
        popped = element(machine, receiver)
        forget(machine, receiver)
        return popped
    items = list(receiver.items)
    if not -len(items) <= position < len(items):
        if not machine.uncertain:
            machine.raise_("IndexError")
        return None
    popped = items.pop(position)
    if machine.uncertain:
        forget(machine, receiver)
    else:
        replace(machine, receiver, items)
    return popped


@method(ListValue, "remove")
def _remove(machine: Machine, receiver: ListValue, arguments: Arguments) -> Value | None:
    wanted = arguments.get("value", 0)
    found = None if wanted is None else _position(receiver.items, wanted)
    if found is None or not receiver.exact or machine.uncertain:
        forget(machine, receiver)
    else:
        replace(machine, receiver, receiver.items[:found] + receiver.items[found + 1 :])
    return NONE


@method(ListValue, "clear")
def _clear(machine: Machine, receiver: ListValue, arguments: Arguments) -> Value | None:
    if machine.uncertain:
        forget(machine, receiver)
    else:
        replace(machine, receiver, ())
    return NONE


@method(ListValue, "reverse")
def _reverse(machine: Machine, receiver: ListValue, arguments: Arguments) -> Value | None:
    if machine.uncertain:
        forget(machine, receiver)
    else:
        replace(machine, receiver, receiver.items[::-1], exact=receiver.exact)
    return NONE


@method(ListValue, "sort")
def _sort(machine: Machine, receiver: ListValue, arguments: Arguments) -> Value | None:
    ordered = None
    if receiver.exact and not machine.uncertain:
        ordered = in_order(machine, receiver.items, arguments)
    if ordered is None:
        forget(machine, receiver)
    else:
        replace(machine, receiver, ordered)
    return NONE


@method(ListValue, "copy")
def _copy(machine: Machine, receiver: ListValue, arguments: Arguments) -> Value | None:
    return ListValue(receiver.items, receiver.exact)


@method(ListValue, "index")
@method(TupleValue, "index")
def _index(
    machine: Machine, receiver: ListValue | TupleValue, arguments: Arguments
) -> Value | None:
    wanted = arguments.get("value", 0)
    if wanted is None or len(arguments.positional) != 1 or not _exact(receiver):
        return None
    found = _position(receiver.items, wanted)
    return None if found is None else Constant(found)


@method(ListValue, "count")
@method(TupleValue, "count")
def _count(
    machine: Machine, receiver: ListValue | TupleValue, arguments: Arguments
) -> Value | None:
    wanted = arguments.get("value", 0)
    if wanted is None or not _exact(receiver) or len(receiver.items) > MAX_ITEMS:
        return None
    answers = [_same(item, wanted) for item in receiver.items]
    return None if None in answers else Constant(answers.count(True))


def _exact(receiver: ListValue | TupleValue) -> bool:
    return isinstance(receiver, TupleValue) or receiver.exact


def _position(items: Sequence[Value], wanted: Value) -> int | None:
    """Where `wanted` first occurs, if that is certain."""
    for position, item in enumerate(items):
        answer = _same(item, wanted)
        if answer:
            return position
        if answer is None:
            return None
    return None


def _same(item: Value, wanted: Value) -> bool | None:
    """Does Python take the item for the one that is wanted? It asks for identity first."""
    return True if item is wanted and not isinstance(item, Unknown) else equal(item, wanted)
