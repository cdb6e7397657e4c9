"""Statistics of arrays: bounds, means, sums, the largest score, the distinct values."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kerascop.dimensions import Dim
from kerascop.graph.arrays import ArrayFacts, Labels
from kerascop.graph.data_steps import Answer
from kerascop.interpreter.libraries import shapes
from kerascop.interpreter.libraries.array_functions import (
    array_function,
    axis_of,
    everywhere,
    truth_of,
)
from kerascop.interpreter.libraries.data_steps import note_reading
from kerascop.interpreter.libraries.facts import (
    after,
    derived,
    is_float,
    plain,
    with_literal,
)
from kerascop.interpreter.libraries.literals import flatten, is_real
from kerascop.interpreter.values import (
    NOT_CONSTANT,
    Arguments,
    ArrayValue,
    Constant,
    TupleValue,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


def _statistic(name: str) -> Callable[[Machine, ArrayValue, Arguments], Value | None]:
    def handler(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
        facts = array.facts
        axis = axis_of(arguments)
        keep = truth_of(arguments.get("keepdims"), default=False)
        shape = None
        if axis is not NOT_CONSTANT and keep is not None:
            shape = shapes.reduce_shape(facts.shape, axis, keepdims=keep)
        exact = _exactly(name, array) if shape == () else None
        if exact is not None:
            return Constant(exact)
        known: dict[str, Any] = {}
        bound = {"min": facts.low, "max": facts.high}.get(name)
        if shape == () and bound is not None and _is_attained(facts):
            known = {"low": bound, "high": bound}
        dtype = facts.dtype if name in {"min", "max"} or is_float(facts.dtype) else "float64"
        result = ArrayFacts(
            shape=shape,
            dtype=dtype,
            origin=arguments.origin,
            whole_numbers=facts.whole_numbers if name in {"min", "max"} else None,
            tensor=facts.tensor,
            **known,
        )
        return ArrayValue(derived(result, statistic=name, of=facts))

    return handler


def _is_attained(facts: ArrayFacts) -> bool:
    """Does data of this kind reach its bounds exactly?"""
    return facts.whole_numbers is True and not facts.random


def _exactly(name: str, array: ArrayValue) -> Any:
    facts = array.facts
    if name == "max" and facts.labels is Labels.CLASS_IDS and isinstance(facts.classes, int):
        return (
            facts.classes - 1 if facts.whole_numbers and array.literal is None else _of(name, array)
        )
    return _of(name, array)


def _of(name: str, array: ArrayValue) -> Any:
    if array.literal is None or array.facts.dtype == "str":
        return None
    elements = list(flatten(array.literal))
    if not elements or not all(is_real(one) for one in elements):
        return None
    if name in {"min", "max"}:
        return min(elements) if name == "min" else max(elements)
    mean = sum(elements) / len(elements)
    if name == "mean":
        return mean
    return math.sqrt(sum((one - mean) ** 2 for one in elements) / len(elements))


for _statistic_name, _spellings in {
    "min": ("min", "amin", "nanmin", "reduce_min"),
    "max": ("max", "amax", "nanmax", "reduce_max"),
    "mean": ("mean", "nanmean", "average", "reduce_mean"),
    "std": ("std", "nanstd", "reduce_std"),
}.items():
    array_function(*everywhere(*_spellings), methods=(_statistic_name,))(
        _statistic(_statistic_name)
    )


@array_function("numpy.ptp", methods=("ptp",))
def peak_to_peak(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.ptp(x)`: largest minus smallest."""
    axis = axis_of(arguments)
    shape = None if axis is NOT_CONSTANT else shapes.reduce_shape(array.facts.shape, axis)
    facts = ArrayFacts(shape=shape, dtype=array.facts.dtype, origin=arguments.origin)
    return ArrayValue(derived(facts, statistic="range", of=array.facts))


@array_function(
    *everywhere("sum", "reduce_sum", "median", "var"),
    "numpy.linalg.norm",
    methods=("sum", "median", "var", "any", "all"),
)
def reduced(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """A reduction along an axis: new values, of which only the shape is known."""
    facts, axis = array.facts, axis_of(arguments)
    keep = truth_of(arguments.get("keepdims"), default=False)
    if axis is None or axis is NOT_CONSTANT or keep is None:
        return None
    shape = shapes.reduce_shape(facts.shape, axis, keepdims=keep)
    if shape == ():
        return None
    return ArrayValue(
        ArrayFacts(
            shape=shape,
            random=facts.random,
            origin=facts.origin,
            changed=after(facts, arguments.origin),
            tensor=facts.tensor,
        )
    )


@array_function(*everywhere("argmax", "argmin"), methods=("argmax", "argmin"))
def argmax(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.argmax(x, axis)`: the class ids of one-hot rows; else positions on the axis."""
    facts = array.facts
    axis = axis_of(arguments)
    if axis is NOT_CONSTANT:
        return None
    if axis is None and facts.tensor:
        axis = 0
    note_reading(machine, array, Answer.ARGMAX, arguments.origin, among=_number(facts, axis))
    shape = shapes.reduce_shape(facts.shape, axis)
    if shape == ():
        return None
    where = shapes.normalise_axis(axis, facts.rank) if facts.rank else None
    count: Dim = None
    if facts.shape is not None and where is not None:
        count = facts.shape[where]
    rows = axis in (-1, 1) and facts.labels is Labels.ONE_HOT
    classes = facts.classes if rows else None
    high = classes - 1 if isinstance(classes, int) else None
    return ArrayValue(
        plain(
            facts,
            shape=shape,
            dtype="int64",
            low=0 if rows else None,
            high=high if rows else None,
            labels=Labels.CLASS_IDS if rows or _scores(facts, axis) else None,
            classes=(classes or count) if rows or _scores(facts, axis) else None,
            constant=0.0 if count == 1 else None,
            whole_numbers=True,
            scaling=None,
            content=None,
            prediction=None,
            changed=after(facts, arguments.origin),
        )
    )


def _number(facts: ArrayFacts, axis: Any) -> int | None:
    """The number of values among which the largest is looked for, where it is known."""
    if facts.shape is None:
        return None
    place = shapes.normalise_axis(axis, facts.rank) if axis is not None and facts.rank else None
    sizes = facts.shape if axis is None else () if place is None else (facts.shape[place],)
    known = [size for size in sizes if isinstance(size, int)]
    return math.prod(known) if sizes and len(known) == len(sizes) else None


def _scores(facts: ArrayFacts, axis: Any) -> bool:
    """Is the array a row of scores for each sample, of which the largest gives the class?"""
    return facts.rank == 2 and axis in (1, -1) and facts.labels is Labels.MULTI_HOT


@array_function("numpy.unique", methods=("unique",))
def unique(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.unique(y)`: every value once; of class ids, as many as there are classes."""
    facts = array.facts
    extras = ("return_index", "return_inverse", "return_counts")
    count: Dim = facts.classes if facts.labels is Labels.CLASS_IDS else None
    literal = None
    if array.literal is not None:
        literal = tuple(sorted(set(flatten(array.literal))))
        count = len(literal)
    distinct = ArrayFacts(
        shape=(count,),
        dtype=facts.dtype,
        low=facts.low,
        high=facts.high,
        whole_numbers=facts.whole_numbers,
        origin=facts.origin,
        changed=after(facts, arguments.origin),
    )
    first: Value = with_literal(distinct, literal, dtype=facts.dtype, labels=None, classes=None)
    others = [name for name in extras if arguments.constant(name) not in (None, False)]
    if not others:
        return first
    rest = tuple(ArrayValue(ArrayFacts(origin=facts.origin)) for _ in others)
    return TupleValue((first, *rest))


@array_function("numpy.argsort", "numpy.sort", methods=("argsort",))
def ordered(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.argsort(x)`: ids that put the values in order."""
    return ArrayValue(
        ArrayFacts(
            shape=array.facts.shape, whole_numbers=None, origin=array.facts.origin, changed=()
        )
    )
