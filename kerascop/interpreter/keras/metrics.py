"""The metrics that a call of `compile` asks for."""

from __future__ import annotations

import libcst as cst

from kerascop.graph.training import Metric
from kerascop.interpreter.keras.facts import facts_of
from kerascop.interpreter.values import (
    NONE,
    BoundMethod,
    Constant,
    DictValue,
    External,
    Function,
    Given,
    Instance,
    LibraryObject,
    ListValue,
    TupleValue,
    Value,
)
from kerascop.syntax.origin import Origin


def metrics_of(
    bound: dict[str, Given], names: tuple[str | None, ...]
) -> tuple[tuple[Metric, ...], bool]:
    """The metrics, and whether all of them could be read; `names` are those of the outputs."""
    given = bound.get("metrics")
    if given is None or given.value == NONE:
        return (), True
    found: list[Metric] = []
    match given.value:
        case DictValue(entries=entries, exact=exact) if len(names) > 1:
            known = exact
            for place, (name, item) in enumerate(entries.items()):
                if name in names:
                    origin = _value_origin(given.origin, place)
                    known = _collect(item, origin, names.index(name), found) and known
                else:
                    known = False
        case ListValue(items=items) | TupleValue(items=items) if _is_one_each(items, names):
            known = True
            for place, item in enumerate(items):
                origin = _element_origin(given.origin, place, len(items))
                known = _collect(item, origin, place, found) and known
        case value:
            known = _collect(value, given.origin, None, found)
    return tuple(found), known


def _is_one_each(items: tuple[Value, ...], names: tuple[str | None, ...]) -> bool:
    """Does a list hold the metrics of each output? Keras 3 reads every list of that length so."""
    nested = any(isinstance(item, ListValue | TupleValue) for item in items)
    return len(names) > 1 and (len(items) == len(names) or nested)


def _collect(value: Value, origin: Origin, output: int | None, found: list[Metric]) -> bool:
    match value:
        case ListValue(items=items, exact=exact):
            return _collect_all(items, origin, output, found) and exact
        case TupleValue(items=items):
            return _collect_all(items, origin, output, found)
        case DictValue(entries=entries, exact=exact):
            items = tuple(entries.values())
            origins = [_value_origin(origin, place) for place in range(len(items))]
            known = [
                _collect(item, where, output, found)
                for item, where in zip(items, origins, strict=True)
            ]
            return exact and all(known)
        case Constant(value=str(name)):
            found.append(Metric(name, origin, output))
        case External(path=path):
            symbol = value.symbol
            found.append(Metric(path if symbol is None else symbol.name, origin, output))
        case LibraryObject():
            found.append(Metric(value.key, origin, output, facts_of(value.arguments)))
        case Function(name=name) | BoundMethod(function=Function(name=name)):
            found.append(Metric(name, origin, output, user_defined=True))
        case Instance(cls=cls):
            found.append(Metric(cls.name, origin, output, user_defined=True))
        case Constant(value=None):
            return True
        case _:
            return False
    return True


def _collect_all(
    items: tuple[Value, ...], origin: Origin, output: int | None, found: list[Metric]
) -> bool:
    known = [
        _collect(item, _element_origin(origin, place, len(items)), output, found)
        for place, item in enumerate(items)
    ]
    return all(known)


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
