"""Calls of Keras' public names: recorded as they are written, and told apart by what they make."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from kerascop.graph.facts import ApiCall
from kerascop.interpreter.keras.facts import argument_of, bind
from kerascop.interpreter.keras.layers import call_layer, make_layer
from kerascop.interpreter.keras.models import backbone_model
from kerascop.interpreter.prospects import WEIGHTY
from kerascop.interpreter.values import (
    TRUE,
    Arguments,
    Constant,
    External,
    Given,
    LayerValue,
    LibraryObject,
    Value,
)
from kerascop.keras_api import Kind, Symbol, resolve
from kerascop.keras_api.keras1 import MERGE_MODES

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

Maker: TypeAlias = "Callable[[Machine, Symbol, External, Arguments], Value | None]"

_FUNCTIONAL_LAYERS = {
    "keras.layers.concatenate": "Concatenate",
    "keras.layers.add": "Add",
    "keras.layers.subtract": "Subtract",
    "keras.layers.multiply": "Multiply",
    "keras.layers.average": "Average",
    "keras.layers.maximum": "Maximum",
    "keras.layers.minimum": "Minimum",
    "keras.layers.dot": "Dot",
}
"""Functions that make a layer and apply it at once."""

_MERGE_OPTIONS = {"Concatenate": ("axis", "name"), "Dot": ("axes", "name")}
"""What the layers that `Merge` became take of its arguments."""


def record_call(
    machine: Machine,
    path: str,
    symbol: str | None,
    arguments: Arguments,
    package: str | None = None,
    *,
    weighty: bool = True,
) -> None:
    """Remember a call of the API as the source writes it.

    `package` is the Keras that a method's model is of, where that is known; `weighty` tells that
    it does something to a model, or to what models consist of.
    """
    if weighty:
        machine.meet_keras()
    machine.journal.append(
        machine.trace.api_calls,
        ApiCall(
            path,
            symbol,
            {name: argument_of(given) for name, given in arguments.keywords.items()},
            tuple(argument_of(given) for given in arguments.positional),
            arguments.origin,
            arguments.keyword_origins,
            machine.release(package or path, arguments.origin),
            machine.is_expected("TypeError", "ValueError"),
        ),
    )


def call_keras(
    machine: Machine, callee: External, arguments: Arguments, *, record_only: bool = False
) -> Value | None:
    """What a call of a public name of Keras makes; `None` if it is unknown or no name of Keras."""
    symbol = callee.symbol
    if symbol is None:
        return None
    record_call(machine, callee.path, symbol.name, arguments, weighty=symbol.kind in WEIGHTY)
    if record_only:
        return None
    if symbol.name == "keras.layers.merge":
        return _merge(machine, symbol, callee, arguments)
    if symbol.name in _FUNCTIONAL_LAYERS:
        return _apply_functional(machine, symbol, callee, arguments)
    maker = _MAKERS.get(symbol.kind)
    return None if maker is None else maker(machine, symbol, callee, arguments)


def _apply_functional(
    machine: Machine, symbol: Symbol, callee: External, arguments: Arguments
) -> Value | None:
    layer_symbol = resolve(f"keras.layers.{_FUNCTIONAL_LAYERS[symbol.name]}")
    if layer_symbol is None or not arguments.positional and "inputs" not in arguments.keywords:
        return None
    inputs = arguments.given("inputs", 0)
    assert inputs is not None
    rest = {name: given for name, given in arguments.keywords.items() if name != "inputs"}
    options = Arguments(arguments.positional[1:], rest, arguments.origin, arguments.incomplete)
    layer = make_layer(machine, layer_symbol, callee.path, options)
    return call_layer(machine, layer, Arguments((inputs,), {}, arguments.origin))


def _make_merge(
    machine: Machine, symbol: Symbol, callee: External, arguments: Arguments
) -> Value | None:
    """`Merge(mode=…)` of Keras 1: the layer that its mode became. Given models, it joins these."""
    given = bind(symbol, arguments)
    mode = given.get("mode")
    word = "sum" if mode is None else mode.value.value if isinstance(mode.value, Constant) else None
    layer_symbol = resolve(MERGE_MODES.get("dot" if word == "cos" else str(word), ""))
    if layer_symbol is None or arguments.incomplete:
        return None
    options = {
        name: given[name] for name in _MERGE_OPTIONS.get(layer_symbol.short, ()) if name in given
    }
    if word == "cos":
        options["normalize"] = Given(TRUE, arguments.origin)
    if layer_symbol.short == "Dot":
        options.setdefault("axes", Given(Constant(-1), arguments.origin))
    layer = make_layer(machine, layer_symbol, callee.path, Arguments((), options, arguments.origin))
    branches = given.get("layers")
    if branches is not None:
        machine.journal.put(layer.attributes, "branches", branches.value)
    return layer


def _merge(
    machine: Machine, symbol: Symbol, callee: External, arguments: Arguments
) -> Value | None:
    """`merge([a, b], mode=…)` of Keras 1."""
    given = bind(symbol, arguments)
    inputs = given.pop("inputs", None)
    layer = _make_merge(machine, symbol, callee, Arguments((), given, arguments.origin))
    if inputs is None or not isinstance(layer, LayerValue):
        return None
    return call_layer(machine, layer, Arguments((inputs,), {}, arguments.origin))


def _make_layer(
    machine: Machine, symbol: Symbol, callee: External, arguments: Arguments
) -> Value | None:
    if symbol.name == "keras.layers.Merge":
        return _make_merge(machine, symbol, callee, arguments)
    if not symbol.is_class:
        return None
    layer = make_layer(machine, symbol, callee.path, arguments)
    machine.journal.append(machine.trace.made, layer)
    return layer


def _make_object(
    machine: Machine, symbol: Symbol, callee: External, arguments: Arguments
) -> Value | None:
    if not symbol.is_class:
        return None
    return LibraryObject(callee.path, symbol, bind(symbol, arguments), arguments.origin)


def _make_regularizer(
    machine: Machine, symbol: Symbol, callee: External, arguments: Arguments
) -> Value:
    return LibraryObject(callee.path, symbol, bind(symbol, arguments), arguments.origin)


def _make_backbone(
    machine: Machine, symbol: Symbol, callee: External, arguments: Arguments
) -> Value:
    return backbone_model(machine, symbol.name, bind(symbol, arguments), arguments.origin)


_MAKERS: dict[Kind, Maker] = {
    Kind.LAYER: _make_layer,
    Kind.LOSS: _make_object,
    Kind.METRIC: _make_object,
    Kind.OPTIMIZER: _make_object,
    Kind.SCHEDULE: _make_object,
    Kind.INITIALIZER: _make_regularizer,
    Kind.REGULARIZER: _make_regularizer,
    Kind.CONSTRAINT: _make_regularizer,
    Kind.CALLBACK: _make_object,
    Kind.CLASS: _make_object,
    Kind.APPLICATION: _make_backbone,
}
