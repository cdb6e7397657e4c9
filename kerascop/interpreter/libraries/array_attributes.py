"""Attributes of arrays, other element types, and conversions that keep the values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.dimensions import SymbolicDim
from kerascop.interpreter.libraries.array_functions import (
    array_function,
)
from kerascop.interpreter.libraries.facts import (
    array_of,
    dtype_of,
    facts_of,
)
from kerascop.interpreter.libraries.items import shape_value
from kerascop.interpreter.libraries.numpy_creation import cast
from kerascop.interpreter.registry import attribute, method
from kerascop.interpreter.translating import from_dim
from kerascop.interpreter.values import Arguments, ArrayValue, Constant, External, Value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


@array_function(methods=("astype", "to"))
def astype(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`x.astype(dtype)`."""
    return cast(array, dtype_of(arguments.get("dtype", 0)), arguments)


@array_function("tensorflow.cast", "keras.ops.cast", "keras.backend.cast")
def tensor_cast(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`tf.cast(x, dtype)`."""
    result = cast(array, dtype_of(arguments.get("dtype", 0)), arguments)
    return ArrayValue(result.facts.but(tensor=True), result.literal)


@array_function(
    "tensorflow.identity",
    "tensorflow.stop_gradient",
    "keras.backend.get_value",
    "keras.ops.convert_to_numpy",
    methods=("copy", "numpy", "toarray", "todense", "to_numpy", "view", "cpu", "__array__"),
)
def unchanged(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """A copy, or the same values in another container."""
    given = arguments.get("dtype", 0)
    if given is not None and dtype_of(given) is not None:
        return cast(array, dtype_of(given), arguments)
    return ArrayValue(array.facts.but(same=array.facts.same), array.literal)


@method(ArrayValue, "tolist", "to_list")
def as_list(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    """`x.tolist()`: still the same numbers."""
    return receiver


@attribute(ArrayValue, "shape")
def shape(machine: Machine, array: Value) -> Value | None:
    """`x.shape`."""
    facts = facts_of(array)
    return None if facts is None else shape_value(machine, facts)


@attribute(ArrayValue, "ndim", "rank")
def ndim(machine: Machine, array: Value) -> Value | None:
    """`x.ndim`."""
    facts = facts_of(array)
    return None if facts is None or facts.rank is None else Constant(facts.rank)


@attribute(ArrayValue, "size")
def size(machine: Machine, array: Value) -> Value | None:
    """`x.size`."""
    from kerascop.dimensions import size as elements

    facts = facts_of(array)
    if facts is None or facts.shape is None:
        return None
    count = elements(facts.shape)
    return from_dim(count) if isinstance(count, int | SymbolicDim) else None


@attribute(ArrayValue, "dtype")
def dtype(machine: Machine, array: Value) -> Value | None:
    """`x.dtype`."""
    facts = facts_of(array)
    if facts is None or facts.dtype is None:
        return None
    return External(f"numpy.{facts.dtype}")


@attribute(ArrayValue, "T")
def transposed(machine: Machine, array: Value) -> Value | None:
    """`x.T`."""
    from kerascop.interpreter.libraries.numpy_shapes import transpose

    source = array_of(array)
    origin = source.facts.origin if source is not None else None
    if source is None or origin is None:
        return None
    return transpose(machine, source, Arguments((), {}, origin))


@attribute(ArrayValue, "values", "array", "flat")
def values(machine: Machine, array: Value) -> Value | None:
    """`frame.values`: the same numbers as an array."""
    return array
