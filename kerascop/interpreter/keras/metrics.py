"""The metrics that a call of `compile` asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from kerascop.graph.training import Metric
from kerascop.interpreter.keras.facts import facts_of
from kerascop.interpreter.values import (
    NONE,
    Constant,
    DictValue,
    External,
    Function,
    Given,
    LibraryObject,
    ListValue,
    TupleValue,
    Value,
)
from kerascop.syntax.origin import Origin

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


def metrics_of(
    machine: Machine, bound: dict[str, Given], outputs: int
) -> tuple[tuple[Metric, ...], bool]:
    """The metrics, and whether all of them could be read."""
    given = bound.get("metrics")
    if given is None or given.value == NONE:
        return (), True
    found: list[Metric] = []
    known = _collect(given.value, given.origin, None, outputs, found)
    return tuple(found), known


def _collect(
    value: Value, origin: Origin, output: int | None, outputs: int, found: list[Metric]
) -> bool:
    match value:
        case ListValue(items=items, exact=exact):
            return _collect_all(items, origin, output, outputs, found) and exact
        case TupleValue(items=items):
            return _collect_all(items, origin, output, outputs, found)
        case DictValue(entries=entries, exact=exact):
            whole = [
                _collect(item, _value_origin(origin, place), place, outputs, found)
                for place, item in enumerate(entries.values())
            ]
            return all(whole) and exact
        case Constant(value=str(name)):
            found.append(Metric(name, origin, output))
        case External(path=path):
            symbol = value.symbol
            found.append(Metric(path if symbol is None else symbol.name, origin, output))
        case LibraryObject():
            found.append(Metric(value.key, origin, output, facts_of(value.arguments)))
        case Function(name=name):
            found.append(Metric(name, origin, output))
        case Constant(value=None):
            return True
        case _:
            return False
    return True


def _collect_all(
    items: tuple[Value, ...],
    origin: Origin,
    output: int | None,
    outputs: int,
    found: list[Metric],
) -> bool:
    nested = any(isinstance(item, ListValue | TupleValue) for item in items)
    known = True
    for place, item in enumerate(items):
        at = place if nested and output is None else output
        known = (
            _collect(item, _element_origin(origin, place, len(items)), at, outputs, found) and known
        )
    return known


def _element_origin(origin: Origin, place: int, count: int) -> Origin:
    node = origin.node
    if isinstance(node, cst.List | cst.Tuple) and len(node.elements) == count:
        return Origin(origin.module, node.elements[place].value)
    return origin


def _value_origin(origin: Origin, place: int) -> Origin:
    node = origin.node
    if isinstance(node, cst.Dict) and place < len(node.elements):
        return Origin(origin.module, node.elements[place].value)
    return origin
