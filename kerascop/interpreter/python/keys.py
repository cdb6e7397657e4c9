"""Values as keys: what a dictionary or a set tells two of them apart by."""

from __future__ import annotations

from typing import Any

from kerascop.interpreter.values import (
    NOT_CONSTANT,
    BoundMethod,
    Constant,
    External,
    Function,
    Instance,
    LayerValue,
    ModelValue,
    SetValue,
    TupleValue,
    UserClass,
    Value,
)

_KEYED_BY_IDENTITY = (External, Function, UserClass, BoundMethod, LayerValue, ModelValue)


def key_of(value: Value) -> Any:
    """The key under which `DictValue.entries` holds what a program stores under `value`.

    A constant is its own key; a function, class or layer is the value itself, which
    `kerascop.interpreter.translating.from_python` gives back; `NOT_CONSTANT` if nobody can tell
    which key it is.
    """
    if type(value) is Constant:
        return value.value
    match value:
        case TupleValue(items=items):
            parts = tuple(key_of(part) for part in items)
            return NOT_CONSTANT if any(part is NOT_CONSTANT for part in parts) else parts
        case Instance(cls=cls):
            return NOT_CONSTANT if "__eq__" in cls.namespace else value
        case _ if isinstance(value, _KEYED_BY_IDENTITY):
            return value
        case _:
            return NOT_CONSTANT


def distinct(items: tuple[Value, ...]) -> tuple[Value, ...] | None:
    """The items without repetitions, in order; `None` if two of them may or may not be equal."""
    kept: dict[Any, Value] = {}
    for item in items:
        key = key_of(item)
        if key is NOT_CONSTANT and len(items) > 1:
            return None
        kept.setdefault(key, item)
    return tuple(kept.values())


def set_of_items(items: tuple[Value, ...], *, exact: bool) -> SetValue:
    """`{…}` with these items, or, if not `exact`, such items among others."""
    different = distinct(items) if exact else None
    return SetValue(items, exact=False) if different is None else SetValue(different)
