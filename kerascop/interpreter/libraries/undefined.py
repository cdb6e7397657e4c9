"""Arrays that the source does not define: a pasted snippet's `x_train`, whatever a loader gave.

What they hold is unknown, but not what happens to them: `x_train / 255` was scaled, whoever made
`x_train`. An unknown value counts as an array if it has the name of training data, if it is divided
as only pixels are, or if it is given an element type.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kerascop.interpreter.libraries import arithmetic
from kerascop.interpreter.libraries.facts import array_of
from kerascop.interpreter.registry import METHODS
from kerascop.interpreter.terms import Term
from kerascop.interpreter.values import Arguments, ArrayValue, Constant, Unknown, Value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin

_PART = r"(?:train(?:ing)?|tr|tst|test(?:ing)?|te|val(?:id(?:ation)?)?|dev)"
_SIDE = r"(?:x|y|images?|imgs?|labels?|data|features?|targets?|inputs?|outputs?)"
_DATA = re.compile(rf"_?(?:{_SIDE}_?{_PART}|{_PART}_?{_SIDE})_?\d?", re.IGNORECASE)
"""Names that people give to the arrays of a split: `x_train`, `trainX`, `test_images`."""

_PIXELS = frozenset({255, 127.5})
"""Numbers by which nothing but pixels is divided."""

_KEEPS = frozenset({"values", "T", "data", "numpy"})
_TYPED = frozenset({"astype"})
_METHODS = frozenset(
    "astype reshape flatten ravel copy transpose squeeze repeat clip round "
    "mean std min max argmax to_numpy toarray".split()
)


def is_named_as_data(value: Value) -> bool:
    """Is this an unknown whose name says that it is an array of training data?"""
    return isinstance(value, Unknown) and _is_data(value.term)


def _is_data(term: Term) -> bool:
    match term:
        case ("name", str(name), *_):
            return _DATA.fullmatch(name) is not None
        case ("attr", tuple(base), str(name)):
            return _DATA.fullmatch(name) is not None or (name in _KEEPS and _is_data(base))
        case ("item", tuple(base), *_):
            return _is_data(base)
        case _:
            return False


def binary(
    machine: Machine, operator: str, left: Value, right: Value, origin: Origin
) -> Value | None:
    """`left operator right` where one is such an array; `None` if none is."""
    divided = operator == "/" and isinstance(right, Constant) and right.value in _PIXELS
    if not (
        (isinstance(left, Unknown) and divided)
        or (operator in "+-*/" and (is_named_as_data(left) or is_named_as_data(right)))
    ):
        return None
    return arithmetic.binary(machine, operator, left, right, origin)


def call_method(machine: Machine, callee: Unknown, arguments: Arguments) -> Value | None:
    """`array.name(…)` of such an array; `None` if it is none, or the method tells nothing."""
    match callee.term:
        case ("attr", tuple(base), str(name)) if name in _METHODS:
            handler = METHODS.get((ArrayValue, name))
            if handler is None or not (name in _TYPED or _is_data(base)):
                return None
            return handler(machine, Unknown(base), arguments)
        case _:
            return None


def known(value: Value) -> Value:
    """The value, as an array if its name says that it is one."""
    array = array_of(value) if is_named_as_data(value) else None
    return value if array is None else array
