"""Layers, Keras' own and those of the linted code: constructed, and applied to tensors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from kerascop.graph.facts import UNKNOWN, Argument
from kerascop.graph.tensors import Call, LayerConfig, Operation, Tensor
from kerascop.interpreter.classes import built_in_layer, find_member
from kerascop.interpreter.keras.facts import argument_of, bind, default_arguments
from kerascop.interpreter.keras.layered import symbol_for
from kerascop.interpreter.keras.naming import count_layers_inside, given_or_automatic
from kerascop.interpreter.keras.slips import meant_by_misspelt, meant_for_layer
from kerascop.interpreter.keras.tensors import (
    apply_operation,
    flatten,
    opaque_result,
    opaque_tensor,
    operands_in,
    shape_value,
)
from kerascop.interpreter.keras.weights import own_weights
from kerascop.interpreter.keras.wrapping import wrapped_inference
from kerascop.interpreter.registry import attribute
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
    ListValue,
    ModelValue,
    TensorValue,
    TupleValue,
    UserClass,
    Value,
    python_value,
)
from kerascop.keras_api import Symbol
from kerascop.keras_api.shapes import Refusal, infer

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


def make_layer(
    machine: Machine, symbol: Symbol, path: str, arguments: Arguments, cls: str | None = None
) -> LayerValue:
    """A layer of Keras' own, constructed; `cls` is the class that it is named after if another."""
    given = bind(symbol, arguments)
    facts: dict[str, Argument] = dict(default_arguments(symbol))
    if arguments.incomplete:
        facts = dict.fromkeys(facts, Argument(UNKNOWN, arguments.origin))
    facts.update((name, argument_of(value)) for name, value in given.items())
    facts.update(meant_by_misspelt(path, given, default_arguments(symbol)))
    argument = given.get("name")
    name = None if argument is None else python_value(argument.value)
    config = LayerConfig(
        symbol.name,
        path,
        name if isinstance(name, str) else None,
        facts,
        arguments.origin,
        keras_name=given_or_automatic(machine, name, cls or symbol.name.rpartition(".")[2]),
        positional=len(arguments.positional),
        data_format=machine.data_format,
    )
    return LayerValue(config, {name: value.value for name, value in given.items()})


def user_layer_config(machine: Machine, cls: UserClass, arguments: Arguments) -> LayerConfig:
    """The configuration of a layer of the linted code's own."""
    facts = {name: argument_of(given) for name, given in arguments.keywords.items()}
    given = facts["name"].value if "name" in facts else None
    name = given if isinstance(given, str) else None
    return LayerConfig(cls.name, cls.name, name, facts, arguments.origin, user_defined=True)


_INNER_STEPS = frozenset(
    {"convolution_op", "_convolution_op", "step", "inner_loop", "compute_output_shape"}
)
"""Methods of Keras' layers that their `call` calls: whoever overrides one changes what it does."""


def inherit_layer(machine: Machine, layer: Instance, arguments: Arguments) -> None:
    """`super().__init__(…)` in a class that derives from a layer of Keras' own."""
    base = built_in_layer(layer.cls)
    symbol = None if base is None else base.symbol
    if base is None or symbol is None or not symbol.is_class:
        return
    if not any(find_member(layer.cls, name) for name in _INNER_STEPS):
        made = make_layer(machine, symbol, base.path, arguments, layer.cls.name)
        machine.journal.set(layer, "base", made)
        take_name(machine, layer, made.config.keras_name)


def take_name(machine: Machine, layer: Instance, name: str | None) -> None:
    """Name a layer of the linted code, once: as its constructor says, else after its class."""
    if layer.config is not None and layer.config.keras_name is None:
        chosen = name or given_or_automatic(machine, layer.config.name, layer.cls.name)
        machine.journal.set(layer, "config", replace(layer.config, keras_name=chosen))


def inputs_of(machine: Machine, arguments: Arguments) -> tuple[Tensor, ...]:
    """The tensors that a layer is called on; opaque ones for what is not known to be a tensor."""
    tensors: list[Tensor] = []
    for position, given in enumerate(arguments.positional):
        tensors.extend(_tensors_of(machine, given, is_input=position == 0))
    for name, given in arguments.keywords.items():
        is_input = not arguments.positional and name in ("inputs", "x", "input")
        tensors.extend(_tensors_of(machine, given, is_input=is_input))
    return tuple(tensors)


def _tensors_of(machine: Machine, given: Given, *, is_input: bool) -> list[Tensor]:
    found = operands_in(machine, given.value, given.origin)
    if found or not is_input:
        return found
    value = given.value
    if isinstance(value, ArrayValue):
        return [symbol_for(value.facts, given.origin)]
    if isinstance(value, ListValue | TupleValue) and all(
        isinstance(item, ArrayValue) for item in value.items
    ):
        return [
            Tensor(item.facts.shape, given.origin)
            for item in value.items
            if isinstance(item, ArrayValue)
        ]
    return [opaque_tensor(machine, given.origin)]


_ATTENDING = frozenset({"MultiHeadAttention", "GroupQueryAttention", "GroupedQueryAttention"})
_ATTENDED = ("query", "value", "key")


def _attention_inputs(machine: Machine, arguments: Arguments) -> tuple[Tensor, ...]:
    """Query, value and key in this order, however the call writes them; what follows are masks."""
    given = dict(zip(_ATTENDED, arguments.positional, strict=False))
    given.update(
        (name, arguments.keywords[name]) for name in _ATTENDED if name in arguments.keywords
    )
    return tuple(
        tensor
        for name in _ATTENDED
        if name in given and given[name].value != NONE
        for tensor in _tensors_of(machine, given[name], is_input=True)
    )


_MASKS = frozenset(
    {"mask", "attention_mask", "query_mask", "value_mask", "key_mask", "sample_weight"}
)
"""Tensors that tell a layer of Keras' own what to leave out, and change no shape."""


def _without_masks(arguments: Arguments) -> Arguments:
    if _MASKS.isdisjoint(arguments.keywords):
        return arguments
    kept = {name: given for name, given in arguments.keywords.items() if name not in _MASKS}
    return Arguments(arguments.positional, kept, arguments.origin, arguments.incomplete)


def call_layer(machine: Machine, layer: LayerValue, arguments: Arguments) -> Value:
    """Apply a layer of Keras' own to what it is called on."""
    meant_for_layer(machine, layer, Arguments((), arguments.keywords, arguments.origin))
    if layer.config.short in _ATTENDING and not arguments.incomplete:
        inputs = _attention_inputs(machine, arguments)
    else:
        inputs = inputs_of(machine, _without_masks(arguments))
    options = {
        name: argument_of(given)
        for name, given in arguments.keywords.items()
        if not flatten(given.value)
    }
    if layer.config.short == "Lambda":
        return _call_lambda(machine, layer, inputs, arguments)
    return apply_layer(machine, layer, inputs, arguments.origin, options, _in_one_list(arguments))


def _in_one_list(arguments: Arguments) -> bool | None:
    """Is the layer called on a list, or on a tensor by itself?"""
    match arguments.positional:
        case (Given(value=TensorValue()),):
            return False
        case (Given(value=ListValue(exact=True) | TupleValue()),):
            return True
        case _:
            return None


def apply_layer(
    machine: Machine,
    layer: LayerValue,
    inputs: Sequence[Tensor],
    origin: Origin,
    options: Mapping[str, Argument],
    listed: bool | None = None,
) -> Value:
    """Apply a primitive layer to tensors; `listed` tells whether they come as one list."""
    machine.meet_keras()
    config = layer.config
    if not layer.calls:
        count_layers_inside(machine, config.short)
    call = Call(config, tuple(inputs), origin, machine.within, options, applied=layer)
    settings = {name: argument.value for name, argument in config.arguments.items()}
    if settings.get("data_format") is None and "data_format" in settings:
        settings["data_format"] = config.data_format or machine.data_format
    data_format = settings.get("data_format")
    call.data_format = data_format if isinstance(data_format, str) else None
    shapes: tuple[Any, ...] = (None,)
    try:
        inferred = wrapped_inference(machine, layer, inputs, origin) or infer(
            config.symbol,
            settings,
            [tensor.shape for tensor in inputs],
            {name: argument.value for name, argument in options.items()},
            listed=listed,
        )
        shapes = inferred.outputs
        call.parameters = inferred.parameters
        call.frozen_parameters = inferred.frozen_parameters
    except Refusal as refusal:
        call.refusal, call.refusal_kind = refusal.message, refusal.kind.value
    call.outputs = tuple(
        Tensor(shape, origin, call=call, index=index) for index, shape in enumerate(shapes)
    )
    machine.journal.set(layer, "calls", (*layer.calls, call))
    if call.within is None:
        machine.journal.append(machine.trace.applied, call)
    if len(call.outputs) == 1:
        return TensorValue(call.outputs[0])
    return ListValue(tuple(TensorValue(tensor) for tensor in call.outputs))


def composite(
    machine: Machine,
    applied: Value,
    config: LayerConfig,
    inputs: Sequence[Tensor],
    origin: Origin,
    body: Callable[[], Value],
) -> Value:
    """Execute the body of a composite layer or model, its inner calls marked as being within it.

    What contains itself, or stands too deep in others, is not looked into.
    """
    around = machine.composites
    in_itself = any(each.applied is applied for each in around)
    closed = in_itself or len(around) >= machine.budget.call_depth
    call = Call(config, tuple(inputs), origin, machine.within, composite=True, applied=applied)
    machine.composites.append(call)
    try:
        result = NONE if closed else body()
        outputs = flatten(result)
        if not outputs:
            result = opaque_result(machine, inputs, origin)
        elif any(tensor in call.inputs for tensor in outputs):
            result = _through_identity(machine, result, call.inputs, origin)
    finally:
        machine.composites.pop()
    call.outputs = tuple(flatten(result))
    call.parameters, call.frozen_parameters = own_weights(applied, call)
    if isinstance(applied, Instance):
        machine.journal.set(applied, "calls", (*applied.calls, call))
    if call.within is None and not isinstance(applied, ModelValue):
        machine.journal.append(machine.trace.applied, call)
    return result


def _through_identity(
    machine: Machine, result: Value, inputs: Sequence[Tensor], origin: Origin
) -> Value:
    """A body that hands an input on untouched still is a step of the graph."""
    match result:
        case TensorValue(tensor=tensor) if tensor in inputs:
            return apply_operation(machine, Operation("identity"), (tensor,), origin)
        case ListValue(items=items) | TupleValue(items=items):
            return TupleValue(
                tuple(_through_identity(machine, item, inputs, origin) for item in items)
            )
        case _:
            return result


def _call_lambda(
    machine: Machine, layer: LayerValue, inputs: Sequence[Tensor], arguments: Arguments
) -> Value:
    function = layer.arguments.get("function")

    def body() -> Value:
        if function is None:
            return opaque_result(machine, inputs, arguments.origin)
        first = arguments.positional[0].value if arguments.positional else None
        value = first if first is not None and flatten(first) else TensorValue(inputs[0])
        given = (Given(value, arguments.origin),)
        return machine.call(function, Arguments(given, _lambda_keywords(layer), arguments.origin))

    return composite(machine, layer, layer.config, inputs, arguments.origin, body)


def _lambda_keywords(layer: LayerValue) -> dict[str, Given]:
    extra = layer.arguments.get("arguments")
    if not isinstance(extra, DictValue):
        return {}
    origin = layer.config.origin
    return {str(name): Given(value, origin) for name, value in extra.entries.items()}


def call_user_layer(machine: Machine, layer: Instance, arguments: Arguments) -> Value:
    """Apply a layer of the linted code's own: execute its `build` and `call`."""
    assert layer.config is not None
    inputs = inputs_of(machine, arguments)
    method = find_member(layer.cls, "call")
    origin = arguments.origin

    def body() -> Value:
        if not isinstance(method, Function):
            if layer.base is not None and method is None:
                return call_layer(machine, layer.base, arguments)
            return opaque_result(machine, inputs, origin)
        build_once(machine, layer, arguments, inputs)
        return machine.call(BoundMethod(layer, method), with_tensors(arguments, inputs))

    return composite(machine, layer, layer.config, inputs, origin, body)


def build_once(
    machine: Machine, layer: Instance, arguments: Arguments, inputs: Sequence[Tensor]
) -> None:
    """Execute the `build` that a layer or model of the linted code has, before its first call."""
    build = find_member(layer.cls, "build")
    if not isinstance(build, Function) or "built" in layer.attributes or not inputs:
        return
    machine.set_attribute(layer, "built", Constant(True))
    first = arguments.positional[0].value if arguments.positional else TensorValue(inputs[0])
    shapes = _shapes_in(first) or shape_value(inputs[0])
    machine.call_with(BoundMethod(layer, build), (shapes,), arguments.origin)


def _shapes_in(value: Value) -> Value | None:
    """The shapes of tensors, in lists and dictionaries as the tensors are."""
    match value:
        case TensorValue(tensor=tensor):
            return shape_value(tensor)
        case ListValue(items=items) | TupleValue(items=items):
            shapes = [_shapes_in(item) for item in items]
            known = tuple(shape for shape in shapes if shape is not None)
            return ListValue(known) if len(known) == len(shapes) else None
        case DictValue(entries=entries, exact=True):
            named = {name: _shapes_in(item) for name, item in entries.items()}
            return DictValue({name: shape for name, shape in named.items() if shape is not None})
        case _:
            return None


def with_tensors(arguments: Arguments, inputs: Sequence[Tensor]) -> Arguments:
    """The same call with an opaque tensor where the first argument was not known to be one."""
    if arguments.positional and not flatten(arguments.positional[0].value) and inputs:
        first = Given(TensorValue(inputs[0]), arguments.positional[0].origin)
        return Arguments(
            (first, *arguments.positional[1:]),
            arguments.keywords,
            arguments.origin,
            arguments.incomplete,
            arguments.keyword_origins,
        )
    return arguments


def apply_value(machine: Machine, layer: Value, inputs: Value, origin: Origin) -> Value:
    """Apply whatever stands in a model's list of layers."""
    return machine.call(layer, Arguments((Given(inputs, origin),), {}, origin))


def layer_origin(layer: Value, default: Origin) -> Origin:
    """Where a layer is constructed."""
    match layer:
        case LayerValue(config=config):
            return config.origin
        case Instance(origin=origin) | ModelValue(origin=origin):
            return origin
        case _:
            return default


def _own_call(layer: LayerValue | Instance) -> Call | None:
    """The call that made the layer's `output`: the first that is not inside another model."""
    return next((call for call in layer.calls if call.within is None), None)


@attribute(LayerValue, "output")
@attribute(Instance, "output")
def _output(machine: Machine, layer: LayerValue | Instance) -> Value | None:
    call = _own_call(layer)
    if call is None:
        return None
    tensors = tuple(TensorValue(tensor) for tensor in call.outputs)
    return tensors[0] if len(tensors) == 1 else ListValue(tensors)


@attribute(LayerValue, "input")
@attribute(Instance, "input")
def _input(machine: Machine, layer: LayerValue | Instance) -> Value | None:
    call = _own_call(layer)
    if call is None or not call.inputs:
        return None
    tensors = tuple(TensorValue(tensor) for tensor in call.inputs)
    return tensors[0] if len(tensors) == 1 else ListValue(tensors)


@attribute(LayerValue, "output_shape")
@attribute(Instance, "output_shape")
def _output_shape(machine: Machine, layer: LayerValue | Instance) -> Value | None:
    call = _own_call(layer)
    return None if call is None or not call.outputs else shape_value(call.outputs[0])


@attribute(LayerValue, "input_shape")
@attribute(Instance, "input_shape")
def _input_shape(machine: Machine, layer: LayerValue | Instance) -> Value | None:
    call = _own_call(layer)
    return None if call is None or not call.inputs else shape_value(call.inputs[0])


@attribute(LayerValue, "name")
def _name(machine: Machine, layer: LayerValue) -> Value | None:
    return None if layer.config.name is None else Constant(layer.config.name)
