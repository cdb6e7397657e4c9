"""The arguments of a model's methods: by the names of their parameters, and for each output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.interpreter.keras.facts import argument_of
from kerascop.interpreter.values import DictValue, Given, ListValue, TupleValue
from kerascop.keras_api import positional, resolve

if TYPE_CHECKING:
    from kerascop.graph.facts import Argument
    from kerascop.graph.models import Model
    from kerascop.interpreter.values import Arguments
    from kerascop.syntax.origin import Origin


def per_output(given: Given, model: Model) -> list[Given | None]:
    """The argument of `compile` taken apart, one entry per output."""
    outputs = max(len(model.outputs), 1)
    value = given.value
    match value:
        case ListValue(items=items, exact=True) | TupleValue(items=items):
            origins = _element_origins(given, len(items))
            parts: list[Given | None] = [
                Given(item, origin) for item, origin in zip(items, origins, strict=True)
            ]
            return parts
        case DictValue(entries=entries):
            if outputs == 1 and len(entries) == 1:
                return [Given(next(iter(entries.values())), given.origin)]
            return [
                Given(entries[name], given.origin) if name in entries else None
                for name in model.output_names
            ]
        case _:
            return [given] * outputs


def _element_origins(given: Given, count: int) -> list[Origin]:
    entries = given.origin.entries
    return list(entries) if len(entries) == count else [given.origin] * count


def bound_to(method: str, arguments: Arguments) -> dict[str, Given]:
    """The arguments of a method of a model by parameter name, as given."""
    bound = dict(arguments.keywords)
    model = resolve("keras.Model")
    parameters = None if model is None else model.method(method)
    for place, given in enumerate(arguments.positional):
        parameter = positional(parameters or (), place)
        if parameter is not None:
            bound.setdefault(parameter.name, given)
    return bound


def bind_method(method: str, arguments: Arguments) -> dict[str, Argument]:
    """The arguments of a method of a model by parameter name, as plain facts."""
    return {name: argument_of(given) for name, given in bound_to(method, arguments).items()}
