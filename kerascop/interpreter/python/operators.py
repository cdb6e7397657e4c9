"""What Python's operators do on its own values, and on unknown ones that keep a name."""

from __future__ import annotations

import operator as python
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kerascop.interpreter.python.bounds import (
    MAX_BITS,
    MAX_ITEMS,
    MAX_TEXT,
    ODD_ARGUMENTS,
    bounded,
    list_of,
    samples,
    set_of,
    small,
    tuple_of,
)
from kerascop.interpreter.python.comparison import compare, contains
from kerascop.interpreter.python.formatting import percent
from kerascop.interpreter.python.items import subscript
from kerascop.interpreter.python.iteration import element
from kerascop.interpreter.python.keys import key_of
from kerascop.interpreter.python.symbolic import operation
from kerascop.interpreter.values import (
    NOT_CONSTANT,
    Constant,
    DictValue,
    ListValue,
    SetValue,
    TupleValue,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

__all__ = ["binary", "compare", "contains", "subscript", "unary"]

_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": python.add,
    "-": python.sub,
    "*": python.mul,
    "/": python.truediv,
    "//": python.floordiv,
    "%": python.mod,
    "**": python.pow,
    "<<": python.lshift,
    ">>": python.rshift,
    "&": python.and_,
    "|": python.or_,
    "^": python.xor,
}
_UNARY: Mapping[str, Callable[[Any], Any]] = {
    "-": python.neg,
    "+": python.pos,
    "~": python.invert,
    "not": python.not_,
}


def binary(machine: Machine, operator: str, left: Value, right: Value) -> Value | None:
    """`left operator right` for Python's own values; `None` where nothing is known."""
    match left, right:
        case Constant(value=str(template)), _ if operator == "%":
            return percent(machine, template, right) or operation("binary", "%", left, right)
        case Constant(value=one), Constant(value=other):
            return _constants(operator, one, other)
        case (TupleValue() | ListValue(), _) | (_, TupleValue() | ListValue()):
            return _sequences(machine, operator, left, right)
        case SetValue(), SetValue():
            return _sets(operator, left, right)
        case DictValue(), DictValue() if operator == "|":
            return DictValue({**left.entries, **right.entries}, left.exact and right.exact)
        case (Unknown(), _) | (_, Unknown()):
            return operation("binary", operator, left, right)
        case _:
            return None


def unary(machine: Machine, operator: str, operand: Value) -> Value | None:
    """`operator operand` for Python's own values; `None` where nothing is known."""
    if operator == "not":
        known = machine.truth(operand)
        return operation("unary", "not", operand) if known is None else Constant(not known)
    if isinstance(operand, Unknown):
        return operation("unary", operator, operand)
    apply = _UNARY.get(operator)
    if apply is None or not isinstance(operand, Constant) or not small(operand.value):
        return None
    try:
        return bounded(apply(operand.value))
    except ODD_ARGUMENTS:
        return None


def _constants(operator: str, one: Any, other: Any) -> Value | None:
    apply = _ARITHMETIC.get(operator)
    if apply is None or not small(one) or not small(other) or _too_large(operator, one, other):
        return None
    try:
        return bounded(apply(one, other))
    except ODD_ARGUMENTS:
        return None


def _too_large(operator: str, one: Any, other: Any) -> bool:
    match operator, one, other:
        case "%", bytes(), _:
            return True
        case "*", str() | bytes() as text, int(times):
            return len(text) * times > MAX_TEXT
        case "*", int(times), str() | bytes() as text:
            return len(text) * times > MAX_TEXT
        case "**", int(base), int(exponent):
            return base.bit_length() * abs(exponent) > MAX_BITS
        case "<<", int(base), int(shift):
            return base.bit_length() + shift > MAX_BITS
        case _:
            return False


def _sequences(machine: Machine, operator: str, left: Value, right: Value) -> Value | None:
    match operator:
        case "+":
            return _joined(machine, left, right)
        case "*" if isinstance(left, TupleValue | ListValue):
            return _repeated(left, right)
        case "*" if isinstance(right, TupleValue | ListValue):
            return _repeated(right, left)
        case _:
            return None


def _joined(machine: Machine, left: Value, right: Value) -> Value | None:
    match left, right:
        case TupleValue(items=ones), TupleValue(items=others):
            return tuple_of(ones + others)
        case ListValue(items=ones), ListValue(items=others):
            return list_of(ones + others, exact=left.exact and right.exact)
        case TupleValue(items=ones), ListValue(items=others, exact=False):
            return list_of(ones + others, exact=False)
        case ListValue(items=ones, exact=False), TupleValue(items=others):
            return list_of(ones + others, exact=False)
        case ListValue(items=ones), Unknown():
            return list_of((*ones, element(machine, right)), exact=False)
        case Unknown(), ListValue(items=others):
            return list_of((element(machine, left), *others), exact=False)
        case (TupleValue(), Unknown()) | (Unknown(), TupleValue()):
            return operation("binary", "+", left, right)
        case _:
            return None


def _repeated(sequence: TupleValue | ListValue, times: Value) -> Value | None:
    exact = isinstance(sequence, TupleValue) or sequence.exact
    match times:
        case Constant(value=int(count)):
            count = max(count, 0)
            if exact and len(sequence.items) * count <= MAX_ITEMS:
                items = sequence.items * count
                return TupleValue(items) if isinstance(sequence, TupleValue) else list_of(items)
            return ListValue(samples(sequence.items), exact=False)
        case Unknown():
            return ListValue(samples(sequence.items), exact=False)
        case _:
            return None


def _sets(operator: str, left: SetValue, right: SetValue) -> Value | None:
    if not left.exact or not right.exact:
        return set_of(left.items + right.items, exact=False)
    ones, others = ({key_of(item): item for item in each.items} for each in (left, right))
    both = ones | {key: item for key, item in others.items() if key not in ones}
    if NOT_CONSTANT in both and len(left.items + right.items) > 1:
        return set_of(left.items + right.items, exact=False)
    keep: Mapping[str, Callable[[bool, bool], bool]] = {
        "|": lambda one, other: one or other,
        "&": lambda one, other: one and other,
        "-": lambda one, other: one and not other,
        "^": lambda one, other: one is not other,
    }
    if operator not in keep:
        return None
    chosen = keep[operator]
    return set_of([item for key, item in both.items() if chosen(key in ones, key in others)])
