"""The metrics that a call of `compile` asks for."""

from __future__ import annotations

from kerascop.graph.training import Metric
from kerascop.interpreter.keras.facts import facts_of
from kerascop.interpreter.values import (
    NONE,
    BoundMethod,
    Constant,
    DictValue,
    External,
    Function,
    Given,
    Instance,
    LibraryObject,
    ListValue,
    TupleValue,
    Value,
    python_value,
)
from kerascop.keras_api import Symbol
from kerascop.keras_api.naming import snake_case
from kerascop.syntax.origin import Origin


def metrics_of(
    bound: dict[str, Given], names: tuple[str | None, ...]
) -> tuple[tuple[Metric, ...], bool]:
    """The metrics, and whether all of them could be read; `names` are those of the outputs."""
    given = bound.get("metrics")
    if given is None or given.value == NONE:
        return (), True
    found: list[Metric] = []
    match given.value:
        case DictValue(entries=entries, exact=exact) if len(names) > 1:
            known = exact
            for place, (name, item) in enumerate(entries.items()):
                if name in names:
                    origin = _entry(given.origin, place, len(entries))
                    known = _collect(item, origin, names.index(name), found) and known
                else:
                    known = False
        case ListValue(items=items) | TupleValue(items=items) if _is_one_each(items, names):
            known = True
            for place, item in enumerate(items):
                origin = _entry(given.origin, place, len(items))
                known = _collect(item, origin, place, found) and known
        case value:
            known = _collect(value, given.origin, None, found)
    return tuple(found), known


def _is_one_each(items: tuple[Value, ...], names: tuple[str | None, ...]) -> bool:
    """Does a list hold the metrics of each output? Keras 3 reads every list of that length so."""
    nested = any(isinstance(item, ListValue | TupleValue) for item in items)
    return len(names) > 1 and (len(items) == len(names) or nested)


def _collect(value: Value, origin: Origin, output: int | None, found: list[Metric]) -> bool:
    match value:
        case ListValue(items=items, exact=exact):
            return _collect_all(items, origin, output, found) and exact
        case TupleValue(items=items):
            return _collect_all(items, origin, output, found)
        case DictValue(entries=entries, exact=exact):
            items = tuple(entries.values())
            origins = [_entry(origin, place, len(items)) for place in range(len(items))]
            known = [
                _collect(item, where, output, found)
                for item, where in zip(items, origins, strict=True)
            ]
            return exact and all(known)
        case Constant(value=str(name)):
            found.append(Metric(name, origin, output, logged=_logged_string(name)))
        case External(path=path):
            symbol = value.symbol
            name = path if symbol is None else symbol.name
            found.append(Metric(name, origin, output, logged=_logged_symbol(symbol)))
        case LibraryObject():
            arguments = facts_of(value.arguments)
            logged = _logged_object(value)
            found.append(Metric(value.key, origin, output, arguments, logged=logged))
        case Function() | BoundMethod():
            function = value.function if isinstance(value, BoundMethod) else value
            name, named = function.name, function.attributes.get("__name__")
            logged = (name, "lambda") if named is None else None
            found.append(Metric(name, origin, output, user_defined=True, logged=logged))
        case Instance(cls=cls):
            found.append(Metric(cls.name, origin, output, user_defined=True))
        case Constant(value=None):
            return True
        case _:
            return False
    return True


def _logged_string(name: str) -> tuple[str, ...]:
    """Keras 3 logs a string as it is; Keras 2 takes the name of the class that it stands for."""
    return (name, snake_case(name))


def _logged_symbol(symbol: Symbol | None) -> tuple[str, ...] | None:
    if symbol is None:
        return None
    return (_class_name(symbol),) if symbol.is_class else (symbol.short,)


def _logged_object(value: LibraryObject) -> tuple[str, ...] | None:
    name = value.arguments.get("name")
    if name is not None and name.value != NONE:
        text = python_value(name.value)
        return (text,) if isinstance(text, str) else None
    return None if value.symbol is None else (_class_name(value.symbol),)


def _class_name(symbol: Symbol) -> str:
    """The name of an object that the source gives none: the constructor's default, or the class."""
    parameter = symbol.parameter("name")
    default = None if parameter is None else parameter.default
    return default if isinstance(default, str) else snake_case(symbol.short)


def _collect_all(
    items: tuple[Value, ...], origin: Origin, output: int | None, found: list[Metric]
) -> bool:
    known = [
        _collect(item, _entry(origin, place, len(items)), output, found)
        for place, item in enumerate(items)
    ]
    return all(known)


def _entry(origin: Origin, place: int, count: int) -> Origin:
    """Where one of the entries of a display stands, if that is written out there."""
    entries = origin.entries
    return entries[place] if len(entries) == count else origin
