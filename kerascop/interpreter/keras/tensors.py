"""Symbolic tensors: operators, subscripts, functions on them, and what they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kerascop.dimensions import BATCH, Shape
from kerascop.graph.facts import UNKNOWN, Argument, DataArgument
from kerascop.graph.tensors import OPAQUE, Call, Operation, Tensor
from kerascop.interpreter.keras.facts import argument_of, fact_of
from kerascop.interpreter.keras.naming import automatic_name
from kerascop.interpreter.registry import attribute, method
from kerascop.interpreter.translating import dim_of, from_shape, shape_of
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    ArrayValue,
    Constant,
    DictValue,
    External,
    Given,
    ListValue,
    SliceValue,
    TensorValue,
    TupleValue,
    Unknown,
    Value,
)
from kerascop.keras_api import Kind
from kerascop.keras_api.activations import activation_facts
from kerascop.keras_api.operations import OperationFacts, operation_for
from kerascop.keras_api.shapes import Refusal
from kerascop.keras_api.shapes.operations import infer_operation

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin

_BINARY = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "divide",
    "//": "floor_divide",
    "%": "mod",
    "**": "power",
    "@": "matmul",
    "==": "equal",
    "!=": "not_equal",
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
    "&": "logical_and",
    "|": "logical_or",
}
_UNARY = {"-": "negative", "+": "identity", "~": "logical_not"}

_NOISE = dict.fromkeys(
    (f"keras.random.{name}" for name in ("normal", "uniform", "truncated_normal")), "random"
)

_FUNCTION_KINDS = frozenset({Kind.OP, Kind.FUNCTION, Kind.ACTIVATION, Kind.LOSS, Kind.METRIC})


_WITHOUT_TENSORS = frozenset({Constant, External, Unknown})
"""Kinds of values, the most frequent ones, that hold no others."""


def flatten(value: Value | None) -> list[Tensor]:
    """The tensors in a value, lists, tuples and dictionaries opened, in order."""
    if type(value) in _WITHOUT_TENSORS:
        return []
    match value:
        case TensorValue(tensor=tensor):
            return [tensor]
        case ListValue(items=items) | TupleValue(items=items):
            opened = [item for item in items if type(item) not in _WITHOUT_TENSORS]
            return [tensor for item in opened for tensor in flatten(item)]
        case DictValue(entries=entries):
            return [tensor for entry in entries.values() for tensor in flatten(entry)]
        case _:
            return []


def operands_in(machine: Machine, value: Value, origin: Origin) -> list[Tensor]:
    """The tensors in a value that has some; what else stands beside them counts as opaque ones.

    A list of unknown length is one opaque tensor: how many there are cannot be told.
    """
    tensors = flatten(value)
    if not tensors:
        return []
    if _has_unknown_length(value):
        return [opaque_result(machine, tensors, origin).tensor]
    return _operands(machine, value, origin)


def _has_unknown_length(value: Value) -> bool:
    match value:
        case ListValue(exact=False) | DictValue(exact=False):
            return True
        case ListValue(items=items) | TupleValue(items=items):
            return any(_has_unknown_length(item) for item in items)
        case _:
            return False


def _operands(machine: Machine, value: Value, origin: Origin) -> list[Tensor]:
    match value:
        case TensorValue(tensor=tensor):
            return [tensor]
        case ListValue(items=items) | TupleValue(items=items):
            return [tensor for item in items for tensor in _operands(machine, item, origin)]
        case DictValue(entries=entries):
            parts = entries.values()
            return [tensor for entry in parts for tensor in _operands(machine, entry, origin)]
        case ArrayValue(facts=facts):
            return [Tensor(facts.shape, origin, dtype=facts.dtype)]
        case Constant(value=None):
            return []
        case _:
            return [opaque_tensor(machine, origin)]


def in_keras_order(value: Value) -> Value:
    """The inputs or outputs of a model as Keras goes through them: dictionaries by their keys."""
    match value:
        case DictValue(entries=entries, exact=True) if all(isinstance(key, str) for key in entries):
            return DictValue({key: in_keras_order(entries[key]) for key in sorted(entries)})
        case _:
            return value


def tensors_in(arguments: Arguments) -> list[Tensor]:
    """The tensors among the arguments of a call."""
    found: list[Tensor] = []
    for given in (*arguments.positional, *arguments.keywords.values()):
        if type(given.value) not in _WITHOUT_TENSORS:
            found.extend(flatten(given.value))
    return found


def opaque_result(
    machine: Machine, inputs: Sequence[Tensor], origin: Origin, path: str | None = None
) -> TensorValue:
    """A tensor of which nothing is known but what went in, and perhaps through which function."""
    call = Call(Operation(OPAQUE, path), tuple(inputs), origin, machine.within)
    return TensorValue(_output(call, None, origin))


def opaque_tensor(machine: Machine, origin: Origin) -> Tensor:
    """A tensor of which nothing is known."""
    return opaque_result(machine, (), origin).tensor


def _output(call: Call, shape: Shape | None, origin: Origin, has_batch: bool = True) -> Tensor:
    tensor = Tensor(shape, origin, call=call, has_batch=has_batch)
    call.outputs = (tensor,)
    return tensor


def apply_operation(
    machine: Machine,
    operation: Operation,
    inputs: Sequence[Tensor],
    origin: Origin,
) -> Value:
    """Apply an operation to tensors: one tensor, or a list of them where it splits its input."""
    if not machine.composites:
        automatic_name(machine, operation.name)
    call = Call(operation, tuple(inputs), origin, machine.within)
    arguments = {name: argument.value for name, argument in operation.arguments.items()}
    has_batch = any(tensor.has_batch for tensor in inputs)
    try:
        inferred = infer_operation(operation.name, [tensor.shape for tensor in inputs], arguments)
    except Refusal as refusal:
        call.refusal, call.refusal_kind = refusal.message, refusal.kind.value
        inferred = None
    if isinstance(inferred, list):
        call.outputs = tuple(
            Tensor(shape, origin, call=call, index=index, has_batch=has_batch)
            for index, shape in enumerate(inferred)
        )
        return ListValue(tuple(TensorValue(tensor) for tensor in call.outputs))
    return TensorValue(_output(call, inferred, origin, has_batch))


def binary(
    machine: Machine, operator: str, left: Value, right: Value, origin: Origin
) -> Value | None:
    """`left operator right` where at least one is a tensor."""
    name = _BINARY.get(operator)
    if name is None:
        return None
    inputs = flatten(left) + flatten(right)
    operands: dict[str, Argument] = {}
    for side, operand in (("left", left), ("right", right)):
        if not isinstance(operand, TensorValue):
            kind = DataArgument if is_data(machine, operand) else Argument
            operands[side] = kind(_operand(operand, origin), origin)
    return apply_operation(machine, Operation(name, None, operands), inputs, origin)


def is_data(machine: Machine, value: Value) -> bool:
    """Is this an array, or an unknown value that nothing but data is computed to?"""
    match value:
        case ArrayValue():
            return True
        case Unknown(term=term):
            return term in machine.plain or _names_data(term)
        case _:
            return False


def _names_data(term: object) -> bool:
    """Does the term stand for a parameter, the item of a loop, or a part of one?"""
    match term:
        case ("name" | "batch", *_):
            return True
        case ("item" | "each", base, *_):
            return _names_data(base)
        case _:
            return False


def _operand(value: Value, origin: Origin) -> Any:
    if isinstance(value, ArrayValue):
        return UNKNOWN
    return fact_of(value, origin)


def unary(machine: Machine, operator: str, operand: TensorValue, origin: Origin) -> Value | None:
    """`-x` and the like."""
    name = _UNARY.get(operator)
    if name is None:
        return None
    return apply_operation(machine, Operation(name), (operand.tensor,), origin)


def subscript(machine: Machine, value: TensorValue, index: Value, origin: Origin) -> Value | None:
    """`x[…]`."""
    indices = index.items if isinstance(index, TupleValue) else (index,)
    plain = tuple(_plain_index(part) for part in indices)
    operation = Operation("getitem", None, {"index": Argument(plain, origin)})  # type: ignore[arg-type]
    return apply_operation(machine, operation, (value.tensor,), origin)


def _plain_index(index: Value) -> object:
    match index:
        case Constant(value=constant):
            return constant
        case SliceValue(start=start, stop=stop, step=step):
            return slice(_bound(start), _bound(stop), _bound(step))
        case _:
            dim = dim_of(index)
            return UNKNOWN if dim is None else dim


def _bound(value: Value) -> object:
    if isinstance(value, Constant):
        return value.value
    dim = dim_of(value)
    return UNKNOWN if dim is None else dim


_SHAPE_FUNCTIONS = frozenset(
    {
        "keras.backend.int_shape",
        "keras.backend.shape",
        "keras.ops.shape",
        "tensorflow.shape",
    }
)


def apply_function(
    machine: Machine, callee: External, arguments: Arguments, inputs: Sequence[Tensor]
) -> Value | None:
    """A library function applied to tensors; `None` if no tensor goes in, or if it is none.

    `inputs` are the tensors among the arguments.
    """
    if not inputs:
        return _made(machine, callee, arguments)
    symbol = callee.symbol
    if symbol is not None and (symbol.kind not in _FUNCTION_KINDS or symbol.is_class):
        return None
    if callee.key in _SHAPE_FUNCTIONS or callee.path in _SHAPE_FUNCTIONS:
        return shape_value(inputs[0])
    from kerascop.interpreter.keras.losses import apply_loss_function

    applied = apply_loss_function(machine, callee, arguments)
    if applied is not None:
        return applied
    if symbol is not None and symbol.short == "preprocess_input":
        operation = Operation(symbol.short, callee.path)
        call = Call(operation, tuple(inputs[:1]), arguments.origin, machine.within)
        return TensorValue(_output(call, inputs[0].shape, arguments.origin, inputs[0].has_batch))
    facts = operation_for(callee.path)
    if facts is not None:
        return _apply_known(machine, facts, callee, arguments)
    activation = activation_facts(callee.path)
    if activation is not None:
        operation = Operation(activation.name, callee.path)
        return apply_operation(machine, operation, inputs[:1], arguments.origin)
    return None


def _made(machine: Machine, callee: External, arguments: Arguments) -> Value | None:
    """Noise or a constant as large as a batch: `K.random_normal(shape=(batch, 2))`."""
    facts = operation_for(callee.path)
    name = _NOISE.get(callee.key) if facts is None else facts.name
    if name not in ("random", "zeros", "ones"):
        return None
    shape = shape_of(arguments.get("shape", 0))
    if shape is None or BATCH not in shape:
        return None
    call = Call(Operation(name, callee.path), (), arguments.origin, machine.within)
    return TensorValue(_output(call, shape, arguments.origin))


def _apply_known(
    machine: Machine, facts: OperationFacts, callee: External, arguments: Arguments
) -> Value:
    given: dict[str, Given] = dict(zip(facts.parameters, arguments.positional, strict=False))
    for name, argument in arguments.keywords.items():
        known_as = facts.keyword(name)
        if known_as == name or known_as not in given or argument.value != NONE:
            # `reduction_indices=None` beside `axis=1` says nothing: an older spelling left alone.
            given[known_as] = argument
    inputs: list[Tensor] = []
    plain: dict[str, Argument] = {}
    for name, argument in given.items():
        tensors = operands_in(machine, argument.value, argument.origin)
        if tensors and name not in facts.plain_parameters:
            inputs.extend(tensors)
        else:
            known = argument_of(argument)
            data = is_data(machine, argument.value)
            plain[name] = DataArgument(known.value, known.origin) if data else known
    for name, default in facts.defaults.items():
        plain.setdefault(name, Argument(default, None, given=False))  # type: ignore[arg-type]
    operation = Operation(facts.name, callee.path, plain)
    return apply_operation(machine, operation, inputs, arguments.origin)


def shape_value(tensor: Tensor) -> Value:
    """The shape of a tensor as the program sees it."""
    if tensor.shape is None:
        return Unknown(("attr", ("tensor", id(tensor)), "shape"))
    return from_shape(tensor.shape)


@attribute(TensorValue, "shape", "_keras_shape")
def _shape(machine: Machine, value: TensorValue) -> Value:
    return shape_value(value.tensor)


@attribute(TensorValue, "ndim")
def _rank(machine: Machine, value: TensorValue) -> Value | None:
    rank = value.tensor.rank
    return None if rank is None else Constant(rank)


@attribute(TensorValue, "dtype")
def _dtype(machine: Machine, value: TensorValue) -> Value | None:
    return None if value.tensor.dtype is None else Constant(value.tensor.dtype)


@method(TensorValue, "get_shape")
def _get_shape(machine: Machine, value: TensorValue, arguments: Arguments) -> Value:
    return shape_value(value.tensor)


@method(TensorValue, "numpy")
def _numpy(machine: Machine, value: TensorValue, arguments: Arguments) -> Value:
    from kerascop.interpreter.keras.eager import note_numpy

    note_numpy(machine, "numpy", (value.tensor,), arguments.origin)
    return value


@method(TupleValue, "as_list")
def _as_list(machine: Machine, value: TupleValue, arguments: Arguments) -> Value:
    return ListValue(value.items)


@attribute(TupleValue, "rank", "ndims")
def _shape_rank(machine: Machine, value: TupleValue) -> Value:
    return Constant(len(value.items))
