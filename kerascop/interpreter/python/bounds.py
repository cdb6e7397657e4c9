"""How large the results of Python's own operations may get, and lists that respect it."""

from __future__ import annotations

from collections.abc import Sequence

from kerascop.interpreter.values import Constant, ListValue, SetValue, TupleValue, Value

MAX_ITEMS = 2_000
"""A container with more items than this keeps a few samples and is no longer exactly known."""
MAX_SAMPLES = 16
MAX_UNROLLED = 1_000
"""`range` and its like are spelled out up to this many items."""
MAX_TEXT = 50_000
MAX_SIZE = 200_000
"""Characters and items of a constant with all that is in it: one item may occur many times."""
MAX_BITS = 4_096
MAX_WIDTH = 999
"""The widest field that a format may ask for."""

ODD_ARGUMENTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What Python's pure functions raise for arguments that they do not take."""


def samples(items: Sequence[Value]) -> tuple[Value, ...]:
    """Some of the items: those that differ, as constants are compared, and not too many."""
    kept: dict[object, Value] = {}
    for item in items:
        key = (type(item.value), item.value) if isinstance(item, Constant) else id(item)
        kept.setdefault(key, item)
        if len(kept) == MAX_SAMPLES:
            break
    return tuple(kept.values())


def kept(items: Sequence[Value], *, exact: bool = True) -> tuple[tuple[Value, ...], bool]:
    """The items, and that they are exact; samples of them if they are not, or too many."""
    if exact and len(items) <= MAX_ITEMS:
        return tuple(items), True
    return samples(items), False


def list_of(items: Sequence[Value], *, exact: bool = True) -> ListValue:
    """A list of these items; of samples of them if they are not exactly its items, or too many."""
    return ListValue(*kept(items, exact=exact))


def tuple_of(items: Sequence[Value]) -> Value:
    """A tuple of these items; a list of samples if there are too many."""
    return TupleValue(tuple(items)) if len(items) <= MAX_ITEMS else list_of(items)


def set_of(items: Sequence[Value], *, exact: bool = True) -> SetValue:
    """A set of these items, of which none may occur twice if `exact`."""
    if exact and len(items) <= MAX_ITEMS:
        return SetValue(tuple(items))
    return SetValue(samples(items), exact=False)


def small(constant: object) -> bool:
    """Is a constant, with all that is in it, of a size that is safe to compute with?"""
    return _room_after(constant, MAX_SIZE) is not None


def _room_after(constant: object, room: int) -> int | None:
    """What is left of the room when a constant has taken its part; `None` if it is too large."""
    match constant:
        case str() | bytes():
            room = room - len(constant) - 1 if len(constant) <= MAX_TEXT else -1
        case bool() | float() | complex() | None:
            room -= 1
        case int():
            room = room - 1 if constant.bit_length() <= MAX_BITS else -1
        case tuple() | list():
            return _room_after_all(constant, room)
        case dict():
            return _room_after_all((*constant, *constant.values()), room, 2 * MAX_ITEMS)
        case _:
            room = room - 1 if constant is Ellipsis else -1
    return room if room >= 0 else None


def _room_after_all(parts: Sequence[object], room: int, most: int = MAX_ITEMS) -> int | None:
    left: int | None = room - 1 if len(parts) <= most else None
    for part in parts:
        if left is None or left < 0:
            return None
        left = _room_after(part, left)
    return left


def bounded(constant: object) -> Constant | None:
    """The constant as a value, unless it is too large to carry on."""
    return Constant(constant) if small(constant) else None
