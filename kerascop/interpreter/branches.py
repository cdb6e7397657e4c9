"""Branches: taken where the condition is decided, forked or joined where it is not.

Where nothing decides a condition, both sides are tried and taken back. If one of them raises for
certain, the other is what programs live with. If both leave the same world behind, there is nothing
to decide. Otherwise the path forks, or, past the bound, the sides are joined: what they leave
different becomes unknown.

A side that leaves the block (`return`, `break`) while the other goes on cannot be joined with it.
It is noted in the scope as a way out that may have been taken, and all that happens from there to
the end of the function or loop is uncertain: it is forgotten at that end (see `settle`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from kerascop.interpreter.forgetting import forget
from kerascop.interpreter.journal import Changes
from kerascop.interpreter.limits import WRITES_OF_A_STEP, Raised
from kerascop.interpreter.values import Constant, TupleValue, Unknown, Value

if TYPE_CHECKING:
    import ast

    from kerascop.interpreter.machine import Machine
    from kerascop.interpreter.scopes import Exit, Scope
    from kerascop.interpreter.statements import Completion

Side: TypeAlias = "Callable[[], Completion]"


class Outcome(Struct, frozen=True, eq=False):
    """What trying a side showed: the exception that it raises or how it ends, what it changes, and
    what it yields meanwhile.
    """

    raised: str | None
    completion: Completion
    changes: Changes
    yields: Sequence[Value]
    exits: Sequence[Exit]

    @property
    def does_nothing(self) -> bool:
        return self.changes.none and self.completion is None and not self.yields and not self.exits


def run_branches(
    machine: Machine,
    test: Value,
    body: Sequence[ast.stmt],
    otherwise: Sequence[ast.stmt],
    scope: Scope,
) -> Completion:
    """Execute the side of an `if` that the condition takes."""
    from kerascop.interpreter.statements import run_block

    return choose(
        machine,
        test,
        lambda: run_block(machine, body, scope),
        lambda: run_block(machine, otherwise, scope),
        scope,
    )


def choose(machine: Machine, test: Value, body: Side, otherwise: Side, scope: Scope) -> Completion:
    """Execute one side if the condition holds, the other if it does not.

    Raises:
        Raised: the side that is taken, or both, raise for certain.
    """
    known = machine.truth(test)
    if known is not None:
        return body() if known else otherwise()
    one, other = attempt(machine, body, scope), attempt(machine, otherwise, scope)
    if one.raised is not None and other.raised is not None:
        raise Raised(one.raised)
    if one.raised is not None or other.raised is not None:
        machine.assume(test, answer=one.raised is None)
        return body() if one.raised is None else otherwise()
    if _same(one, other):
        return None if one.does_nothing else body()
    decided = machine.decide(test)
    if decided is None:
        return _join(machine, one, other, scope)
    return body() if decided else otherwise()


def attempt(machine: Machine, side: Side, scope: Scope) -> Outcome:
    """Execute a side and take it back."""
    mark = machine.journal.mark()
    yields, exits, uncertain = len(scope.yields), len(scope.exits), machine.uncertain
    completion: Completion = None
    raised: str | None = None
    machine.speculation += 1
    try:
        try:
            completion = side()
        except Raised as error:
            raised = error.name
        changes = machine.journal.changes(mark)
        machine.spend(changes.written // WRITES_OF_A_STEP)
        return Outcome(
            raised,
            completion,
            changes,
            scope.yields[yields:],
            scope.exits[exits:],
        )
    finally:
        machine.speculation -= 1
        machine.uncertain = uncertain
        machine.journal.rollback(mark)
        del scope.yields[yields:], scope.exits[exits:]


def _same(one: Outcome, other: Outcome) -> bool:
    """Do both sides leave the same world behind?"""
    if one.changes.appended or other.changes.appended or one.exits or other.exits:
        return False
    if not _same_completion(one.completion, other.completion):
        return False
    if len(one.yields) != len(other.yields) or not all(map(alike, one.yields, other.yields)):
        return False
    if one.changes.places.keys() != other.changes.places.keys():
        return False
    return all(
        alike(change.value, other.changes.places[place].value)
        for place, change in one.changes.places.items()
    )


def alike(one: object, other: object) -> bool:
    """Are both one and the same value?"""
    if one is other:
        return True
    if isinstance(one, TupleValue) and isinstance(other, TupleValue):
        return len(one.items) == len(other.items) and all(
            alike(*pair) for pair in zip(one.items, other.items, strict=True)
        )
    if isinstance(one, Constant) and isinstance(other, Constant):
        return type(one.value) is type(other.value) and one == other
    return isinstance(one, Unknown) and one == other


def _same_completion(one: Any, other: Any) -> bool:
    from kerascop.interpreter.statements import Returned

    if isinstance(one, Returned) and isinstance(other, Returned):
        return alike(one.value, other.value)
    return one is other


def _join(machine: Machine, one: Outcome, other: Outcome, scope: Scope) -> Completion:
    """Live with both sides: forget what either of them changed."""
    for side in (one, other):
        forget(machine, side.changes)
        for items, item in side.changes.appended:
            machine.journal.append(items, item)
        scope.yields.extend(side.yields)
        scope.sampled = scope.sampled or bool(side.yields)
        for left in side.exits:
            leave(machine, left.completion, scope)
    return _joined_completion(machine, (one.completion, other.completion), scope)


def _joined_completion(
    machine: Machine, completions: tuple[Completion, Completion], scope: Scope
) -> Completion:
    from kerascop.interpreter.statements import Returned

    one, other = completions
    if isinstance(one, Returned) and isinstance(other, Returned):
        return Returned(joined(machine, one.value, other.value))
    if one is other:
        return one
    # Whichever side stays longest is followed; the other one may have been the way out.
    staying, leaving = (one, other) if one is None or isinstance(other, Returned) else (other, one)
    leave(machine, leaving, scope)
    return staying


def joined(machine: Machine, *values: Value) -> Value:
    """The value that is one of these."""
    first = values[0]
    if all(alike(first, value) for value in values[1:]):
        return first
    return machine.fresh("joined", "return")


def leave(machine: Machine, completion: Completion, scope: Scope) -> None:
    """Note that the block may have been left here: what follows may not happen."""
    from kerascop.interpreter.scopes import Exit

    scope.exits.append(Exit(completion, machine.journal.mark()))
    machine.uncertain = True


def settle(
    machine: Machine, scope: Scope, before: int, uncertain: bool, *, of_loop: bool
) -> list[Value]:
    """At the end of a loop or function: forget what may not have happened in it.

    Args:
        machine: the machine.
        scope: the scope of the function around.
        before: how many ways out there were at the start.
        uncertain: whether it was uncertain at the start that anything happens.
        of_loop: is it a loop that ends? A `return` out of it leaves the rest uncertain.

    Returns:
        What may have been returned on the way.
    """
    from kerascop.interpreter.statements import Returned

    passed = scope.exits[before:]
    returned = [each.completion.value for each in passed if isinstance(each.completion, Returned)]
    if passed:
        forget(machine, machine.journal.changes(passed[0].mark))
        scope.exits[before:] = [
            each for each in passed if of_loop and isinstance(each.completion, Returned)
        ]
    machine.uncertain = uncertain or len(scope.exits) > before
    return returned
