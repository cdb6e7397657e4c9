"""What iterating over a value gives: every item where they are known, else a typical one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kerascop.interpreter.python.bounds import MAX_UNROLLED
from kerascop.interpreter.python.specials import special
from kerascop.interpreter.python.symbolic import cut, term_of
from kerascop.interpreter.terms import Term
from kerascop.interpreter.translating import from_python
from kerascop.interpreter.values import (
    ArrayValue,
    BatchesValue,
    Constant,
    DictValue,
    GeneratorValue,
    Instance,
    LibraryObject,
    ListValue,
    SetValue,
    TensorValue,
    TupleValue,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


def iterate(machine: Machine, value: Value) -> tuple[Value, ...] | None:
    """Every item of an iterable in order, or `None` where they are not exactly known."""
    items, exact = _items(machine, value)
    return items if exact else None


def element(machine: Machine, value: Value) -> Value:
    """A typical item of an iterable: what a loop over it that runs once binds its target to.

    That is the one thing that the iterable is known to hold, if it is one; tuples are typical part
    by part (`for name, layer in …`). Otherwise an unknown item.
    """
    items, _ = _items(machine, value)
    return typical(items, term_of(value)) if items else _each(term_of(value))


def typical(items: Sequence[Value], source: Term | None) -> Value:
    """What all the items have in common; an unknown item of `source` if nothing."""
    first = items[0]
    if all(_interchangeable(first, other) for other in items[1:]):
        return first
    if isinstance(first, TupleValue):
        rows = [item.items for item in items if isinstance(item, TupleValue)]
        if len(rows) == len(items) and all(len(row) == len(first.items) for row in rows):
            parts = (
                typical(column, _part(source, position))
                for position, column in enumerate(zip(*rows, strict=True))
            )
            return TupleValue(tuple(parts))
    return _each(source)


def samples_of(machine: Machine, value: Value) -> tuple[tuple[Value, ...], bool]:
    """The items of an iterable, and whether they are exactly its items; else a typical one."""
    items, exact = _items(machine, value)
    return (items, True) if exact and items is not None else ((element(machine, value),), False)


def _items(machine: Machine, value: Value) -> tuple[tuple[Value, ...] | None, bool]:
    match value:
        case TupleValue(items=items):
            return items, True
        case ListValue(items=items, exact=exact) | SetValue(items=items, exact=exact):
            return items, exact
        case DictValue(entries=entries, exact=exact):
            return tuple(from_python(key) for key in entries), exact
        case LibraryObject(attributes={"__items__": TupleValue(items=items)}):
            return items, True
        case GeneratorValue(items=items, exact=exact):
            return items, exact
        case Constant(value=str() | bytes() as text) if len(text) <= MAX_UNROLLED:
            return tuple(Constant(part) for part in text), True
        case _:
            origin = _origin_of(value)
            produced = None if origin is None else special(machine, value, "__iter__", origin)
            if isinstance(produced, TupleValue | ListValue | SetValue | DictValue):
                return _items(machine, produced)
            return None, False


def _origin_of(value: Value) -> Origin | None:
    match value:
        case Instance(origin=origin) | LibraryObject(origin=origin):
            return origin
        case ArrayValue(facts=facts):
            return facts.origin
        case BatchesValue(batches=batches):
            return batches.origin
        case TensorValue(tensor=tensor):
            return tensor.origin
        case _:
            return None


def _interchangeable(one: Value, other: Value) -> bool:
    if one is other:
        return True
    match one, other:
        case Constant(value=left), Constant(value=right):
            return type(left) is type(right) and left == right
        case Unknown(term=left), Unknown(term=right):
            return left == right
        case _:
            return False


def _each(source: Term | None) -> Unknown:
    return Unknown(cut(("each", source if source is not None else ("opaque",))))


def _part(source: Term | None, position: int) -> Term | None:
    return None if source is None else ("item", source, ("constant", position))
