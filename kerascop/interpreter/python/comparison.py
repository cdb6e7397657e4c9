"""Comparisons that Python's own values decide: equality, order, identity, membership."""

from __future__ import annotations

import operator as python
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kerascop.dimensions import SymbolicDim, subtract
from kerascop.interpreter.python.bounds import ODD_ARGUMENTS, small
from kerascop.interpreter.python.iteration import iterate
from kerascop.interpreter.python.keys import key_of
from kerascop.interpreter.python.symbolic import lasting
from kerascop.interpreter.terms import Term, dim_of_term
from kerascop.interpreter.values import (
    NOT_CONSTANT,
    ArrayValue,
    BatchesValue,
    BoundMethod,
    Constant,
    DictValue,
    External,
    Function,
    Instance,
    LayerValue,
    LibraryObject,
    ListValue,
    ModelValue,
    NativeMethod,
    Partial,
    ProjectModule,
    SetValue,
    TensorValue,
    TupleValue,
    Unknown,
    UserClass,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": python.lt,
    "<=": python.le,
    ">": python.gt,
    ">=": python.ge,
}
_CONTAINERS = (TupleValue, ListValue, SetValue, DictValue)
_PLAIN = (
    Function,
    UserClass,
    BoundMethod,
    NativeMethod,
    Partial,
    ProjectModule,
    LayerValue,
    ModelValue,
)
"""Values that are equal to themselves alone."""
_OBJECTS = (
    *_CONTAINERS,
    *_PLAIN,
    Instance,
    LibraryObject,
    TensorValue,
    ArrayValue,
    BatchesValue,
)
"""Values that are certainly not `None`."""
_MAX_COMPARED = 64


def compare(machine: Machine, operator: str, left: Value, right: Value) -> bool | None:
    """`left operator right`, where the values alone decide it."""
    match operator:
        case "==":
            return equal(left, right)
        case "!=":
            return _negated(equal(left, right))
        case "is":
            return identical(left, right)
        case "is not":
            return _negated(identical(left, right))
        case "in":
            return contains(machine, right, left)
        case "not in":
            return _negated(contains(machine, right, left))
        case _:
            return _ordered(operator, left, right)


def equal(left: Value, right: Value) -> bool | None:
    """Is `left == right`?"""
    if type(left) is Constant and type(right) is Constant:
        return bool(left.value == right.value)
    if isinstance(left, ArrayValue | TensorValue) or isinstance(right, ArrayValue | TensorValue):
        return None
    if isinstance(left, Instance | LibraryObject) or isinstance(right, Instance | LibraryObject):
        return _equal_objects(left, right)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return _equal_unknowns(left, right)
    if left is right:
        return True
    match left, right:
        case TupleValue(items=ones), TupleValue(items=others):
            return _equal_items(ones, others)
        case ListValue(items=ones, exact=True), ListValue(items=others, exact=True):
            return _equal_items(ones, others)
        case DictValue(exact=True), DictValue(exact=True):
            return _equal_entries(left.entries, right.entries)
        case (ListValue(), ListValue()) | (DictValue(), DictValue()) | (SetValue(), SetValue()):
            return None
        case (ListValue(exact=False), TupleValue()) | (TupleValue(), ListValue(exact=False)):
            return None
        case External(), External():
            return _equal_externals(left, right)
        case (External(), _) | (_, External()):
            return _external_equals(left, right)
        case BoundMethod(), BoundMethod():
            return left.receiver is right.receiver and left.function is right.function
        case NativeMethod() | Partial() | BatchesValue(), _:
            return False if isinstance(right, Constant) else None
        case _:
            return False if _comparable(left) and _comparable(right) else None


def _comparable(value: Value) -> bool:
    return isinstance(value, (Constant, *_CONTAINERS, *_PLAIN))


def _equal_objects(left: Value, right: Value) -> bool | None:
    one, other = (left, right) if isinstance(left, Instance) else (right, left)
    if not isinstance(one, Instance) or "__eq__" in one.cls.namespace or one.cls.bases:
        return None
    if one is other:
        return True
    return False if isinstance(other, (Constant, *_CONTAINERS, *_PLAIN)) else None


def _equal_externals(left: External, right: External) -> bool | None:
    if left.key == right.key:
        return True
    both_known = all(
        value.path.startswith("builtins.") or value.symbol is not None for value in (left, right)
    )
    return False if both_known else None


def _external_equals(left: Value, right: Value) -> bool | None:
    external, other = (left, right) if isinstance(left, External) else (right, left)
    assert isinstance(external, External)
    known = external.path.startswith("builtins.") or external.symbol is not None
    # What a library defines is neither a constant nor a class or function of the linted code.
    return False if known and isinstance(other, Constant | UserClass | Function) else None


def _equal_items(ones: tuple[Value, ...], others: tuple[Value, ...]) -> bool | None:
    if len(ones) != len(others):
        return False
    if len(ones) > _MAX_COMPARED:
        return None
    answers = [equal(one, other) for one, other in zip(ones, others, strict=True)]
    if False in answers:
        return False
    return None if None in answers else True


def _equal_entries(ones: Mapping[Any, Value], others: Mapping[Any, Value]) -> bool | None:
    if ones.keys() != others.keys():
        return False
    return _equal_items(tuple(ones.values()), tuple(others[key] for key in ones))


def _equal_unknowns(left: Value, right: Value) -> bool | None:
    match left, right:
        case Unknown(term=one), Unknown(term=other) if one == other:
            return True if lasting(one) else None
        case _:
            difference = _difference(left, right)
            return False if difference is not None and difference != 0 else None


def _difference(left: Value, right: Value) -> int | None:
    """`left - right` for two sizes that differ by a number, whatever their symbols stand for."""
    one, other = _size_term(left), _size_term(right)
    if one is None or other is None:
        return None
    difference = subtract(dim_of_term(one), dim_of_term(other))
    return difference if isinstance(difference, int) else None


def _size_term(value: Value) -> Term | None:
    match value:
        case Unknown(term=term) if lasting(term):
            return term
        case Constant(value=int(number)) if not isinstance(number, bool):
            return ("constant", number)
        case _:
            return None


def _sign(left: Value, right: Value) -> int | None:
    """The sign of `left - right` for the sizes of arrays and tensors, which are at least one."""
    match left, right:
        case Unknown(term=("dim", SymbolicDim() as dim)), Constant(value=int(number)):
            return 1 if number < 1 and all(factor > 0 for _, factor in dim.terms) else None
        case Constant(value=int()), Unknown(term=("dim", SymbolicDim())):
            sign = _sign(right, left)
            return None if sign is None else -sign
        case _:
            return None


def _ordered(operator: str, left: Value, right: Value) -> bool | None:
    decide = _ORDERS.get(operator)
    if decide is None:
        return None
    one, other = python_value(left), python_value(right)
    if one is not NOT_CONSTANT and other is not NOT_CONSTANT:
        if not small(one) or not small(other):
            return None
        try:
            return bool(decide(one, other))
        except ODD_ARGUMENTS:
            return None
    if isinstance(left, Unknown) and isinstance(right, Unknown) and left.term == right.term:
        return decide(0, 0) if lasting(left.term) else None
    difference = _difference(left, right)
    if difference is None:
        difference = _sign(left, right)
    return None if difference is None else decide(difference, 0)


def identical(left: Value, right: Value) -> bool | None:
    """Is `left is right`?"""
    if left is right and not isinstance(left, Unknown):
        return True
    match left, right:
        case Constant(value=None | bool() as one), Constant(value=other):
            return one is other
        case Constant(value=one), Constant(value=None | bool() as other):
            return one is other
        case Constant(), Constant():
            return equal(left, right)
        case (Unknown(), _) | (_, Unknown()):
            return True if equal(left, right) is True else None
        case External(), External():
            return _equal_externals(left, right)
        case (External(), _) | (_, External()):
            return _external_equals(left, right)
        case _ if isinstance(left, BoundMethod | NativeMethod):
            return False if isinstance(right, Constant) else None
        case _ if isinstance(left, _OBJECTS) or isinstance(right, _OBJECTS):
            return False if _distinguishable(left) and _distinguishable(right) else None
        case _:
            return None


def _distinguishable(value: Value) -> bool:
    return isinstance(value, (Constant, *_OBJECTS))


def contains(machine: Machine, container: Value, item: Value) -> bool | None:
    """Is `item in container`?"""
    match container, item:
        case Constant(value=str(text)), Constant(value=str(part)):
            return part in text
        case DictValue(entries=entries, exact=exact), _:
            key = key_of(item)
            if key is not NOT_CONSTANT:
                if key in entries:
                    return True
                return False if exact else None
            return False if exact and not entries else None
        case _:
            return _contains_item(machine, container, item)


def _contains_item(machine: Machine, container: Value, item: Value) -> bool | None:
    items = iterate(machine, container)
    if items is None or isinstance(container, Constant):
        return None
    certain = True
    for other in items:
        answer = True if other is item and not isinstance(item, Unknown) else equal(other, item)
        if answer:
            return True
        certain = certain and answer is False
    return False if certain else None


def _negated(answer: bool | None) -> bool | None:
    return None if answer is None else not answer
