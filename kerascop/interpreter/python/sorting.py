"""The order of items: `sorted`, `list.sort`, and the keys that they compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kerascop.interpreter.python.bounds import MAX_UNROLLED, ODD_ARGUMENTS, small
from kerascop.interpreter.values import (
    NOT_CONSTANT,
    Arguments,
    Constant,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


def in_order(machine: Machine, items: Sequence[Value], arguments: Arguments) -> list[Value] | None:
    """The items in the order that `sorted(items, key=…, reverse=…)` gives, where it is known."""
    backwards = arguments.constant("reverse", default=False)
    if not isinstance(backwards, bool | int) or arguments.incomplete:
        return None
    keys = sort_keys(machine, items, arguments)
    if keys is None:
        return None
    try:
        order = sorted(range(len(items)), key=keys.__getitem__, reverse=bool(backwards))
    except ODD_ARGUMENTS:
        return None
    return [items[position] for position in order]


def sort_keys(machine: Machine, items: Sequence[Value], arguments: Arguments) -> list[Any] | None:
    """What the items are compared by, as Python objects; `None` if not all are known."""
    if len(items) > MAX_UNROLLED:
        return None
    by = arguments.get("key")
    if by is not None and by != Constant(None):
        items = [machine.call_with(by, (item,), arguments.origin) for item in items]
    keys = [python_value(item) for item in items]
    known = all(key is not NOT_CONSTANT and small(key) for key in keys)
    return keys if known else None
