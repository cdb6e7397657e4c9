"""Comprehensions: what they collect, and whether that is all that they collect."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from kerascop.interpreter.forgetting import forget, forget_rounds
from kerascop.interpreter.python.keys import key_of, set_of_items
from kerascop.interpreter.scopes import Scope, ScopeKind
from kerascop.interpreter.values import (
    NOT_CONSTANT,
    DictValue,
    ListValue,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


_Comprehension: TypeAlias = "ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp"


def _comprehension_items(
    machine: Machine, node: _Comprehension, scope: Scope, results: Callable[[Scope], Value]
) -> tuple[tuple[Value, ...], bool]:
    items: list[Value] = []
    inner = Scope(ScopeKind.FUNCTION, scope.module, scope, transparent=True)
    clauses = node.generators
    outermost = machine.evaluate(clauses[0].iter, scope)
    exact = _comprehend(machine, clauses, outermost, inner, lambda: items.append(results(inner)))
    return tuple(items), exact


def _comprehend(
    machine: Machine,
    clauses: Sequence[ast.comprehension],
    iterable: Value,
    scope: Scope,
    emit: Callable[[], None],
) -> bool:
    from kerascop.interpreter.assignment import assign

    clause, *others = clauses
    known = machine.iterate(iterable)
    exact = known is not None
    for item in known if known is not None else (machine.element(iterable),):
        machine.step()
        assign(machine, clause.target, item, scope)
        keep = _kept(machine, clause, scope)
        if keep is False:
            continue
        exact = exact and keep is not None
        mark = machine.journal.mark()
        uncertain, machine.uncertain = machine.uncertain, machine.uncertain or not exact
        try:
            if others:
                inner = machine.evaluate(others[0].iter, scope)
                exact = _comprehend(machine, others, inner, scope, emit) and exact
            else:
                emit()
        finally:
            machine.uncertain = uncertain
        if keep is None:
            forget(machine, machine.journal.changes(mark))
        elif not exact:
            forget_rounds(machine, machine.journal.changes(mark), None)
    return exact


def _kept(machine: Machine, clause: ast.comprehension, scope: Scope) -> bool | None:
    """Do the conditions of a comprehension let the present item through?"""
    for condition in clause.ifs:
        keep = machine.truth(machine.evaluate(condition, scope))
        if keep is not True:
            return keep
    return True


def list_comprehension(machine: Machine, node: Any, scope: Scope) -> Value:
    """`[x for …]`; a generator expression as well, which nothing tells apart from its items."""
    return ListValue(
        *_comprehension_items(machine, node, scope, lambda inner: machine.evaluate(node.elt, inner))
    )


def set_comprehension(machine: Machine, node: ast.SetComp, scope: Scope) -> Value:
    """`{x for …}`."""
    items, exact = _comprehension_items(
        machine, node, scope, lambda inner: machine.evaluate(node.elt, inner)
    )
    return set_of_items(items, exact=exact)


def dict_comprehension(machine: Machine, node: ast.DictComp, scope: Scope) -> Value:
    """`{key: x for …}`."""
    entries: dict[Any, Value] = {}

    keys: list[Any] = []

    def pair(inner: Scope) -> Value:
        key = key_of(machine.evaluate(node.key, inner))
        value = machine.evaluate(node.value, inner)
        keys.append(key)
        if key is not NOT_CONSTANT:
            entries[key] = value
        return value

    _, exact = _comprehension_items(machine, node, scope, pair)
    return DictValue(entries, exact and NOT_CONSTANT not in keys)
