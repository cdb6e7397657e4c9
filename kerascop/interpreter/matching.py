"""`match`: the first case whose pattern is known to fit, or a fork over those that may."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kerascop.interpreter.branches import choose
from kerascop.interpreter.operators import apply_comparison, term_of
from kerascop.interpreter.values import FALSE, TRUE, Constant, External, Unknown, Value
from kerascop.syntax.nodes import captures_in

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.interpreter.scopes import Scope
    from kerascop.interpreter.statements import Completion


def run_match(machine: Machine, node: ast.Match, scope: Scope) -> Completion:
    """Execute a `match` statement."""
    subject = machine.evaluate(node.subject, scope)
    return _run_cases(machine, subject, node.cases, scope)


def _run_cases(
    machine: Machine, subject: Value, cases: Sequence[ast.match_case], scope: Scope
) -> Completion:
    from kerascop.interpreter.statements import run_block

    if not cases:
        return None
    case = cases[0]
    fits = _fits(machine, subject, case.pattern, scope)
    if case.guard is not None and machine.truth(fits) is not False:
        guard = machine.evaluate(case.guard, scope)
        if machine.truth(fits):
            fits = guard
        elif machine.truth(guard) is False:
            fits = FALSE
        else:
            fits = machine.unknown_of(("and", term_of(fits), term_of(guard)))
    return choose(
        machine,
        fits,
        lambda: run_block(machine, case.body, scope),
        lambda: _run_cases(machine, subject, cases[1:], scope),
        scope,
    )


def _fits(machine: Machine, subject: Value, pattern: ast.pattern, scope: Scope) -> Value:
    """Whether the subject fits the pattern, as a condition; names in it are bound."""
    match pattern:
        case ast.MatchValue():
            value = machine.evaluate(pattern.value, scope)
            return apply_comparison(machine, "==", subject, value, machine.origin(pattern, scope))
        case ast.MatchSingleton():
            value = Constant(pattern.value)
            return apply_comparison(machine, "is", subject, value, machine.origin(pattern, scope))
        case ast.MatchOr():
            return _fits_any(machine, subject, pattern.patterns, scope)
        case ast.MatchAs(pattern=inner, name=name):
            fits = TRUE if inner is None else _fits(machine, subject, inner, scope)
            if name is not None and machine.truth(fits) is not False:
                machine.journal.put(scope.home(name).names, name, subject)
            return fits
        case ast.MatchSequence():
            return _fits_sequence(machine, subject, pattern, scope)
        case ast.MatchClass(patterns=[], kwd_attrs=[]):
            return _is_instance(machine, subject, pattern, scope)
        case _:
            _bind_unknown(machine, pattern, scope)
            return _undecided(subject, pattern)


def _fits_any(
    machine: Machine, subject: Value, patterns: Sequence[ast.pattern], scope: Scope
) -> Value:
    undecided: Value | None = None
    for pattern in patterns:
        fits = _fits(machine, subject, pattern, scope)
        known = machine.truth(fits)
        if known:
            return TRUE
        if known is None:
            undecided = (
                fits
                if undecided is None
                else machine.unknown_of(("or", term_of(undecided), term_of(fits)))
            )
    return FALSE if undecided is None else undecided


def _fits_sequence(
    machine: Machine, subject: Value, pattern: ast.MatchSequence, scope: Scope
) -> Value:
    items = machine.iterate(subject)
    parts = pattern.patterns
    if items is None or any(isinstance(part, ast.MatchStar) for part in parts):
        _bind_unknown(machine, pattern, scope)
        return _undecided(subject, pattern)
    if len(items) != len(parts):
        return FALSE
    result: Value = TRUE
    for item, part in zip(items, parts, strict=True):
        fits = _fits(machine, item, part, scope)
        if machine.truth(fits) is False:
            return FALSE
        if machine.truth(fits) is None:
            result = (
                fits
                if result is TRUE
                else machine.unknown_of(("and", term_of(result), term_of(fits)))
            )
    return result


def _undecided(subject: Value, pattern: ast.pattern) -> Unknown:
    """The condition that this subject fits this pattern."""
    return Unknown(("fits", term_of(subject), id(pattern)))


def _is_instance(machine: Machine, subject: Value, pattern: ast.MatchClass, scope: Scope) -> Value:
    origin = machine.origin(pattern, scope)
    cls = machine.evaluate(pattern.cls, scope)
    asked = machine.call_with(External("builtins.isinstance"), (subject, cls), origin)
    return asked if machine.truth(asked) is not None else _undecided(subject, pattern)


def _bind_unknown(machine: Machine, pattern: ast.pattern, scope: Scope) -> None:
    for part, name in captures_in(pattern):
        machine.journal.put(scope.home(name).names, name, machine.unknown(part))
