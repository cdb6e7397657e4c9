"""Terms: the structural names of values that cannot be known, and their use as sizes.

A term says where an unknown value comes from: a parameter, an attribute of another unknown, an
operator on two others. Two unknowns with equal terms are the same value on one path, which is what
lets `if regression:` have one answer, and `(None, n_features)` be a shape.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

from kerascop.dimensions import (
    MAX_NAME,
    Dim,
    SymbolicDim,
    add,
    floor_divide,
    modulo,
    multiply,
    size_of,
    subtract,
)

Term: TypeAlias = tuple[object, ...]
"""A kind (`"name"`, `"attr"`, `"call"`, `"binary"` …) and what it is made of."""

MAX_DEPTH = 6
"""Terms nested deeper than this are cut to an opaque one named after their outermost part."""

_ARITHMETIC = {"+": add, "-": subtract, "*": multiply, "//": floor_divide, "%": modulo}


@lru_cache(maxsize=16384)
def depth(term: Term) -> int:
    """How deep a term is nested."""
    inner = [depth(part) for part in term if isinstance(part, tuple)]
    return 1 + max(inner, default=0)


def describe(term: Term) -> str:
    """The term as a person would name it: `n_features`, `args.units`, `n * 2`."""
    match term:
        case ("name", str(name), *_):
            return name
        case ("attr", tuple(base), str(name)):
            return f"{describe(base)}.{name}"
        case ("item", tuple(base), key):
            return f"{describe(base)}[{_describe_part(key)}]"
        case ("binary" | "compare", str(operator), left, right):
            return f"{_describe_part(left)} {operator} {_describe_part(right)}"
        case ("and" | "or" as word, tuple(left), tuple(right)):
            return f"{describe(left)} {word} {describe(right)}"
        case ("unary", "not", operand):
            return f"not {_describe_part(operand)}"
        case ("unary", str(operator), operand):
            return f"{operator}{_describe_part(operand)}"
        case ("call", str(name), ("constant", None), *arguments):
            return f"{name}({', '.join(_describe_part(argument) for argument in arguments)})"
        case ("call", str(name), *_):
            return f"{name}(…)"
        case ("external", str(path)):
            return path
        case ("dim", SymbolicDim() as dim):
            return str(dim)
        case ("each", base, *_):
            return f"each {_describe_part(base)}"
        case _:
            return "unknown"


def _describe_part(part: object) -> str:
    match part:
        case ("constant", value):
            return repr(value)
        case tuple():
            return describe(part)
        case _:
            return repr(part)


def dim_of_term(term: Term) -> Dim:
    """The size that an unknown whole number stands for: a named symbol, or arithmetic over some."""
    match term:
        case ("dim", SymbolicDim() as dim):
            return dim
        case ("constant", bool()):
            return None
        case ("constant", int(number)):
            return size_of(number)
        case ("binary", str(operator), tuple(left), tuple(right)) if operator in _ARITHMETIC:
            return _ARITHMETIC[operator](dim_of_term(left), dim_of_term(right))
        case ("unary", "-", tuple(operand)):
            return multiply(dim_of_term(operand), -1)
        case ("call", "int" | "math.floor", _, tuple(argument)):
            return dim_of_term(argument)
        case ("name" | "attr" | "item" | "call", *_) if _has_own_description(term):
            name = describe(term)
            return SymbolicDim.named(name) if len(name) <= MAX_NAME else None
        case _:
            return None


def _has_own_description(term: object) -> bool:
    """Does no other value have the same description? What two calls gave differs."""
    match term:
        case ("name" | "external" | "constant" | "dim", *_):
            return True
        case ("attr", tuple(base), str()):
            return _has_own_description(base)
        case ("item", tuple(base), key):
            return _has_own_description(base) and (
                _has_own_description(key) if isinstance(key, tuple) else True
            )
        case ("binary", str(), left, right):
            return _has_own_description(left) and _has_own_description(right)
        case ("unary", str(), operand):
            return _has_own_description(operand)
        case ("call", str(), ("constant", None), *arguments):
            return all(_has_own_description(argument) for argument in arguments)
        case _:
            return False
