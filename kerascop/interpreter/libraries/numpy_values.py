"""Functions and methods that compute with the values of arrays: ranges, statistics, labels."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kerascop.dimensions import Dim, SymbolicDim
from kerascop.graph.arrays import ArrayFacts, Labels, Scaling
from kerascop.interpreter.libraries import shapes
from kerascop.interpreter.libraries.arithmetic import binary, compare, transform
from kerascop.interpreter.libraries.array_functions import (
    array_function,
    axis_of,
    truth_of,
)
from kerascop.interpreter.libraries.facts import (
    after,
    array_of,
    derived,
    dtype_of,
    facts_of,
    is_float,
    plain,
    with_literal,
)
from kerascop.interpreter.libraries.indexing import shape_value
from kerascop.interpreter.libraries.literals import flatten
from kerascop.interpreter.libraries.numpy_creation import cast
from kerascop.interpreter.registry import FUNCTIONS, FunctionHandler, attribute, function, method
from kerascop.interpreter.values import (
    NOT_CONSTANT,
    Arguments,
    ArrayValue,
    Constant,
    External,
    TupleValue,
    Unknown,
    Value,
    from_dim,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_MODULES = ("numpy", "tensorflow", "tensorflow.math", "keras.ops", "keras.backend")


def _everywhere(*names: str) -> list[str]:
    return [f"{module}.{name}" for module in _MODULES for name in names]


def _elementwise(name: str, compute: Callable[[Any], Any], **changes: Any) -> None:
    """Register a monotone function of one number."""

    def handler(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
        facts = array.facts
        known: dict[str, Any] = {"labels": None, "classes": None, **changes}
        if not is_float(facts.dtype):
            known.setdefault("dtype", None if facts.tensor else "float64")
        return transform(array, compute, arguments.origin, **known)

    array_function(*_everywhere(name))(handler)


_elementwise("sqrt", math.sqrt, whole_numbers=None)
_elementwise("exp", math.exp, whole_numbers=None)
_elementwise("log", math.log, whole_numbers=None)
_elementwise("log1p", math.log1p, whole_numbers=None)
_elementwise("log2", math.log2, whole_numbers=None)
_elementwise("log10", math.log10, whole_numbers=None)
_elementwise("tanh", math.tanh, whole_numbers=None)
_elementwise("floor", math.floor, whole_numbers=True)
_elementwise("ceil", math.ceil, whole_numbers=True)
_elementwise("rint", round, whole_numbers=True)


@array_function(*_everywhere("round", "around"), methods=("round",))
def rounded(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`x.round(decimals=0)`."""
    decimals = arguments.constant("decimals", 0, 0)
    if not isinstance(decimals, int) or not -20 <= decimals <= 20:
        return None
    whole = True if decimals <= 0 else array.facts.whole_numbers
    return transform(
        array, lambda x: round(x, decimals), arguments.origin, whole_numbers=whole, labels=None
    )


def _wave(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.sin(x)`: between -1 and 1, attained wherever `x` runs over a full turn."""
    facts = array.facts
    turn = (facts.spread or 0) >= 2 * math.pi
    return ArrayValue(
        plain(
            facts,
            low=-1 if turn else None,
            high=1 if turn else None,
            whole_numbers=None,
            constant=None,
            labels=None,
            classes=None,
            dtype=facts.dtype if is_float(facts.dtype) else "float64",
            root=object(),
            changed=after(facts, arguments.origin),
        )
    )


array_function(*_everywhere("sin", "cos"))(_wave)


@array_function(*_everywhere("abs", "absolute", "fabs"), methods=("abs", "__abs__"))
def absolute(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.abs(x)`."""
    facts = array.facts
    low, high = facts.low, facts.high
    if low is not None and low >= 0:
        return array
    ends = (None, None)
    if low is not None and high is not None:
        ends = (0 if high >= 0 else -high, max(-low, high))  # type: ignore[assignment]
    return ArrayValue(
        plain(
            facts,
            low=ends[0],
            high=ends[1],
            constant=None if facts.constant is None else abs(facts.constant),
            labels=None,
            changed=after(facts, arguments.origin),
        )
    )


@array_function(*_everywhere("square"))
def square(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.square(x)`."""
    return binary(machine, "**", array, Constant(2), arguments.origin)


@array_function(*_everywhere("clip", "clip_by_value"), methods=("clip",))
def clip(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.clip(x, low, high)`."""
    names = (("a_min", "min", "x_min", "min_value"), ("a_max", "max", "x_max", "max_value"))
    bounds: list[Any] = []
    for position, several in enumerate(names):
        given = next((arguments.get(name) for name in several if arguments.get(name)), None)
        value = given if given is not None else arguments.get("", position)
        if value is not None and not isinstance(value, Constant):
            return None
        bounds.append(None if value is None else value.value)
    low, high = bounds
    if not all(bound is None or isinstance(bound, int | float) for bound in bounds):
        return None

    def clipped(number: Any) -> Any:
        number = number if low is None else max(number, low)
        return number if high is None else min(number, high)

    result = transform(array, clipped, arguments.origin, whole_numbers=_whole_bounds(array, bounds))
    facts = result.facts
    if facts.low is None and low is not None and high is not None:
        # Who clips does so because values go beyond the bounds.
        return ArrayValue(plain(facts, low=low, high=high, whole_numbers=None))
    return result


def _whole_bounds(array: ArrayValue, bounds: list[Any]) -> bool | None:
    """Whole numbers stay whole between whole bounds; fractions may all be cut away."""
    whole = all(bound is None or float(bound).is_integer() for bound in bounds)
    return True if array.facts.whole_numbers and whole else None


def _binary_function(operator: str) -> FunctionHandler:
    def handler(machine: Machine, arguments: Arguments) -> Value | None:
        if len(arguments.positional) < 2:
            return None
        left, right = arguments.positional[0].value, arguments.positional[1].value
        if not isinstance(left, ArrayValue) and not isinstance(right, ArrayValue):
            return None
        return binary(machine, operator, left, right, arguments.origin)

    return handler


for _operator, _names in {
    "+": ("add",),
    "-": ("subtract",),
    "*": ("multiply",),
    "/": ("divide", "true_divide", "truediv"),
    "//": ("floor_divide", "floordiv"),
    "%": ("mod", "remainder"),
    "**": ("power", "pow"),
    "@": ("dot", "matmul"),
}.items():
    for _path in _everywhere(*_names):
        FUNCTIONS[_path] = _binary_function(_operator)


def _comparing(operator: str) -> FunctionHandler:
    def handler(machine: Machine, arguments: Arguments) -> Value | None:
        if len(arguments.positional) < 2:
            return None
        left, right = arguments.positional[0].value, arguments.positional[1].value
        if not isinstance(left, ArrayValue) and not isinstance(right, ArrayValue):
            return None
        return compare(machine, operator, left, right, arguments.origin)

    return handler


for _operator, _name in {
    "==": "equal",
    "!=": "not_equal",
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
}.items():
    for _path in _everywhere(_name):
        FUNCTIONS[_path] = _comparing(_operator)


@array_function(
    "numpy.isnan", "numpy.isinf", "numpy.isfinite", "numpy.isin", "numpy.in1d", "numpy.logical_not"
)
def truth_values(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """A test of every element: an array of truth values of the same shape."""
    return ArrayValue(
        ArrayFacts(
            shape=array.facts.shape,
            dtype="bool",
            whole_numbers=True,
            origin=array.facts.origin,
            changed=after(array.facts, arguments.origin),
        )
    )


@array_function("numpy.nan_to_num", methods=("fillna", "dropna", "interpolate", "ffill", "bfill"))
def filled_gaps(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """Missing values replaced or dropped: what is known of the others need not hold any more."""
    facts = array.facts
    return ArrayValue(facts.but(low=None, high=None, whole_numbers=None, labels=None, classes=None))


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
    if not elements or not all(isinstance(one, int | float) for one in elements):
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
    array_function(*_everywhere(*_spellings), methods=(_statistic_name,))(
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
    *_everywhere("sum", "reduce_sum", "median", "var"),
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


@array_function(*_everywhere("argmax", "argmin"), methods=("argmax", "argmin"))
def argmax(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.argmax(x, axis)`: the class ids of one-hot rows; else positions on the axis."""
    facts = array.facts
    axis = axis_of(arguments)
    if axis is NOT_CONSTANT:
        return None
    if axis is None and facts.tensor:
        axis = 0
    shape = shapes.reduce_shape(facts.shape, axis)
    if shape == ():
        return None
    where = shapes.normalise_axis(axis, facts.rank) if facts.rank else None
    count: Dim = None
    if facts.shape is not None and where is not None:
        count = facts.shape[where]
    rows = axis in {-1, 1} and facts.labels is Labels.ONE_HOT
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
            changed=after(facts, arguments.origin),
        )
    )


def _scores(facts: ArrayFacts, axis: Any) -> bool:
    """Is the array a row of scores for each sample, of which the largest gives the class?"""
    return facts.rank == 2 and axis in {1, -1} and facts.labels is Labels.MULTI_HOT


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


@function("numpy.where", "tensorflow.where", "keras.ops.where")
def where(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.where(condition)`: the ids where it holds; `np.where(condition, a, b)`: `a` or `b`."""
    condition = arguments.get("condition", 0)
    facts = facts_of(condition) if isinstance(condition, ArrayValue) else None
    if facts is None:
        return None
    if len(arguments.positional) == 1:
        ids = ArrayFacts(shape=(None,), dtype="int64", whole_numbers=True, origin=facts.origin)
        return TupleValue(tuple(ArrayValue(ids.but()) for _ in range(facts.rank or 1)))
    one, other = array_of(arguments.get("x", 1)), array_of(arguments.get("y", 2))
    if one is None or other is None:
        return None
    if isinstance(arguments.get("x", 1), Unknown) or isinstance(arguments.get("y", 2), Unknown):
        return None
    parts = (one.facts, other.facts)
    base = next((part for part in parts if part.shape != ()), facts)
    lows = [part.low for part in parts]
    highs = [part.high for part in parts]
    known = None not in lows and None not in highs
    low = min(number for number in lows if number is not None) if known else None
    high = max(number for number in highs if number is not None) if known else None
    numbers = one.facts.shape == () and other.facts.shape == ()
    codes = numbers and {low, high} == {0, 1} and (facts.rank == 1 or _is_column(facts))
    return ArrayValue(
        plain(
            base,
            shape=shapes.broadcast(
                facts.shape, shapes.broadcast(one.facts.shape, other.facts.shape)
            ),
            dtype=one.facts.dtype if one.facts.dtype == other.facts.dtype else None,
            low=low,
            high=high,
            whole_numbers=bool(one.facts.whole_numbers and other.facts.whole_numbers) or None,
            constant=None,
            labels=Labels.CLASS_IDS if codes else None,
            classes=2 if codes else None,
            changed=after(facts, arguments.origin),
        )
    )


def _is_column(facts: ArrayFacts) -> bool:
    return facts.shape is not None and len(facts.shape) == 2 and facts.shape[1] == 1


@array_function("numpy.argsort", "numpy.sort", methods=("argsort",))
def ordered(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.argsort(x)`: ids that put the values in order."""
    return ArrayValue(
        ArrayFacts(
            shape=array.facts.shape, whole_numbers=None, origin=array.facts.origin, changed=()
        )
    )


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


@array_function(
    "keras.utils.normalize",
    "sklearn.preprocessing.normalize",
    "tensorflow.linalg.normalize",
    "tensorflow.math.l2_normalize",
    "tensorflow.nn.l2_normalize",
)
def normalised(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """Every row divided by its length: no value is larger than one in magnitude."""
    facts = array.facts
    return ArrayValue(
        plain(
            facts,
            low=None,
            high=None,
            scaling=Scaling.DIVIDED,
            whole_numbers=None,
            constant=None,
            labels=None,
            dtype=facts.dtype if is_float(facts.dtype) else "float64",
            changed=after(facts, arguments.origin),
        )
    )


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
