"""Text made of values: f-strings, `str.format`, `%`, and what `str()` and `repr()` give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from typing import TYPE_CHECKING, Any

from kerascop.interpreter.limits import CHARACTERS_OF_A_STEP
from kerascop.interpreter.python.bounds import MAX_TEXT, MAX_WIDTH, ODD_ARGUMENTS, bounded, small
from kerascop.interpreter.values import (
    NOT_CONSTANT,
    DictValue,
    TupleValue,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_MAX_FORMATTED = 20 * MAX_TEXT
"""Characters that a template may make before it is seen that they are too many."""
_NUMBER = re.compile(r"\d+")
_PERCENT = re.compile(r"%(?:\((?P<key>[^)]*)\))?[-#0 +]*\d*(?:\.\d+)?[hlL]?[diouxXeEfFgGcrsa%]")


def format_value(
    machine: Machine, value: Value, conversion: str | None, spec: str | None
) -> str | None:
    """The text that `{value!conversion:spec}` stands for; `None` if it is not known."""
    constant = python_value(value)
    if spec is None or constant is NOT_CONSTANT or not small(constant) or _too_wide(spec):
        return None
    try:
        match conversion:
            case "r":
                constant = repr(constant)
            case "a":
                constant = ascii(constant)
            case "s":
                constant = str(constant)
        text = format(constant, spec)
    except ODD_ARGUMENTS:
        return None
    return text if len(text) <= MAX_TEXT else None


def display(value: Value, *, quoted: bool = False) -> str | None:
    """`str(value)`, or `repr(value)` if `quoted`; `None` if it is not known."""
    constant = python_value(value)
    if constant is NOT_CONSTANT or not small(constant) or _holds_values(constant):
        return None
    try:
        text = repr(constant) if quoted else str(constant)
    except ODD_ARGUMENTS:
        return None
    return text if len(text) <= MAX_TEXT else None


def percent(machine: Machine, template: str, right: Value) -> Value | None:
    """`template % right`."""
    if len(template) > MAX_TEXT or _too_wide(template) or not _only_plain_fields(template):
        return None
    constant = python_value(right)
    if constant is NOT_CONSTANT or not small(constant) or _holds_values(constant):
        return None
    if not isinstance(right, TupleValue | DictValue):
        constant = (constant,)
    parts = constant.values() if isinstance(constant, dict) else constant
    longest = max((len(ascii(part)) for part in parts), default=0)
    if template.count("%") * (longest + MAX_WIDTH) > _MAX_FORMATTED:
        return None
    machine.spend(template.count("%") * longest // CHARACTERS_OF_A_STEP)
    try:
        return bounded(template % constant)
    except ODD_ARGUMENTS:
        return None


def format_template(
    machine: Machine, template: str, given: Sequence[Value], keywords: Mapping[str, Value]
) -> str | None:
    """`template.format(*given, **keywords)`; `None` if it is not known."""
    if len(template) > MAX_TEXT:
        return None
    automatic = iter(range(len(given)))
    pieces: list[str] = []
    room = MAX_TEXT
    try:
        for field in Formatter().parse(template):
            piece = _piece(machine, field, given, keywords, automatic)
            if piece is None or len(piece) > room:
                return None
            room -= len(piece)
            pieces.append(piece)
    except ODD_ARGUMENTS:
        return None
    return "".join(pieces)


def _piece(
    machine: Machine,
    field: tuple[str, str | None, str | None, str | None],
    given: Sequence[Value],
    keywords: Mapping[str, Value],
    automatic: Iterator[int],
) -> str | None:
    literal, name, spec, conversion = field
    if name is None:
        return literal
    value = _field(name, given, keywords, automatic)
    if value is None or "{" in (spec or ""):
        return None
    text = format_value(machine, value, conversion, spec or "")
    return None if text is None else literal + text


def _field(
    name: str, given: Sequence[Value], keywords: Mapping[str, Value], automatic: Iterator[int]
) -> Value | None:
    if not name:
        position = next(automatic, None)
        return None if position is None else given[position]
    if name.isdecimal():
        return given[int(name)] if int(name) < len(given) else None
    return keywords.get(name)


def _too_wide(spec: str) -> bool:
    return any(len(number) > 3 or int(number) > MAX_WIDTH for number in _NUMBER.findall(spec))


def _only_plain_fields(template: str) -> bool:
    """Is every `%` a field that takes its width from the template?"""
    return "%" not in _PERCENT.sub("", template)


def _holds_values(constant: Any) -> bool:
    """Is an abstract value among the keys of dictionaries in it?"""
    match constant:
        case tuple() | list():
            return any(_holds_values(part) for part in constant)
        case dict():
            return any(
                isinstance(key, Value) or _holds_values(entry) for key, entry in constant.items()
            )
        case _:
            return isinstance(constant, Value)
