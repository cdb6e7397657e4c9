"""Numbers: `sum`, `min`, `max`, `abs`, `round`, `divmod`, `pow`, and the module `math`."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from kerascop.interpreter.python.bounds import MAX_BITS, MAX_WIDTH, ODD_ARGUMENTS, bounded, small
from kerascop.interpreter.python.iteration import iterate
from kerascop.interpreter.python.signatures import bound, positional
from kerascop.interpreter.python.sorting import sort_keys
from kerascop.interpreter.python.specials import special
from kerascop.interpreter.python.symbolic import call
from kerascop.interpreter.registry import CONSTANTS, function
from kerascop.interpreter.values import (
    NONE,
    NOT_CONSTANT,
    Arguments,
    Constant,
    TupleValue,
    Unknown,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_PURE: dict[str, Callable[..., Any]] = {
    f"math.{name}": getattr(math, name)
    for name in (
        "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "ceil", "copysign", "cos",
        "cosh", "degrees", "dist", "erf", "erfc", "exp", "expm1", "fabs", "floor", "fmod", "frexp",
        "gamma", "gcd", "hypot", "isclose", "isfinite", "isinf", "isnan", "isqrt", "lcm",
        "ldexp", "lgamma", "log", "log10", "log1p", "log2", "modf", "pow", "radians", "remainder",
        "sin", "sinh", "sqrt", "tan", "tanh", "trunc",
    )
} | {"builtins.abs": abs, "builtins.round": round}  # fmt: skip
_SPECIAL = {
    "builtins.abs": "__abs__",
    "builtins.round": "__round__",
    "math.ceil": "__ceil__",
    "math.floor": "__floor__",
    "math.trunc": "__trunc__",
}
_MAX_FACTORIAL = 300
_NAMES = ("pi", "e", "tau", "inf", "nan")

for _name in _NAMES:
    CONSTANTS[f"math.{_name}"] = Constant(getattr(math, _name))


def _register_pure(path: str, compute: Callable[..., Any]) -> None:
    name = path.removeprefix("builtins.")

    @function(path)
    def handler(machine: Machine, arguments: Arguments) -> Value | None:
        given = positional(arguments, 1)
        if given is None:
            return None
        constants = [python_value(value) for value in given]
        named = {name: python_value(value.value) for name, value in arguments.keywords.items()}
        known = [*constants, *named.values()]
        if NOT_CONSTANT not in known and all(small(part) for part in known):
            return _computed(compute, constants, named)
        if any(isinstance(value, Unknown) for value in given) and not named:
            return call(name, *given)
        special_name = _SPECIAL.get(path)
        if special_name is None:
            return None
        return special(machine, given[0], special_name, arguments.origin)


def _computed(
    compute: Callable[..., Any], given: Sequence[Any], named: dict[str, Any]
) -> Value | None:
    if _too_large(compute, [*given, *named.values()]):
        return None
    try:
        result = compute(*given, **named)
    except ODD_ARGUMENTS:
        return None
    if isinstance(result, tuple):
        return TupleValue(tuple(Constant(part) for part in result))
    return bounded(result)


def _too_large(compute: Callable[..., Any], given: Sequence[Any]) -> bool:
    """Would Python make a number on the way that is much larger than all that it is given?"""
    whole = [number for number in given if isinstance(number, int)]
    if compute is round:
        return any(abs(digits) > MAX_WIDTH for digits in whole[1:])
    return compute is math.lcm and sum(map(int.bit_length, whole)) > MAX_BITS


for _path, _compute in _PURE.items():
    _register_pure(_path, _compute)


def _register_counted(name: str, count: Callable[..., int]) -> None:
    @function(f"math.{name}")
    def handler(machine: Machine, arguments: Arguments) -> Value | None:
        given = positional(arguments, 1, 2)
        if given is None:
            return None
        numbers = [python_value(value) for value in given]
        if not all(isinstance(number, int) and number <= _MAX_FACTORIAL for number in numbers):
            return None
        return _computed(count, numbers, {})


for _name, _count in (("factorial", math.factorial), ("comb", math.comb), ("perm", math.perm)):
    _register_counted(_name, _count)


@function("builtins.sum", "math.fsum")
def _sum(machine: Machine, arguments: Arguments) -> Value | None:
    given = bound(arguments, ("iterable", "start"), 1)
    if given is None or given[0] is None:
        return None
    start = Constant(0) if given[1] is None else given[1]
    return _folded(machine, "+", given[0], start, arguments)


@function("math.prod")
def _prod(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 1)
    if given is None:
        return None
    start = arguments.get("start") or Constant(1)
    return _folded(machine, "*", given[0], start, arguments)


def _folded(
    machine: Machine, operator: str, iterable: Value, start: Value, arguments: Arguments
) -> Value | None:
    """`start operator item operator item …`, whatever the items are: tensors, sizes, numbers."""
    from kerascop.interpreter.operators import apply_binary

    items = iterate(machine, iterable)
    if items is None:
        name = "sum" if operator == "+" else "math.prod"
        return call(name, iterable, start)
    neutral = 0 if operator == "+" else 1
    if items and python_value(start) == neutral and not isinstance(items[0], Constant):
        start, items = items[0], items[1:]
    total = start
    for item in items:
        machine.step()
        total = apply_binary(machine, operator, total, item, arguments.origin)
    return total


@function("builtins.min")
def _min(machine: Machine, arguments: Arguments) -> Value | None:
    return _extreme(machine, arguments, "min", min)


@function("builtins.max")
def _max(machine: Machine, arguments: Arguments) -> Value | None:
    return _extreme(machine, arguments, "max", max)


def _extreme(
    machine: Machine, arguments: Arguments, name: str, choose: Callable[..., Any]
) -> Value | None:
    given = positional(arguments, 1)
    if given is None:
        return None
    items = machine.iterate(given[0]) if len(given) == 1 else tuple(given)
    if items is None:
        return call(name, given[0])
    if not items:
        return arguments.get("default")
    keys = sort_keys(machine, items, arguments)
    if keys is None:
        by = arguments.get("key")
        return call(name, *items) if by is None or by == NONE else None
    try:
        chosen: int = choose(range(len(items)), key=keys.__getitem__)
    except ODD_ARGUMENTS:
        return None
    return items[chosen]


@function("builtins.divmod")
def _divmod(machine: Machine, arguments: Arguments) -> Value | None:
    from kerascop.interpreter.operators import apply_binary

    given = positional(arguments, 2, 2)
    if given is None:
        return None
    left, right = given
    parts = [apply_binary(machine, sign, left, right, arguments.origin) for sign in ("//", "%")]
    return TupleValue(tuple(parts))


@function("builtins.pow")
def _pow(machine: Machine, arguments: Arguments) -> Value | None:
    from kerascop.interpreter.operators import apply_binary

    given = positional(arguments, 2, 2)
    if given is None:
        return None
    return apply_binary(machine, "**", given[0], given[1], arguments.origin)
