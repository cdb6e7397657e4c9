"""Truth of values, and what to do where it is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.interpreter.classes import find_member, has_unknown_base
from kerascop.interpreter.python.symbolic import lasting
from kerascop.interpreter.registry import FUNCTIONS
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
            return None if _decides_itself(cls) else True
        case External():
            return _certainly_true(value)
        case ArrayValue():
            return None
        case _ if isinstance(value, _ALWAYS_TRUE):
            return True
        case _:
            return None


def _decides_itself(cls: UserClass) -> bool:
    return has_unknown_base(cls) or any(
        find_member(cls, name) is not None for name in ("__bool__", "__len__")
    )


def _certainly_true(value: External) -> bool | None:
    """Modules, and what is known to be a function or class, are true; settings may not be."""
    known = "." not in value.path or value.path.startswith("builtins.")
    return True if known or value.symbol is not None or value.key in FUNCTIONS else None


def as_condition(value: Value) -> Unknown | None:
    """The value as something to have an opinion on: a setting of another library is one."""
    if isinstance(value, External):
        return Unknown(("external", value.path))
    return value if isinstance(value, Unknown) else None


def _is_constant(term: object) -> bool:
    return isinstance(term, tuple) and term[:1] == ("constant",)


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
            case ("compare", ">=", left, right) if not _is_constant(right):
                term, negated = ("compare", "<", left, right), not negated
            case ("compare", ">", left, right) if not _is_constant(right):
                term = ("compare", "<", right, left)
            case ("compare", "<=", left, right) if not _is_constant(right):
                term, negated = ("compare", "<", right, left), not negated
            case ("compare", "==" | "is" as operator, left, right) if not _is_constant(
                right
            ) and str(right) < str(left):
                term = ("compare", operator, right, left)
            case _:
                return term, negated


def truth(machine: Machine, value: Value) -> bool | None:
    """Is the value true, given what the path has assumed so far?"""
    certain = certain_truth(value)
    condition = as_condition(value)
    if certain is not None or condition is None:
        return certain
    return _known(machine, condition)


def _known(machine: Machine, condition: Unknown) -> bool | None:
    term, negated = condition_term(condition)
    known = machine.path.known(term)
    if known is None:
        match term:
            case ("and" | "or" as word, tuple(left), tuple(right)):
                answers = [_known(machine, Unknown(part)) for part in (left, right)]
                decisive = word == "or"
                if decisive in answers:
                    known = decisive
                elif None not in answers:
                    known = not decisive
    return None if known is None else known is not negated


def decide(machine: Machine, value: Value) -> bool | None:
    """Is the value true? Where nothing says so, assume it; another run takes the other side."""
    known = truth(machine, value)
    if known is not None:
        return known
    condition = as_condition(value)
    if condition is None or not machine.path.may_fork:
        return None
    if machine.speculation or machine.quiet:
        return None
    if machine.uncertain and not lasting(condition.term):
        return None
    return _decide(machine, condition)


def _decide(machine: Machine, condition: Unknown) -> bool | None:
    known = _known(machine, condition)
    if known is not None or not machine.path.may_fork:
        return known
    term, negated = condition_term(condition)
    match term:
        case ("and" | "or" as word, tuple(left), tuple(right)):
            decided = _decide(machine, Unknown(left))
            if decided is (word == "and"):
                decided = _decide(machine, Unknown(right))
            return None if decided is None else decided is not negated
    machine.path.take(term, not negated)
    return True


def assume(machine: Machine, value: Value, *, answer: bool) -> None:
    """Take an undecided condition for granted from here on."""
    condition = as_condition(value)
    if condition is None or truth(machine, value) is not None:
        return
    term, negated = condition_term(condition)
    answer = answer is not negated
    match term:
        case ("and" | "or" as word, tuple(left), tuple(right)) if answer is (word == "and"):
            assume(machine, Unknown(left), answer=answer)
            assume(machine, Unknown(right), answer=answer)
        case _:
            machine.journal.put(machine.path.taken, term, answer)
