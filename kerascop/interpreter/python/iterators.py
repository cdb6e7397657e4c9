"""`itertools`: combinations of known items, and endless iterators, which are of unknown length."""

from __future__ import annotations

import itertools as python
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from kerascop.interpreter.python.bounds import MAX_UNROLLED, list_of
from kerascop.interpreter.python.iteration import element, samples_of
from kerascop.interpreter.python.signatures import bound, positional
from kerascop.interpreter.python.symbolic import call
from kerascop.interpreter.registry import function
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    ListValue,
    TupleValue,
    Unknown,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


_MAX_CHOSEN = 16
"""The longest combinations that are spelled out."""


def _rows(rows: Iterable[tuple[Value, ...]]) -> ListValue:
    """A list of tuples, of samples if there are too many."""
    spelled = [TupleValue(row) for row in python.islice(rows, MAX_UNROLLED + 1)]
    return list_of(spelled, exact=len(spelled) <= MAX_UNROLLED)


@function("itertools.product")
def _product(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments)
    times = arguments.constant("repeat", default=1)
    if given is None or not isinstance(times, int) or not 0 <= times <= _MAX_CHOSEN:
        return None
    columns = [samples_of(machine, value) for value in given]
    if all(exact for _, exact in columns):
        return _rows(python.product(*(items for items, _ in columns), repeat=times))
    row = tuple(element(machine, value) for value in given) * times
    return ListValue((TupleValue(row),), exact=False)


_CHOOSING: dict[str, Callable[..., Iterable[tuple[Value, ...]]]] = {
    "combinations": python.combinations,
    "combinations_with_replacement": python.combinations_with_replacement,
    "permutations": python.permutations,
}


def _register_choosing(name: str, choose: Callable[..., Iterable[tuple[Value, ...]]]) -> None:
    @function(f"itertools.{name}")
    def handler(machine: Machine, arguments: Arguments) -> Value | None:
        given = bound(arguments, ("iterable", "r"), 1)
        items = None if given is None or given[0] is None else machine.iterate(given[0])
        if given is None or items is None:
            return None
        size = len(items) if given[1] is None else python_value(given[1])
        if not isinstance(size, int) or not 0 <= size <= _MAX_CHOSEN:
            return None
        return _rows(choose(items, size))


for _name, _choose in _CHOOSING.items():
    _register_choosing(_name, _choose)


@function("itertools.repeat")
def _repeat(machine: Machine, arguments: Arguments) -> Value | None:
    given = bound(arguments, ("object", "times"), 1)
    if given is None or given[0] is None:
        return None
    times: Any = None if given[1] is None else python_value(given[1])
    if isinstance(times, int) and times <= MAX_UNROLLED:
        return ListValue((given[0],) * max(times, 0))
    return ListValue((given[0],), exact=False)


@function("itertools.count")
def _count(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 0, 2)
    name = None if given is None else call("itertools.count", *given)
    return ListValue((element(machine, name or Unknown(("call", "count", None))),), exact=False)


@function("itertools.cycle")
def _cycle(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 1)
    if given is None:
        return None
    items, _ = samples_of(machine, given[0])
    return list_of(items, exact=False)


@function("itertools.zip_longest")
def _zip_longest(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1)
    if given is None:
        return None
    fill = arguments.get("fillvalue") or NONE
    columns = [samples_of(machine, value) for value in given]
    if not all(exact for _, exact in columns):
        return None
    return _rows(python.zip_longest(*(items for items, _ in columns), fillvalue=fill))


@function("itertools.islice")
def _islice(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 2, 4)
    if given is None:
        return None
    items, exact = samples_of(machine, given[0])
    bounds = [python_value(value) for value in given[1:]]
    plain = all(limit is None or (isinstance(limit, int) and limit >= 0) for limit in bounds)
    if not exact or not plain or 0 in bounds[2:]:
        return list_of(items, exact=False)
    within = [None if limit is None else min(limit, len(items) + 1) for limit in bounds]
    return list_of(list(python.islice(items, *within)))


@function("itertools.accumulate")
def _accumulate(machine: Machine, arguments: Arguments) -> Value | None:
    from kerascop.interpreter.operators import apply_binary

    given = bound(arguments, ("iterable", "func"), 1)
    items = None if given is None or given[0] is None else machine.iterate(given[0])
    if given is None or items is None:
        return None
    totals: list[Value] = list(items[:1])
    for item in items[1:]:
        machine.step()
        if given[1] is None:
            totals.append(apply_binary(machine, "+", totals[-1], item, arguments.origin))
        else:
            totals.append(machine.call_with(given[1], (totals[-1], item), arguments.origin))
    return list_of(totals)


@function("itertools.pairwise")
def _pairwise(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 1)
    items = None if given is None else machine.iterate(given[0])
    return None if items is None else _rows(python.pairwise(items))


@function("itertools.starmap")
def _starmap(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 2, 2)
    rows = None if given is None else machine.iterate(given[1])
    results: list[Value] = []
    for row in rows or ():
        spread = machine.iterate(row)
        if given is None or spread is None:
            return None
        results.append(machine.call_with(given[0], spread, arguments.origin))
    return None if rows is None else list_of(results)
