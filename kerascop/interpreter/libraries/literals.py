"""Arrays that the source spells out: nested tuples of numbers, and what can be read off them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any, TypeAlias, TypeGuard

from kerascop.graph.arrays import Labels

Literal: TypeAlias = Any
"""A number, or a tuple of literals of equal shape."""

MAX_ELEMENTS = 2_000
"""Literals of more elements than this are not carried along."""

MAX_BITS = 64
"""The size of the largest whole numbers that arrays hold."""

MAX_CLASSES = 20
"""Whole numbers in more kinds than this are not taken for class ids."""


def shape_of_literal(literal: Literal) -> tuple[int, ...] | None:
    """The shape of a nested tuple; `None` if it is ragged."""
    if not isinstance(literal, tuple):
        return ()
    if not literal:
        return (0,)
    inner = {shape_of_literal(part) for part in literal}
    if len(inner) != 1:
        return None
    (shape,) = inner
    return None if shape is None else (len(literal), *shape)


def flatten(literal: Literal) -> Iterator[Any]:
    """The elements in C order."""
    if isinstance(literal, tuple):
        for part in literal:
            yield from flatten(part)
    else:
        yield literal


def build(elements: Sequence[Any], shape: Sequence[int]) -> Literal:
    """The nested tuple of this shape with these elements in C order."""
    if not shape:
        return elements[0]
    count = shape[0]
    stride = len(elements) // count if count else 0
    return tuple(
        build(elements[index * stride : (index + 1) * stride], shape[1:]) for index in range(count)
    )


def map_literal(function: Callable[[Any], Any], literal: Literal) -> Literal | None:
    """`function` applied to every element; `None` where it fails for one."""
    try:
        return _map(function, literal)
    except (ArithmeticError, ValueError, TypeError):
        return None


def _map(function: Callable[[Any], Any], literal: Literal) -> Literal:
    if isinstance(literal, tuple):
        return tuple(_map(function, part) for part in literal)
    return in_bounds(function(literal))


def in_bounds(number: Any) -> Any:
    """The number itself.

    Raises:
        OverflowError: it is a whole number that no element of an array can hold.
    """
    if not fits(number):
        raise OverflowError
    return number


def fits(number: Any) -> bool:
    """Can an element of an array hold the number?"""
    return not isinstance(number, int) or number.bit_length() <= MAX_BITS


def is_real(number: object) -> TypeGuard[int | float]:
    """Is this a finite number that an element of an array can hold?"""
    return isinstance(number, int | float) and fits(number) and math.isfinite(number)


def map_pairs(
    function: Callable[[Any, Any], Any], left: Literal, right: Literal, shape: Sequence[int]
) -> Literal | None:
    """`function` applied to both literals, broadcast to `shape`; `None` where it fails."""
    if math.prod(shape) > MAX_ELEMENTS:
        return None
    left_shape = shape_of_literal(left) or ()
    right_shape = shape_of_literal(right) or ()
    try:
        elements = [
            in_bounds(function(_at(left, left_shape, position), _at(right, right_shape, position)))
            for position in product(*(range(size) for size in shape))
        ]
        return build(elements, shape) if elements else None
    except (ArithmeticError, ValueError, TypeError, IndexError):
        return None


def _at(literal: Literal, shape: tuple[int, ...], position: tuple[int, ...]) -> Any:
    for axis, index in enumerate(position[len(position) - len(shape) :]):
        literal = literal[0 if shape[axis] == 1 else index]
    return literal


def dtype_of_literal(elements: Sequence[Any]) -> str | None:
    """NumPy's name of the type that an array of these elements gets."""
    if not elements:
        return "float64"
    kinds = {type(element) for element in elements}
    if kinds <= {bool}:
        return "bool"
    if kinds <= {str}:
        return "str"
    if not all(fits(element) for element in elements):
        return None
    if kinds <= {bool, int}:
        return "int64"
    if kinds <= {bool, int, float}:
        return "float64"
    if kinds <= {bool, int, float, complex}:
        return "complex128"
    return None


def measure(literal: Literal) -> dict[str, Any]:
    """The facts that a literal shows: fields of `ArrayFacts` and their values."""
    shape = shape_of_literal(literal)
    elements = list(flatten(literal))
    dtype = dtype_of_literal(elements)
    measured: dict[str, Any] = {
        "shape": shape,
        "dtype": dtype,
        "low": None,
        "high": None,
        "whole_numbers": None,
        "constant": None,
        "labels": None,
        "classes": None,
    }
    if shape is None or not elements or dtype in (None, "str", "complex128"):
        return measured
    if not all(math.isfinite(element) for element in elements):
        return measured
    low, high = min(elements), max(elements)
    whole = all(float(element).is_integer() for element in elements)
    labels, classes = _labels(literal, shape, elements) if whole else (None, None)
    measured.update(
        low=+low,
        high=+high,
        whole_numbers=whole,
        constant=float(low) if low == high else None,
        labels=labels,
        classes=classes,
    )
    return measured


def _labels(
    literal: Literal, shape: tuple[int, ...], elements: list[Any]
) -> tuple[Labels | None, int | None]:
    """How the whole numbers would read as class labels, where there is one way to read them.

    Class ids: one a sample, every id from zero to the largest occurs, and there are clearly more
    samples than ids; a target that is a quantity seldom looks so.
    """
    if len(shape) == 1 or (len(shape) == 2 and shape[1] == 1):
        kinds = {int(element) for element in elements}
        count = len(kinds)
        enough = len(elements) >= (3 if count == 2 else 2 * count)
        integers = all(isinstance(element, int) for element in elements)
        if 2 <= count <= MAX_CLASSES and kinds == set(range(count)) and enough:
            return (Labels.CLASS_IDS, count) if integers or count == 2 else (None, None)
        return None, None
    if len(shape) == 2 and shape[0] > 1 and shape[1] > 1 and set(elements) == {0, 1}:
        sums = {sum(row) for row in literal}
        return (Labels.ONE_HOT if sums == {1} else Labels.MULTI_HOT), shape[1]
    return None, None


def is_one_hot_row(literal: Literal) -> bool:
    """Is this the one-hot label of a single sample?"""
    return (
        isinstance(literal, tuple)
        and len(literal) > 1
        and all(element in {0, 1} for element in literal if not isinstance(element, tuple))
        and not any(isinstance(element, tuple) for element in literal)
        and sum(literal) == 1
    )
