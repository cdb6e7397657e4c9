"""The shapes that functions on tensors give, by the operation's name (`keras_api.operations`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import TypeAlias

from kerascop.dimensions import (
    Dim,
    Shape,
    SymbolicDim,
    explain_shape,
    subtract,
)
from kerascop.keras_api.operation_tables import ELEMENTWISE
from kerascop.keras_api.shapes.broadcasting import stretched
from kerascop.keras_api.shapes.contract import Refusal, RefusalKind
from kerascop.keras_api.shapes.settings import Settings, as_axes

Shapes: TypeAlias = Sequence[Shape | None]
Outcome: TypeAlias = "Shape | list[Shape | None] | None"
OperationFunction: TypeAlias = Callable[[str, Shapes, Settings], Outcome]

_FUNCTIONS: dict[str, OperationFunction] = {}


def operation(*names: str) -> Callable[[OperationFunction], OperationFunction]:
    """Registers a shape function for the operations of these names."""

    def register(function: OperationFunction) -> OperationFunction:
        _FUNCTIONS.update(dict.fromkeys(names, function))
        return function

    return register


def infer_operation(name: str, shapes: Shapes, arguments: Mapping[str, object]) -> Outcome:
    """The shape that an operation gives.

    Args:
        name: the operation's name (`kerascop.keras_api.operations.OperationFacts.name`).
        shapes: the shapes of the tensors that go in, in order; `None` for unknown rank.
        arguments: the other arguments, under the operation's parameter names.

    Returns:
        The shape, or `None` if even its rank is unknown; a list of shapes if several tensors come
        out, as of `split`.

    Raises:
        Refusal: the operation certainly cannot be applied, whatever is unknown.
    """
    function = _FUNCTIONS.get(name)
    return None if function is None else function(name, shapes, Settings(arguments))


def first_of(shapes: Shapes) -> Shape | None:
    """The first tensor's shape."""
    return shapes[0] if shapes else None


def axis_of(name: str, shape: Shape, axis: int) -> int:
    """The axis counted from the front.

    Raises:
        Refusal: the tensor has no such axis.
    """
    if not -len(shape) <= axis < len(shape):
        raise Refusal(
            RefusalKind.RANK,
            f"{name} refuses axis {axis}: {explain_shape(shape)} has {len(shape)} axes",
        )
    return axis % len(shape)


def minus(whole: Dim, parts: Sequence[Dim]) -> Dim:
    """What is left of a size after some parts of it."""
    left = whole
    for part in parts:
        left = subtract(left, part)
    return left


@operation(*ELEMENTWISE)
def elementwise(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """Tensors stretched to each other; plain operands must be numbers for the shape to be known."""
    for side in ("left", "right", "x", "y", "condition"):
        value = settings.raw(side, 0)
        if not isinstance(value, int | float | complex | SymbolicDim):
            return None
    if name in _KEEPS_FIRST:
        return first_of(shapes)
    known = [shape for shape in shapes if shape is not None]
    if not known or len(known) < len(shapes):
        return None
    return reduce(lambda left, right: stretched(name, left, right), known)


_KEEPS_FIRST = frozenset({"batch_normalization", "bias_add", "dropout", "update", "assign"})


@operation(
    "sum",
    "mean",
    "max",
    "min",
    "prod",
    "any",
    "all",
    "std",
    "var",
    "logsumexp",
    "median",
    "count_nonzero",
    "euclidean_norm",
    "norm",
    "argmax",
    "argmin",
)
def reduction(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """Axes that are summed up vanish, or become 1."""
    shape = first_of(shapes)
    keep = settings.flag("keepdims", default=False)
    if shape is None or keep is None:
        return None
    if settings.is_none("axis"):
        return (1,) * len(shape) if keep else ()
    axes = as_axes(settings.raw("axis"))
    if axes is None:
        return (None,) * len(shape) if keep else None
    gone = {axis_of(name, shape, axis) for axis in axes}
    if keep:
        return tuple(1 if axis in gone else dim for axis, dim in enumerate(shape))
    return tuple(dim for axis, dim in enumerate(shape) if axis not in gone)
