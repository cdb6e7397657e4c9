"""The layers that a model or layer holds, in Keras' order, and which of them training changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kerascop.graph.models import Model, Style
from kerascop.graph.tensors import LayerConfig
from kerascop.interpreter.keras.inspecting import layers_of
from kerascop.interpreter.keras.tracing import config_of
from kerascop.interpreter.values import (
    Constant,
    DictValue,
    Instance,
    LayerValue,
    ListValue,
    ModelValue,
    TensorValue,
    TupleValue,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


def members_of(machine: Machine, model: ModelValue) -> tuple[LayerConfig, ...] | None:
    """The layers that a model holds; `None` for a functional model, and where they are not known.

    A `Sequential` holds them in the order in which they were added. A subclassed model holds those
    among its attributes, lists and dictionaries of layers opened, in the order of construction.
    """
    if model.style is Style.SEQUENTIAL:
        if model.layers is None:
            return None
        added = [layer for layer, _ in model.layers if not isinstance(layer, TensorValue)]
        configs = [config_in(machine, layer) for layer in added]
        known = tuple(config for config in configs if config is not None)
        return known if len(known) == len(configs) else None
    if model.style is Style.SUBCLASSED and model.instance is not None:
        held = (
            config_in(machine, layer) for layer in _layers_in(model.instance.attributes.values())
        )
        found = {config for config in held if config is not None}
        return tuple(sorted(found, key=lambda config: config.order))
    return None


def trainability(model: Model) -> dict[LayerConfig, bool | None]:
    """Whether training may change the layers of a model, of those for which the program says so.

    `None` stands for what the program says in a way that is not understood.
    """
    flags: dict[LayerConfig, bool | None] = {}
    for call in model.all_calls:
        if call.layer is None or not isinstance(call.applied, LayerValue | ModelValue | Instance):
            continue
        flag = flag_of(call.applied)
        if flag is not None:
            known = isinstance(flag, Constant) and isinstance(flag.value, bool | int)
            flags[call.layer] = bool(flag.value) if known else None  # type: ignore[attr-defined]
    return flags


def flag_of(layer: LayerValue | ModelValue | Instance) -> Value | None:
    """What the program has said last of whether a layer is trainable."""
    own = layer.instance if isinstance(layer, ModelValue) else None
    return layer.attributes.get("trainable") or (own and own.attributes.get("trainable"))


def set_trainable(machine: Machine, value: Value, flag: Value) -> None:
    """`value.trainable = flag` says the same of every layer in it, at this moment."""
    waiting, seen = [value], {id(value)}
    while waiting:
        for layer in parts_of(machine, waiting.pop()):
            if id(layer) not in seen and isinstance(layer, LayerValue | ModelValue | Instance):
                seen.add(id(layer))
                waiting.append(layer)
                machine.journal.put(layer.attributes, "trainable", flag)


def parts_of(machine: Machine, value: Value) -> Iterable[Value]:
    """The layers that a layer or model holds, as far as they are known."""
    match value:
        case ModelValue(style=Style.FUNCTIONAL):
            return layers_of(machine, value) or ()
        case ModelValue(style=Style.SEQUENTIAL, layers=tuple(layers)):
            return [layer for layer, _ in layers]
        case ModelValue(instance=Instance(attributes=attributes)) | Instance(attributes=attributes):
            return _layers_in(attributes.values())
        case LayerValue(arguments=arguments):
            return _layers_in(arguments.values())
        case _:
            return ()


def _layers_in(values: Iterable[Value]) -> Iterator[Value]:
    """The layers and models among values, lists, tuples and dictionaries opened."""
    waiting, seen = list(values)[::-1], set[int]()
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        match value:
            case LayerValue() | ModelValue():
                yield value
            case Instance(config=config, model=model) if config is not None or model is not None:
                yield value
            case ListValue(items=items) | TupleValue(items=items):
                waiting.extend(reversed(items))
            case DictValue(entries=entries):
                waiting.extend(reversed(entries.values()))


def config_in(machine: Machine, layer: Value) -> LayerConfig | None:
    """The configuration under which a layer or model appears in the graph."""
    match layer:
        case LayerValue(config=config):
            return config
        case ModelValue():
            return config_of(machine, layer)
        case Instance(model=ModelValue() as model):
            return config_of(machine, model)
        case Instance(config=own):
            return own
        case _:
            return None
