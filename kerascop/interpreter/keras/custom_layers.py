"""Layers of the linted code: what their `get_config` returns, and what they were made with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kerascop.graph.custom_layers import CustomLayer
from kerascop.interpreter.classes import find_member, is_layer_class
from kerascop.interpreter.limits import Raised
from kerascop.interpreter.registry import method
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    ArrayValue,
    BoundMethod,
    Constant,
    DictValue,
    Function,
    Given,
    Instance,
    LayerValue,
    LibraryObject,
    ListValue,
    ModelValue,
    TupleValue,
    Unknown,
    UserClass,
    Value,
)
from kerascop.syntax.naming import name_of
from kerascop.syntax.origin import Origin
from kerascop.syntax.parameters import only_by_name, positional

if TYPE_CHECKING:
    from kerascop.graph.models import Model
    from kerascop.interpreter.events import FitEvent
    from kerascop.interpreter.machine import Machine

_OWN_KEYS = ("name", "trainable", "dtype")
_WITH_CONFIGURATION = (".keras", ".h5", ".hdf5")
_CHECKPOINT = "keras.callbacks.ModelCheckpoint"


@method(Instance, "get_config")
def _get_config(machine: Machine, layer: Instance, arguments: Arguments) -> Value | None:
    """What `Layer.get_config` returns of a layer that derives from `Layer` itself."""
    if layer.config is None or layer.base is not None:
        return None
    return DictValue({key: Unknown(("config", key)) for key in _OWN_KEYS})


def custom_layers(
    machine: Machine, models: Mapping[ModelValue, Model], fits: Mapping[FitEvent, object]
) -> tuple[CustomLayer, ...]:
    """The layers of the linted code's own that the models apply, each once."""
    saves = _saves(machine, fits)
    found: dict[Instance, CustomLayer] = {}
    for value, model in models.items():
        for call in model.all_calls:
            layer = call.applied
            if not isinstance(layer, Instance) or layer.config is None or layer.base is not None:
                continue
            if layer not in found or found[layer].saved_at is None:
                found[layer] = _described(machine, layer, saves.get(value))
    return tuple(found.values())


def _described(machine: Machine, layer: Instance, saved_at: Origin | None) -> CustomLayer:
    cls = layer.cls
    definition = name_of(Origin(cls.module, cls.node))
    described = CustomLayer(cls.name, definition, layer.origin, saved_at=saved_at)
    constructor, writer = find_member(cls, "__init__"), find_member(cls, "get_config")
    if not isinstance(constructor, Function) or find_member(cls, "from_config") is not None:
        return described
    if writer is None:
        return replace(described, odd=tuple(_odd(layer, constructor)))
    keys = _keys(machine, layer, writer) if isinstance(writer, Function) else None
    if keys is None or not isinstance(writer, Function):
        return described
    forgotten = tuple(name for name in _required(constructor) if name not in keys)
    place = name_of(Origin(writer.module, writer.node))
    return replace(described, configured_at=place, forgotten=forgotten)


def _keys(machine: Machine, layer: Instance, writer: Function) -> frozenset[object] | None:
    """The keys of the dictionary that `get_config` returns; `None` if they are not known."""
    mark = machine.journal.mark()
    try:
        config = machine.call_with(BoundMethod(layer, writer), (), layer.origin)
        if isinstance(config, DictValue) and config.exact:
            return frozenset(config.entries)
        return None
    except Raised:
        return None
    finally:
        machine.journal.rollback(mark)


def _required(constructor: Function) -> list[str]:
    """The parameters that must be given."""
    parameters = constructor.node.args
    named = (*positional(parameters), *only_by_name(parameters))
    return [each.name for each in named[1:] if each.default is None]


def _odd(layer: Instance, constructor: Function) -> Iterator[tuple[str, str]]:
    """The arguments that are no plain values: Keras writes down numbers, strings and the like."""
    given = layer.given
    if given is None or given.incomplete:
        return
    names = [each.name for each in positional(constructor.node.args)[1:]]
    named: dict[str, Given] = dict(zip(names, given.positional, strict=False))
    for name, argument in {**named, **given.keywords}.items():
        kind = _kind(argument.value)
        if kind is not None:
            yield name, kind


def _kind(value: Value) -> str | None:
    match value:
        case LayerValue():
            return "a layer"
        case ModelValue():
            return "a model"
        case Instance(model=ModelValue()):
            return "a model"
        case Instance(cls=UserClass() as cls):
            return "a layer" if is_layer_class(cls) else "an object"
        case ArrayValue():
            return "an array"
        case Function() | BoundMethod():
            return "a function"
        case LibraryObject():
            return "an object"
        case ListValue(items=items) | TupleValue(items=items):
            kinds = [kind for kind in map(_kind, items) if kind is not None]
            return f"a list with {kinds[0]} in it" if kinds else None
        case _:
            return None


def _saves(machine: Machine, fits: Mapping[FitEvent, object]) -> dict[ModelValue, Origin]:
    """Where the configuration of each model is written to a file."""
    found: dict[ModelValue, Origin] = {}
    for model, arguments in machine.trace.saves:
        if _keeps_configuration(arguments.get("filepath", 0)):
            found.setdefault(model, arguments.origin)
    for fit in fits:
        callbacks = fit.arguments.get("callbacks")
        for callback in callbacks.items if isinstance(callbacks, ListValue) else ():
            if not isinstance(callback, LibraryObject) or callback.key != _CHECKPOINT:
                continue
            settings = {name: given.value for name, given in callback.arguments.items()}
            whole = settings.get("save_weights_only", NONE) in (NONE, Constant(False))
            if whole and _keeps_configuration(settings.get("filepath")):
                found.setdefault(fit.model, callback.origin)
    return found


def _keeps_configuration(path: Value | None) -> bool:
    """Is it a file that holds more than the weights?"""
    text = path.value if isinstance(path, Constant) else None
    if not isinstance(text, str) or text.endswith(".weights.h5"):
        return False
    return text.endswith(_WITH_CONFIGURATION)
