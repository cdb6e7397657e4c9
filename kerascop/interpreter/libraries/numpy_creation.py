"""NumPy (and TensorFlow) functions that make arrays: literals, constants, ranges, files."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kerascop.dimensions import Dim, Shape
from kerascop.graph.arrays import ArrayFacts, Content, Labels
from kerascop.interpreter.libraries.array_functions import first_argument
from kerascop.interpreter.libraries.facts import (
    after,
    array_of,
    dtype_of,
    fresh_dim,
    is_integer,
    of_literal,
    plain,
    unknown_array,
    with_literal,
)
from kerascop.interpreter.libraries.literals import MAX_ELEMENTS, build, is_real, map_literal
from kerascop.interpreter.registry import CONSTANTS, FUNCTIONS, FunctionHandler, function
from kerascop.interpreter.translating import dim_of, shape_of
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    ArrayValue,
    Constant,
    ListValue,
    TupleValue,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

CONSTANTS.update(
    {
        "numpy.pi": Constant(math.pi),
        "numpy.e": Constant(math.e),
        "numpy.inf": Constant(math.inf),
        "numpy.Inf": Constant(math.inf),
        "numpy.nan": Constant(math.nan),
        "numpy.NaN": Constant(math.nan),
        "numpy.newaxis": NONE,
        "tensorflow.newaxis": NONE,
    }
)


def shape_argument(value: Value | None) -> Shape | None:
    """A shape given as a tuple, a list or a single size; `None` if its length is not known."""
    found = shape_of(value)
    if found is not None:
        return found
    if isinstance(value, Constant):
        size = dim_of(value)
        return None if size is None else (size,)
    if isinstance(value, Unknown) and value.term[0] in {"dim", "binary"}:
        size = dim_of(value)
        return None if size is None else (size,)
    return None


@function(
    "numpy.array", "numpy.asarray", "numpy.asanyarray", "numpy.ascontiguousarray", "numpy.copy"
)
def array(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.array(object, dtype)`: a list, nested or of arrays, or a copy of an array."""
    return _made(machine, arguments, dtype_position=1, tensor=False)


@function(
    "tensorflow.constant",
    "tensorflow.convert_to_tensor",
    "tensorflow.Variable",
    "keras.ops.convert_to_tensor",
    "keras.ops.array",
    "keras.backend.constant",
    "torch.tensor",
    "torch.from_numpy",
)
def tensor(machine: Machine, arguments: Arguments) -> Value | None:
    """`tf.constant(value, dtype)`."""
    first, _ = first_argument(arguments)
    if isinstance(first, Unknown):
        return None
    return _made(machine, arguments, dtype_position=1, tensor=True)


def _made(
    machine: Machine, arguments: Arguments, *, dtype_position: int, tensor: bool
) -> Value | None:
    first, _ = first_argument(arguments)
    source = array_of(first)
    if source is None:
        return None
    facts = source.facts
    changes: dict[str, Any] = {"origin": facts.origin or arguments.origin}
    if isinstance(first, ListValue) and not first.exact and facts.shape and facts.shape[0] is None:
        changes["shape"] = (fresh_dim(machine, "samples"), *facts.shape[1:])
    if tensor:
        changes["tensor"] = True
        if isinstance(first, Constant | ListValue | TupleValue) and not facts.changed:
            changes["dtype"] = {"float64": "float32", "int64": "int32"}.get(
                facts.dtype or "", facts.dtype
            )
    given = arguments.get("dtype", dtype_position)
    result = ArrayValue(facts.but(same=facts.same, **changes), source.literal)
    if given is None or given == NONE:
        return result
    return cast(result, dtype_of(given), arguments)


def cast(source: ArrayValue, dtype: str | None, arguments: Arguments) -> ArrayValue:
    """The array with elements of another type: fractions are cut off, large numbers may wrap."""
    facts = source.facts
    if dtype is not None and dtype == facts.dtype:
        return source
    if dtype is None:
        kept = facts.whole_numbers is True and facts.low is not None and facts.low >= 0
        changes: dict[str, Any] = {"dtype": None}
        if not kept:
            changes.update(low=None, high=None, whole_numbers=facts.whole_numbers or None)
        return ArrayValue(facts.but(**changes))
    if dtype == "bool":
        same = facts.low == 0 and facts.high == 1 and facts.whole_numbers
        return ArrayValue(
            facts.but(
                dtype="bool",
                low=0 if same else None,
                high=1 if same else None,
                constant=None if facts.constant is None else float(bool(facts.constant)),
                whole_numbers=True,
                changed=facts.changed if same else after(facts, arguments.origin),
            )
        )
    if is_integer(dtype):
        return _to_integers(source, dtype, arguments)
    if dtype in {"str", "category"}:
        return ArrayValue(
            plain(facts, dtype=dtype, low=None, high=None, whole_numbers=None, constant=None)
        )
    if facts.dtype == "str":
        return ArrayValue(facts.but(dtype=dtype))
    literal = None if source.literal is None else map_literal(float, source.literal)
    return ArrayValue(facts.but(dtype=dtype), literal)


def _to_integers(source: ArrayValue, dtype: str, arguments: Arguments) -> ArrayValue:
    facts = source.facts
    least, most = _limits(dtype)
    known = facts.low is not None and facts.high is not None
    fits = known and least <= (facts.low or 0) and (facts.high or 0) <= most
    if facts.whole_numbers and (fits or (dtype.endswith(("32", "64")) and not known)):
        literal = None if source.literal is None else map_literal(int, source.literal)
        return ArrayValue(facts.but(dtype=dtype), literal)
    low = int(facts.low) if fits and facts.low is not None else None
    high = int(facts.high) if fits and facts.high is not None else None
    literal = map_literal(int, source.literal) if fits and source.literal is not None else None
    result = facts.but(
        dtype=dtype,
        low=low,
        high=high,
        whole_numbers=True,
        constant=float(low) if low is not None and low == high else None,
        labels=None,
        classes=None,
        changed=after(facts, arguments.origin),
    )
    return with_literal(result, literal, dtype=dtype) if literal is not None else ArrayValue(result)


def _limits(dtype: str) -> tuple[int, int]:
    bits = int("".join(letter for letter in dtype if letter.isdigit()))
    return (0, 2**bits - 1) if dtype.startswith("u") else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def filled(
    shape: Shape | None, value: float | None, dtype: str | None, arguments: Arguments, **known: Any
) -> ArrayValue:
    """An array that holds one value everywhere; `None` for a value that is not known."""
    whole = None if value is None else float(value).is_integer()
    facts = ArrayFacts(
        shape=shape,
        dtype=dtype,
        low=value,
        high=value,
        constant=None if value is None else float(value),
        whole_numbers=whole,
        origin=arguments.origin,
        **known,
    )
    literal = None
    if value is not None and shape is not None and all(isinstance(dim, int) for dim in shape):
        sizes = [dim for dim in shape if isinstance(dim, int)]
        count = math.prod(sizes)
        if 0 < count <= MAX_ELEMENTS:
            literal = build([value] * count, sizes)
    return ArrayValue(facts, literal)


def _constant_maker(value: int, *, tensor: bool) -> FunctionHandler:
    def make(machine: Machine, arguments: Arguments) -> Value | None:
        given = arguments.get("dtype", 1)
        default = "float32" if tensor else "float64"
        dtype = default if given is None or given == NONE else dtype_of(given)
        shape = shape_argument(arguments.get("shape", 0))
        return filled(shape, value, dtype, arguments, tensor=tensor)

    return make


def _like_maker(value: int | None) -> FunctionHandler:
    def make(machine: Machine, arguments: Arguments) -> Value | None:
        first, _ = first_argument(arguments)
        if isinstance(first, Unknown):
            return None
        source = array_of(first)
        if source is None:
            return None
        given = arguments.get("dtype")
        dtype = source.facts.dtype if given is None or given == NONE else dtype_of(given)
        return filled(source.facts.shape, value, dtype, arguments, tensor=source.facts.tensor)

    return make


for _name, _value in (("zeros", 0), ("ones", 1)):
    FUNCTIONS[f"numpy.{_name}"] = _constant_maker(_value, tensor=False)
    for _module in ("tensorflow", "keras.ops", "keras.backend"):
        FUNCTIONS[f"{_module}.{_name}"] = _constant_maker(_value, tensor=True)
    for _module in ("numpy", "tensorflow", "keras.ops", "keras.backend"):
        FUNCTIONS[f"{_module}.{_name}_like"] = _like_maker(_value)
FUNCTIONS["numpy.empty_like"] = _like_maker(None)


@function("numpy.empty", "numpy.ndarray")
def empty(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.empty(shape, dtype)`: any values at all."""
    given = arguments.get("dtype", 1)
    dtype = "float64" if given is None else dtype_of(given)
    return filled(shape_argument(arguments.get("shape", 0)), None, dtype, arguments)


@function("numpy.full", "tensorflow.fill", "keras.ops.full")
def full(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.full(shape, fill_value, dtype)`."""
    given = arguments.get("dtype", 2)
    value = array_of(arguments.get("fill_value", 1) or arguments.get("value", 1))
    number = None if value is None or not is_real(value.literal) else value.literal
    dtype = dtype_of(given) if given is not None else value.facts.dtype if value else None
    shape = shape_argument(arguments.get("shape", 0) or arguments.get("dims", 0))
    return filled(shape, number, dtype, arguments)


@function("tensorflow.range", "keras.ops.arange")
def tensor_range(machine: Machine, arguments: Arguments) -> Value | None:
    """`tf.range(start, stop, step)`: int32 or float32."""
    return _as_tensor(arange(machine, arguments), arguments)


@function("tensorflow.eye", "keras.ops.eye", "keras.ops.identity")
def tensor_eye(machine: Machine, arguments: Arguments) -> Value | None:
    """`tf.eye(n)`: float32."""
    return _as_tensor(eye(machine, arguments), arguments)


def _as_tensor(value: Value | None, arguments: Arguments) -> Value | None:
    """What NumPy makes by default, in the smaller types of TensorFlow."""
    if not isinstance(value, ArrayValue):
        return value
    smaller = {"float64": "float32", "int64": "int32"}
    dtype = value.facts.dtype
    if arguments.get("dtype") is None and dtype is not None:
        dtype = smaller.get(dtype, dtype)
    return ArrayValue(value.facts.but(dtype=dtype, tensor=True), value.literal)


@function("numpy.arange")
def arange(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.arange(start, stop, step)`."""
    named = (arguments.keywords.get(name) for name in ("start", "stop", "step"))
    given = [argument.value for argument in arguments.positional[:3]]
    given.extend(argument.value for argument in named if argument is not None)
    numbers = [value.value for value in given if isinstance(value, Constant)]
    asked = arguments.get("dtype", 3)
    dtype = None if asked is None else dtype_of(asked)
    if len(numbers) == len(given) and numbers and all(is_real(number) for number in numbers):
        return _range(numbers, dtype, asked, arguments)
    size: Dim = dim_of(given[0]) if len(given) == 1 else None
    return unknown_array(arguments.origin, shape=(size,), dtype=dtype)


def _range(
    numbers: list[Any], dtype: str | None, asked: Value | None, arguments: Arguments
) -> Value | None:
    start, stop, step = (0, numbers[0], 1) if len(numbers) == 1 else (*numbers, 1)[:3]
    if step == 0:
        return None
    try:
        count = max(0, math.ceil((stop - start) / step))
    except (OverflowError, ValueError):
        return None
    whole = all(isinstance(number, int) for number in numbers)
    found = dtype if asked is not None else "int64" if whole else "float64"
    if 0 < count <= MAX_ELEMENTS:
        elements = tuple(start + index * step for index in range(count))
        return of_literal(elements, arguments.origin, dtype=found, labels=None, classes=None)
    ends = sorted((start, start + (count - 1) * step)) if count else (None, None)
    return unknown_array(
        arguments.origin,
        shape=(count,),
        dtype=found,
        low=ends[0],
        high=ends[1],
        whole_numbers=whole,
    )


@function("numpy.linspace", "tensorflow.linspace", "keras.ops.linspace")
def linspace(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.linspace(start, stop, num=50)`: evenly spaced, both ends included."""
    start, stop = arguments.constant("start", 0), arguments.constant("stop", 1)
    number = arguments.get("num", 2)
    if is_real(start) and is_real(stop) and arguments.keywords.keys() <= _PLAIN_LINSPACE:
        elements = _spaced(start, stop, 50 if number is None else dim_of(number))
        if elements is not None and len(arguments.positional) <= 3:
            return of_literal(
                elements, arguments.origin, dtype="float64", labels=None, classes=None
            )
    count: Dim = 50 if number is None else dim_of(number)
    known = is_real(start) and is_real(stop) and arguments.get("endpoint") is None
    if not known:
        return unknown_array(arguments.origin, shape=(count,), dtype="float64")
    low, high = min(start, stop), max(start, stop)
    whole = None
    if isinstance(count, int) and count > 1:
        step = (stop - start) / (count - 1)
        whole = bool(float(start).is_integer() and step.is_integer())
    return unknown_array(
        arguments.origin, shape=(count,), dtype="float64", low=low, high=high, whole_numbers=whole
    )


_PLAIN_LINSPACE = frozenset({"start", "stop", "num"})


def _spaced(start: Any, stop: Any, count: Dim) -> tuple[float, ...] | None:
    """The numbers of a short `linspace`."""
    if not isinstance(count, int) or not 1 < count <= MAX_ELEMENTS // 10:
        return None
    step = (float(stop) - float(start)) / (count - 1)
    return (*(float(start) + place * step for place in range(count - 1)), float(stop))


@function("numpy.eye", "numpy.identity")
def eye(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.eye(n)`: its rows are the one-hot codes of `n` classes."""
    count = dim_of(arguments.get("N", 0) or arguments.get("n", 0) or arguments.get("num_rows", 0))
    other = arguments.get("M", 1)
    given = arguments.get("dtype")
    square = other is None or other == NONE or isinstance(dtype_of(other), str)
    return unknown_array(
        arguments.origin,
        shape=(count, count if square else dim_of(other)),
        dtype="float64" if given is None else dtype_of(given),
        low=0,
        high=1,
        whole_numbers=True,
        labels=Labels.ONE_HOT if square else None,
        classes=count if square else None,
    )


@function("numpy.loadtxt", "numpy.genfromtxt", "numpy.recfromcsv")
def load_text(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.loadtxt(file)`: numbers in rows and columns, whatever they are."""
    return unknown_array(arguments.origin, content=Content.TABLE)


@function("numpy.load", "numpy.fromfile", "numpy.memmap", "numpy.frombuffer")
def load(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.load(file)`: an array of which nothing is known.

    A name that ends in `.npz` gives an archive instead, which stays unknown.
    """
    name = arguments.constant("file", 0)
    if isinstance(name, str) and name.endswith(".npz"):
        return None
    given = arguments.get("dtype", 1)
    return unknown_array(arguments.origin, dtype=dtype_of(given))


@function("numpy.meshgrid", "numpy.mgrid", "numpy.ogrid")
def meshgrid(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.meshgrid(x, y)`: a grid of points, as many arrays as were given."""
    if not arguments.positional or arguments.incomplete:
        return None
    return ListValue(tuple(unknown_array(arguments.origin) for _ in arguments.positional))


@function("numpy.random.seed", "numpy.set_printoptions", "tensorflow.random.set_seed")
def nothing(machine: Machine, arguments: Arguments) -> Value | None:
    """A call for its effect alone."""
    return NONE


_DTYPE_CALLS = (
    "float32",
    "float64",
    "float16",
    "int8",
    "uint8",
    "int16",
    "int32",
    "int64",
    "bool_",
)


def _converter(name: str) -> FunctionHandler:
    def convert(machine: Machine, arguments: Arguments) -> Value | None:
        first, _ = first_argument(arguments)
        if isinstance(first, Unknown):
            return None
        source = array_of(first)
        if source is None:
            return None
        result = cast(source, dtype_of(Constant(name)), arguments)
        if result.literal is not None and not isinstance(result.literal, tuple):
            return Constant(result.literal)
        return result

    return convert


for _name in _DTYPE_CALLS:
    FUNCTIONS[f"numpy.{_name}"] = _converter(_name)
