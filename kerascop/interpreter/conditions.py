"""Truth of values, and what to do where it is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.interpreter.terms import Term
from kerascop.interpreter.values import (
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
    TupleValue,
    Unknown,
    UserClass,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_ALWAYS_TRUE = (
    Function,
    UserClass,
    BoundMethod,
    NativeMethod,
    Partial,
    ProjectModule,
    External,
    LayerValue,
    ModelValue,
    LibraryObject,
    BatchesValue,
)


def certain_truth(value: Value) -> bool | None:
    """The truth of a value by itself, whatever the path assumes."""
    match value:
        case Constant(value=constant):
            return bool(constant)
        case TupleValue(items=items):
            return bool(items)
        case ListValue(items=items, exact=exact) | SetValue(items=items, exact=exact):
            return bool(items) if exact else None
        case DictValue(entries=entries, exact=exact):
            return bool(entries) if exact or entries else None
        case Instance(cls=cls):
            return None if {"__bool__", "__len__"} & cls.namespace.keys() else True
        case ArrayValue():
            return None
        case _ if isinstance(value, _ALWAYS_TRUE):
            return True
        case _:
            return None


def condition_term(value: Unknown) -> tuple[Term, bool]:
    """The positive form of a condition, and whether it was negated: `not x` is (x, True)."""
    term, negated = value.term, False
    while True:
        match term:
            case ("unary", "not", tuple(inner)):
                term, negated = inner, not negated
            case ("compare", "!=", left, right):
                term, negated = ("compare", "==", left, right), not negated
            case ("compare", "is not", left, right):
                term, negated = ("compare", "is", left, right), not negated
            case ("compare", "not in", left, right):
                term, negated = ("compare", "in", left, right), not negated
            case _:
                return term, negated


def truth(machine: Machine, value: Value) -> bool | None:
    """Is the value true, given what the path has assumed so far?"""
    certain = certain_truth(value)
    if certain is not None or not isinstance(value, Unknown):
        return certain
    term, negated = condition_term(value)
    known = machine.path.known(term)
    return None if known is None else known is not negated


def decide(machine: Machine, value: Value) -> bool | None:
    """Is the value true? Where nothing says so, assume it, and leave the other side to another run."""
    known = truth(machine, value)
    if known is not None:
        return known
    if not isinstance(value, Unknown) or not machine.path.may_fork:
        return None
    if machine.speculation or machine.quiet:
        return None
    term, negated = condition_term(value)
    machine.path.take(term, not negated)
    return True
