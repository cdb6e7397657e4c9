"""Built-ins that go over iterables: `range`, `zip`, `enumerate`, `map`, `filter`, `sorted` …

Iterators are lists here: what `next` takes from one is gone from the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kerascop.interpreter.python.bounds import MAX_UNROLLED, list_of
from kerascop.interpreter.python.iteration import element, samples_of
from kerascop.interpreter.python.lists import replace
from kerascop.interpreter.python.signatures import bound, positional
from kerascop.interpreter.python.sorting import in_order
from kerascop.interpreter.python.specials import special
from kerascop.interpreter.python.symbolic import call
from kerascop.interpreter.registry import function
from kerascop.interpreter.translating import from_dim
from kerascop.interpreter.values import (
    FALSE,
    NONE,
    TRUE,
    Arguments,
    ArrayValue,
    Constant,
    DictValue,
    GeneratorValue,
    LibraryObject,
    ListValue,
    SetValue,
    TensorValue,
    TupleValue,
    Unknown,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


@function("builtins.len")
def _len(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 1)
    if given is None:
        return None
    match given[0]:
        case TupleValue(items=items):
            return Constant(len(items))
        case ListValue(items=items, exact=exact) | SetValue(items=items, exact=exact):
            return Constant(len(items)) if exact else None
        case DictValue(entries=entries, exact=exact):
            return Constant(len(entries)) if exact else None
        case Constant(value=str() | bytes() as text):
            return Constant(len(text))
        case LibraryObject(attributes={"__items__": TupleValue(items=items)}):
            return Constant(len(items))
        case LibraryObject(attributes={"__len__": Value() as length}):
            return length
        case ArrayValue(facts=facts) if facts.shape:
            return None if facts.shape[0] is None else from_dim(facts.shape[0])
        case TensorValue(tensor=tensor) if tensor.shape:
            return None if tensor.shape[0] is None else from_dim(tensor.shape[0])
        case Unknown():
            return call("len", given[0])
        case _:
            counted = special(machine, given[0], "__len__", arguments.origin)
            # Python raises where there is no number: that way is not taken.
            return None if counted == NONE else counted


@function("builtins.range", "builtins.xrange", "six.moves.range", "tqdm.trange", "tqdm.auto.trange")
def _range(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 3)
    if given is None:
        return None
    bounds = [python_value(value) for value in given]
    if all(isinstance(limit, int) for limit in bounds) and 0 not in bounds[2:]:
        numbers = range(*bounds)
        if numbers[MAX_UNROLLED:]:
            return ListValue((element(machine, _name_of_range(given)),), exact=False)
        return TupleValue(tuple(Constant(number) for number in numbers))
    return ListValue((element(machine, _name_of_range(given)),), exact=False)


def _name_of_range(given: Sequence[Value]) -> Unknown:
    return call("range", *given) or Unknown(("call", "range", None))


@function("builtins.zip", "six.moves.zip", "itertools.izip")
def _zip(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments)
    if given is None or set(arguments.keywords) - {"strict"}:
        return None
    columns = [samples_of(machine, value) for value in given]
    if all(exact for _, exact in columns):
        rows = zip(*(items for items, _ in columns), strict=False)
        return list_of([TupleValue(row) for row in rows])
    if any(exact and not items for items, exact in columns):
        return ListValue(())
    row = TupleValue(tuple(element(machine, value) for value in given))
    return ListValue((row,), exact=False)


@function("builtins.enumerate")
def _enumerate(machine: Machine, arguments: Arguments) -> Value | None:
    given = bound(arguments, ("iterable", "start"), 1)
    if given is None or given[0] is None:
        return None
    items, exact = samples_of(machine, given[0])
    start = Constant(0) if given[1] is None else given[1]
    first = python_value(start)
    if exact and isinstance(first, int):
        pairs = [TupleValue((Constant(place), item)) for place, item in enumerate(items, first)]
        return list_of(pairs)
    place = element(machine, call("enumerate", given[0]) or Unknown(("call", "enumerate", None)))
    return ListValue(tuple(TupleValue((place, item)) for item in items), exact=False)


@function("builtins.map", "six.moves.map", "itertools.imap")
def _map(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 2)
    if given is None:
        return None
    apply, *iterables = given
    columns = [samples_of(machine, value) for value in iterables]
    exact = all(known for _, known in columns)
    rows = zip(*(items for items, _ in columns), strict=False)
    results = [
        machine.call_with(apply, row, arguments.origin)
        for row, _ in zip(rows, range(MAX_UNROLLED + 1), strict=False)
    ]
    return list_of(results, exact=exact and len(results) <= MAX_UNROLLED)


@function("builtins.filter", "six.moves.filter")
def _filter(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 2, 2)
    if given is None:
        return None
    keeps, iterable = given
    items, exact = samples_of(machine, iterable)
    kept: list[Value] = []
    for item in items[:MAX_UNROLLED]:
        answer = item if keeps == NONE else machine.call_with(keeps, (item,), arguments.origin)
        known = machine.truth(answer)
        if known is not False:
            kept.append(item)
        exact = exact and known is not None
    return list_of(kept, exact=exact and len(items) <= MAX_UNROLLED)


@function("builtins.sorted")
def _sorted(machine: Machine, arguments: Arguments) -> Value | None:
    if arguments.incomplete or not arguments.positional:
        return None
    items, exact = samples_of(machine, arguments.positional[0].value)
    ordered = in_order(machine, items, arguments) if exact else None
    return list_of(items, exact=False) if ordered is None else list_of(ordered)


@function("builtins.reversed")
def _reversed(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 1)
    if given is None:
        return None
    items, exact = samples_of(machine, given[0])
    return list_of(items[::-1], exact=exact)


@function("builtins.iter")
def _iter(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 1)
    if given is None:
        return None
    if isinstance(given[0], TupleValue | ListValue | SetValue | DictValue):
        items, exact = samples_of(machine, given[0])
        return list_of(items, exact=exact)
    found = special(machine, given[0], "__iter__", arguments.origin)
    return found if found is not None else given[0]


@function("builtins.next")
def _next(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 2)
    if given is None:
        return None
    iterator, default = given[0], given[1] if len(given) == 2 else None
    match iterator:
        case ListValue(items=items, exact=True) if items:
            if machine.uncertain:
                machine.journal.set(iterator, "exact", False)
            else:
                replace(machine, iterator, items[1:])
            return items[0]
        case ListValue(items=(), exact=True):
            if default is None and not machine.uncertain:
                machine.raise_("StopIteration")
            return default
        case ListValue(exact=False) | GeneratorValue() if default is None:
            return element(machine, iterator)
        case _:
            return special(machine, iterator, "__next__", arguments.origin)


@function("builtins.any")
def _any(machine: Machine, arguments: Arguments) -> Value | None:
    return _quantified(machine, arguments, decisive=True)


@function("builtins.all")
def _all(machine: Machine, arguments: Arguments) -> Value | None:
    return _quantified(machine, arguments, decisive=False)


def _quantified(machine: Machine, arguments: Arguments, *, decisive: bool) -> Value | None:
    given = positional(arguments, 1, 1)
    if given is None:
        return None
    items = machine.iterate(given[0])
    answers = [machine.truth(item) for item in items or ()]
    if decisive in answers:
        return TRUE if decisive else FALSE
    if items is None or None in answers:
        name = "any" if decisive else "all"
        return call(name, given[0] if items is None else TupleValue(items))
    return FALSE if decisive else TRUE


@function("tqdm.tqdm", "tqdm.auto.tqdm", "tqdm.notebook.tqdm", "tqdm.tqdm_notebook")
def _progress(machine: Machine, arguments: Arguments) -> Value | None:
    return arguments.get("iterable", 0)


@function("itertools.chain")
def _chain(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments)
    return None if given is None else chained(machine, given)


def chained(machine: Machine, iterables: Sequence[Value]) -> ListValue:
    """The items of all iterables, one after the other."""
    columns = [samples_of(machine, value) for value in iterables]
    items = [item for column, _ in columns for item in column]
    return list_of(items, exact=all(exact for _, exact in columns))


@function("itertools.chain.from_iterable")
def _chain_from(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 1)
    if given is None:
        return None
    iterables = machine.iterate(given[0])
    if iterables is None:
        within = element(machine, given[0])
        return ListValue((element(machine, within),), exact=False)
    return chained(machine, iterables)
