"""`tf.data` pipelines as values: what one element is made of, and what training reads off it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kerascop.graph.arrays import ArrayFacts, Batches, Labels
from kerascop.interpreter.libraries.facts import array_of, join, plain
from kerascop.interpreter.libraries.literals import is_one_hot_row
from kerascop.interpreter.values import (
    ArrayValue,
    BatchesValue,
    DictValue,
    ListValue,
    TupleValue,
    Unknown,
    Value,
)


class Pipeline(Batches, frozen=True, eq=False):
    """Batches that still know how their elements are nested; `None` if that is unknown."""

    structure: Value | None = None


def arrays_in(value: Value | None) -> tuple[ArrayFacts, ...] | None:
    """Facts of all arrays in a nested structure, in order; `None` if one is not known."""
    match value:
        case ArrayValue(facts=facts):
            return (facts,)
        case TupleValue(items=items) | ListValue(items=items, exact=True):
            members = items
        case DictValue(entries=entries, exact=True):
            members = tuple(entries.values())
        case _:
            return None
    found: list[ArrayFacts] = []
    for member in members:
        inner = arrays_in(member)
        if inner is None:
            return None
        found.extend(inner)
    return tuple(found)


def data_set(structure: Value | None, batches: Batches, **changes: Any) -> BatchesValue:
    """A data set of such elements: inputs alone, or inputs and targets (and weights)."""
    known = {name: getattr(batches, name) for name in Batches.__struct_fields__}
    known.update(changes)
    known["inputs"], known["targets"] = _sides(structure)
    return BatchesValue(Pipeline(**known, structure=structure))


def _sides(
    structure: Value | None,
) -> tuple[tuple[ArrayFacts, ...] | None, tuple[ArrayFacts, ...] | None]:
    if structure is None:
        return None, None
    if isinstance(structure, TupleValue) and len(structure.items) in {2, 3}:
        return arrays_in(structure.items[0]), arrays_in(structure.items[1])
    if isinstance(structure, TupleValue):
        return (arrays_in(structure), ()) if len(structure.items) == 1 else (None, None)
    return arrays_in(structure), ()


def structure_of(batches: Batches) -> Value | None:
    """How the elements are nested, as far as it is known."""
    if isinstance(batches, Pipeline):
        return batches.structure
    if batches.inputs is None or batches.targets is None:
        return None
    inputs = _single(batches.inputs)
    if not batches.targets:
        return inputs
    return TupleValue((inputs, _single(batches.targets)))


def _single(arrays: tuple[ArrayFacts, ...]) -> Value:
    values = tuple(ArrayValue(facts) for facts in arrays)
    return values[0] if len(values) == 1 else TupleValue(values)


def over_arrays(value: Value | None, change: Callable[[ArrayFacts], ArrayFacts]) -> Value | None:
    """The structure with `change` applied to the facts of every array in it."""
    match value:
        case ArrayValue(facts=facts):
            return ArrayValue(change(facts))
        case TupleValue(items=items):
            return TupleValue(tuple(_over(item, change) for item in items))
        case ListValue(items=items, exact=exact):
            return ListValue(tuple(_over(item, change) for item in items), exact)
        case DictValue(entries=entries, exact=exact):
            return DictValue({key: _over(entry, change) for key, entry in entries.items()}, exact)
        case _:
            return value


def _over(value: Value, change: Callable[[ArrayFacts], ArrayFacts]) -> Value:
    changed = over_arrays(value, change)
    return value if changed is None else changed


def one_of(facts: ArrayFacts) -> ArrayFacts:
    """One of the members along the first axis; it keeps the facts that hold of all of them."""
    return facts.but(shape=facts.shape[1:] if facts.shape else None, tensor=True)


def joined(samples: Sequence[Value | None]) -> Value | None:
    """What holds of all samples that a generator was seen to yield."""
    first = samples[0]
    if isinstance(first, TupleValue):
        rows = [sample.items for sample in samples if isinstance(sample, TupleValue)]
        if len(rows) != len(samples) or any(len(row) != len(first.items) for row in rows):
            return None
        columns = [joined(column) for column in zip(*rows, strict=True)]
        unknown = Unknown(("call", "yield", id(first)))
        return TupleValue(tuple(unknown if column is None else column for column in columns))
    if isinstance(first, DictValue):
        return first if len(samples) == 1 else None
    arrays = [array_of(sample) for sample in samples if not isinstance(sample, Unknown)]
    known = [array for array in arrays if array is not None]
    if len(known) != len(samples):
        return None
    facts = join([array.facts for array in known])
    if all(is_one_hot_row(array.literal) for array in known):
        classes = facts.shape[0] if facts.shape else None
        facts = plain(facts, labels=Labels.ONE_HOT, classes=classes)
    return ArrayValue(facts)
