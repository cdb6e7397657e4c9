"""Functions that put arrays together, repeat, pad and split them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kerascop.dimensions import Dim, Shape, exact_quotient, multiply, size
from kerascop.graph.arrays import ArrayFacts
from kerascop.interpreter.libraries import shapes
from kerascop.interpreter.libraries.array_functions import (
    array_function,
    axis_of,
    first_argument,
    listed,
)
from kerascop.interpreter.libraries.facts import (
    array_of,
    facts_of,
    is_uniform,
    join,
    plain,
    with_literal,
)
from kerascop.interpreter.libraries.numpy_creation import shape_argument
from kerascop.interpreter.libraries.numpy_shapes import reshaped
from kerascop.interpreter.registry import FUNCTIONS, FunctionHandler, function
from kerascop.interpreter.translating import dim_of
from kerascop.interpreter.values import (
    NONE,
    NOT_CONSTANT,
    Arguments,
    ArrayValue,
    ListValue,
    Unknown,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


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
