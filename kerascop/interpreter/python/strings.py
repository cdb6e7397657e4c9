"""Methods of text, bytes and numbers that are known."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kerascop.interpreter.limits import CHARACTERS_OF_A_STEP, WEIGHT_OF_A_STEP
from kerascop.interpreter.python.bounds import (
    MAX_ITEMS,
    MAX_SAMPLES,
    MAX_TEXT,
    MAX_WIDTH,
    ODD_ARGUMENTS,
    list_of,
    small,
)
from kerascop.interpreter.python.endings import text_ending_in
from kerascop.interpreter.python.formatting import format_template
from kerascop.interpreter.python.iteration import iterate
from kerascop.interpreter.python.signatures import positional
from kerascop.interpreter.registry import method
from kerascop.interpreter.translating import from_python
from kerascop.interpreter.values import NOT_CONSTANT, Arguments, Constant, Value, python_value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_PURE: dict[type, tuple[str, ...]] = {
    str: (
        "capitalize", "casefold", "count", "endswith", "find", "index", "isalnum", "isalpha",
        "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isspace",
        "istitle", "isupper", "lower", "lstrip", "partition", "removeprefix", "removesuffix",
        "rfind", "rindex", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith",
        "strip", "swapcase", "title", "upper",
    ),
    bytes: ("endswith", "find", "split", "startswith", "strip"),
    int: ("bit_length", "conjugate"),
    float: ("conjugate", "is_integer"),
}  # fmt: skip
"""Methods whose result is hardly larger than the receiver."""
_PADDING = ("center", "ljust", "rjust", "zfill")


def _register_pure(name: str, kinds: tuple[type, ...]) -> None:
    def handler(machine: Machine, receiver: Constant, arguments: Arguments) -> Value | None:
        if not isinstance(receiver.value, kinds) or not small(receiver.value):
            return None
        if isinstance(receiver.value, str | bytes):
            machine.spend(len(receiver.value) // CHARACTERS_OF_A_STEP)
        return _through_python(getattr(receiver.value, name), arguments)

    method(Constant, name)(handler)


def _through_python(function: Callable[..., Any], arguments: Arguments) -> Value | None:
    """Call a pure method of a constant with constant arguments."""
    given = [python_value(argument.value) for argument in arguments.positional]
    named = {name: python_value(value.value) for name, value in arguments.keywords.items()}
    if arguments.incomplete or NOT_CONSTANT in given or NOT_CONSTANT in named.values():
        return None
    try:
        result = function(*given, **named)
    except ODD_ARGUMENTS:
        return None
    if isinstance(result, list) and len(result) > MAX_ITEMS:
        return list_of([from_python(part) for part in result[:MAX_SAMPLES]], exact=False)
    return from_python(result)


for _name in {name for names in _PURE.values() for name in names}:
    _register_pure(_name, tuple(kind for kind, names in _PURE.items() if _name in names))


def _text(receiver: Constant) -> str | None:
    value = receiver.value
    return value if isinstance(value, str) and len(value) <= MAX_TEXT else None


def _register_padding(name: str) -> None:
    def handler(machine: Machine, receiver: Constant, arguments: Arguments) -> Value | None:
        width = arguments.constant("width", 0)
        if _text(receiver) is None or not isinstance(width, int) or width > MAX_WIDTH:
            return None
        return _through_python(getattr(receiver.value, name), arguments)

    method(Constant, name)(handler)


for _name in _PADDING:
    _register_padding(_name)


@method(Constant, "replace")
def _replace(machine: Machine, receiver: Constant, arguments: Arguments) -> Value | None:
    text, old, new = _text(receiver), arguments.constant("old", 0), arguments.constant("new", 1)
    if text is None or not isinstance(old, str) or not isinstance(new, str):
        return None
    if (len(text) + 1) * len(new) > MAX_TEXT:
        return None
    return _through_python(text.replace, arguments)


@method(Constant, "join")
def _join(machine: Machine, receiver: Constant, arguments: Arguments) -> Value | None:
    text, given = _text(receiver), positional(arguments, 1, 1)
    items = None if given is None else iterate(machine, given[0])
    if text is None or items is None:
        return None
    parts = [python_value(item) for item in items]
    if not all(isinstance(part, str) for part in parts):
        return None
    length = sum(map(len, parts)) + len(text) * len(parts)
    return Constant(text.join(parts)) if length <= MAX_TEXT else None


@method(Constant, "format")
def _format(machine: Machine, receiver: Constant, arguments: Arguments) -> Value | None:
    template, given = _text(receiver), positional(arguments)
    if template is None or given is None:
        return None
    named = {name: argument.value for name, argument in arguments.keywords.items()}
    machine.spend(template.count("{") // WEIGHT_OF_A_STEP)
    text = format_template(machine, template, given, named)
    if text is None:
        return text_ending_in(template.rpartition("}")[2], arguments.origin.node)
    return Constant(text)


@method(Constant, "encode")
def _encode(machine: Machine, receiver: Constant, arguments: Arguments) -> Value | None:
    text, codec = _text(receiver), arguments.constant("encoding", 0, default="utf-8")
    if text is None or codec not in ("utf-8", "utf8", "ascii"):
        return None
    return _through_python(text.encode, arguments)


@method(Constant, "decode")
def _decode(machine: Machine, receiver: Constant, arguments: Arguments) -> Value | None:
    codec = arguments.constant("encoding", 0, default="utf-8")
    if not isinstance(receiver.value, bytes) or codec not in ("utf-8", "utf8", "ascii"):
        return None
    return _through_python(receiver.value.decode, arguments) if small(receiver.value) else None
