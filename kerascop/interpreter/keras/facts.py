"""From values of the interpreter to the plain facts that the graph carries."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kerascop.graph.facts import UNKNOWN, Argument, Configured, Reference, UserFunction
from kerascop.interpreter.python.endings import ending_of
from kerascop.interpreter.translating import dim_of
from kerascop.interpreter.values import (
    Arguments,
    BoundMethod,
    Constant,
    DictValue,
    External,
    Function,
    Given,
    Instance,
    LayerValue,
    LibraryObject,
    ListValue,
    Partial,
    TupleValue,
    Unknown,
    Value,
)
from kerascop.keras_api import Missing, Symbol, modernise
from kerascop.keras_api.keras1 import renamed_keyword
from kerascop.syntax.origin import Origin

_MAX_DEPTH = 6
"""Objects configured with objects that are told: a schedule may be in a schedule, three times."""


def fact_of(value: Value, origin: Origin, depth: int = 0) -> Any:
    """The plain fact that a value is.

    Args:
        value: what is to be told.
        origin: where it was given.
        depth: how many configured objects it is in.
    """
    match value:
        case Constant(value=constant):
            return constant
        case TupleValue(items=items) | ListValue(items=items, exact=True):
            return tuple(fact_of(item, origin, depth) for item in items)
        case Unknown():
            dim = dim_of(value)
            return UNKNOWN if dim is None else dim
        case External(path=path):
            symbol = value.symbol
            return Reference(path, None if symbol is None else symbol.name)
        case LibraryObject() | Partial() if depth >= _MAX_DEPTH:
            return UNKNOWN
        case LibraryObject():
            name = None if value.symbol is None else value.symbol.name
            return Configured(value.path, name, facts_of(value.arguments, depth + 1), value.origin)
        case Partial(function=External(path=path) as function, keywords=keywords):
            symbol = function.symbol
            name = None if symbol is None else symbol.name
            return Configured(path, name, facts_of(keywords, depth + 1), origin)
        case LayerValue(config=config):
            return config
        case Function(name=name, module=module, node=node):
            return UserFunction(name, Origin(module, node))
        case BoundMethod(function=Function(name=name, module=module, node=node)):
            return UserFunction(name, Origin(module, node))
        case Instance(cls=cls):
            return value.config or UserFunction(cls.name, value.origin)
        case DictValue(entries=entries, exact=True):
            return {key: fact_of(entry, origin, depth) for key, entry in entries.items()}
        case _:
            return UNKNOWN


def facts_of(given: Mapping[str, Given], depth: int = 0) -> dict[str, Argument]:
    """Arguments as plain facts, each with the expression that gave it; `depth` as for `fact_of`."""
    return {name: argument_of(argument, depth) for name, argument in given.items()}


def argument_of(given: Given, depth: int = 0) -> Argument:
    """One argument as a plain fact; `depth` as for `fact_of`."""
    fact = fact_of(given.value, given.origin, depth)
    ending = ending_of(given.value) if isinstance(given.value, Unknown) else None
    return Argument(fact, given.origin, ending=ending)


def bind(symbol: Symbol | None, arguments: Arguments) -> dict[str, Given]:
    """The arguments of a Keras call under today's parameter names."""
    if symbol is None:
        return dict(arguments.keywords)
    bound: dict[str, Given] = {}
    for position, given in enumerate(arguments.positional):
        parameter = symbol.parameter_at(position)
        if parameter is None:
            break
        bound[parameter.name] = given
    bound.update(_modern(symbol, arguments.keywords))
    return bound


def _modern(symbol: Symbol, keywords: Mapping[str, Given]) -> dict[str, Given]:
    if not any(renamed_keyword(symbol, name) for name in keywords):
        return dict(keywords)
    plain: dict[str, object] = {
        name: given.value.value
        if isinstance(given.value, Constant) and isinstance(given.value.value, str)
        else given
        for name, given in keywords.items()
    }
    modern: dict[str, Given] = {}
    for name, value in modernise(symbol, plain).items():
        source = keywords.get(name) or next(
            given for old, given in keywords.items() if renamed_keyword(symbol, old) == name
        )
        match value:
            case Given():
                modern[name] = value
            case tuple():
                sides = tuple(side.value for side in value if isinstance(side, Given))
                modern[name] = Given(TupleValue(sides), source.origin)
            case _:
                modern[name] = Given(Constant(value), source.origin)
    return modern


@lru_cache(maxsize=1024)
def default_arguments(symbol: Symbol) -> Mapping[str, Argument]:
    """Every parameter of a symbol at its default."""
    defaults: dict[str, Any] = {
        parameter.name: UNKNOWN if isinstance(parameter.default, Missing) else parameter.default
        for parameter in symbol.parameters
    }
    return {name: Argument(default, None, False) for name, default in defaults.items()}
