"""Columns of tables, chosen by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.dimensions import Shape
from kerascop.graph.arrays import ArrayFacts, Content
from kerascop.interpreter.libraries.facts import after, is_uniform, plain
from kerascop.interpreter.values import (
    ArrayValue,
    Constant,
    ListValue,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin


def is_table_key(key: Value) -> bool:
    """Does this name columns of a table rather than positions?"""
    if isinstance(key, Constant):
        return isinstance(key.value, str)
    return isinstance(key, ListValue) and all(
        isinstance(item, Constant) and isinstance(item.value, str) for item in key.items
    )


def column(facts: ArrayFacts, key: Value, *, whole: bool = True) -> ArrayValue:
    """`frame["a"]` or `frame[["a", "b"]]`; of not all rows unless `whole`."""
    rows = facts.shape[0] if facts.shape and whole else None
    name = python_value(key)
    if facts.shape is None and facts.content is not Content.TABLE:
        # What a name picks out of an archive of arrays may have any shape.
        return ArrayValue(columns_of(facts, str(name), None))
    if isinstance(name, list):
        return ArrayValue(columns_of(facts, tuple(name), (rows, len(name))))
    return ArrayValue(columns_of(facts, name, (rows,)))


def with_new_column(facts: ArrayFacts, origin: Origin) -> ArrayFacts:
    """A table one of whose columns was added or replaced."""
    shape: Shape | None = None
    if facts.shape is not None and len(facts.shape) == 2:
        shape = (facts.shape[0], None)
    return plain(
        facts,
        shape=shape,
        low=None,
        high=None,
        dtype=None,
        constant=None,
        whole_numbers=None,
        labels=None,
        classes=None,
        scaling=None,
        changed=after(facts, origin),
    )


def columns_of(facts: ArrayFacts, key: object, shape: Shape | None) -> ArrayFacts:
    """Facts of columns chosen by name; choosing the same again gives the same samples."""
    root = ("columns", facts.root, key)
    kept = is_uniform(facts)
    return facts.but(
        shape=shape,
        low=facts.low if kept else None,
        high=facts.high if kept else None,
        whole_numbers=facts.whole_numbers or None,
        labels=None,
        classes=None,
        dtype=facts.dtype if kept or facts.content is not Content.TABLE else None,
        root=root,
        same=("columns", facts.same, key),
    )
