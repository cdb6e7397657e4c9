"""Operations between layers, `x + y` or `reshape(x, …)`, carried out by the Keras that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .tensorflow_ops import TensorFlowOps

if TYPE_CHECKING:
    from collections.abc import Callable

    from .loading import Keras

    Operation = Callable[[Any, list[Any], dict[str, Any]], Any]


class Unmapped(Exception):
    """Nobody knows how this Keras does the operation with these arguments."""


def operate(keras: Keras, name: str, tensors: list[Any], given: dict[str, Any]) -> Any:
    """An operation applied to symbolic tensors.

    Args:
        keras: the Keras that is there.
        name: what kerascop calls the operation, whatever the source calls it.
        tensors: what goes in.
        given: the other arguments, under kerascop's names.

    Raises:
        Unmapped: it is not known how.
        Exception: Keras refuses it, in whatever way it does.
    """
    operation = _OPERATIONS.get(name)
    if operation is None:
        raise Unmapped(name)
    return operation(_ops(keras), tensors, given)


def broadcast(keras: Keras, name: str, tensors: list[Any], given: dict[str, Any]) -> Any:
    """An operation that works position by position, on one tensor or on two operands.

    Raises:
        Unmapped: an operand is neither a tensor nor a number.
        Exception: Keras refuses it: the operands do not broadcast.
    """
    ops, rest = _ops(keras), list(tensors)
    operands = [given[side] if side in given else rest.pop(0) for side in _sides(tensors, given)]
    operands += rest
    if len(operands) == 1:
        return ops.abs(operands[0])
    if len(operands) != 2 or isinstance(operands[0], str) or isinstance(operands[1], str):
        raise Unmapped(name)
    return getattr(ops, name if name in _ARITHMETIC else "add")(*operands)


_ARITHMETIC = frozenset({"add", "subtract", "multiply", "divide", "maximum", "minimum"})


def _sides(tensors: list[Any], given: dict[str, Any]) -> list[str]:
    """The sides of an operator; none for a function."""
    both = ["left", "right"]
    return both if len(tensors) + sum(side in given for side in both) == 2 else []


def _ops(keras: Keras) -> Any:
    return keras.module.ops if keras.major >= 3 else TensorFlowOps


def _reduced(name: str) -> Operation:
    def operation(ops: Any, tensors: list[Any], given: dict[str, Any]) -> Any:
        keep = bool(given.get("keepdims") or False)
        return getattr(ops, name)(tensors[0], axis=given.get("axis"), keepdims=keep)

    return operation


def _plain(name: str, *arguments: str) -> Operation:
    """A function that takes one tensor and these arguments, by position."""

    def operation(ops: Any, tensors: list[Any], given: dict[str, Any]) -> Any:
        return getattr(ops, name)(tensors[0], *(given[argument] for argument in arguments))

    return operation


def _matmul(ops: Any, tensors: list[Any], given: dict[str, Any]) -> Any:
    left, right = tensors
    if given.get("transpose_x"):
        left = ops.swapaxes(left, -1, -2)
    if given.get("transpose_y"):
        right = ops.swapaxes(right, -1, -2)
    return ops.matmul(left, right)


def _split(ops: Any, tensors: list[Any], given: dict[str, Any]) -> Any:
    sections = given["sections"]
    if isinstance(sections, tuple):
        ends = [sum(sections[: index + 1]) for index in range(len(sections) - 1)]
        return ops.split(tensors[0], ends, axis=given.get("axis", 0))
    return ops.split(tensors[0], sections, axis=given.get("axis", 0))


def _batch_flatten(ops: Any, tensors: list[Any], given: dict[str, Any]) -> Any:
    size = 1
    for side in tensors[0].shape[1:]:
        if side is None:
            raise Unmapped("batch_flatten")
        size *= int(side)
    return ops.reshape(tensors[0], (-1, size))


def _take(ops: Any, tensors: list[Any], given: dict[str, Any]) -> Any:
    if len(tensors) != 2 or given.get("batch_dims"):
        raise Unmapped("gather")
    return ops.take(tensors[0], ops.cast(tensors[1], "int32"), axis=given.get("axis"))


def _depth_to_space(ops: Any, tensors: list[Any], given: dict[str, Any]) -> Any:
    side = given["block_size"]
    _, rows, columns, channels = tensors[0].shape
    if rows is None or columns is None or given.get("data_format") not in (None, "NHWC"):
        raise Unmapped("depth_to_space")
    blocks = ops.reshape(tensors[0], (-1, rows, columns, side, side, channels // side**2))
    mixed = ops.transpose(blocks, (0, 1, 3, 2, 4, 5))
    return ops.reshape(mixed, (-1, rows * side, columns * side, channels // side**2))


def _space_to_depth(ops: Any, tensors: list[Any], given: dict[str, Any]) -> Any:
    side = given["block_size"]
    _, rows, columns, channels = tensors[0].shape
    if rows is None or columns is None or given.get("data_format") not in (None, "NHWC"):
        raise Unmapped("space_to_depth")
    blocks = ops.reshape(tensors[0], (-1, rows // side, side, columns // side, side, channels))
    mixed = ops.transpose(blocks, (0, 1, 3, 2, 4, 5))
    return ops.reshape(mixed, (-1, rows // side, columns // side, channels * side**2))


_REDUCTIONS = "sum mean max min prod std var logsumexp argmax argmin".split()

_OPERATIONS: dict[str, Operation] = {
    **{name: _reduced(name) for name in _REDUCTIONS},
    "reshape": _plain("reshape", "shape"),
    "expand_dims": _plain("expand_dims", "axis"),
    "squeeze": lambda ops, tensors, given: ops.squeeze(tensors[0], axis=given.get("axis")),
    "transpose": lambda ops, tensors, given: ops.transpose(tensors[0], given.get("axes")),
    "swapaxes": _plain("swapaxes", "axis1", "axis2"),
    "moveaxis": _plain("moveaxis", "source", "destination"),
    "concatenate": lambda ops, tensors, given: ops.concatenate(tensors, axis=given["axis"]),
    "stack": lambda ops, tensors, given: ops.stack(tensors, axis=given.get("axis", 0)),
    "split": _split,
    "tile": _plain("tile", "repeats"),
    "repeat": lambda ops, tensors, given: ops.repeat(
        tensors[0], given["repeats"], axis=given.get("axis")
    ),
    "repeat_vector": lambda ops, tensors, given: ops.repeat(
        ops.expand_dims(tensors[0], 1), given["repeats"], axis=1
    ),
    "matmul": _matmul,
    "dot": lambda ops, tensors, given: ops.dot(tensors[0], tensors[1]),
    "tensordot": lambda ops, tensors, given: ops.tensordot(
        tensors[0], tensors[1], given.get("axes", 2)
    ),
    "einsum": lambda ops, tensors, given: ops.einsum(given["equation"], *tensors),
    "one_hot": lambda ops, tensors, given: ops.one_hot(
        ops.cast(tensors[0], "int32"), given["depth"], axis=given.get("axis", -1)
    ),
    "gather": _take,
    "pad": _plain("pad", "paddings"),
    "flatten": lambda ops, tensors, given: ops.reshape(tensors[0], (-1,)),
    "batch_flatten": _batch_flatten,
    "resize": lambda ops, tensors, given: ops.image.resize(tensors[0], given["size"]),
    "depth_to_space": _depth_to_space,
    "space_to_depth": _space_to_depth,
    "getitem": lambda ops, tensors, given: tensors[0][given["index"]],
}
