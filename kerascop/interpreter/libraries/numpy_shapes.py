"""Functions and methods that give the same numbers another shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kerascop.dimensions import Shape, product, size
from kerascop.graph.arrays import ArrayFacts, Labels
from kerascop.interpreter.libraries import shapes
from kerascop.interpreter.libraries.array_functions import (
    array_function,
    axis_of,
    first_argument,
    simplified,
)
from kerascop.interpreter.libraries.facts import (
    facts_of,
    plain,
)
from kerascop.interpreter.libraries.literals import build, flatten
from kerascop.interpreter.libraries.numpy_creation import shape_argument
from kerascop.interpreter.registry import FUNCTIONS, function
from kerascop.interpreter.translating import dim_of, from_dim, shape_of
from kerascop.interpreter.values import (
    NOT_CONSTANT,
    Arguments,
    ArrayValue,
    Constant,
    ListValue,
    TupleValue,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


def reshaped(array: ArrayValue, shape: Shape | None) -> ArrayValue:
    """The array in another shape; its elements, and with them its range, stay the same."""
    facts = array.facts
    if shape is not None and shape == facts.shape:
        return array
    changes: dict[str, Any] = {"shape": shape, **_labels_after(facts, shape)}
    if array.literal is not None and shape is not None:
        sizes = [dim for dim in shape if isinstance(dim, int)]
        elements = list(flatten(array.literal))
        if len(sizes) == len(shape) and _count(sizes) == len(elements) and elements:
            return ArrayValue(facts.but(**changes), build(elements, sizes))
    return ArrayValue(facts.but(**changes))


def _count(sizes: Sequence[int]) -> int:
    total = 1
    for one in sizes:
        total *= one
    return total


def _labels_after(facts: ArrayFacts, shape: Shape | None) -> dict[str, Any]:
    """Class ids stay class ids as a vector or a column; codes stay codes if rows do."""
    if facts.labels is None:
        return {}
    if facts.labels is Labels.CLASS_IDS:
        return {}
    if shape and facts.shape and shape[-1] == facts.shape[-1]:
        return {}
    return {"labels": None, "classes": None}


@array_function("numpy.reshape", methods=("reshape",), unknowns=True)
def reshape(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`x.reshape(a, b)`, `x.reshape((a, b))`, `np.reshape(x, shape)`."""
    if arguments.incomplete:
        return ArrayValue(array.facts.but(shape=None))
    given = arguments.keywords.get("shape") or arguments.keywords.get("newshape")
    target: Shape | None
    if given is not None:
        target = shape_argument(given.value)
    elif len(arguments.positional) == 1:
        only = arguments.positional[0].value
        target = shape_argument(only)
        if target is None and dim_of(only) is not None:
            target = None
    else:
        target = tuple(dim_of(argument.value) for argument in arguments.positional)
    return _to_shape(array, target)


@array_function(
    "tensorflow.reshape", "keras.ops.reshape", "keras.backend.reshape", "tensorflow.Tensor.reshape"
)
def tensor_reshape(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`tf.reshape(x, shape)`."""
    given = arguments.get("shape", 0) or arguments.get("newshape")
    return _to_shape(array, shape_argument(given))


def _to_shape(array: ArrayValue, target: Shape | None) -> ArrayValue:
    if target is None:
        return ArrayValue(array.facts.but(shape=None, **_labels_after(array.facts, None)))
    known = _keeping_samples(array.facts.shape, target)
    return reshaped(
        array, known if known is not None else shapes.reshape(array.facts.shape, target)
    )


def _keeping_samples(shape: Shape | None, target: Shape) -> Shape | None:
    """`reshape(-1, 28, 28, 1)` of samples of 784: the `-1` is the samples, even unknown."""
    if shape is None or -1 not in target or not shape:
        return None
    where = target.index(-1)
    if where != 0 or shape[0] is not None:
        return None
    if size(shape[1:]) is not None and product(target[1:]) == size(shape[1:]):
        return (None, *target[1:])
    return None


@array_function("numpy.resize", methods=("resize",))
def resize(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.resize(x, shape)`: repeats or cuts the elements."""
    return ArrayValue(plain(array.facts, shape=shape_argument(arguments.get("new_shape", 0))))


@array_function("numpy.ravel", methods=("ravel", "flatten"))
def ravel(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`x.ravel()`: all elements in one axis."""
    shape = array.facts.shape
    return reshaped(array, (None,) if shape is None else (size(shape),))


@array_function(
    "numpy.squeeze",
    "tensorflow.squeeze",
    "keras.ops.squeeze",
    "keras.backend.squeeze",
    methods=("squeeze",),
)
def squeeze(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`x.squeeze(axis)`: without axes of size one."""
    axis = axis_of(arguments)
    shape = None if axis is NOT_CONSTANT else shapes.squeeze(array.facts.shape, axis)
    return reshaped(array, shape)


@array_function(
    "numpy.expand_dims",
    "tensorflow.expand_dims",
    "keras.ops.expand_dims",
    "keras.backend.expand_dims",
)
def expand_dims(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.expand_dims(x, axis)`: with a new axis of size one."""
    axis = axis_of(arguments)
    shape = array.facts.shape
    if isinstance(axis, tuple | list) and shape is not None:
        numbers = [one for one in axis if isinstance(one, int)]
        for one in sorted(numbers):
            shape = shapes.expand(shape, one)
        return reshaped(array, shape if len(numbers) == len(axis) else None)
    return reshaped(array, shapes.expand(shape, axis))


def _reordered(array: ArrayValue, shape: Shape | None) -> ArrayValue:
    """Another order of axes: rows are no longer rows, so only class ids stay labels."""
    facts = array.facts
    changes: dict[str, Any] = {"shape": shape}
    if facts.labels is not Labels.CLASS_IDS:
        changes.update(labels=None, classes=None)
    if facts.rank is not None and facts.rank < 2:
        return array
    return ArrayValue(facts.but(**changes))


@array_function(
    "numpy.transpose",
    "tensorflow.transpose",
    "keras.ops.transpose",
    "keras.backend.permute_dimensions",
    methods=("transpose",),
)
def transpose(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.transpose(x, axes)`, `x.transpose(2, 0, 1)`."""
    given = arguments.get("axes", 0) or arguments.get("perm", 0) or arguments.get("pattern", 0)
    order: Any = None if given is None else python_value(given)
    if isinstance(order, int) and not isinstance(order, bool):
        order = tuple(
            arguments.constant("", position) for position in range(len(arguments.positional))
        )
    return _reordered(array, shapes.transpose(array.facts.shape, order))


def _exchange(shape: Shape | None, one: Any, other: Any, *, move: bool) -> Shape | None:
    if shape is None:
        return None
    first, second = shapes.normalise_axis(one, len(shape)), shapes.normalise_axis(other, len(shape))
    if first is None or second is None:
        return None
    dims = list(shape)
    if move:
        dims.insert(second, dims.pop(first))
    else:
        dims[first], dims[second] = dims[second], dims[first]
    return tuple(dims)


@array_function("numpy.swapaxes", methods=("swapaxes",))
def swapaxes(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`x.swapaxes(a, b)`."""
    one, other = arguments.constant("axis1", 0), arguments.constant("axis2", 1)
    return _reordered(array, _exchange(array.facts.shape, one, other, move=False))


@array_function("numpy.moveaxis", "numpy.rollaxis", "keras.ops.moveaxis")
def moveaxis(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.moveaxis(x, source, destination)`."""
    one, other = arguments.constant("source", 0), arguments.constant("destination", 1)
    return _reordered(array, _exchange(array.facts.shape, one, other, move=True))


@array_function("numpy.flip", "numpy.flipud", "numpy.fliplr", "numpy.roll", "numpy.rot90")
def rearrange(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """Elements in another order, as many as before."""
    return ArrayValue(array.facts.but())


@function("numpy.prod", "numpy.product", "math.prod")
def prod(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.prod(shape)`: the number of elements, symbolic sizes included."""
    first, _ = first_argument(arguments)
    sizes = shape_of(first) if isinstance(first, TupleValue | ListValue) else None
    if sizes is None or None in sizes:
        return None
    return simplified(from_dim(product(sizes)))


@function("numpy.shape", "tensorflow.shape", "keras.backend.int_shape", "numpy.ndim", "numpy.size")
def of_array(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.shape(x)` of an array."""
    from kerascop.interpreter.libraries.items import shape_value

    first, _ = first_argument(arguments)
    if not isinstance(first, ArrayValue | ListValue):
        return None
    facts = facts_of(first)
    return None if facts is None or facts.shape is None else shape_value(machine, facts)


def rank_of(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.ndim(x)`."""
    first, _ = first_argument(arguments)
    facts = facts_of(first) if isinstance(first, ArrayValue | ListValue) else None
    return None if facts is None or facts.rank is None else Constant(facts.rank)


def size_of(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.size(x)`."""
    first, _ = first_argument(arguments)
    facts = facts_of(first) if isinstance(first, ArrayValue | ListValue) else None
    if facts is None or facts.shape is None:
        return None
    count = size(facts.shape)
    return None if count is None else from_dim(count)


FUNCTIONS["numpy.ndim"] = rank_of
FUNCTIONS["numpy.size"] = size_of
