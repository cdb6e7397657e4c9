"""How many steps a training call is told to take, and how long a `Sequence` says that it is."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from kerascop.interpreter.classes import find_member, library_base
from kerascop.interpreter.limits import Raised
from kerascop.interpreter.python.floats import is_float
from kerascop.interpreter.values import BoundMethod, Function, Instance
from kerascop.syntax.nodes import nodes_in
from kerascop.syntax.origin import Origin

if TYPE_CHECKING:
    from kerascop.interpreter.events import FitEvent
    from kerascop.interpreter.machine import Machine
    from kerascop.interpreter.values import Value

_BASES = frozenset({"keras.utils.PyDataset", "keras.utils.Sequence"})


def float_arguments(event: FitEvent) -> frozenset[str]:
    """The keywords of a call whose values are floats for certain."""
    keywords = event.arguments.keywords
    return frozenset(name for name, given in keywords.items() if is_float(given.value))


def float_lengths(machine: Machine, event: FitEvent) -> tuple[Origin, ...]:
    """What the `__len__` of each `Sequence` of the program's own returns, where that is a float."""
    arguments = event.arguments
    first = [arguments.get("x", 0) or arguments.get("generator", 0)]
    found = (
        _float_length(machine, value, event.origin)
        for value in (*first, arguments.get("validation_data"))
    )
    return tuple(origin for origin in found if origin is not None)


def _float_length(machine: Machine, value: Value | None, origin: Origin) -> Origin | None:
    if not isinstance(value, Instance):
        return None
    base, length = library_base(value.cls), find_member(value.cls, "__len__")
    if base is None or base.key not in _BASES or not isinstance(length, Function):
        return None
    try:
        returned = machine.call_with(BoundMethod(value, length), (), origin)
    except Raised:
        return None
    return _returned_by(length) if is_float(returned) else None


def _returned_by(function: Function) -> Origin:
    """What the function returns, if it does in one place; else the function."""
    returns = (each for each in nodes_in(function.node) if isinstance(each, ast.Return))
    values = [each.value for each in returns if each.value is not None]
    return Origin(function.module, values[0] if len(values) == 1 else function.node)
