"""Between values and what they stand for: Python objects, sizes and shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kerascop.dimensions import Dim, SymbolicDim, size_of
from kerascop.interpreter.terms import dim_of_term
from kerascop.interpreter.values import Constant, DictValue, ListValue, TupleValue, Unknown, Value


def from_python(thing: Any) -> Value:
    """The abstract value of a Python object made of constants, tuples, lists and dictionaries."""
    match thing:
        case Value():
            return thing
        case tuple():
            return TupleValue(tuple(from_python(item) for item in thing))
        case list():
            return ListValue(tuple(from_python(item) for item in thing))
        case dict():
            return DictValue({key: from_python(entry) for key, entry in thing.items()})
        case SymbolicDim():
            return from_dim(thing)
        case _:
            return Constant(thing)


def dim_of(value: Value | None) -> Dim:
    """The size that a value stands for: a number, a named symbol, or `None`."""
    match value:
        case Constant(value=bool()):
            return None
        case Constant(value=int(number)):
            return size_of(number)
        case Constant(value=float(number)) if number.is_integer():
            return size_of(int(number))
        case Unknown(term=term):
            return dim_of_term(term)
        case _:
            return None


def from_dim(dim: Dim) -> Value:
    """The value of a size; an unnamed unknown for `None`."""
    if isinstance(dim, int):
        return Constant(dim)
    if dim is None:
        return Unknown(("size",))
    return Unknown(("dim", dim))


def shape_of(value: Value | None) -> tuple[Dim, ...] | None:
    """The shape that a tuple or list of sizes stands for; `None` if even its length is unknown."""
    match value:
        case TupleValue(items=items) | ListValue(items=items, exact=True):
            return tuple(dim_of(item) for item in items)
        case Constant(value=int()) | Unknown():
            return None
        case _:
            return None


def from_shape(shape: Sequence[Dim]) -> TupleValue:
    """A shape as a tuple value."""
    return TupleValue(tuple(from_dim(dim) for dim in shape))
