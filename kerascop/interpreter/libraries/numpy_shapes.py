"""Functions and methods that give the same numbers another shape, or put arrays together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kerascop.dimensions import Dim, Shape, exact_quotient, multiply, product, size
from kerascop.graph.arrays import ArrayFacts, Labels
from kerascop.interpreter.libraries import shapes
from kerascop.interpreter.libraries.array_functions import (
    array_function,
    axis_of,
    first_argument,
    listed,
    simplified,
)
from kerascop.interpreter.libraries.facts import (
    array_of,
    facts_of,
    is_uniform,
    join,
    plain,
    with_literal,
)
from kerascop.interpreter.libraries.literals import build, flatten
from kerascop.interpreter.libraries.numpy_creation import shape_argument
from kerascop.interpreter.registry import FUNCTIONS, FunctionHandler, function
from kerascop.interpreter.values import (
    NONE,
    NOT_CONSTANT,
    Arguments,
    ArrayValue,
    Constant,
    ListValue,
    TupleValue,
    Unknown,
    Value,
    dim_of,
    from_dim,
    python_value,
    shape_of,
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
        for one in sorted(axis):
            shape = shapes.expand(shape, one)
        return reshaped(array, shape)
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


def _parts(value: Value | None) -> tuple[list[ArrayValue], bool] | None:
    """The arrays in a list, and whether those are all."""
    exact = not isinstance(value, ListValue) or value.exact
    items = value.items if isinstance(value, ListValue) else listed(value)
    if not items or any(isinstance(item, Unknown) for item in items):
        return None
    arrays = [array_of(item) for item in items]
    found = [array for array in arrays if array is not None]
    return (found, exact) if len(found) == len(arrays) else None


def concatenated(
    arrays: Sequence[ArrayValue], axis: Any, arguments: Arguments, *, exact: bool = True
) -> ArrayValue:
    """The arrays one behind the other along `axis`; `None` flattens them first."""
    facts = join([array.facts for array in arrays])
    known = [array.facts.shape for array in arrays]
    if axis is None:
        shape: Shape | None = (None,)
    else:
        shape = shapes.concatenate(known, axis) if isinstance(axis, int) else None
    if shape is not None and not exact and isinstance(axis, int):
        where = shapes.normalise_axis(axis, len(shape))
        shape = tuple(None if index == where else dim for index, dim in enumerate(shape))
    changes: dict[str, Any] = {"shape": shape, "origin": facts.origin or arguments.origin}
    if axis != 0 and facts.labels is not None:
        changes.update(labels=None, classes=None)
    if len(arrays) > 1 and facts.constant is None and axis == 0:
        changes.update(_joined_classes([array.facts for array in arrays]))
    literal = _joined_literal(arrays) if axis == 0 and exact else None
    result = plain(facts, **changes)
    return with_literal(result, literal, dtype=result.dtype) if literal else ArrayValue(result)


def _joined_classes(parts: Sequence[ArrayFacts]) -> dict[str, Any]:
    if all(part.labels is not None for part in parts):
        return {}
    return {"labels": None, "classes": None}


def _joined_literal(arrays: Sequence[ArrayValue]) -> Any:
    joined: list[Any] = []
    for array in arrays:
        if not isinstance(array.literal, tuple):
            return None
        joined.extend(array.literal)
    return tuple(joined)


@function(
    "numpy.concatenate", "tensorflow.concat", "keras.ops.concatenate", "keras.backend.concatenate"
)
def concatenate(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.concatenate((a, b), axis=0)`."""
    found = _parts(arguments.get("arrays", 0) or arguments.get("values", 0))
    if found is None:
        return None
    arrays, exact = found
    return concatenated(arrays, arguments.constant("axis", 1, 0), arguments, exact=exact)


@function("numpy.append")
def append(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.append(a, b, axis=None)`: flattens both unless an axis is given."""
    values = (arguments.get("arr", 0), arguments.get("values", 1))
    if any(value is None or isinstance(value, Unknown) for value in values):
        return None
    arrays = [array for array in map(array_of, values) if array is not None]
    if len(arrays) != 2:
        return None
    axis = arguments.constant("axis", 2)
    if axis is None and all(array.facts.rank == 1 for array in arrays):
        axis = 0
    return concatenated(arrays, axis, arguments)


def _stacker(axis: int, least_rank: int) -> FunctionHandler:
    def stack(machine: Machine, arguments: Arguments) -> Value | None:
        found = _parts(arguments.get("tup", 0))
        if found is None:
            return None
        arrays, exact = found
        raised = [_at_least(array, least_rank, axis) for array in arrays]
        if all(array.facts.rank == 1 for array in arrays) and axis == 1 and least_rank == 1:
            return concatenated(arrays, 0, arguments, exact=exact)
        return concatenated(raised, axis, arguments, exact=exact)

    return stack


def _at_least(array: ArrayValue, rank: int, axis: int) -> ArrayValue:
    """The array with new axes of size one, as `vstack`, `dstack` and `column_stack` add them."""
    shape = array.facts.shape
    if shape is None or len(shape) >= rank:
        return array
    if axis == 0:
        return reshaped(array, (1, *shape))
    if rank == 3:
        return reshaped(array, (1, *shape, 1) if len(shape) == 1 else (*shape, 1))
    return reshaped(array, (*shape, 1))


for _names, _axis, _rank in (
    (("vstack", "row_stack"), 0, 2),
    (("hstack",), 1, 1),
    (("dstack",), 2, 3),
    (("column_stack",), 1, 2),
):
    for _name in _names:
        FUNCTIONS[f"numpy.{_name}"] = _stacker(_axis, _rank)


@function("numpy.stack", "tensorflow.stack", "keras.ops.stack", "keras.backend.stack")
def stack(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.stack(arrays, axis=0)`: along a new axis."""
    found = _parts(arguments.get("arrays", 0) or arguments.get("values", 0))
    axis = arguments.constant("axis", 1, 0)
    if found is None or not isinstance(axis, int):
        return None
    arrays, exact = found
    facts = join([array.facts for array in arrays])
    count = len(arrays) if exact else None
    shape = shapes.stack([array.facts.shape for array in arrays], axis, count)
    literals = tuple(array.literal for array in arrays)
    result = plain(
        facts, shape=shape, labels=None, classes=None, origin=facts.origin or arguments.origin
    )
    if axis == 0 and exact and None not in literals:
        return with_literal(result, literals, dtype=result.dtype)
    return ArrayValue(result)


@array_function("numpy.tile", "tensorflow.tile", "keras.ops.tile", "keras.backend.tile")
def tile(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.tile(x, reps)`."""
    given = arguments.get("reps", 0) or arguments.get("multiples", 0)
    times = shape_argument(given)
    shape = array.facts.shape
    if shape is None or times is None:
        return ArrayValue(plain(array.facts, shape=None))
    rank = max(len(shape), len(times))
    padded = (1,) * (rank - len(shape)) + tuple(shape)
    counts = (1,) * (rank - len(times)) + tuple(times)
    tiled = tuple(multiply(dim, count) for dim, count in zip(padded, counts, strict=True))
    kept = array.facts.labels if rank == len(shape) else None
    classes = array.facts.classes if kept else None
    return ArrayValue(plain(array.facts, shape=tiled, labels=kept, classes=classes))


@array_function("numpy.repeat", "keras.ops.repeat", methods=("repeat",))
def repeat(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.repeat(x, repeats, axis=None)`: without an axis, of the flattened array."""
    times, axis = dim_of(arguments.get("repeats", 0)), axis_of(arguments, 1)
    shape = array.facts.shape
    if shape is None or axis is NOT_CONSTANT:
        return ArrayValue(plain(array.facts, shape=None))
    if axis is None:
        return ArrayValue(plain(array.facts, shape=(multiply(size(shape), times),)))
    where = shapes.normalise_axis(axis, len(shape))
    if where is None:
        return None
    return ArrayValue(
        plain(
            array.facts,
            shape=tuple(
                multiply(dim, times) if index == where else dim for index, dim in enumerate(shape)
            ),
        )
    )


@array_function("numpy.pad", "tensorflow.pad")
def pad(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.pad(x, widths)`: more elements, by default zeros."""
    facts = array.facts
    mode = arguments.constant("mode", 1, "constant")
    zeros = isinstance(mode, str) and mode.lower() == "constant"
    zeros = zeros and arguments.get("constant_values") is None
    widths = python_value(arguments.get("pad_width", 0) or arguments.get("paddings", 0) or NONE)
    known = facts.low is not None and facts.high is not None
    changes: dict[str, Any] = {"labels": None, "classes": None, "constant": None}
    if zeros and known:
        changes.update(low=min(0, facts.low or 0), high=max(0, facts.high or 0))
    elif zeros or not known:
        changes.update(low=None, high=None)
    if not zeros:
        changes["whole_numbers"] = None
    return ArrayValue(plain(facts, shape=_padded(facts.shape, widths), **changes))


def _padded(shape: Shape | None, widths: Any) -> Shape | None:
    if shape is None:
        return None
    if isinstance(widths, int):
        widths = ((widths, widths),) * len(shape)
    pairs = isinstance(widths, tuple | list) and all(
        isinstance(pair, tuple | list) and len(pair) == 2 for pair in widths
    )
    if not pairs or len(widths) != len(shape):
        return (None,) * len(shape)
    padded: list[Dim] = []
    for dim, (before, after) in zip(shape, widths, strict=True):
        whole = isinstance(before, int) and isinstance(after, int)
        padded.append(dim + before + after if whole and isinstance(dim, int) else None)
    return tuple(padded)


@function("numpy.split", "numpy.array_split", "numpy.vsplit", "tensorflow.split", "keras.ops.split")
def split(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.split(x, n)` or `np.split(x, [i, j])`: parts along an axis."""
    first, rest = first_argument(arguments)
    source = facts_of(first) if isinstance(first, ArrayValue) else None
    axis = rest.constant("axis", 1, 0)
    where = rest.get("indices_or_sections", 0) or rest.get("num_or_size_splits", 0)
    if source is None or axis != 0 or where is None:
        return None
    places = listed(where)
    rows = source.shape[0] if source.shape else None
    inner = source.shape[1:] if source.shape else None
    count = python_value(where)
    if places is None and (not isinstance(count, int) or not 0 < count <= 64):
        return None
    number = len(places) + 1 if places is not None else int(count)
    part: Dim = exact_quotient(rows, number) if places is None else None
    shape = None if inner is None else (part, *inner)
    kept: dict[str, Any] = {"shape": shape}
    if not is_uniform(source):
        kept.update(low=None, high=None, whole_numbers=source.whole_numbers or None)
    return ListValue(tuple(ArrayValue(plain(source, **kept)) for _ in range(number)))


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
    from kerascop.interpreter.libraries.indexing import shape_value

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
