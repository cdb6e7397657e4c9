"""Whether two arguments are the very same data."""

from __future__ import annotations

from kerascop.interpreter.python.symbolic import lasting
from kerascop.interpreter.values import (
    ArrayValue,
    Constant,
    DictValue,
    ListValue,
    TupleValue,
    Unknown,
    Value,
)


def are_same(one: Value, other: Value) -> bool:
    """Do the two hold the same data for certain: one object, one array, or parts that agree?"""
    if isinstance(one, Constant) or isinstance(other, Constant):
        return False
    if one is other:
        return True
    match one, other:
        case ArrayValue(), ArrayValue():
            return one.facts.same == other.facts.same
        case Unknown(), Unknown():
            return one.term == other.term and lasting(one.term)
        case (TupleValue() | ListValue(), TupleValue() | ListValue()):
            pairs = zip(one.items, other.items, strict=False)
            sizes = len(one.items), len(other.items)
            return sizes[0] == sizes[1] > 0 and all(are_same(*pair) for pair in pairs)
        case DictValue(entries=ones), DictValue(entries=others):
            keys = ones.keys()
            return keys == others.keys() and all(are_same(ones[key], others[key]) for key in keys)
        case _:
            return False
