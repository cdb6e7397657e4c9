"""Unknown values that keep a name: the terms of values, and of operations on unknown ones."""

from __future__ import annotations

from kerascop.dimensions import SymbolicDim
from kerascop.interpreter.terms import MAX_DEPTH, Term, depth, dim_of_term
from kerascop.interpreter.values import (
    Constant,
    External,
    ListValue,
    SliceValue,
    TupleValue,
    Unknown,
    Value,
)

_MAX_PARTS = 12
_NESTING = 3


def term_of(value: Value, nesting: int = _NESTING) -> Term | None:
    """The term of a value that consists of constants and unknown values; else `None`."""
    match value:
        case Unknown(term=term):
            return term
        case Constant(value=constant):
            return ("constant", constant)
        case External(path=path):
            return ("external", path)
        case TupleValue(items=items):
            return _collection("tuple", items, nesting)
        case ListValue(items=items, exact=True):
            return _collection("list", items, nesting)
        case SliceValue(start=start, stop=stop, step=step):
            return _collection("slice", (start, stop, step), nesting)
        case _:
            return None


def _collection(kind: str, items: tuple[Value, ...], nesting: int) -> Term | None:
    if len(items) > _MAX_PARTS or not nesting:
        return None
    terms = [term_of(item, nesting - 1) for item in items]
    return None if None in terms else (kind, *terms)


def cut(term: Term) -> Term:
    """The term, or, if it has grown too deep, the size that it stands for or an opaque name."""
    if depth(term) <= MAX_DEPTH:
        return term
    dim = dim_of_term(term)
    return ("dim", dim) if isinstance(dim, SymbolicDim) else ("opaque", hash(term))


def operation(kind: str, operator: str, *operands: Value) -> Unknown | None:
    """The unknown result of an operator on values of which at least one is not known."""
    terms = [term_of(operand) for operand in operands]
    return None if None in terms else Unknown(cut((kind, operator, *terms)))


def call(name: str, *arguments: Value) -> Unknown | None:
    """The unknown result of a function that gives the same result for the same arguments."""
    return operation("call", name, Constant(None), *arguments)


def item(value: Value, index: Value) -> Unknown | None:
    """What is at `index` in a value that is not known."""
    terms = term_of(value), term_of(index)
    return None if None in terms else Unknown(cut(("item", *terms)))


_PASSING = frozenset({"each", "size", "opaque", "value", "joined", "looped"})


def lasting(term: object) -> bool:
    """Does the term stand for one and the same value wherever it occurs on a path?

    The item of a loop, an unnamed size and what some call in the source gave do not: the same term
    is met for several of them.
    """
    match term:
        case (str(kind), *_) if kind in _PASSING:
            return False
        case ("call", _, int(), *_):
            return False
        case ("constant", _):
            return True
        case (str(), *parts):
            return all(lasting(part) for part in parts if isinstance(part, tuple))
        case _:
            return True
