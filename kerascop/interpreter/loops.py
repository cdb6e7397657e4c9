"""Loops: unrolled over what is known, run once with a symbolic item over what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from kerascop.interpreter.branches import forget_counters
from kerascop.interpreter.limits import MAX_IDLE_ITERATIONS, MAX_UNROLLED_STEPS, Raised
from kerascop.interpreter.values import Constant, Value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.interpreter.scopes import Scope
    from kerascop.interpreter.statements import Completion


def run_for(machine: Machine, node: cst.For, scope: Scope) -> Completion:
    """Execute a `for` loop."""
    from kerascop.interpreter.statements import Flow, Returned, assign, run_block

    iterable = machine.evaluate(node.iter, scope)
    items = machine.iterate(iterable)
    if items is None:
        return _run_once(machine, node, machine.element(iterable), scope)
    start = machine.steps
    mark = machine.journal.mark()
    broken = False
    for iteration, item in enumerate(items):
        assign(machine, node.target, item, scope)
        completion = run_block(machine, node.body.body, scope)
        if isinstance(completion, Returned):
            return completion
        if completion is Flow.BREAK:
            broken = True
            break
        if machine.steps - start > MAX_UNROLLED_STEPS or (
            iteration == MAX_IDLE_ITERATIONS and _idle(machine, mark, scope)
        ):
            forget_counters(machine, machine.journal.changes(mark))
            break
    if node.orelse is not None and not broken:
        return run_block(machine, node.orelse.body.body, scope)
    return None


def _idle(machine: Machine, mark: int, scope: Scope) -> bool:
    """Has the loop so far only bound local names, and built, added or trained nothing?"""
    changes = machine.journal.changes(mark)
    return not changes.appended and all(
        container is scope.names for container, _, _ in changes.places.values()
    )


def _run_once(
    machine: Machine, node: cst.For | cst.While, item: Value | None, scope: Scope
) -> Completion:
    """Execute the body once, for all the times that it may be executed."""
    from kerascop.interpreter.statements import Flow, Returned, assign, run_block

    mark = machine.journal.mark()
    was_uncertain, machine.uncertain = machine.uncertain, True
    completion: Completion = None
    try:
        if item is not None:
            assign(machine, node.target, item, scope)  # type: ignore[union-attr]
        completion = run_block(machine, node.body.body, scope)
    except Raised:
        completion = None
    finally:
        machine.uncertain = was_uncertain
    forget_counters(machine, machine.journal.changes(mark))
    if isinstance(completion, Returned):
        return completion
    if node.orelse is not None and completion is not Flow.BREAK:
        return run_block(machine, node.orelse.body.body, scope)
    return None


def run_while(machine: Machine, node: cst.While, scope: Scope) -> Completion:
    """Execute a `while` loop: step by step while its condition is decided."""
    from kerascop.interpreter.statements import Flow, Returned, run_block

    start = machine.steps
    mark = machine.journal.mark()
    while True:
        test = machine.evaluate(node.test, scope)
        known = machine.truth(test)
        if known is None or (isinstance(test, Constant) and isinstance(node.test, cst.Name | cst.Integer)):
            return None if known is False else _run_once(machine, node, None, scope)
        if not known:
            break
        completion = run_block(machine, node.body.body, scope)
        if isinstance(completion, Returned):
            return completion
        if completion is Flow.BREAK:
            return None
        if machine.steps - start > MAX_UNROLLED_STEPS:
            forget_counters(machine, machine.journal.changes(mark))
            break
    if node.orelse is not None:
        return run_block(machine, node.orelse.body.body, scope)
    return None
