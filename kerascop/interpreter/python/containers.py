"""`collections`: ordered and defaulting dictionaries, counters, queues, named tuples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kerascop.interpreter.python.dicts import pairs_of
from kerascop.interpreter.python.iteration import samples_of
from kerascop.interpreter.python.signatures import bound
from kerascop.interpreter.registry import METHODS, function, object_method
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    Constant,
    DictValue,
    External,
    Given,
    LibraryObject,
    ListValue,
    Partial,
    TupleValue,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


@dataclass(eq=False)
class DefaultDictValue(DictValue):
    """A `collections.defaultdict`, with what makes its missing entries."""

    factory: Value = NONE
    made_by: Arguments | None = None


for (_kind, _name), _handler in list(METHODS.items()):
    if _kind is DictValue:
        METHODS[DefaultDictValue, _name] = _handler


def missing_entry(machine: Machine, container: DictValue, key: Any) -> Value | None:
    """The entry that a defaulting dictionary makes for a key that it does not have yet."""
    if not isinstance(container, DefaultDictValue) or not container.exact:
        return None
    if container.made_by is None or container.factory == NONE:
        return None
    entry = machine.call_with(container.factory, (), container.made_by.origin)
    if machine.uncertain:
        machine.journal.set(container, "exact", False)
    machine.journal.put(container.entries, key, entry)
    return entry


def dict_of(machine: Machine, arguments: Arguments) -> DictValue:
    """`dict(…)`: of a mapping or of pairs, and of keywords."""
    result = DictValue({}, exact=not arguments.incomplete)
    for given in arguments.positional:
        entries, exact = pairs_of(machine, given.value)
        result.entries.update(entries)
        result.exact = result.exact and exact
    result.entries.update({name: given.value for name, given in arguments.keywords.items()})
    return DictValue(result.entries, result.exact)


@function("builtins.dict", "collections.OrderedDict")
def _dict(machine: Machine, arguments: Arguments) -> Value | None:
    return dict_of(machine, arguments)


@function("collections.defaultdict")
def _defaultdict(machine: Machine, arguments: Arguments) -> Value | None:
    first = arguments.positional[:1]
    rest = dict_of(machine, arguments.without_first())
    factory = first[0].value if first else NONE
    return DefaultDictValue(rest.entries, rest.exact, factory, arguments)


@function("builtins.dict.fromkeys")
def _fromkeys(machine: Machine, arguments: Arguments) -> Value | None:
    keys = arguments.get("iterable", 0)
    if keys is None:
        return None
    value = arguments.get("value", 1) or NONE
    items, exact = samples_of(machine, keys)
    pairs = ListValue(tuple(TupleValue((key, value)) for key in items), exact)
    entries, sure = pairs_of(machine, pairs)
    return DictValue(entries, sure)


@function("collections.deque")
def _deque(machine: Machine, arguments: Arguments) -> Value | None:
    given = bound(arguments, ("iterable", "maxlen"), 0)
    if given is None:
        return None
    limited = given[1] is not None and given[1] != NONE
    if given[0] is None:
        return ListValue((), exact=not limited)
    items, exact = samples_of(machine, given[0])
    return ListValue(items, exact and not limited)


@function("collections.Counter")
def _counter(machine: Machine, arguments: Arguments) -> Value | None:
    return DictValue({}, exact=not arguments.positional and not arguments.keywords)


@function("collections.namedtuple", "typing.NamedTuple")
def _namedtuple(machine: Machine, arguments: Arguments) -> Value | None:
    fields = arguments.get("field_names", 1)
    names = _field_names(None if fields is None else python_value(fields))
    if names is None or arguments.incomplete:
        return None
    given = {"fields": Given(TupleValue(tuple(map(Constant, names))), arguments.origin)}
    return Partial(External("collections.namedtuple()"), (), given)


def _field_names(spelled: Any) -> list[str] | None:
    if isinstance(spelled, str):
        return spelled.replace(",", " ").split()
    if not isinstance(spelled, tuple | list):
        return None
    names = [part[0] if isinstance(part, tuple) and part else part for part in spelled]
    return names if all(isinstance(name, str) for name in names) else None


@function("collections.namedtuple()")
def _named(machine: Machine, arguments: Arguments) -> Value | None:
    names = arguments.constant("fields")
    keywords = {name: given for name, given in arguments.keywords.items() if name != "fields"}
    rest = Arguments(arguments.positional, keywords, arguments.origin, arguments.incomplete)
    values = bound(rest, names, len(names)) if isinstance(names, tuple) else None
    if values is None:
        return None
    return named_items(names, [value or NONE for value in values], arguments)


def named_items(names: Sequence[str], values: Sequence[Value], arguments: Arguments) -> Value:
    """A tuple whose items have names: an object with them as attributes and as items."""
    attributes: dict[str, Any] = dict(zip(names, values, strict=True))
    attributes["__items__"] = TupleValue(tuple(values))
    return LibraryObject("collections.namedtuple", None, {}, arguments.origin, attributes)


@object_method("collections.namedtuple", "_asdict")
def _asdict(machine: Machine, receiver: LibraryObject, arguments: Arguments) -> Value | None:
    entries = {name: value for name, value in receiver.attributes.items() if name != "__items__"}
    return DictValue(entries)


@function("types.SimpleNamespace", "argparse.Namespace")
def _namespace(machine: Machine, arguments: Arguments) -> Value | None:
    if arguments.incomplete or arguments.positional:
        return None
    values = {name: given.value for name, given in arguments.keywords.items()}
    return LibraryObject("types.SimpleNamespace", None, {}, arguments.origin, dict(values))
