"""Branches: taken where the condition is decided, forked or joined where it is not.

Where nothing decides a condition, both sides are tried and taken back. If one of them raises for
certain, the other is what programs live with. If both leave the same world behind, there is nothing to
decide. Otherwise the path forks, or, past the bound, the sides are joined: what they leave different
becomes unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import libcst as cst

from kerascop.interpreter.journal import Changes
from kerascop.interpreter.limits import MAX_SPECULATION, Raised
from kerascop.interpreter.values import (
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
    from kerascop.interpreter.scopes import Scope
    from kerascop.interpreter.statements import Completion

@dataclass(frozen=True, eq=False)
class _Outcome:
    """What trying a side showed: how it ends, and what it changes."""

    raises: bool
    completion: Completion
    changes: Changes


def run_branches(
    machine: Machine,
    test: Value,
    body: Sequence[cst.CSTNode],
    otherwise: Sequence[cst.CSTNode],
    scope: Scope,
) -> Completion:
    """Execute the side of an `if` that the condition takes."""
    from kerascop.interpreter.statements import run_block

    known = machine.truth(test)
    if known is not None:
        return run_block(machine, body if known else otherwise, scope)
    if machine.speculation >= MAX_SPECULATION:
        return _run_joined(machine, body, otherwise, scope)
    one = _try(machine, body, scope)
    other = _try(machine, otherwise, scope)
    if one.raises is not other.raises:
        return run_block(machine, otherwise if one.raises else body, scope)
    if _same(one, other):
        return run_block(machine, body, scope)
    decided = machine.decide(test)
    if decided is None:
        return _run_joined(machine, body, otherwise, scope)
    return run_block(machine, body if decided else otherwise, scope)


def _try(machine: Machine, body: Sequence[cst.CSTNode], scope: Scope) -> _Outcome:
    """Execute a side and take it back."""
    from kerascop.interpreter.statements import run_block

    mark = machine.journal.mark()
    yields = len(scope.yields)
    machine.speculation += 1
    try:
        completion = run_block(machine, body, scope)
        return _Outcome(False, completion, machine.journal.changes(mark))
    except Raised:
        return _Outcome(True, None, machine.journal.changes(mark))
    finally:
        machine.speculation -= 1
        machine.journal.rollback(mark)
        del scope.yields[yields:]


def _same(one: _Outcome, other: _Outcome) -> bool:
    """Do both sides leave the same world behind?"""
    if one.changes.appended or other.changes.appended:
        return False
    if not _same_completion(one.completion, other.completion):
        return False
    if one.changes.places.keys() != other.changes.places.keys():
        return False
    return all(
        _alike(value, other.changes.places[place][2])
        for place, (_, _, value) in one.changes.places.items()
    )


def _alike(one: object, other: object) -> bool:
    if one is other:
        return True
    if isinstance(one, TupleValue) and isinstance(other, TupleValue):
        return len(one.items) == len(other.items) and all(
            _alike(*pair) for pair in zip(one.items, other.items, strict=True)
        )
    return isinstance(one, Constant | Unknown) and one == other


def _same_completion(one: Any, other: Any) -> bool:
    from kerascop.interpreter.statements import Returned

    if isinstance(one, Returned) and isinstance(other, Returned):
        return _alike(one.value, other.value)
    return one is other


def _run_joined(
    machine: Machine,
    body: Sequence[cst.CSTNode],
    otherwise: Sequence[cst.CSTNode],
    scope: Scope,
) -> Completion:
    """Execute both sides one after the other, and forget what either of them changed."""
    from kerascop.interpreter.statements import run_block

    was_uncertain, machine.uncertain = machine.uncertain, True
    completions: list[Completion] = []
    mark = machine.journal.mark()
    try:
        for side in (body, otherwise):
            try:
                completions.append(run_block(machine, side, scope))
            except Raised:
                continue
        forget(machine, machine.journal.changes(mark))
    finally:
        machine.uncertain = was_uncertain
    return _joined_completion(machine, completions)


def _joined_completion(machine: Machine, completions: list[Completion]) -> Completion:
    from kerascop.interpreter.statements import Returned

    if not completions:
        raise Raised("Exception")
    if any(completion is None for completion in completions):
        return None
    returned = [each.value for each in completions if isinstance(each, Returned)]
    if len(returned) == 2 and not _alike(returned[0], returned[1]):
        return Returned(Unknown(("joined", "return")))
    return completions[0]


def forget(machine: Machine, changes: Changes) -> None:
    """Make everything that was written unknown: it may have happened, any number of times."""
    for container, key, value in changes.places.values():
        if isinstance(value, ListValue | SetValue | DictValue):
            machine.journal.set(value, "exact", False)
        owner_list = key == "items" and isinstance(value, tuple)
        if owner_list:
            machine.journal.put(container, "exact", False)
        elif key == "layers":
            machine.journal.put(container, key, None)
        elif isinstance(value, Value) and isinstance(key, str):
            machine.journal.put(container, key, Unknown(("joined", key)))


def forget_counters(machine: Machine, changes: Changes) -> None:
    """After a loop of unknown length: what it counted, joined or collected is unknown."""
    for container, key, value in changes.places.values():
        if key == "items" and isinstance(value, tuple):
            machine.journal.put(container, "exact", False)
        elif isinstance(value, ListValue | SetValue | DictValue):
            machine.journal.set(value, "exact", False)
        elif isinstance(key, str) and _accumulates(value):
            machine.journal.put(container, key, Unknown(("looped", key)))


def _accumulates(value: object) -> bool:
    """Is the value of a kind that the next time round may make another one of?"""
    if isinstance(value, Constant):
        return isinstance(value.value, int | float | str) and not isinstance(value.value, bool)
    return isinstance(value, TupleValue | Unknown)


