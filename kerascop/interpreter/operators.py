"""Operators and subscripts, handed to whoever knows the operands: tensors, arrays, classes,
Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.interpreter.keras import tensors
from kerascop.interpreter.libraries import arrays, undefined
from kerascop.interpreter.python import operators as python
from kerascop.interpreter.python.specials import special
from kerascop.interpreter.python.symbolic import term_of as structural_term
from kerascop.interpreter.terms import Term
from kerascop.interpreter.values import (
    FALSE,
    NONE,
    TRUE,
    ArrayValue,
    Constant,
    External,
    Function,
    Instance,
    LogsValue,
    TensorValue,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin

_SPECIAL = {
    "+": "__add__",
    "-": "__sub__",
    "*": "__mul__",
    "/": "__truediv__",
    "//": "__floordiv__",
    "%": "__mod__",
    "**": "__pow__",
    "@": "__matmul__",
    "==": "__eq__",
    "<": "__lt__",
    ">": "__gt__",
}


def term_of(value: Value) -> Term:
    """The term of any value: its own for an unknown, what it is made of, or where it is made.

    A path is found again by the terms of its conditions, so they must be the same in every run.
    """
    known = structural_term(value)
    if known is not None:
        return known
    origin = getattr(value, "origin", None)
    return ("value", type(value).__name__, None if origin is None else id(origin.node))


def apply_binary(
    machine: Machine, operator: str, left: Value, right: Value, origin: Origin
) -> Value:
    """`left operator right`."""
    machine.carry(left, right)
    result: Value | None = None
    if isinstance(left, TensorValue) or isinstance(right, TensorValue):
        result = tensors.binary(machine, operator, left, right, origin)
    elif isinstance(left, ArrayValue) or isinstance(right, ArrayValue):
        result = arrays.binary(machine, operator, left, right, origin)
    elif isinstance(left, Instance):
        result = _special(machine, operator, left, right, origin)
    else:
        result = undefined.binary(machine, operator, left, right, origin)
        if result is None:
            result = python.binary(machine, operator, left, right)
    if result is not None:
        return result
    return machine.unknown_of(("binary", operator, term_of(left), term_of(right)))


def _special(
    machine: Machine, operator: str, left: Instance, right: Value, origin: Origin
) -> Value | None:
    from kerascop.interpreter.classes import find_member

    name = _SPECIAL.get(operator)
    member = None if name is None else find_member(left.cls, name)
    if isinstance(member, Function):
        return machine.call_with(member, (left, right), origin)
    return None


def apply_unary(machine: Machine, operator: str, operand: Value, origin: Origin) -> Value:
    """`-x`, `not x` …"""
    if operator == "not":
        known = machine.truth(operand)
        if known is not None:
            return FALSE if known else TRUE
        return machine.unknown_of(("unary", "not", term_of(operand)))
    result: Value | None = None
    if isinstance(operand, TensorValue):
        result = tensors.unary(machine, operator, operand, origin)
    elif isinstance(operand, ArrayValue):
        result = arrays.unary(machine, operator, operand, origin)
    else:
        result = python.unary(machine, operator, operand)
    if result is not None:
        return result
    return machine.unknown_of(("unary", operator, term_of(operand)))


def apply_comparison(
    machine: Machine, operator: str, left: Value, right: Value, origin: Origin
) -> Value:
    """`left operator right` for a comparison: a constant where it is decided."""
    machine.carry(left, right)
    if operator not in ("is", "is not", "in", "not in"):
        if isinstance(left, TensorValue) or isinstance(right, TensorValue):
            result = tensors.binary(machine, operator, left, right, origin)
            return result if result is not None else Unknown(("opaque", id(origin.node)))
        if isinstance(left, ArrayValue) or isinstance(right, ArrayValue):
            compared = arrays.compare(machine, operator, left, right, origin)
            return compared if compared is not None else Unknown(("opaque", id(origin.node)))
    if operator in ("in", "not in"):
        known = python.contains(machine, right, left)
        if isinstance(right, Unknown) and ("item", right.term, term_of(left)) in machine.held:
            known = True
        known = known if known is None or operator == "in" else not known
    else:
        known = python.compare(machine, operator, left, right)
    if known is not None:
        return TRUE if known else FALSE
    return _undecided(machine, operator, left, right)


_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


_ORDERS = frozenset({"<", "<=", ">", ">="})


def _undecided(machine: Machine, operator: str, left: Value, right: Value) -> Value:
    """The condition itself, with a constant on the right-hand side where there is one.

    Raises:
        Raised: `None` has no order.
    """
    if operator in _ORDERS and isinstance(left, Constant) and NONE in (left, right):
        machine.raise_("TypeError")
    if isinstance(left, Constant) and operator in _MIRRORED:
        left, right, operator = right, left, _MIRRORED[operator]
    return machine.unknown_of(("compare", operator, term_of(left), _comparand(right)))


def _comparand(value: Value) -> Term:
    from kerascop.interpreter.values import NOT_CONSTANT, python_value

    constant = python_value(value)
    if constant is not NOT_CONSTANT:
        if isinstance(constant, list):
            constant = tuple(constant)
        try:
            hash(constant)
        except TypeError:
            return term_of(value)
        return ("constant", constant)
    return term_of(value)


def apply_subscript(machine: Machine, value: Value, index: Value, origin: Origin) -> Value:
    """`value[index]`."""
    result: Value | None = None
    if isinstance(value, TensorValue):
        result = tensors.subscript(machine, value, index, origin)
    elif isinstance(value, ArrayValue):
        result = arrays.subscript(machine, value, index, origin)
    elif isinstance(value, Instance):
        from kerascop.interpreter.classes import find_member

        member = find_member(value.cls, "__getitem__")
        if isinstance(member, Function):
            return machine.call_with(member, (value, index), origin)
    elif isinstance(value, LogsValue):
        result = special(machine, value, "__getitem__", origin, index)
    elif isinstance(value, External):
        result = External(value.path) if value.path.startswith("typing.") else None
    else:
        result = python.subscript(machine, value, index)
    if result is not None:
        return result
    return machine.unknown_of(("item", term_of(value), term_of(index)))
