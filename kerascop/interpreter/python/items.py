"""What stands between brackets: reading, storing and deleting items of Python's own containers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from kerascop.graph.arrays import ArrayFacts
from kerascop.interpreter.events import FitEvent
from kerascop.interpreter.python.bounds import bounded, list_of, tuple_of
from kerascop.interpreter.python.iteration import typical
from kerascop.interpreter.python.keys import key_of
from kerascop.interpreter.python.specials import special
from kerascop.interpreter.python.symbolic import item as unknown_item
from kerascop.interpreter.python.symbolic import term_of
from kerascop.interpreter.values import (
    NOT_CONSTANT,
    ArrayValue,
    Constant,
    DictValue,
    Entries,
    External,
    Instance,
    LibraryObject,
    ListValue,
    LogsValue,
    SliceValue,
    TupleValue,
    Unknown,
    Value,
    python_value,
    to_be_held,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


def subscript(machine: Machine, value: Value, index: Value) -> Value | None:
    """`value[index]` for Python's own containers; `None` where nothing is known."""
    match value:
        case TupleValue(items=items):
            return _at(machine, items, index, is_tuple=True)
        case ListValue(items=items, exact=True):
            return _at(machine, items, index, is_tuple=False)
        case ListValue(items=items):
            return _in_samples(items, index)
        case DictValue():
            return _entry(machine, value, index)
        case Constant(value=str() | bytes() as text):
            return _in_text(text, index)
        case LibraryObject(attributes=attributes) if "__items__" in attributes:
            return _at(machine, attributes["__items__"].items, index, is_tuple=True)
        case Unknown() | External():
            return unknown_item(value, index)
        case _:
            return None


def assign_item(machine: Machine, container: Value, index: Value, new: Value) -> Value | None:
    """`container[index] = new`: changes lists, dictionaries and the code's own objects in place.

    Arrays never change in place: for them the result is the array that the name stands for now.
    """
    match container:
        case DictValue():
            _store_entry(machine, container, index, new)
        case ListValue():
            _store_item(machine, container, index, new)
        case Instance(origin=origin) | LogsValue(fit=FitEvent(origin=origin)):
            special(machine, container, "__setitem__", origin, index, new)
        case ArrayValue():
            return _stored_in_array(machine, container, index, new)
    return None


def _stored_in_array(
    machine: Machine, container: ArrayValue, index: Value, new: Value
) -> Value | None:
    """The array with other content; arrays that only share its shape and dtype are what is left."""
    facts = container.facts
    if facts.origin is not None:
        known = special(machine, container, "__setitem__", facts.origin, index, new)
        if known is not None:
            return known
    changed = ArrayFacts(
        shape=facts.shape, dtype=facts.dtype, origin=facts.origin, tensor=facts.tensor
    )
    return ArrayValue(changed)


def delete_item(machine: Machine, container: Value, index: Value) -> None:
    """`del container[index]`."""
    match container:
        case DictValue(entries=entries):
            key = key_of(index)
            if key is NOT_CONSTANT or machine.uncertain:
                machine.journal.set(container, "exact", False)
            if key is not NOT_CONSTANT and key in entries and not machine.uncertain:
                kept = {name: entry for name, entry in entries.items() if name != key}
                machine.journal.set(container, "entries", Entries(container, kept))
        case ListValue(items=items):
            known = _python_index(index)
            remaining = list(items)
            if known is None or not container.exact or machine.uncertain:
                machine.journal.set(container, "exact", False)
            elif isinstance(known, slice) or -len(items) <= known < len(items):
                del remaining[known]
                machine.journal.set(container, "items", tuple(remaining))
            else:
                machine.raise_("IndexError")


def _python_index(index: Value) -> int | slice | None:
    match index:
        case Constant(value=int(position)):
            return position
        case SliceValue(start=start, stop=stop, step=step):
            bounds = [python_value(bound) for bound in (start, stop, step)]
            if all(bound is None or isinstance(bound, int) for bound in bounds) and bounds[2] != 0:
                return slice(*bounds)
    return None


def _at(
    machine: Machine, items: tuple[Value, ...], index: Value, *, is_tuple: bool
) -> Value | None:
    known = _python_index(index)
    if isinstance(known, slice):
        return tuple_of(items[known]) if is_tuple else list_of(items[known])
    if known is None:
        if isinstance(index, SliceValue):
            return list_of(items, exact=False)
        return _any_of(items)
    if -len(items) <= known < len(items):
        return items[known]
    if not machine.uncertain:
        machine.raise_("IndexError")
    return None


def _any_of(items: tuple[Value, ...]) -> Value | None:
    """The item at an unknown position, if they are all the same."""
    return typical(items, term_of(TupleValue(items))) if items else None


def _in_samples(items: tuple[Value, ...], index: Value) -> Value | None:
    if isinstance(index, SliceValue):
        return list_of(items, exact=False)
    return _any_of(items)


def _in_text(text: str | bytes, index: Value) -> Value | None:
    known = _python_index(index)
    if known is None:
        return unknown_item(Constant(text), index) if len(text) < 100 else None
    try:
        return bounded(text[known])
    except IndexError:
        return None


def _entry(machine: Machine, container: DictValue, index: Value) -> Value | None:
    from kerascop.interpreter.python.containers import missing_entry

    key = key_of(index)
    if key is NOT_CONSTANT:
        return _any_entry(machine, container)
    found = container.entries.get(key)
    if found is not None:
        return found
    made = missing_entry(machine, container, key)
    if made is None and container.exact and not machine.uncertain:
        machine.raise_("KeyError")
    return made


def _any_entry(machine: Machine, container: DictValue) -> Value | None:
    """What every key of a dictionary gives, if that is one constant."""
    values = [value for value in container.entries.values() if isinstance(value, Constant)]
    alike = {(type(value.value), value.value) for value in values}
    plain = container.exact and not machine.uncertain and type(container) is DictValue
    complete = plain and len(values) == len(container.entries)
    return values[0] if complete and len(alike) == 1 else None


def _store_entry(machine: Machine, container: DictValue, index: Value, new: Value) -> None:
    key = key_of(index)
    if key is NOT_CONSTANT:
        forget_entries(machine, container)
        return
    if machine.uncertain and key not in container.entries:
        machine.journal.set(container, "exact", False)
    machine.journal.put(container.entries, key, to_be_held(container, new))


def forget_entries(machine: Machine, container: DictValue) -> None:
    """Any entry may have been overwritten: nothing is known of the dictionary any more."""
    machine.journal.set(container, "entries", Entries(container, {}))
    machine.journal.set(container, "exact", False)


def _store_item(machine: Machine, container: ListValue, index: Value, new: Value) -> None:
    known = _python_index(index)
    items = list(container.items)
    new = to_be_held(container, new)
    if container.exact and not machine.uncertain:
        if isinstance(known, int) and -len(items) <= known < len(items):
            items[known] = new
            machine.journal.set(container, "items", tuple(items))
            return
        if isinstance(known, slice) and isinstance(new, TupleValue | ListValue):
            _store_slice(machine, container, known, new)
            return
    added = new.items if isinstance(index, SliceValue) and _is_sequence(new) else (new,)
    machine.journal.set(container, "items", list_of((*items, *added), exact=False).items)
    machine.journal.set(container, "exact", False)


def _is_sequence(value: Value) -> TypeGuard[TupleValue | ListValue]:
    return isinstance(value, TupleValue | ListValue)


def _store_slice(
    machine: Machine, container: ListValue, where: slice, new: TupleValue | ListValue
) -> None:
    items = list(container.items)
    try:
        items[where] = new.items
    except ValueError:
        return
    result = list_of(items, exact=isinstance(new, TupleValue) or new.exact)
    machine.journal.set(container, "items", result.items)
    machine.journal.set(container, "exact", result.exact)
