"""Items of arrays: written, iterated over, counted; the sizes that `shape` gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from kerascop.graph.arrays import ArrayFacts, Content
from kerascop.interpreter.libraries.columns import is_table_key, with_new_column
from kerascop.interpreter.libraries.facts import (
    after,
    array_of,
    facts_of,
    fresh_name,
    is_integer,
    plain,
    with_literal,
)
from kerascop.interpreter.libraries.indexing import Selection, literal_at, scalar, selected
from kerascop.interpreter.registry import method
from kerascop.interpreter.terms import Term
from kerascop.interpreter.translating import from_dim
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    ArrayValue,
    Constant,
    ListValue,
    SliceValue,
    TupleValue,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


MAX_ITEMS = 64
"""Longer arrays are not taken apart into single items."""


def assign(
    machine: Machine, array: Value, index: Value, value: Value | None, origin: Origin
) -> None:
    """`array[index] = value`: what was known of all has to hold of the new ones too.

    Changes the array in place, through the journal. `value` is `None` where it is not known what
    was written.
    """
    if not isinstance(array, ArrayValue):
        return
    old = array.facts
    if is_table_key(index):
        machine.journal.set(array, "facts", with_new_column(old, origin))
        machine.journal.set(array, "literal", None)
        return
    new = facts_of(value) if value is not None else None
    everything = not machine.uncertain and (
        index == Constant(...)
        or (isinstance(index, SliceValue) and index.start == NONE and index.stop == NONE)
    )
    low, high, whole = _joined(old, new)
    if old.constant is None and old.content is not Content.IMAGES and not _is_at_known_place(index):
        # A mask may have picked just what the largest and the smallest values were.
        low = high = None
    changes: dict[str, Any] = {
        "low": low,
        "high": high,
        "whole_numbers": whole,
        "constant": old.constant if new is not None and new.constant == old.constant else None,
        "labels": None,
        "classes": None,
        "random": old.random and new is not None and new.random,
        "changed": after(old, origin),
    }
    made_up = old.constant is not None
    if new is not None and (everything or made_up):
        changes.update(
            scaling=new.scaling,
            content=old.content or new.content,
            mode=new.mode,
            random=new.random,
        )
        if everything:
            changes.update(low=new.low, high=new.high, constant=new.constant)
            changes["whole_numbers"] = new.whole_numbers
        if isinstance(value, ArrayValue) and new.origin is not None:
            changes.update(root=new.root, origin=new.origin, changed=after(new, origin))
    if is_integer(old.dtype) and changes["whole_numbers"] is not True:
        # Fractions are cut off when they are written into an array of whole numbers.
        changes.update(low=None, high=None, whole_numbers=True)
    machine.journal.set(array, "facts", plain(old, **changes))
    machine.journal.set(array, "literal", None)


def _is_at_known_place(index: Value) -> bool:
    parts = index.items if isinstance(index, TupleValue) else (index,)
    return all(isinstance(part, Constant | SliceValue) for part in parts)


def _joined(old: ArrayFacts, new: ArrayFacts | None) -> tuple[Any, Any, bool | None]:
    if new is None:
        return None, None, None
    known = None not in (old.low, old.high, new.low, new.high)
    low = min(old.low or 0, new.low or 0) if known else None
    high = max(old.high or 0, new.high or 0) if known else None
    return low, high, old.whole_numbers if old.whole_numbers == new.whole_numbers else None


@method(ArrayValue, "__setitem__")
def _set_item(machine: Machine, array: Value, arguments: Arguments) -> Value | None:
    index, value = arguments.get("key", 0), arguments.get("value", 1)
    if index is None:
        return None
    assign(machine, array, index, value, arguments.origin)
    return array


@method(ArrayValue, "__len__")
def _length(machine: Machine, array: Value, arguments: Arguments) -> Value | None:
    return length(machine, array)


@method(ArrayValue, "__iter__")
def _iterate(machine: Machine, array: Value, arguments: Arguments) -> Value | None:
    found = items(machine, array)
    if found is not None:
        return TupleValue(found)
    facts = facts_of(array)
    typical = None if facts is None or facts.shape == () else element(machine, array)
    return None if typical is None else ListValue((typical,), exact=False)


def items(machine: Machine, array: Value) -> tuple[Value, ...] | None:
    """The items along the first axis, where their number is known and small."""
    facts = facts_of(array)
    if facts is None or not facts.shape or not isinstance(facts.shape[0], int):
        return None
    if facts.shape[0] > MAX_ITEMS:
        return None
    found = [element(machine, array, position) for position in range(facts.shape[0])]
    return tuple(item for item in found if item is not None)


def element(machine: Machine, array: Value, position: int | None = None) -> Value | None:
    """One item along the first axis: the one at `position`, or what holds of any of them."""
    source = array_of(array)
    if source is None:
        return None
    found = None
    if position is not None and source.literal is not None:
        found = literal_at(source.literal, (Constant(position),))
    if found is not None and not isinstance(found, tuple):
        return scalar(source.facts, found)
    shape = source.facts.shape
    selection = Selection(shape[1:] if shape else None, "one", columns=False)
    facts = selected(source.facts, selection, (Constant(position or 0),))
    return with_literal(facts, found, dtype=facts.dtype)


_SHAPE_TERMS: WeakKeyDictionary[Machine, dict[object, Term]] = WeakKeyDictionary()


def shape_value(machine: Machine, facts: ArrayFacts) -> Value:
    """`array.shape`: a tuple of sizes, or an unknown that knows whose shape it is."""
    if facts.shape is None:
        return Unknown(("attr", _name(machine, facts), "shape"))
    return TupleValue(tuple(size_value(machine, facts, axis) for axis in range(len(facts.shape))))


def size_value(machine: Machine, facts: ArrayFacts, axis: int) -> Value:
    """`array.shape[axis]`: a number, or a symbol that stays the same for this array."""
    if facts.shape is not None and -len(facts.shape) <= axis < len(facts.shape):
        dim = facts.shape[axis]
        if dim is not None:
            return from_dim(dim)
        axis %= len(facts.shape)
    shape: Term = ("attr", _name(machine, facts), "shape")
    return Unknown(("item", shape, ("constant", axis)))


def _name(machine: Machine, facts: ArrayFacts) -> Term:
    if isinstance(facts.same, tuple) and facts.same[0] in {"name", "attr", "item"}:
        return facts.same
    names = _SHAPE_TERMS.setdefault(machine, {})
    if facts.same not in names:
        names[facts.same] = ("name", fresh_name(machine, "array"))
    return names[facts.same]


def length(machine: Machine, array: Value) -> Value | None:
    """`len(array)`."""
    facts = facts_of(array)
    return None if facts is None or facts.shape == () else size_value(machine, facts, 0)
