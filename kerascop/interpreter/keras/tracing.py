"""Models applied: to symbols of their own, to see their graph, and to what they are called on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kerascop.dimensions import BATCH, Shape
from kerascop.graph.models import Model, Style
from kerascop.graph.tensors import Call, LayerConfig, Operation, Tensor
from kerascop.interpreter.classes import find_member
from kerascop.interpreter.keras.eager import symbolically
from kerascop.interpreter.keras.layers import (
    apply_value,
    build_once,
    composite,
    inputs_of,
    with_tensors,
)
from kerascop.interpreter.keras.models import class_of, count_late_build, input_shape, knows_input
from kerascop.interpreter.keras.tensors import (
    apply_operation,
    flatten,
    in_keras_order,
    opaque_result,
    opaque_tensor,
)
from kerascop.interpreter.translating import dim_of
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    ArrayValue,
    BoundMethod,
    DictValue,
    Function,
    Given,
    Instance,
    LayerValue,
    ListValue,
    ModelValue,
    TensorValue,
    TupleValue,
    Value,
)
from kerascop.syntax.parameters import positional

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


def trace(machine: Machine, model: ModelValue) -> tuple[Sequence[Tensor], Sequence[Tensor], bool]:
    """The inputs and outputs of a model, its layers applied where it is `Sequential` or subclassed.

    The third item tells whether the graph between them is whole. The layers of a `Sequential` are
    applied once: what is asked of it before and after it has grown is one graph.
    """
    around, machine.composites = machine.composites, []
    try:
        with symbolically(machine, model):
            return _TRACES[model.style](machine, model)
    finally:
        machine.composites = around


def _trace_functional(
    machine: Machine, model: ModelValue
) -> tuple[Sequence[Tensor], Sequence[Tensor], bool]:
    inputs, outputs = flatten(model.inputs), list(_outputs_of(machine, model.outputs, model.origin))
    known = outputs == flatten(model.outputs)
    return inputs, outputs, known and bool(inputs)


def _outputs_of(machine: Machine, value: Value | None, origin: Origin) -> Sequence[Tensor]:
    """The tensors in a value, an opaque one for each item that is not known to be a tensor."""
    match value:
        case None:
            return ()
        case TensorValue(tensor=tensor):
            return (tensor,)
        case ListValue(items=items) | TupleValue(items=items):
            return [tensor for item in items for tensor in _outputs_of(machine, item, origin)]
        case DictValue(entries=entries):
            items = tuple(entries.values())
            return [tensor for item in items for tensor in _outputs_of(machine, item, origin)]
        case _:
            return (opaque_tensor(machine, origin),)


def _trace_sequential(
    machine: Machine, model: ModelValue
) -> tuple[Sequence[Tensor], Sequence[Tensor], bool]:
    if model.layers is None:
        unknown = opaque_tensor(machine, model.origin)
        return (unknown,), (unknown,), False
    layers = list(model.layers)
    if layers and isinstance(layers[0][0], TensorValue):
        start = begun = layers.pop(0)[0]
    else:
        start, begun = _begin(machine, model, layers)
    steps = _kept(model, start, layers) or [(start, begun)]
    for layer, origin in layers[len(steps) - 1 :]:
        value = apply_value(machine, layer, steps[-1][1], origin)
        if not isinstance(value, TensorValue):
            value = opaque_result(machine, flatten(value), origin)
        steps.append((layer, value))
    machine.journal.set(model, "steps", tuple(steps))
    return flatten(start), flatten(steps[-1][1]), True


def _kept(
    model: ModelValue, start: Value, layers: Sequence[tuple[Value, Origin]]
) -> list[tuple[Value, Value]]:
    """The steps of an earlier trace that are still the model's first ones."""
    kept: list[tuple[Value, Value]] = []
    for layer, step in zip((start, *(layer for layer, _ in layers)), model.steps, strict=False):
        if step[0] is not layer:
            break
        kept.append(step)
    return kept


def _begin(
    machine: Machine, model: ModelValue, layers: Sequence[tuple[Value, Origin]]
) -> tuple[Value, Value]:
    """The symbols that go into a `Sequential` without `Input`, and what meets its first layer."""
    before = model.steps[0] if model.steps else None
    first = layers[0][0] if layers else None
    branches = first.attributes.get("branches") if isinstance(first, LayerValue) else None
    if isinstance(branches, ListValue) and all(isinstance(b, ModelValue) for b in branches.items):
        return before or _begin_branches(machine, branches)
    shape = _first_shape(machine, model, layers)
    if before is not None and [tensor.shape for tensor in flatten(before[0])] == [shape]:
        return before
    start = TensorValue(Tensor(shape, model.origin))
    return start, start


def _begin_branches(machine: Machine, branches: ListValue) -> tuple[Value, Value]:
    """A `Merge` of Keras 1 begins a model with as many inputs as it has branches."""
    starts: list[Value] = []
    ends: list[Value] = []
    for branch in branches.items:
        assert isinstance(branch, ModelValue)
        inputs, _, _ = trace(machine, branch)
        start = TensorValue(Tensor(inputs[0].shape if inputs else None, branch.origin))
        starts.append(start)
        ends.append(apply_value(machine, branch, start, branch.origin))
    return ListValue(tuple(starts)), ListValue(tuple(ends))


_SEQUENCE_LAYERS = frozenset({"SimpleRNN", "LSTM", "GRU", "Conv1D"})
_SHAPES = frozenset({"input_shape", "batch_input_shape", "batch_shape", "input_length"})


def _first_shape(
    machine: Machine, model: ModelValue, layers: Sequence[tuple[Value, Origin]]
) -> Shape | None:
    if layers:
        first: Value | None = layers[0][0]
        if isinstance(first, Instance):
            first = first.model or first.base
        if isinstance(first, LayerValue):
            given = {
                name: Given(value, first.config.origin) for name, value in first.arguments.items()
            }
            if first.config.short == "Embedding":
                given = {name: given[name] for name in given if name not in ("input_dim",)}
                length = given.pop("input_length", None)
                if length is not None and not {"input_shape", "batch_input_shape"} & given.keys():
                    return (BATCH, dim_of(length.value))
            if first.config.short in _SEQUENCE_LAYERS and _SHAPES.isdisjoint(given):
                # Keras 1 took the number of features alone: the steps are open.
                units = given.get("input_dim")
                if units is not None:
                    return (BATCH, None, dim_of(units.value))
            shape = input_shape(given)
            if shape is not None:
                return shape
            wrapped = first.arguments.get("layer")
            if isinstance(wrapped, LayerValue):
                return _first_shape(machine, model, ((wrapped, first.config.origin),))
        if isinstance(first, ModelValue) and (first.sample is None or knows_input(first)):
            # A sample that the inner model was tried on says nothing of this one.
            inner, _, _ = trace(machine, first)
            if inner and inner[0].shape is not None:
                return inner[0].shape
    if model.input_shape is None and isinstance(model.sample, TensorValue):
        return model.sample.tensor.shape
    return model.input_shape


def _trace_subclassed(
    machine: Machine, model: ModelValue
) -> tuple[Sequence[Tensor], Sequence[Tensor], bool]:
    instance = model.instance
    member = None if instance is None else find_member(instance.cls, "call")
    if instance is None or not isinstance(member, Function):
        unknown = opaque_tensor(machine, model.origin)
        return (unknown,), (unknown,), False
    start: Value = TensorValue(Tensor(model.input_shape, model.origin))
    if model.input_shape is None and model.sample is not None:
        start = model.sample
    given = Arguments((Given(start, model.origin),), {}, model.origin)
    build_once(machine, instance, given, flatten(start))
    result = machine.call(BoundMethod(instance, member), given)
    result = in_keras_order(result)
    machine.journal.set(model, "outputs", result)
    return flatten(start), flatten(result), True


def symbols_like(value: Value, origin: Origin) -> Value | None:
    """Fresh inputs of the shapes of what a model is called on, any number of samples of it; `None`
    if some shape is not known."""
    match value:
        case TensorValue(tensor=Tensor(shape=shape, dtype=dtype)):
            return _symbol(shape, dtype, origin)
        case ArrayValue(facts=facts):
            return _symbol(facts.shape, facts.dtype, origin)
        case ListValue(items=items, exact=True) | TupleValue(items=items):
            parts = [symbols_like(item, origin) for item in items]
            known = tuple(part for part in parts if part is not None)
            return TupleValue(known) if known and len(known) == len(parts) else None
        case DictValue(entries=entries, exact=True):
            named = {name: symbols_like(entry, origin) for name, entry in entries.items()}
            present = {name: part for name, part in named.items() if part is not None}
            return DictValue(present) if present and len(present) == len(named) else None
        case _:
            return None


def _symbol(shape: Shape | None, dtype: str | None, origin: Origin) -> Value | None:
    if not shape:
        return None
    return TensorValue(Tensor((BATCH, *shape[1:]), origin, dtype=dtype))


def _trace_loaded(
    machine: Machine, model: ModelValue
) -> tuple[Sequence[Tensor], Sequence[Tensor], bool]:
    if model.steps:
        start, result = model.steps[0]
    else:
        start = model.inputs or TensorValue(Tensor(model.input_shape, model.origin))
        result = apply_value(machine, model, start, model.origin)
        machine.journal.set(model, "steps", ((start, result),))
    return flatten(start), flatten(result), False


_TRACES: dict[
    Style, Callable[[Machine, ModelValue], tuple[Sequence[Tensor], Sequence[Tensor], bool]]
] = {
    Style.FUNCTIONAL: _trace_functional,
    Style.SEQUENTIAL: _trace_sequential,
    Style.SUBCLASSED: _trace_subclassed,
    Style.LOADED: _trace_loaded,
}


def config_of(machine: Machine, model: ModelValue) -> LayerConfig:
    """The configuration under which a model appears in the graph of another."""
    if model.config is not None:
        return model.config
    symbol = model.backbone or model.name
    config = LayerConfig(
        symbol,
        symbol,
        model.name,
        model.facts,
        model.origin,
        model.backbone is None,
        model.keras_name,
        class_of(model),
        order=model.order,
    )
    model.config = config
    return config


def call_model(machine: Machine, model: ModelValue, arguments: Arguments) -> Value:
    """Call a model on tensors or data: its graph is run again on what goes in."""
    inputs = inputs_of(machine, arguments)
    config = config_of(machine, model)
    count_late_build(machine, model)
    machine.journal.set(model, "called", True)
    if model.sample is None and model.style is not Style.FUNCTIONAL and arguments.positional:
        sample = symbols_like(arguments.positional[0].value, model.origin)
        machine.journal.set(model, "sample", sample)

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
                    build_once(machine, model.instance, arguments, inputs)
                    bound = BoundMethod(model.instance, member)
                    return machine.call(bound, with_tensors(arguments, inputs))
            case Style.FUNCTIONAL:
                return replay(machine, model, _in_order(model, arguments, inputs), arguments.origin)
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
    from kerascop.interpreter.keras.applications import backbone_shape, backbone_weights

    call = Call(config, tuple(inputs), origin, machine.within, applied=model)
    given = inputs[0].shape if inputs else None
    shape = backbone_shape(model, given)
    call.parameters, call.frozen_parameters = backbone_weights(model, given)
    output = Tensor(shape, origin, call=call)
    call.outputs = (output,)
    return TensorValue(output)


def _in_order(
    model: ModelValue, arguments: Arguments, inputs: Sequence[Tensor]
) -> Sequence[Tensor]:
    """What a functional model is called on, in the order of its inputs where both have names."""
    given = arguments.positional[0].value if arguments.positional else None
    if not isinstance(given, DictValue) or not isinstance(model.inputs, DictValue):
        return inputs
    if given.entries.keys() < model.inputs.entries.keys():
        return inputs
    return [tensor for name in model.inputs.entries for tensor in flatten(given.entries[name])]


def replay(
    machine: Machine,
    model: ModelValue,
    inputs: Sequence[Tensor],
    origin: Origin,
    substitute: Callable[[Value], Value] = lambda layer: layer,
) -> Value:
    """Run the graph of a functional model again on other inputs, perhaps with other layers."""
    own = Model(
        model.name,
        model.style,
        tuple(flatten(model.inputs)),
        tuple(_outputs_of(machine, model.outputs, model.origin)),
        model.origin,
    )
    if len(own.inputs) != len(inputs):
        return opaque_result(machine, inputs, origin)
    mapped: dict[Tensor, Tensor] = dict(zip(own.inputs, inputs, strict=True))
    outermost: dict[Call, None] = {}
    here = set() if machine.within is None else {machine.within, *machine.within.enclosing()}
    for call in own.calls:
        # What is not known of the outputs is made up right now, inside the very call of the model.
        around = [each for each in call.enclosing() if each not in here]
        outermost.setdefault(around[-1] if around else call)
    for call in outermost:
        _replay_call(machine, call, mapped, substitute)
    return _mapped(model.outputs, mapped)


def _mapped(value: Value | None, mapped: dict[Tensor, Tensor]) -> Value:
    """The outputs of a model, in lists and dictionaries as they were, for other inputs."""
    match value:
        case TensorValue(tensor=tensor):
            return TensorValue(mapped.get(tensor, tensor))
        case ListValue(items=(single,)) | TupleValue(items=(single,)):
            return _mapped(single, mapped)
        case ListValue(items=items) | TupleValue(items=items):
            return ListValue(tuple(_mapped(item, mapped) for item in items))
        case DictValue(entries=entries):
            return DictValue({name: _mapped(item, mapped) for name, item in entries.items()})
        case _:
            return NONE


def _replay_call(
    machine: Machine,
    call: Call,
    mapped: dict[Tensor, Tensor],
    substitute: Callable[[Value], Value],
) -> None:
    values = tuple(TensorValue(mapped.get(tensor, tensor)) for tensor in call.inputs)
    tensors = [value.tensor for value in values]
    layer = call.applied
    if isinstance(call.operation, Operation):
        result = apply_operation(machine, call.operation, tensors, call.origin)
    elif not isinstance(layer, Value):
        result = opaque_result(machine, tensors, call.origin)
    else:
        handed = _handed(layer, values)
        if handed is None:
            result = opaque_result(machine, tensors, call.origin)
        else:
            result = machine.call_with(substitute(layer), handed, call.origin)
    mapped.update(zip(call.outputs, flatten(result), strict=False))


_MERGING = frozenset(
    f"keras.layers.{name}"
    for name in "Add Average Concatenate Dot Maximum Minimum Multiply Subtract".split()
)
"""They take a list, though it may hold one tensor alone."""


def _handed(layer: Value, values: tuple[Value, ...]) -> tuple[Value, ...] | None:
    """Several tensors as a layer takes them: each by itself, or all in a list; `None` if its `call`
    does not tell which."""
    if len(values) == 1:
        merges = isinstance(layer, LayerValue) and layer.config.symbol in _MERGING
        return (ListValue(values),) if merges else values
    instance = layer.instance if isinstance(layer, ModelValue) else layer
    member = find_member(instance.cls, "call") if isinstance(instance, Instance) else None
    if not isinstance(member, Function):
        return (ListValue(values),)
    parameters = positional(member.node.args)[1:]
    required = [parameter for parameter in parameters if parameter.default is None]
    if len(required) == len(values):
        return values
    others = {parameter.name for parameter in parameters if parameter.default is not None}
    return (ListValue(values),) if len(required) == 1 and others <= {"training"} else None
