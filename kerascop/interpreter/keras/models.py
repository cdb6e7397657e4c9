"""Models: inputs, the three ways to build one, models called like layers, pretrained backbones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kerascop.dimensions import BATCH, Dim, Shape
from kerascop.graph.models import Model, Style
from kerascop.graph.tensors import Call, LayerConfig, Operation, Tensor
from kerascop.interpreter.classes import find_member
from kerascop.interpreter.keras.facts import argument_of, bind
from kerascop.interpreter.keras.layers import (
    apply_value,
    composite,
    inputs_of,
    layer_origin,
    with_tensors,
)
from kerascop.interpreter.keras.tensors import (
    apply_operation,
    flatten,
    opaque_result,
    opaque_tensor,
    shape_value,
)
from kerascop.interpreter.registry import METHODS, attribute, function, method
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    BoundMethod,
    Constant,
    Function,
    Given,
    Instance,
    LayerValue,
    ListValue,
    ModelValue,
    Super,
    TensorValue,
    Value,
    dim_of,
    shape_of,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


# --- inputs -----------------------------------------------------------------------------------


def input_shape(given: dict[str, Given]) -> Shape | None:
    """The shape, batch included, that the arguments of an `Input` or a first layer fix."""
    for name in ("batch_shape", "batch_input_shape"):
        whole = given.get(name)
        if whole is not None:
            shape = shape_of(whole.value)
            return None if shape is None or not shape else (_batch(shape[0], whole), *shape[1:])
    batch: Dim = BATCH
    size = given.get("batch_size")
    if size is not None and size.value != NONE:
        batch = dim_of(size.value)
    for name in ("shape", "input_shape"):
        inner = given.get(name)
        if inner is not None:
            shape = shape_of(inner.value)
            if shape is None and isinstance(inner.value, Constant) and isinstance(inner.value.value, int):
                shape = (inner.value.value,)
            return None if shape is None else (batch, *shape)
    units = given.get("input_dim")
    if units is not None:
        length = given.get("input_length")
        if length is not None:
            return (batch, dim_of(length.value), dim_of(units.value))
        return (batch, dim_of(units.value))
    return None


def _batch(dim: Dim, whole: Given) -> Dim:
    return BATCH if dim is None else dim


@function("keras.layers.Input", "keras.Input", "keras.layers.InputLayer")
def make_input(machine: Machine, arguments: Arguments) -> Value:
    """`Input(shape=…)`: a symbolic tensor."""
    from kerascop.keras_api import resolve

    given = bind(resolve("keras.layers.Input"), arguments)
    if "shape" not in given and arguments.positional:
        given["shape"] = arguments.positional[0]
    wrapped = given.get("tensor")
    if wrapped is not None and isinstance(wrapped.value, TensorValue):
        return wrapped.value
    dtype = given.get("dtype")
    return TensorValue(
        Tensor(
            input_shape(given),
            arguments.origin,
            dtype=dtype.value.value
            if dtype is not None and isinstance(dtype.value, Constant)
            else None,
        )
    )


# --- construction -----------------------------------------------------------------------------


@function("keras.Model", "keras.models.Model")
def make_functional(machine: Machine, arguments: Arguments) -> Value:
    """`Model(inputs=…, outputs=…)`."""
    given = _functional_arguments(arguments)
    model = ModelValue("model", Style.FUNCTIONAL, arguments.origin)
    _fill_functional(machine, model, given)
    machine.journal.append(machine.trace.models, model)
    return model


def _functional_arguments(arguments: Arguments) -> dict[str, Given]:
    from kerascop.keras_api import resolve

    given = bind(resolve("keras.Model"), arguments)
    for position, name in enumerate(("inputs", "outputs", "name")):
        if name not in given and position < len(arguments.positional):
            given[name] = arguments.positional[position]
    for name, old in (("inputs", "input"), ("outputs", "output")):
        if old in arguments.keywords:
            given.setdefault(name, arguments.keywords[old])
    return given


def _fill_functional(machine: Machine, model: ModelValue, given: dict[str, Given]) -> None:
    for name in ("inputs", "outputs"):
        value = given.get(name)
        if value is not None:
            machine.journal.set(model, name, value.value)
    named = given.get("name")
    if named is not None and isinstance(named.value, Constant) and isinstance(named.value.value, str):
        machine.journal.set(model, "name", named.value.value)


@function("keras.Sequential", "keras.models.Sequential")
def make_sequential(machine: Machine, arguments: Arguments) -> Value:
    """`Sequential([…])`."""
    model = ModelValue("sequential", Style.SEQUENTIAL, arguments.origin)
    _fill_sequential(machine, model, arguments)
    machine.journal.append(machine.trace.models, model)
    return model


def _fill_sequential(machine: Machine, model: ModelValue, arguments: Arguments) -> None:
    given = arguments.given("layers", 0)
    if given is None or given.value == NONE:
        return
    items = machine.iterate(given.value)
    if items is None:
        machine.journal.set(model, "layers", None)
        return
    machine.journal.set(
        model, "layers", tuple((item, layer_origin(item, given.origin)) for item in items)
    )


def call_super(
    machine: Machine, receiver: Super, name: str, arguments: Arguments
) -> Value | None:
    """A method of Keras' own base class, reached through `super()`."""
    instance = receiver.instance
    if not isinstance(instance, Instance):
        return None
    model = instance.model
    if model is None:
        return NONE if name in ("__init__", "build") else None
    if name != "__init__":
        handler = METHODS.get((ModelValue, name))
        return None if handler is None else handler(machine, model, arguments)
    if model.style is Style.SEQUENTIAL:
        _fill_sequential(machine, model, arguments)
    else:
        given = _functional_arguments(arguments)
        if flatten(given["outputs"].value if "outputs" in given else None):
            machine.journal.set(model, "style", Style.FUNCTIONAL)
            _fill_functional(machine, model, given)
    return NONE


@method(ModelValue, "add")
def _add(machine: Machine, model: ModelValue, arguments: Arguments) -> Value:
    if model.layers is not None and (arguments.positional or "layer" in arguments.keywords):
        given = arguments.given("layer", 0)
        assert given is not None
        added = (given.value, layer_origin(given.value, arguments.origin))
        machine.journal.set(model, "layers", (*model.layers, added))
    return NONE


@method(ModelValue, "pop")
def _pop(machine: Machine, model: ModelValue, arguments: Arguments) -> Value | None:
    if model.layers:
        machine.journal.set(model, "layers", model.layers[:-1])
    return None


@method(ModelValue, "build")
def _build(machine: Machine, model: ModelValue, arguments: Arguments) -> Value:
    shape = shape_of(arguments.get("input_shape", 0))
    if shape:
        machine.journal.set(model, "input_shape", (BATCH, *shape[1:]))
    return NONE


# --- tracing ----------------------------------------------------------------------------------


def trace(machine: Machine, model: ModelValue) -> tuple[Sequence[Tensor], Sequence[Tensor], bool]:
    """The inputs and outputs of a model, its layers applied where it is `Sequential` or subclassed.

    The third item tells whether the graph between them is whole.
    """
    match model.style:
        case Style.FUNCTIONAL:
            return flatten(model.inputs), flatten(model.outputs), True
        case Style.SEQUENTIAL:
            return _trace_sequential(machine, model)
        case Style.SUBCLASSED:
            return _trace_subclassed(machine, model)
        case _:
            return _trace_backbone(machine, model)


def _trace_sequential(
    machine: Machine, model: ModelValue
) -> tuple[Sequence[Tensor], Sequence[Tensor], bool]:
    if model.layers is None:
        unknown = opaque_tensor(machine, model.origin)
        return (unknown,), (unknown,), False
    layers = list(model.layers)
    start: Tensor | None = None
    if layers and isinstance(layers[0][0], TensorValue):
        start = layers.pop(0)[0].tensor  # type: ignore[attr-defined]
    if start is None:
        start = Tensor(_first_shape(machine, model, layers), model.origin)
    value: Value = TensorValue(start)
    for layer, origin in layers:
        value = apply_value(machine, layer, value, origin)
        if not isinstance(value, TensorValue):
            value = opaque_result(machine, flatten(value), origin)
    return (start,), flatten(value), True


def _first_shape(
    machine: Machine, model: ModelValue, layers: Sequence[tuple[Value, Origin]]
) -> Shape | None:
    if layers:
        first = layers[0][0]
        if isinstance(first, LayerValue):
            given = {
                name: Given(value, first.config.origin) for name, value in first.arguments.items()
            }
            if first.config.short == "Embedding":
                given = {name: given[name] for name in given if name not in ("input_dim",)}
                length = given.pop("input_length", None)
                if length is not None and not {"input_shape", "batch_input_shape"} & given.keys():
                    return (BATCH, dim_of(length.value))
            shape = input_shape(given)
            if shape is not None:
                return shape
            wrapped = first.arguments.get("layer")
            if isinstance(wrapped, LayerValue):
                return _first_shape(machine, model, ((wrapped, first.config.origin),))
        if isinstance(first, ModelValue):
            inner, _, _ = trace(machine, first)
            if inner and inner[0].shape is not None:
                return inner[0].shape
    return model.input_shape


def _trace_subclassed(
    machine: Machine, model: ModelValue
) -> tuple[Sequence[Tensor], Sequence[Tensor], bool]:
    instance = model.instance
    member = None if instance is None else find_member(instance.cls, "call")
    if instance is None or not isinstance(member, Function):
        unknown = opaque_tensor(machine, model.origin)
        return (unknown,), (unknown,), False
    start = Tensor(model.input_shape, model.origin)
    given = (Given(TensorValue(start), model.origin),)
    result = machine.call(BoundMethod(instance, member), Arguments(given, {}, model.origin))
    return (start,), flatten(result), True


def _trace_backbone(
    machine: Machine, model: ModelValue
) -> tuple[Sequence[Tensor], Sequence[Tensor], bool]:
    start = Tensor(model.input_shape, model.origin)
    result = call_model(
        machine, model, Arguments((Given(TensorValue(start), model.origin),), {}, model.origin)
    )
    return (start,), flatten(result), False


def config_of(machine: Machine, model: ModelValue) -> LayerConfig:
    """The configuration under which a model appears in the graph of another."""
    if model.config is not None:
        return model.config
    symbol = model.backbone or model.name
    config = LayerConfig(symbol, symbol, model.name, model.facts, model.origin, model.backbone is None)
    model.config = config
    return config


def call_model(machine: Machine, model: ModelValue, arguments: Arguments) -> Value:
    """Call a model on tensors or data: its graph is run again on what goes in."""
    inputs = inputs_of(machine, arguments)
    config = config_of(machine, model)
    machine.journal.set(model, "called", True)

    def body() -> Value:
        match model.style:
            case Style.SEQUENTIAL if model.layers is not None:
                value: Value = TensorValue(inputs[0]) if inputs else NONE
                for layer, origin in model.layers:
                    if not isinstance(layer, TensorValue):
                        value = apply_value(machine, layer, value, origin)
                return value
            case Style.SUBCLASSED if model.instance is not None:
                member = find_member(model.instance.cls, "call")
                if isinstance(member, Function):
                    bound = BoundMethod(model.instance, member)
                    return machine.call(bound, with_tensors(arguments, inputs))
            case Style.FUNCTIONAL:
                return _replay(machine, model, inputs, arguments.origin)
        return opaque_result(machine, inputs, arguments.origin)

    if model.backbone is not None:
        return _call_backbone(machine, model, config, inputs, arguments.origin)
    return composite(machine, model, config, inputs, arguments.origin, body)


def _call_backbone(
    machine: Machine,
    model: ModelValue,
    config: LayerConfig,
    inputs: Sequence[Tensor],
    origin: Origin,
) -> Value:
    from kerascop.interpreter.keras.applications import backbone_shape

    call = Call(config, tuple(inputs), origin, machine.within, applied=model)
    shape = backbone_shape(model, inputs[0].shape if inputs else None)
    output = Tensor(shape, origin, call=call)
    call.outputs = (output,)
    return TensorValue(output)


def _replay(
    machine: Machine, model: ModelValue, inputs: Sequence[Tensor], origin: Origin
) -> Value:
    """Run the graph of a functional model again on other inputs."""
    own = Model(
        model.name,
        model.style,
        tuple(flatten(model.inputs)),
        tuple(flatten(model.outputs)),
        model.origin,
    )
    if len(own.inputs) != len(inputs):
        return opaque_result(machine, inputs, origin)
    mapped: dict[Tensor, Tensor] = dict(zip(own.inputs, inputs, strict=True))
    outermost: dict[Call, None] = {}
    for call in own.calls:
        around = list(call.enclosing())
        outermost.setdefault(around[-1] if around else call)
    for call in outermost:
        _replay_call(machine, call, mapped)
    outputs = [mapped.get(tensor, tensor) for tensor in own.outputs]
    if len(outputs) == 1:
        return TensorValue(outputs[0])
    return ListValue(tuple(TensorValue(tensor) for tensor in outputs))


def _replay_call(machine: Machine, call: Call, mapped: dict[Tensor, Tensor]) -> None:
    values = tuple(TensorValue(mapped.get(tensor, tensor)) for tensor in call.inputs)
    if isinstance(call.operation, Operation):
        result = apply_operation(
            machine, call.operation, [value.tensor for value in values], call.origin
        )
    else:
        layer = call.applied
        if not isinstance(layer, Value):
            result = opaque_result(machine, [value.tensor for value in values], call.origin)
        else:
            together = values[0] if len(values) == 1 else ListValue(values)
            result = apply_value(machine, layer, together, call.origin)
    for old, new in zip(call.outputs, flatten(result), strict=False):
        mapped[old] = new


# --- what a model is asked for ----------------------------------------------------------------


@attribute(ModelValue, "output", "outputs")
def _outputs(machine: Machine, model: ModelValue) -> Value | None:
    if model.style is Style.FUNCTIONAL:
        return model.outputs
    _, outputs, _ = trace(machine, model)
    values = tuple(TensorValue(tensor) for tensor in outputs)
    return values[0] if len(values) == 1 else ListValue(values)


@attribute(ModelValue, "input", "inputs")
def _inputs(machine: Machine, model: ModelValue) -> Value | None:
    if model.style is Style.FUNCTIONAL:
        return model.inputs
    return None


@attribute(ModelValue, "layers")
def _layers(machine: Machine, model: ModelValue) -> Value | None:
    if model.style is Style.SEQUENTIAL and model.layers is not None:
        return ListValue(
            tuple(layer for layer, _ in model.layers if not isinstance(layer, TensorValue))
        )
    return None


@attribute(ModelValue, "name")
def _name(machine: Machine, model: ModelValue) -> Value:
    return Constant(model.name)


@attribute(ModelValue, "output_shape")
def _output_shape(machine: Machine, model: ModelValue) -> Value | None:
    _, outputs, _ = trace(machine, model)
    return shape_value(outputs[0]) if outputs else None


def backbone_model(
    machine: Machine, symbol: str, given: dict[str, Given], origin: Origin
) -> ModelValue:
    """A pretrained network, made by a call of `keras.applications`."""
    model = ModelValue(symbol.rpartition(".")[2], Style.LOADED, origin, backbone=symbol)
    model.facts = {name: argument_of(value) for name, value in given.items()}
    model.input_shape = input_shape(given)
    machine.journal.append(machine.trace.models, model)
    return model


