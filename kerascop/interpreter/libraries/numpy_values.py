"""Functions of every single value of an array: arithmetic, rounding, comparisons, choices."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kerascop.graph.arrays import ArrayFacts, Labels, Scaling
from kerascop.graph.data_steps import Answer
from kerascop.interpreter.libraries import shapes
from kerascop.interpreter.libraries.arithmetic import binary, compare, transform
from kerascop.interpreter.libraries.array_functions import (
    array_function,
    everywhere,
)
from kerascop.interpreter.libraries.data_steps import note_reading
from kerascop.interpreter.libraries.facts import (
    after,
    array_of,
    facts_of,
    is_float,
    plain,
)
from kerascop.interpreter.libraries.literals import is_real
from kerascop.interpreter.python.floats import ROUNDING
from kerascop.interpreter.python.symbolic import call
from kerascop.interpreter.registry import FUNCTIONS, FunctionHandler, function
from kerascop.interpreter.values import (
    Arguments,
    ArrayValue,
    Constant,
    TupleValue,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


def _elementwise(name: str, compute: Callable[[Any], Any], **changes: Any) -> None:
    """Register a monotone function of one number."""

    def handler(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
        facts = array.facts
        known: dict[str, Any] = {"labels": None, "classes": None, **changes}
        if not is_float(facts.dtype):
            known.setdefault("dtype", None if facts.tensor else "float64")
        return transform(array, compute, arguments.origin, **known)

    array_function(*everywhere(name))(handler)


_elementwise("sqrt", math.sqrt, whole_numbers=None)
_elementwise("exp", math.exp, whole_numbers=None)
_elementwise("log", math.log, whole_numbers=None)
_elementwise("log1p", math.log1p, whole_numbers=None)
_elementwise("log2", math.log2, whole_numbers=None)
_elementwise("log10", math.log10, whole_numbers=None)
_elementwise("tanh", math.tanh, whole_numbers=None, scaling=Scaling.MIN_MAX)


def _squashing(handler: FunctionHandler) -> FunctionHandler:
    """The handler, for which what is squashed need not be known to be an array."""

    def squashed(machine: Machine, arguments: Arguments) -> Value | None:
        if isinstance(arguments.get("x", 0), Unknown):
            return ArrayValue(ArrayFacts(scaling=Scaling.MIN_MAX, origin=arguments.origin))
        return handler(machine, arguments)

    return squashed


FUNCTIONS["numpy.tanh"] = _squashing(FUNCTIONS["numpy.tanh"])


def _keeping_type(compute: Callable[[Any], int]) -> Callable[[Any], Any]:
    """A function that rounds, as NumPy has it: a float stays one."""
    return lambda x: float(compute(x)) if isinstance(x, float) else compute(x)


_elementwise("floor", _keeping_type(math.floor), whole_numbers=True)
_elementwise("ceil", _keeping_type(math.ceil), whole_numbers=True)
_elementwise("rint", _keeping_type(round), whole_numbers=True)


@array_function(*everywhere("round", "around"), methods=("round",))
def rounded(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`x.round(decimals=0)`."""
    decimals = arguments.constant("decimals", 0, 0)
    if not isinstance(decimals, int) or not -20 <= decimals <= 20:
        return None
    if decimals == 0:
        note_reading(machine, array, Answer.ROUNDED, arguments.origin)
    whole = True if decimals <= 0 else array.facts.whole_numbers
    return transform(
        array, lambda x: round(x, decimals), arguments.origin, whole_numbers=whole, labels=None
    )


def _naming(path: str, handler: FunctionHandler) -> FunctionHandler:
    """The handler, which gives an unknown number that it rounds a name."""

    def rounding(machine: Machine, arguments: Arguments) -> Value | None:
        values = [given.value for given in arguments.positional]
        if len(values) == 1 and isinstance(values[0], Unknown) and not arguments.keywords:
            return call(path, values[0])
        return handler(machine, arguments)

    return rounding


for _path in ROUNDING:
    FUNCTIONS[_path] = _naming(_path, FUNCTIONS[_path])


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


array_function(*everywhere("sin", "cos"))(_wave)


@array_function(*everywhere("abs", "absolute", "fabs"), methods=("abs", "__abs__"))
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


@array_function(*everywhere("square"))
def square(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`np.square(x)`."""
    return binary(machine, "**", array, Constant(2), arguments.origin)


@array_function(*everywhere("clip", "clip_by_value"), methods=("clip",))
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
    if not all(bound is None or is_real(bound) for bound in bounds):
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
    whole = all(bound is None or bound == int(bound) for bound in bounds)
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
    for _path in everywhere(*_names):
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
    for _path in everywhere(_name):
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


@function("numpy.where", "tensorflow.where", "keras.ops.where")
def where(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.where(condition)`: the ids where it holds; `np.where(condition, a, b)`: `a` or `b`."""
    condition = arguments.get("condition", 0)
    facts = facts_of(condition) if isinstance(condition, ArrayValue) else None
    if facts is None:
        choices = (arguments.get("x", 1), arguments.get("y", 2))
        if not all(isinstance(each, Constant) and is_real(each.value) for each in choices):
            return None
        # Whatever the condition is: one of two numbers.
        facts = ArrayFacts(origin=arguments.origin)
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
