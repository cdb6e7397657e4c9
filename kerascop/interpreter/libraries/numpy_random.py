"""Random arrays: `numpy.random`, NumPy's generators, `tf.random`, `keras.random`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kerascop.dimensions import Shape
from kerascop.graph.arrays import ArrayFacts, Labels
from kerascop.interpreter.libraries.facts import array_of, dtype_of, facts_of, plain
from kerascop.interpreter.libraries.literals import MAX_CLASSES, fits, is_real
from kerascop.interpreter.libraries.numpy_creation import shape_argument
from kerascop.interpreter.registry import FUNCTIONS, OBJECT_METHODS, function
from kerascop.interpreter.translating import dim_of
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    ArrayValue,
    Constant,
    LibraryObject,
    ListValue,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_GENERATOR = "numpy.random.Generator"
_STATE = "numpy.random.RandomState"


@function("numpy.random.default_rng", "numpy.random.RandomState", "numpy.random.Generator")
def generator(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.random.default_rng(seed)`: an object with the functions of `numpy.random` as methods."""
    return LibraryObject(_GENERATOR, None, {}, arguments.origin)


def _random(name: str) -> Callable[[Drawer], Drawer]:
    """Register a drawer as `numpy.random.name` and as a method of generators."""

    def register(drawer: Drawer) -> Drawer:
        FUNCTIONS[f"numpy.random.{name}"] = drawer
        FUNCTIONS[f"numpy.random.mtrand.{name}"] = drawer

        def drawn(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
            return drawer(machine, arguments)

        OBJECT_METHODS[_GENERATOR, name] = drawn
        OBJECT_METHODS[_STATE, name] = drawn
        return drawer

    return register


Drawer = Callable[["Machine", Arguments], "Value | None"]


def _made(shape: Shape | None, arguments: Arguments, **known: Any) -> Value | None:
    if shape == ():
        return None
    return ArrayValue(ArrayFacts(shape=shape, random=True, origin=arguments.origin, **known))


def _size(value: Value | None) -> Shape | None:
    """The argument `size`: nothing means a single number, which stays unknown."""
    return () if value is None or value == NONE else shape_argument(value)


@_random("rand")
def rand(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.random.rand(d0, d1, …)`: uniform between 0 and 1."""
    return _made(
        _separate(arguments), arguments, dtype="float64", low=0, high=1, whole_numbers=False
    )


@_random("randn")
def randn(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.random.randn(d0, d1, …)`: normal, without bounds."""
    return _made(_separate(arguments), arguments, dtype="float64", whole_numbers=False)


def _separate(arguments: Arguments) -> Shape | None:
    if arguments.incomplete:
        return None
    return tuple(dim_of(argument.value) for argument in arguments.positional)


@_random("random")
@_random("random_sample")
@_random("sample")
@_random("ranf")
def random(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.random.random(size)`: uniform between 0 and 1."""
    size = _size(arguments.get("size", 0))
    return _made(size, arguments, dtype="float64", low=0, high=1, whole_numbers=False)


@_random("uniform")
def uniform(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.random.uniform(low, high, size)`."""
    bounds = [arguments.constant("low", 0, 0.0), arguments.constant("high", 1, 1.0)]
    low, high = (bound if is_real(bound) else None for bound in bounds)
    known = low is not None and high is not None
    return _made(
        _size(arguments.get("size", 2)),
        arguments,
        dtype="float64",
        low=low if known else None,
        high=high if known else None,
        whole_numbers=False,
    )


@_random("multivariate_normal")
@_random("laplace")
@_random("lognormal")
@_random("exponential")
@_random("gamma")
@_random("poisson")
@_random("beta")
@_random("dirichlet")
@_random("binomial")
def unbounded(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.random.normal(loc, scale, size)` and others whose values this does not bound."""
    given = arguments.get("size")
    if given is None and len(arguments.positional) == 1 and "size" not in arguments.keywords:
        return ArrayValue(ArrayFacts(random=True, origin=arguments.origin))
    if given is None and len(arguments.positional) > 2:
        given = arguments.positional[2].value
    if given is None:
        return None
    return _made(shape_argument(given), arguments)


@_random("normal")
@_random("standard_normal")
def normal(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.random.normal(loc, scale, size)`: without bounds."""
    size = arguments.get("size", 2)
    if size is None and len(arguments.positional) == 1:
        # `standard_normal(size)` and `normal(loc)` look alike here.
        return unbounded(machine, arguments)
    return _made(_size(size), arguments, dtype="float64", whole_numbers=False)


@_random("randint")
@_random("integers")
@_random("random_integers")
def randint(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.random.randint(low, high, size)`: whole numbers from `low` to `high - 1`."""
    first = arguments.get("low", 0)
    second = arguments.get("high", 1)
    low, high = (Constant(0), first) if second is None or second == NONE else (first, second)
    least, most = dim_of(low), dim_of(high)
    size = _size(arguments.get("size", 2))
    given = arguments.get("dtype", 3)
    inclusive = arguments.constant("endpoint") not in (None, False)
    known: dict[str, Any] = {
        "dtype": "int64" if given is None else dtype_of(given),
        "whole_numbers": True,
    }
    if (
        isinstance(least, int)
        and isinstance(most, int)
        and not inclusive
        and fits(most)
        and least < most
    ):
        known.update(low=least, high=most - 1, constant=float(least) if most == least + 1 else None)
        if least == 0 and _are_class_ids(most, size):
            known.update(labels=Labels.CLASS_IDS, classes=most)
    return _made(size, arguments, **known)


def _are_class_ids(count: int, size: Shape | None) -> bool:
    """One whole number a sample, few different ones, each drawn often: made-up class ids."""
    if size is None or not 2 <= count <= MAX_CLASSES:
        return False
    if len(size) != 1 and not (len(size) == 2 and size[1] == 1):
        return False
    return not isinstance(size[0], int) or size[0] >= 4 * count


@_random("choice")
def choice(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.random.choice(a, size)`: members of `a`, or of `range(a)`."""
    source = arguments.get("a", 0)
    size = _size(arguments.get("size", 1))
    if isinstance(source, Constant) and isinstance(source.value, int):
        return _made(
            size,
            arguments,
            dtype="int64",
            low=0,
            high=source.value - 1,
            whole_numbers=True,
        )
    facts = facts_of(source)
    if facts is None or facts.rank != 1:
        return None if size == () else _made(size, arguments)
    return _made(
        size,
        arguments,
        dtype=facts.dtype,
        low=facts.low,
        high=facts.high,
        whole_numbers=facts.whole_numbers,
    )


@_random("permutation")
@_random("permuted")
def permutation(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.random.permutation(n)`: ids in random order; of an array: its samples, shuffled."""
    source = arguments.get("x", 0)
    if isinstance(source, Constant) or (source is not None and dim_of(source) is not None):
        count = dim_of(source)
        high = count - 1 if isinstance(count, int) else None
        return _made((count,), arguments, dtype="int64", low=0, high=high, whole_numbers=True)
    array = array_of(source)
    if array is None:
        return None
    return ArrayValue(plain(array.facts, origin=array.facts.origin or arguments.origin))


@_random("shuffle")
def shuffle(machine: Machine, arguments: Arguments) -> Value | None:
    """`np.random.shuffle(x)`: in place. Ids in random order choose samples fairly."""
    source = arguments.get("x", 0)
    if isinstance(source, ArrayValue):
        facts = source.facts
        ids = bool(facts.whole_numbers and facts.rank == 1 and facts.labels is None)
        machine.journal.set(source, "facts", plain(facts, random=facts.random or ids))
        machine.journal.set(source, "literal", None)
    elif isinstance(source, ListValue):
        machine.journal.set(source, "items", source.items)
    return NONE


_TENSOR_RANDOM = ("tensorflow.random", "keras.random")


def _tensor(name: str, **known: Any) -> None:
    def draw(machine: Machine, arguments: Arguments) -> Value | None:
        shape = shape_argument(arguments.get("shape", 0))
        given = arguments.get("dtype")
        dtype = "float32" if given is None else dtype_of(given)
        return _made(shape, arguments, dtype=dtype, tensor=True, **known)

    for module in _TENSOR_RANDOM:
        FUNCTIONS[f"{module}.{name}"] = draw


_tensor("normal", whole_numbers=False)
_tensor("truncated_normal", whole_numbers=False)


def _tensor_uniform(machine: Machine, arguments: Arguments) -> Value | None:
    """`tf.random.uniform(shape, minval=0, maxval=None, dtype=float32)`."""
    given = arguments.get("dtype", 3)
    dtype = "float32" if given is None else dtype_of(given)
    low = arguments.constant("minval", 1, 0)
    high = arguments.constant("maxval", 2, 1)
    shape = shape_argument(arguments.get("shape", 0))
    whole = None if dtype is None else "int" in dtype
    numbers = is_real(low) and is_real(high)
    known: dict[str, Any] = {"dtype": dtype, "whole_numbers": whole, "tensor": True}
    if numbers and whole is not None:
        known.update(low=low, high=high - 1 if whole else high)
        if whole and low == 0 and isinstance(high, int) and _are_class_ids(high, shape):
            known.update(labels=Labels.CLASS_IDS, classes=high)
    return _made(shape, arguments, **known)


FUNCTIONS["tensorflow.random.uniform"] = _tensor_uniform
FUNCTIONS["keras.random.uniform"] = _tensor_uniform
