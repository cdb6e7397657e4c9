"""Built-in types called to convert: `int`, `float`, `str`, `bool`, `list`, `tuple`, `set` …"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kerascop.dimensions import floor_divide
from kerascop.interpreter.python.bounds import ODD_ARGUMENTS, bounded, list_of, small, tuple_of
from kerascop.interpreter.python.formatting import display
from kerascop.interpreter.python.iteration import samples_of
from kerascop.interpreter.python.sets import made_of
from kerascop.interpreter.python.signatures import positional
from kerascop.interpreter.python.specials import special
from kerascop.interpreter.python.symbolic import call, cut
from kerascop.interpreter.registry import function
from kerascop.interpreter.terms import dim_of_term
from kerascop.interpreter.values import (
    FALSE,
    Arguments,
    Constant,
    GeneratorValue,
    LibraryObject,
    ListValue,
    SetValue,
    SliceValue,
    TupleValue,
    Unknown,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_NUMBERS: dict[str, tuple[Callable[..., Any], str]] = {
    "int": (int, "__int__"),
    "float": (float, "__float__"),
    "complex": (complex, "__complex__"),
}


def _register_number(name: str, convert: Callable[..., Any], method: str) -> None:
    @function(f"builtins.{name}")
    def handler(machine: Machine, arguments: Arguments) -> Value | None:
        given = positional(arguments, 0, 2)
        if given is None or set(arguments.keywords) - {"base"}:
            return None
        if not given:
            return Constant(convert())
        if "base" in arguments.keywords:
            given = [given[0], arguments.keywords["base"].value]
        constants = [python_value(value) for value in given]
        if all(isinstance(part, str | int | float | complex) for part in constants):
            return _converted(convert, constants)
        if len(given) == 1 and isinstance(given[0], Unknown):
            return _whole(given[0]) if name == "int" else call(name, given[0])
        return special(machine, given[0], method, arguments.origin)


def _converted(convert: Callable[..., Any], constants: list[Any]) -> Value | None:
    if not all(small(part) for part in constants):
        return None
    try:
        return bounded(convert(*constants))
    except ODD_ARGUMENTS:
        return None


def _whole(value: Unknown) -> Unknown | None:
    """`int(…)` of an unknown number: `int(n / 2)` is `n // 2` for the sizes that it is used on."""
    match value.term:
        case ("binary", "/", tuple(left), ("constant", int(right))) if right > 0:
            if floor_divide(dim_of_term(left), right) is not None:
                return Unknown(cut(("binary", "//", left, ("constant", right))))
    return call("int", value)


for _name, (_convert, _method) in _NUMBERS.items():
    _register_number(_name, _convert, _method)


@function("builtins.bool")
def _bool(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 0, 1)
    if given is None:
        return None
    if not given:
        return FALSE
    known = machine.truth(given[0])
    return call("bool", given[0]) if known is None else Constant(known)


@function("builtins.str")
def _str(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 0, 1)
    if given is None or arguments.keywords:
        return None
    if not given:
        return Constant("")
    text = display(given[0])
    return Constant(text) if text is not None else call("str", given[0])


@function("builtins.repr")
def _repr(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 1)
    text = None if given is None else display(given[0], quoted=True)
    return None if text is None else Constant(text)


@function("builtins.list")
def _list(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 0, 1)
    if given is None:
        return None
    if not given:
        return ListValue(())
    items, exact = samples_of(machine, given[0])
    if not exact and isinstance(given[0], ListValue | SetValue | GeneratorValue):
        return ListValue(given[0].items, exact=False)
    return list_of(items, exact=exact)


@function("builtins.tuple")
def _tuple(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 0, 1)
    if given is None:
        return None
    if not given:
        return TupleValue(())
    if isinstance(given[0], LibraryObject):
        return given[0].attributes.get("__items__")
    items = machine.iterate(given[0])
    if items is not None:
        return tuple_of(items)
    if isinstance(given[0], ListValue | SetValue | GeneratorValue):
        return ListValue(given[0].items, exact=False)
    return call("tuple", given[0])


@function("builtins.set", "builtins.frozenset")
def _set(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 0, 1)
    if given is None:
        return None
    if not given:
        return SetValue(())
    if isinstance(given[0], Unknown):
        return call("set", given[0])
    return made_of(machine, given[0])


@function("builtins.slice")
def _slice(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 3)
    if given is None:
        return None
    missing = Constant(None)
    if len(given) == 1:
        return SliceValue(missing, given[0], missing)
    return SliceValue(given[0], given[1], given[2] if len(given) == 3 else missing)


@function("builtins.bytes", "builtins.bytearray", "builtins.memoryview")
def _bytes(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 1)
    if given is None or not isinstance(given[0], Constant):
        return None
    return given[0] if isinstance(given[0].value, bytes) else None


_DIGITS: dict[str, Callable[[Any], Any]] = {
    "hex": hex, "bin": bin, "oct": oct, "chr": chr, "ord": ord,
}  # fmt: skip


def _register_digits(name: str, convert: Callable[[Any], Any]) -> None:
    @function(f"builtins.{name}")
    def handler(machine: Machine, arguments: Arguments) -> Value | None:
        given = positional(arguments, 1, 1)
        if given is None or not isinstance(given[0], Constant):
            return None
        return _converted(convert, [given[0].value])


for _name, _digits in _DIGITS.items():
    _register_digits(_name, _digits)
