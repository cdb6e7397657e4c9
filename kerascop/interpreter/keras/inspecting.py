"""What a model is asked for: its inputs, outputs and layers, and a copy of itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kerascop.graph.models import Model, Style
from kerascop.graph.tensors import Call, LayerConfig, Operation, Tensor
from kerascop.interpreter.keras.tensors import flatten, shape_value
from kerascop.interpreter.keras.tracing import replay, trace
from kerascop.interpreter.registry import attribute, function, method
from kerascop.interpreter.translating import from_shape
from kerascop.interpreter.values import (
    Arguments,
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


def _together(tensors: Sequence[Tensor]) -> Value | None:
    values = tuple(TensorValue(tensor) for tensor in tensors)
    if not values:
        return None
    return values[0] if len(values) == 1 else ListValue(values)


@attribute(ModelValue, "output")
def _output(machine: Machine, model: ModelValue) -> Value | None:
    if model.style is Style.FUNCTIONAL:
        return model.outputs
    return None if model.style is Style.SUBCLASSED else _together(trace(machine, model)[1])


@attribute(ModelValue, "input")
def _input(machine: Machine, model: ModelValue) -> Value | None:
    if model.style is Style.FUNCTIONAL:
        return model.inputs
    return None if model.style is Style.SUBCLASSED else _together(trace(machine, model)[0])


@attribute(ModelValue, "outputs")
def _outputs(machine: Machine, model: ModelValue) -> Value | None:
    return _listed(_output(machine, model))


@attribute(ModelValue, "inputs")
def _inputs(machine: Machine, model: ModelValue) -> Value | None:
    return _listed(_input(machine, model))


def _listed(value: Value | None) -> Value | None:
    """Keras gives the plural as a list of tensors even where there is one."""
    tensors = flatten(value)
    return ListValue(tuple(TensorValue(tensor) for tensor in tensors)) if tensors else None


@attribute(ModelValue, "name")
def _name(machine: Machine, model: ModelValue) -> Value:
    return Constant(model.name)


@attribute(ModelValue, "output_shape")
def _output_shape(machine: Machine, model: ModelValue) -> Value | None:
    tensors = flatten(_output(machine, model))
    return shape_value(tensors[0]) if len(tensors) == 1 else None


@attribute(ModelValue, "input_shape")
def _input_shape(machine: Machine, model: ModelValue) -> Value | None:
    tensors = flatten(_input(machine, model))
    return shape_value(tensors[0]) if len(tensors) == 1 else None


def input_names(model: ModelValue, inputs: Sequence[Tensor]) -> tuple[str | None, ...]:
    """What a dictionary of data calls each input."""
    given = model.inputs if isinstance(model.inputs, DictValue) else model.sample
    if isinstance(given, DictValue) and len(flatten(given)) == len(inputs) == len(given.entries):
        return tuple(str(key) for key in given.entries)
    return tuple(tensor.name for tensor in inputs)


def output_names(model: ModelValue, outputs: Sequence[Tensor]) -> tuple[str | None, ...]:
    """What a dictionary of losses or targets calls each output: the key under which a model has it,
    or the name of the layer that makes it; `None` for a name that Keras counts itself."""
    if isinstance(model.outputs, DictValue):
        keys = [str(key) for key, entry in model.outputs.entries.items() for _ in flatten(entry)]
        return tuple(keys) if len(keys) == len(outputs) else (None,) * len(outputs)
    if model.style is not Style.FUNCTIONAL:
        return (None,) * len(outputs)
    return tuple(_maker_name(tensor) for tensor in outputs)


def _maker_name(tensor: Tensor) -> str | None:
    if tensor.call is None:
        return tensor.name
    around = (tensor.call, *tensor.call.enclosing())[-1]
    return _name_of(around.applied) if isinstance(around.applied, Value) else None


# --- layers -----------------------------------------------------------------------------------


@attribute(ModelValue, "layers")
def _layers(machine: Machine, model: ModelValue) -> Value | None:
    found = layers_of(machine, model)
    return None if found is None else ListValue(tuple(found))


def layers_of(machine: Machine, model: ModelValue) -> list[Value] | None:
    """The layers of a model in Keras' order, inputs of a functional model included; `None` if they
    are not known, or if it depends on the release of Keras what counts as one."""
    if model.style is Style.SEQUENTIAL and model.layers is not None:
        trace(machine, model)
        return [layer for layer, _ in model.layers if not isinstance(layer, TensorValue)]
    if model.style is not Style.FUNCTIONAL:
        return None
    inputs, outputs, whole = trace(machine, model)
    graph = Model(model.name, model.style, tuple(inputs), tuple(outputs), model.origin)
    calls = _outermost(graph)
    if not whole or any(isinstance(call.operation, Operation) for call in calls):
        return None
    by_depth = _by_depth(calls, inputs, outputs)
    layers: list[Value] = [_input_layer(tensor) for tensor in inputs]
    for call in by_depth:
        if not isinstance(call.applied, Value) or goes_on_from(machine, call):
            return None
        if call.applied not in layers:
            layers.append(call.applied)
    return layers


def goes_on_from(machine: Machine, call: Call) -> bool:
    """Does the graph go on from the very output of a ready-made model, whose layers it then has?

    `Model(base.input, Dense(5)(base.output))` holds each layer of `base`, and not `base`.
    """
    base = call.applied
    if not isinstance(base, ModelValue) or base.style is not Style.LOADED:
        return False
    return any(tensor in trace(machine, base)[0] for tensor in call.inputs)


def _outermost(graph: Model) -> list[Call]:
    found: dict[Call, None] = {}
    for call in graph.calls:
        around = list(call.enclosing())
        found.setdefault(around[-1] if around else call)
    return list(found)


def _by_depth(
    calls: Sequence[Call], inputs: Sequence[Tensor], outputs: Sequence[Tensor]
) -> list[Call]:
    """The calls sorted as Keras sorts layers: those furthest from the outputs first, and among
    equals those first that are met first on the way back from the outputs.

    Source: `map_graph` in keras/src/ops/function.py.
    """
    maker = {tensor: call for call in calls for tensor in call.outputs}
    met: dict[Call, int] = {}
    stack = [maker[tensor] for tensor in reversed(outputs) if tensor in maker]
    while stack:
        call = stack.pop()
        if call in met:
            continue
        met[call] = len(met)
        stack.extend(maker[tensor] for tensor in reversed(call.inputs) if tensor in maker)
    depth: dict[object, int] = {}
    for call in reversed(calls):
        here = depth.setdefault(call.operation, 0)
        for tensor in call.inputs:
            if tensor in maker and tensor not in inputs:
                before = maker[tensor].operation
                depth[before] = max(depth.get(before, 0), here + 1)
    return sorted(calls, key=lambda call: (-depth[call.operation], met.get(call, 0)))


def _input_layer(tensor: Tensor) -> LayerValue:
    config = LayerConfig(
        "keras.layers.InputLayer", "keras.layers.InputLayer", None, {}, tensor.origin
    )
    given = TensorValue(tensor)
    shape = {} if tensor.shape is None else {"batch_shape": from_shape(tensor.shape)}
    return LayerValue(config, shape, {"output": given, "input": given})


@method(ModelValue, "get_layer")
def _get_layer(machine: Machine, model: ModelValue, arguments: Arguments) -> Value | None:
    name, index = arguments.constant("name", 0), arguments.constant("index", 1)
    if isinstance(index, int) or isinstance(name, int):
        layers = layers_of(machine, model)
        place = index if isinstance(index, int) else name
        known = layers is not None and -len(layers) <= place < len(layers)
        return layers[place] if layers is not None and known else None
    if not isinstance(name, str):
        return None
    return next((layer for layer in _named(machine, model) if _name_of(layer) == name), None)


def _named(machine: Machine, model: ModelValue) -> Iterator[Value]:
    inputs, outputs, _ = trace(machine, model)
    graph = Model(model.name, model.style, tuple(inputs), tuple(outputs), model.origin)
    for call in _outermost(graph):
        if isinstance(call.applied, Value):
            yield call.applied


def _name_of(layer: Value) -> str | None:
    match layer:
        case LayerValue(config=config):
            return config.name
        case Instance(config=LayerConfig(name=name)):
            return name
        case ModelValue(name=name) if name not in ("model", "sequential"):
            return name
        case _:
            return None


# --- copies -----------------------------------------------------------------------------------


@function("keras.models.clone_model")
def _clone_model(machine: Machine, arguments: Arguments) -> Value | None:
    model = arguments.get("model", 0)
    simple = not arguments.incomplete and len(arguments.positional) + len(arguments.keywords) == 1
    if not isinstance(model, ModelValue) or not simple:
        return None
    return _Cloning(machine).clone_model(model, arguments)


class _Cloning:
    """One copy of a model: a layer that is used twice in it is copied once."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.copies: dict[Value, Value] = {}

    def clone_model(self, model: ModelValue, arguments: Arguments) -> Value | None:
        copy = ModelValue(model.name, model.style, arguments.origin)
        copy.input_shape, copy.sample = model.input_shape, model.sample
        copy.keras_name = model.keras_name
        copy.comes_compiled = True
        if model.style is Style.SEQUENTIAL and model.layers is not None:
            copy.layers = tuple((self.clone(layer), origin) for layer, origin in model.layers)
        elif model.style is Style.FUNCTIONAL:
            copy.inputs = _fresh(model.inputs)
            copy.outputs = replay(
                self.machine, model, flatten(copy.inputs), arguments.origin, self.clone
            )
        else:
            return None
        self.machine.journal.append(self.machine.trace.models, copy)
        return copy

    def clone(self, layer: Value) -> Value:
        """The layer with the same settings and weights of its own."""
        if layer not in self.copies:
            self.copies[layer] = self._copy(layer)
        return self.copies[layer]

    def _copy(self, layer: Value) -> Value:
        match layer:
            case LayerValue(config=config, arguments=given):
                return LayerValue(replace(config), given)
            case TensorValue(tensor=tensor):
                return TensorValue(replace(tensor))
            case Instance(config=LayerConfig() as config):
                return Instance(
                    layer.cls,
                    dict(layer.attributes),
                    layer.origin,
                    replace(config),
                    None,
                    layer.base,
                )
            case _:
                return layer


def _fresh(value: Value | None) -> Value | None:
    match value:
        case TensorValue(tensor=tensor):
            return TensorValue(replace(tensor))
        case ListValue(items=items) | TupleValue(items=items):
            parts = [_fresh(item) for item in items]
            return ListValue(tuple(part for part in parts if part is not None))
        case DictValue(entries=entries):
            named = {name: _fresh(entry) for name, entry in entries.items()}
            return DictValue({name: part for name, part in named.items() if part is not None})
        case _:
            return value
