"""Operators on arrays: what they make of shape, type and range, and which scalings they are."""

from __future__ import annotations

import operator as python
from collections.abc import Callable
from itertools import product
from typing import TYPE_CHECKING, Any

from kerascop.graph.arrays import ArrayFacts, Labels, Scaling
from kerascop.graph.data_steps import Answer
from kerascop.interpreter.libraries import shapes
from kerascop.interpreter.libraries.comparing import record
from kerascop.interpreter.libraries.data_steps import note_reading
from kerascop.interpreter.libraries.facts import (
    after,
    array_of,
    derived,
    is_float,
    is_integer,
    less_is_own,
    less_of,
    plain,
    promote,
    statistic_of,
    with_literal,
)
from kerascop.interpreter.libraries.literals import is_real, map_literal, map_pairs
from kerascop.interpreter.values import ArrayValue, Constant, Unknown, Value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin

MAX_EXPONENT = 64
"""Powers and shifts beyond this are not carried out."""


def _power(base: Any, exponent: Any) -> Any:
    if abs(exponent) > MAX_EXPONENT:
        raise ValueError(exponent)
    return base**exponent


def _shift(number: Any, places: Any) -> Any:
    if abs(places) > MAX_EXPONENT:
        raise ValueError(places)
    return number << places


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": python.add,
    "-": python.sub,
    "*": python.mul,
    "/": python.truediv,
    "//": python.floordiv,
    "%": python.mod,
    "**": _power,
    "&": python.and_,
    "|": python.or_,
    "^": python.xor,
    "<<": _shift,
    ">>": python.rshift,
}
_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": python.eq,
    "!=": python.ne,
    "<": python.lt,
    "<=": python.le,
    ">": python.gt,
    ">=": python.ge,
}
_MONOTONE = frozenset("+-*/")
_LIMITS = {
    "uint8": (0, 255),
    "int8": (-128, 127),
    "uint16": (0, 65535),
    "int16": (-32768, 32767),
}


def binary(
    machine: Machine, operator: str, left: Value, right: Value, origin: Origin
) -> Value | None:
    """`left operator right`, where at least one of them is an array."""
    one, other = array_of(left), array_of(right)
    if one is None or other is None or "str" in (one.facts.dtype, other.facts.dtype):
        return None
    if operator == "@":
        return ArrayValue(_matrix_product(one.facts, other.facts, origin))
    if operator not in _ARITHMETIC:
        return None
    facts = _combine(operator, one, other, origin)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return ArrayValue(facts)
    literal = _literal(_ARITHMETIC[operator], one, other, facts)
    if literal is None or _leaves_type(facts.dtype, literal):
        return ArrayValue(facts)
    known: dict[str, Any] = {"dtype": facts.dtype}
    if facts.scaling is not None and facts.labels is not None:
        known.update(labels=facts.labels, classes=facts.classes)
    return with_literal(facts, literal, **known)


def compare(
    machine: Machine, operator: str, left: Value, right: Value, origin: Origin
) -> Value | None:
    """`left operator right` for comparisons: an array of truth values."""
    one, other = array_of(left), array_of(right)
    if one is None or other is None or operator not in _COMPARISONS:
        return None
    record(machine, one.facts, other.facts, origin)
    base = one.facts if isinstance(left, ArrayValue) else other.facts
    binary_labels = base.labels is Labels.CLASS_IDS and operator in {"==", "!="}
    if right == Constant(0.5):
        note_reading(machine, one, Answer.THRESHOLD, origin)
    facts = plain(
        base,
        shape=shapes.broadcast(one.facts.shape, other.facts.shape),
        dtype="bool",
        low=0,
        high=1,
        whole_numbers=True,
        constant=None,
        scaling=None,
        labels=Labels.CLASS_IDS if binary_labels else None,
        classes=2 if binary_labels else None,
        content=None,
        mode=None,
        random=one.facts.random or other.facts.random,
        changed=after(base, origin),
        prediction=None,
    )
    literal = _literal(_COMPARISONS[operator], one, other, facts)
    return with_literal(facts, literal)


def unary(machine: Machine, operator: str, value: Value, origin: Origin) -> Value | None:
    """`-x`, `+x`, `~x` (and `not x`, which is no array)."""
    array = array_of(value)
    if array is None:
        return None
    facts = array.facts
    if operator == "+":
        return array
    if operator == "-":
        return transform(array, python.neg, origin, labels=None, classes=None)
    if operator == "~" and facts.dtype == "bool":
        return transform(array, lambda x: 1 - x, origin, dtype="bool")
    if operator == "~":
        return ArrayValue(
            plain(
                facts,
                low=None,
                high=None,
                constant=None,
                labels=None,
                changed=after(facts, origin),
            )
        )
    return None


def transform(
    array: ArrayValue, function: Callable[[Any], Any], origin: Origin, **changes: Any
) -> ArrayValue:
    """`function`, which must be monotone, of every element; `changes` overrides the facts."""
    facts = array.facts
    low, high = _ends([function], facts)
    constant = None if facts.constant is None or low is None or low != high else float(low)
    known: dict[str, Any] = {
        "low": low,
        "high": high,
        "constant": constant,
        "whole_numbers": facts.whole_numbers,
        "changed": after(facts, origin),
        "prediction": None,
        **changes,
    }
    result = plain(facts, **known)
    literal = None if array.literal is None else map_literal(function, array.literal)
    if literal is None or _leaves_type(result.dtype, literal):
        return ArrayValue(result)
    kept = {
        name: value for name, value in changes.items() if name in {"dtype", "labels", "classes"}
    }
    return with_literal(result, literal, **{"dtype": result.dtype, **kept})


def _ends(functions: list[Callable[[Any], Any]], facts: ArrayFacts) -> tuple[Any, Any]:
    if facts.low is None or facts.high is None:
        return None, None
    try:
        ends = [function(bound) for function in functions for bound in (facts.low, facts.high)]
        return _finite(ends)
    except (ArithmeticError, ValueError, TypeError):
        return None, None


def _finite(ends: list[Any]) -> tuple[Any, Any]:
    """The least and the greatest of these, if an array can hold them all."""
    return (min(ends), max(ends)) if all(is_real(end) for end in ends) else (None, None)


def _literal(
    function: Callable[[Any, Any], Any], one: ArrayValue, other: ArrayValue, facts: ArrayFacts
) -> Any:
    if one.literal is None or other.literal is None or facts.shape is None:
        return None
    if one.facts.dtype is None or other.facts.dtype is None:
        return None
    shape = tuple(dim for dim in facts.shape if isinstance(dim, int))
    if len(shape) != len(facts.shape):
        return None
    return map_pairs(function, one.literal, other.literal, shape)


def _leaves_type(dtype: str | None, literal: Any) -> bool:
    """Would NumPy wrap one of these numbers around, because it does not fit the element type?"""
    if dtype not in _LIMITS:
        return False
    low, high = _LIMITS[dtype]
    return map_literal(lambda x: 1 // int(low <= x <= high), literal) is None


def _combine(operator: str, one: ArrayValue, other: ArrayValue, origin: Origin) -> ArrayFacts:
    left, right = one.facts, other.facts
    base, second = (right, left) if _is_secondary(left, right) else (left, right)
    low, high = _range(operator, left, right)
    dtype = _dtype(operator, left, right)
    if dtype in _LIMITS and low is not None:
        least, most = _LIMITS[dtype]
        if low < least or high > most:
            low = high = None
    constant = None
    if left.constant is not None and right.constant is not None and low is not None and low == high:
        constant = float(low)
    changes: dict[str, Any] = {
        "shape": shapes.broadcast(left.shape, right.shape),
        "dtype": dtype,
        "low": low,
        "high": high,
        "constant": constant,
        "whole_numbers": _whole(operator, left, right, low, high),
        "labels": None,
        "classes": None,
        "content": base.content,
        "scaling": base.scaling,
        "random": base.random,
        "changed": after(base, origin),
        "tensor": left.tensor or right.tensor,
        "prediction": None,
    }
    if _is_neutral(operator, left, right):
        changes.update(labels=base.labels, classes=base.classes)
    if operator == "/" and base is left and not _is_neutral(operator, left, right):
        changes["scaling"] = base.scaling or Scaling.DIVIDED
    if operator == "*" and _is_number(second) and second.low is not None and abs(second.low) < 1:
        changes["scaling"] = base.scaling or Scaling.DIVIDED
    divided = changes["scaling"] is Scaling.DIVIDED and base.scaling is None
    if divided and base.labels is Labels.CLASS_IDS and _is_number(second):
        changes.update(labels=base.labels, classes=base.classes)
    facts = plain(base, **changes)
    return _recognised(operator, left, right, facts) if base is left else facts


def _matrix_product(left: ArrayFacts, right: ArrayFacts, origin: Origin) -> ArrayFacts:
    shape = None
    if left.shape is not None and right.shape is not None and left.rank and right.rank:
        columns = right.shape[-1:] if len(right.shape) > 1 else ()
        shape = (*left.shape[:-1], *columns) if len(right.shape) <= 2 else None
    return ArrayFacts(
        shape=shape,
        dtype=promote((left.dtype, right.dtype)),
        random=left.random and right.random,
        origin=left.origin or right.origin,
        changed=after(left, origin),
        tensor=left.tensor or right.tensor,
    )


def _is_secondary(left: ArrayFacts, right: ArrayFacts) -> bool:
    """Do the samples come from the right operand: is the left one a number or made-up values?"""
    if statistic_of(right)[0]:
        return False
    if _is_number(left):
        return not _is_number(right)
    if left.random or left.constant is not None or statistic_of(left)[0]:
        return not (_is_number(right) or right.random or right.constant is not None)
    return False


def _is_number(facts: ArrayFacts) -> bool:
    return facts.shape == ()


def _is_neutral(operator: str, left: ArrayFacts, right: ArrayFacts) -> bool:
    """Does the operator leave one of the operands as it is?"""
    if operator in "+-":
        return right.constant == 0 or (operator == "+" and left.constant == 0)
    if operator in {"*", "/", "//"}:
        return right.constant == 1 or (operator == "*" and left.constant == 1)
    return False


def _range(operator: str, left: ArrayFacts, right: ArrayFacts) -> tuple[Any, Any]:
    if left.low is None or left.high is None or right.low is None or right.high is None:
        return None, None
    single = left.low == left.high or right.low == right.high
    if operator == "*" and not single:
        return _masked(left, right)
    if not single:
        if operator in "&|^" and left.dtype == right.dtype == "bool":
            return 0, 1
        return None, None
    if operator == "/" and right.low != right.high and right.low <= 0 <= right.high:
        return None, None
    if operator in _MONOTONE or (operator == "//" and right.low == right.high):
        return _corners(operator, left, right)
    if operator == "**" and right.low == right.high:
        exponent = right.low
        if left.low >= 0 or (isinstance(exponent, int) and exponent % 2 == 1 and exponent > 0):
            return _corners(operator, left, right)
        if exponent == 2:
            low, high = _finite([left.low**2, left.high**2])
            return (0 if low is not None and left.low <= 0 <= left.high else low), high
    return None, None


def _corners(operator: str, left: ArrayFacts, right: ArrayFacts) -> tuple[Any, Any]:
    function = _ARITHMETIC[operator]
    try:
        ends = [function(*pair) for pair in product((left.low, left.high), (right.low, right.high))]
        return _finite(ends)
    except (ArithmeticError, TypeError, ValueError):
        return None, None


def _masked(left: ArrayFacts, right: ArrayFacts) -> tuple[Any, Any]:
    """The range of a product of which one factor is a mask of zeros and ones."""
    for factor, mask in ((left, right), (right, left)):
        if mask.whole_numbers and mask.low == 0 and mask.high == 1:
            return min(0, factor.low or 0), max(0, factor.high or 0)
    return None, None


def _whole(operator: str, left: ArrayFacts, right: ArrayFacts, low: Any, high: Any) -> bool | None:
    if operator == "/":
        if right.constant in {1, -1}:
            return left.whole_numbers
        ends = [end for end in (low, high) if end is not None]
        return False if any(not float(end).is_integer() for end in ends) else None
    if left.whole_numbers and right.whole_numbers:
        return True if operator in {"+", "-", "*", "//", "%", "&", "|", "^"} else None
    one_is_not = {left.whole_numbers, right.whole_numbers} == {True, False}
    return False if operator in {"+", "-"} and one_is_not else None


def _dtype(operator: str, left: ArrayFacts, right: ArrayFacts) -> str | None:
    """The element type of the result; a bare number bends to the array (NumPy 2's rule)."""
    array, number = left, right
    if _is_bare(left):
        array, number = right, left
    if _is_bare(number) and not _is_bare(array):
        if array.dtype is None:
            return None
        if is_integer(array.dtype) and is_float(number.dtype):
            return "float64"
        if array.dtype == "bool":
            result: str | None = number.dtype
        else:
            result = array.dtype
    else:
        result = promote((left.dtype, right.dtype))
    if operator == "/" and not is_float(result):
        if left.tensor or right.tensor:
            return None
        return "float64" if is_integer(result) or result == "bool" else None
    if operator in {"-", "+", "*"} and result == "bool":
        return None
    if operator in {"**", "//", "%"} and "bool" in (left.dtype, right.dtype):
        return None
    return result


def _is_bare(facts: ArrayFacts) -> bool:
    return _is_number(facts) and facts.origin is None


def _recognised(
    operator: str, left: ArrayFacts, right: ArrayFacts, facts: ArrayFacts
) -> ArrayFacts:
    """The result with the scaling idiom that it completes, or with the half of one that it is."""
    of_right, source = statistic_of(right)
    of_left, left_source = statistic_of(left)
    if operator == "-" and of_right and source is not None:
        if of_left == "max" and of_right == "min" and _same(left_source, source):
            return derived(facts, statistic="range", of=source)
        if of_left or of_right not in {"mean", "min"}:
            return facts
        return derived(facts, of=source, less=of_right, own=_same(left, source))
    if operator == "+" and of_left in {"std", "range", "max"} and _is_number(right):
        return _tiny(facts, right, of_left, left_source)
    if operator == "+" and of_left == "std" and right.constant is not None:
        return _tiny(facts, right, of_left, left_source)
    if operator != "/" or not of_right or source is None:
        return facts
    less, less_source = less_of(left)
    if of_right == "std":
        return plain(
            facts,
            scaling=Scaling.STANDARDISED if less == "mean" else left.scaling or Scaling.DIVIDED,
            low=None,
            high=None,
            whole_numbers=None,
        )
    if of_right in {"range", "max"} and less == "min":
        # `x -= x.min(); x /= x.max()` asks the shifted array for its maximum, the other idiom the
        # original for both.
        own = less_is_own(left) and _same(source, less_source if of_right == "range" else left)
        return plain(
            facts,
            scaling=Scaling.MIN_MAX,
            low=0 if own else None,
            high=1 if own else None,
            whole_numbers=None,
        )
    if of_right == "max":
        own = _same(left, source)
        low = 0 if own and left.low == 0 else None
        return plain(
            facts, scaling=Scaling.MIN_MAX, low=low, high=1 if own else None, whole_numbers=None
        )
    return facts


def _tiny(
    facts: ArrayFacts, addend: ArrayFacts, statistic: str, source: ArrayFacts | None
) -> ArrayFacts:
    """`std + 1e-7` is still the standard deviation for our purposes."""
    if source is None or addend.high is None or not 0 <= addend.high < 0.01:
        return facts
    return derived(facts, statistic=statistic, of=source)


def _same(one: ArrayFacts | None, other: ArrayFacts | None) -> bool:
    return one is not None and other is not None and (one is other or one.same == other.same)
