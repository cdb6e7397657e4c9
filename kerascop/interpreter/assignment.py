"""Assignment: binding names, attributes, items, and several of them at once."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kerascop.interpreter.attributes import hold
from kerascop.interpreter.course import name_result
from kerascop.interpreter.forgetting import shape_alone
from kerascop.interpreter.operators import apply_subscript
from kerascop.interpreter.python.items import assign_item
from kerascop.interpreter.scopes import Scope
from kerascop.interpreter.values import (
    ArrayValue,
    Constant,
    ListValue,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


def assign(machine: Machine, target: ast.expr, value: Value, scope: Scope) -> None:
    """Bind a target, whatever its form, to a value."""
    match target:
        case ast.Name(id=name):
            machine.journal.put(scope.home(name).names, name, value)
            if isinstance(value, Unknown):
                name_result(machine, value.term, name, machine.origin(target, scope))
        case ast.Tuple() | ast.List():
            _unpack(machine, target.elts, value, scope)
        case ast.Attribute():
            receiver = machine.evaluate(target.value, scope)
            if target.attr == "trainable":
                from kerascop.interpreter.keras.freezing import note_trainable

                note_trainable(machine, receiver, value, machine.origin(target, scope))
            machine.set_attribute(receiver, target.attr, value)
        case ast.Subscript():
            _assign_item(machine, target, value, scope)
        case ast.Starred():
            assign(machine, target.value, value, scope)


def _unpack(machine: Machine, targets: Sequence[ast.expr], value: Value, scope: Scope) -> None:
    items = machine.iterate(value)
    stars = [place for place, target in enumerate(targets) if isinstance(target, ast.Starred)]
    if items is None or len(items) != len(targets) and not stars or len(items) < len(targets) - 1:
        _unpack_unknown(machine, targets, value, scope)
        return
    if stars:
        before = stars[0]
        after = len(targets) - before - 1
        middle = ListValue(items[before : len(items) - after])
        items = (*items[:before], middle, *items[len(items) - after :])
    for target, item in zip(targets, items, strict=True):
        assign(machine, target, item, scope)


def _unpack_unknown(
    machine: Machine, targets: Sequence[ast.expr], value: Value, scope: Scope
) -> None:
    from kerascop.interpreter.operators import term_of

    starred = False
    for place, target in enumerate(targets):
        if isinstance(target, ast.Starred):
            starred = True
            part: Value = ListValue((machine.element(value),), exact=False)
        else:
            index = place - len(targets) if starred else place
            part = machine.unknown_of(("item", term_of(value), ("constant", index)))
        assign(machine, target, part, scope)


def _assign_item(machine: Machine, target: ast.Subscript, value: Value, scope: Scope) -> None:
    container = machine.evaluate(target.value, scope)
    index = machine.evaluate(target.slice, scope)
    if isinstance(container, Unknown):
        _hold_item(machine, container, index, value, scope, target)
    replaced = assign_item(machine, container, index, value)
    is_array = isinstance(container, ArrayValue) and isinstance(replaced, ArrayValue)
    if is_array and replaced is not container:
        machine.journal.put(machine.changed, container, replaced)
    root = target.value
    while isinstance(root, ast.Subscript):
        root = root.value
    whole = None if root is target.value else machine.evaluate(root, scope)
    if isinstance(whole, ArrayValue):
        machine.journal.put(machine.changed, whole, shape_alone(whole))


def _hold_item(
    machine: Machine,
    container: Unknown,
    index: Value,
    value: Value,
    scope: Scope,
    target: ast.Subscript,
) -> None:
    """Store an item in something unknown: it is found there again."""
    place = apply_subscript(machine, container, index, machine.origin(target, scope))
    if isinstance(index, Constant) and isinstance(place, Unknown):
        hold(machine, place, value)
        return
    for term in [term for term in machine.held if term[:2] == ("item", container.term)]:
        machine.journal.put(machine.held, term, machine.fresh("joined", "item"))
