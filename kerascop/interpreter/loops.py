"""Loops: unrolled over what is known, run once with a symbolic item over what is not."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from kerascop.interpreter.branches import attempt, leave, settle
from kerascop.interpreter.course import in_loop
from kerascop.interpreter.forgetting import forget, forget_names, forget_rounds
from kerascop.interpreter.journal import Changes
from kerascop.interpreter.limits import Raised
from kerascop.interpreter.names import bound_in, leaves
from kerascop.interpreter.values import Constant, TensorValue, Value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.interpreter.scopes import Scope
    from kerascop.interpreter.statements import Completion


Loop: TypeAlias = "ast.For | ast.AsyncFor | ast.While"


def run_for(machine: Machine, node: ast.For | ast.AsyncFor, scope: Scope) -> Completion:
    """Execute a `for` loop."""
    iterable = machine.evaluate(node.iter, scope)
    items = machine.iterate(iterable)
    before, uncertain = len(scope.exits), machine.uncertain
    with in_loop(machine, machine.origin(node, scope), None if items is None else len(items)):
        if items is None:
            completion, broken = _run_once(machine, node, machine.element(iterable), scope)
        else:
            completion, broken = _unroll(machine, node, items, scope)
    return _end(machine, node, scope, completion, broken, before, uncertain)


def _end(
    machine: Machine,
    node: Loop,
    scope: Scope,
    completion: Completion,
    broken: bool,
    before: int,
    uncertain: bool,
) -> Completion:
    """Settle what was uncertain in the loop, and execute its `else`."""
    from kerascop.interpreter.statements import Flow, run_block

    left_early = any(isinstance(each.completion, Flow) for each in scope.exits[before:])
    settle(machine, scope, before, uncertain, of_loop=True)
    if left_early and completion is not None:
        leave(machine, completion, scope)
        completion = None
    if completion is not None or not node.orelse or (broken and not left_early):
        return completion
    if not left_early:
        return run_block(machine, node.orelse, scope)
    mark = machine.journal.mark()
    was_uncertain, machine.uncertain = machine.uncertain, True
    try:
        completion = run_block(machine, node.orelse, scope)
    except Raised:
        completion = None
    finally:
        machine.uncertain = was_uncertain
    forget(machine, machine.journal.changes(mark))
    if completion is not None:
        leave(machine, completion, scope)
    return None


def _unroll(
    machine: Machine, node: ast.For | ast.AsyncFor, items: tuple[Value, ...], scope: Scope
) -> tuple[Completion, bool]:
    from kerascop.interpreter.assignment import assign
    from kerascop.interpreter.statements import Flow, Returned, run_block

    start, mark, built = machine.steps, machine.journal.mark(), _built(machine)
    for iteration, item in enumerate(items):
        assign(machine, node.target, item, scope)
        completion = run_block(machine, node.body, scope)
        if isinstance(completion, Returned):
            return completion, False
        if completion is Flow.BREAK:
            return None, True
        if iteration + 1 < len(items) and (
            _is_too_long(machine, start, built)
            or (iteration == machine.budget.idle_iterations and _idle(machine, node, mark, scope))
        ):
            _abandon(machine, node, mark, scope)
            break
    return None, False


def _is_too_long(machine: Machine, start: int, built: int) -> bool:
    """Has a loop taken all the steps that it may, given what it has built since it began?"""
    barren = _built(machine) == built
    budget = machine.budget
    return machine.steps - start > (budget.barren_steps if barren else budget.loop_steps)


def _built(machine: Machine) -> int:
    """How much was made, put together and trained so far."""
    trace = machine.trace
    made = len(trace.made) + len(trace.models) + len(trace.applied)
    return made + len(trace.compiles) + len(trace.fits)


def _idle(machine: Machine, node: ast.For | ast.AsyncFor, mark: int, scope: Scope) -> bool:
    """Has the loop so far only bound local names, and built, added or trained nothing?"""
    changes = machine.journal.changes(mark)
    return (
        not changes.appended
        and all(change.container is scope.names for change in changes.places.values())
        and not any(map(leaves, node.body))
    )


def _abandon(machine: Machine, node: Loop, mark: int, scope: Scope) -> None:
    """Leave a loop that is not over: all that it has changed, or may still bind, is unknown."""
    forget(machine, machine.journal.changes(mark))
    forget_names(machine, bound_in(node), scope)


def _run_once(
    machine: Machine, node: Loop, item: Value | None, scope: Scope
) -> tuple[Completion, bool]:
    """Execute the body once, for all the times that it may be executed."""
    from kerascop.interpreter.assignment import assign
    from kerascop.interpreter.statements import Flow, Returned, run_block

    def once() -> Completion:
        if item is not None and not isinstance(node, ast.While):
            assign(machine, node.target, item, scope)
        return run_block(machine, node.body, scope)

    mark = machine.journal.mark()
    was_uncertain, machine.uncertain = machine.uncertain, True
    completion: Completion = None
    try:
        completion = once()
    except Raised:
        completion = None
    changes = machine.journal.changes(mark)
    again: Changes | None = None
    if any(_goes_round(change.value, change.old) for change in changes.places.values()):
        again = attempt(machine, once, scope).changes
    machine.uncertain = was_uncertain
    forget_rounds(machine, changes, again)
    changed = {change.key for change in changes.places.values()}
    forget_names(machine, bound_in(node) - changed, scope)
    if isinstance(completion, Returned) and not _endless(node):
        leave(machine, completion, scope)
        completion = None
    return completion if isinstance(completion, Returned) else None, completion is Flow.BREAK


def _goes_round(value: object, old: object) -> bool:
    return isinstance(value, TensorValue) and isinstance(old, TensorValue)


def _endless(node: Loop) -> bool:
    """Is it certain that the body is executed?"""
    return isinstance(node, ast.While) and isinstance(node.test, ast.Name | ast.Constant)


def run_while(machine: Machine, node: ast.While, scope: Scope) -> Completion:
    """Execute a `while` loop: step by step while its condition is decided."""
    from kerascop.interpreter.statements import Flow, Returned, run_block

    start, mark, built = machine.steps, machine.journal.mark(), _built(machine)
    before, uncertain = len(scope.exits), machine.uncertain
    completion: Completion = None
    broken = False
    while True:
        test = machine.evaluate(node.test, scope)
        known = machine.truth(test)
        if known is None or (known and isinstance(test, Constant) and _endless(node)):
            with in_loop(machine, machine.origin(node, scope), None, endless=bool(known)):
                completion, broken = _run_once(machine, node, None, scope)
            break
        if not known:
            break
        with in_loop(machine, machine.origin(node, scope), None):
            completion = run_block(machine, node.body, scope)
        if isinstance(completion, Returned) or completion is Flow.BREAK:
            broken = completion is Flow.BREAK
            completion = None if broken else completion
            break
        completion = None
        if _is_too_long(machine, start, built):
            _abandon(machine, node, mark, scope)
            break
    return _end(machine, node, scope, completion, broken, before, uncertain)
