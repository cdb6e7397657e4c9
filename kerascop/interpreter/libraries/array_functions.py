"""Registration of functions that exist as `numpy.f(x, …)`, as methods `x.f(…)`, and elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from kerascop.interpreter.libraries.facts import array_of
from kerascop.interpreter.registry import FUNCTIONS, METHODS
from kerascop.interpreter.values import (
    NOT_CONSTANT,
    Arguments,
    ArrayValue,
    Constant,
    ListValue,
    TupleValue,
    Unknown,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

ArrayHandler: TypeAlias = "Callable[[Machine, ArrayValue, Arguments], Value | None]"
"""What an operation makes of an array; the arguments are those behind the array."""

_FIRST = (
    "a",
    "x",
    "arr",
    "ary",
    "array",
    "input",
    "tensor",
    "image",
    "images",
    "object",
    "m",
    "value",
)


def array_function(
    *paths: str, methods: Iterable[str] = (), unknowns: bool = False
) -> Callable[[ArrayHandler], ArrayHandler]:
    """Register a handler of functions whose first argument is an array, and of methods of arrays.

    A function called with something of which nothing is known is left alone, because it may be a
    plain number or a symbolic tensor, unless `unknowns` is set: then, for NumPy, it is an array.
    """

    def register(handler: ArrayHandler) -> ArrayHandler:
        for path in paths:
            numpy = path.startswith("numpy.")
            FUNCTIONS[path] = _as_function(handler, lists=numpy, unknowns=unknowns and numpy)
        for name in methods:
            METHODS[ArrayValue, name] = _as_method(handler)
        return handler

    return register


_MODULES = ("numpy", "tensorflow", "tensorflow.math", "keras.ops", "keras.backend")


def everywhere(*names: str) -> list[str]:
    """The paths under which NumPy, TensorFlow and Keras know functions of these names."""
    return [f"{module}.{name}" for module in _MODULES for name in names]


def _as_function(
    handler: ArrayHandler, *, lists: bool, unknowns: bool
) -> Callable[[Machine, Arguments], Value | None]:
    def call(machine: Machine, arguments: Arguments) -> Value | None:
        first, rest = first_argument(arguments)
        if isinstance(first, Unknown) and not unknowns:
            return None
        if isinstance(first, Constant | ListValue | TupleValue) and not lists:
            return None
        array = array_of(first)
        return None if array is None else simplified(handler(machine, array, rest))

    return call


def _as_method(handler: ArrayHandler) -> Callable[[Machine, Value, Arguments], Value | None]:
    def call(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
        array = array_of(receiver)
        return None if array is None else simplified(handler(machine, array, arguments))

    return call


def first_argument(arguments: Arguments) -> tuple[Value | None, Arguments]:
    """The array that a function is asked about, whatever the parameter is called, and the rest."""
    if arguments.positional:
        return arguments.positional[0].value, arguments.without_first()
    for name in _FIRST:
        if name in arguments.keywords:
            return arguments.keywords[name].value, arguments
    return None, arguments


def simplified(value: Value | None) -> Value | None:
    """A single number that is known, as that number."""
    if isinstance(value, ArrayValue) and value.facts.shape == ():
        literal = value.literal
        if literal is not None and not isinstance(literal, tuple):
            return Constant(literal)
    return value


def axis_of(arguments: Arguments, position: int = 0, name: str = "axis") -> Any:
    """The argument `axis` as a number, a tuple, `None`, or `NOT_CONSTANT`."""
    return arguments.constant(name, position)


def listed(value: Value | None) -> Sequence[Value] | None:
    """The members of a tuple or list whose members are all known."""
    match value:
        case TupleValue(items=items) | ListValue(items=items, exact=True):
            return items
        case _:
            return None


def truth_of(value: Value | None, *, default: bool | None) -> bool | None:
    """A flag given as a constant; `default` if absent, `None` if it is not known."""
    if value is None:
        return default
    constant = python_value(value)
    return None if constant is NOT_CONSTANT else bool(constant)
