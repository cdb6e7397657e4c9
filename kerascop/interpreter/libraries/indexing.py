"""Subscripts of arrays: the shape that they leave, and which facts survive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kerascop.dimensions import Dim, Shape
from kerascop.graph.arrays import ArrayFacts, Content, Labels
from kerascop.interpreter.libraries import shapes
from kerascop.interpreter.libraries.columns import column, is_table_key
from kerascop.interpreter.libraries.facts import (
    after,
    array_of,
    facts_of,
    is_float,
    is_uniform,
    plain,
    with_literal,
)
from kerascop.interpreter.values import (
    NONE,
    ArrayValue,
    Constant,
    ListValue,
    SliceValue,
    TupleValue,
    Unknown,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


class Selection(Struct, frozen=True):
    """What an index does to an array: the shape it leaves, and whether it picks among the samples.

    `samples` is `"all"`, `"part"` (a slice or a random choice), `"one"` or `"some"` (chosen by a
    condition or by unknown ids); `columns` says whether any later axis loses members.
    """

    shape: Shape | None
    samples: str
    columns: bool


def subscript(machine: Machine, array: Value, index: Value, origin: Origin) -> Value | None:
    """`array[index]`; `None` for indices that arrays do not have."""
    source = array_of(array)
    if source is None:
        return None
    encoded = _one_hot_lookup(source.facts, index, origin)
    if encoded is not None:
        return encoded
    parts = index.items if isinstance(index, TupleValue) else (index,)
    if is_table_key(parts[-1]) if parts else False:
        return column(source.facts, parts[-1], whole=len(parts) == 1)
    rank = _rank_of_rows_or_columns(source.facts, parts)
    if rank is not None:
        return ArrayValue(plain(source.facts, shape=(None,) * rank))
    literal = literal_at(source.literal, parts) if source.literal is not None else None
    shape = source.facts.shape
    if shape is None and source.facts.content is Content.TABLE and len(parts) == 2:
        shape = (None, None)
    selection = _select(shape, parts)
    if selection is None:
        return None
    facts = selected(source.facts, selection, parts)
    if literal is None:
        return ArrayValue(facts)
    if not isinstance(literal, tuple) and facts.shape == ():
        return scalar(facts, literal)
    kept: dict[str, Any] = {"dtype": facts.dtype}
    if facts.labels is not None and selection.samples in {"all", "part"}:
        kept.update(labels=facts.labels, classes=facts.classes)
    return with_literal(facts, literal, **kept)


def _rank_of_rows_or_columns(facts: ArrayFacts, parts: Sequence[Value]) -> int | None:
    """The rank of `table[0]` or `table[[0, 2]]`, columns of a frame but rows of an array."""
    if facts.content is not Content.TABLE or facts.rank != 2 or len(parts) != 1:
        return None
    match parts[0]:
        case Constant(value=int()):
            return 1
        case ListValue(items=items) if all(isinstance(item, Constant) for item in items):
            return 2
        case _:
            return None


def scalar(facts: ArrayFacts, literal: Any) -> Value:
    """A single number of an array as Python's."""
    if is_float(facts.dtype):
        return Constant(float(literal))
    return Constant(literal)


def _one_hot_lookup(source: ArrayFacts, index: Value, origin: Origin) -> ArrayValue | None:
    """`np.eye(n)[y]`: a row of the identity matrix for every class id."""
    if source.labels is not Labels.ONE_HOT or not source.shape or len(source.shape) != 2:
        return None
    if source.shape[0] != source.shape[1] or source.changed or source.content is not None:
        return None
    ids = facts_of(index) if isinstance(index, ArrayValue | ListValue | Unknown) else None
    if ids is None or ids.dtype == "bool":
        return None
    shape = None if ids.shape is None else (*ids.shape, source.shape[1])
    return ArrayValue(
        plain(
            ids,
            shape=shape,
            dtype=source.dtype,
            low=0,
            high=1,
            labels=Labels.ONE_HOT,
            classes=source.shape[1],
            whole_numbers=True,
            constant=None,
            origin=ids.origin or source.origin,
            changed=after(ids, origin),
        )
    )


def _select(shape: Shape | None, parts: Sequence[Value]) -> Selection | None:
    """What the index leaves; `None` if it is not one that arrays take."""
    consumed = 0
    for part in parts:
        consumed += _consumed(part)
    remaining: list[Dim] | None = None if shape is None else list(shape)
    if remaining is not None and consumed > len(remaining):
        return None
    result: list[Dim] = []
    gathered: Shape | None = ()
    place: int | None = None
    certain = remaining is not None
    samples, columns, axis = "all", False, 0
    for part in parts:
        effect = "all"
        if part == NONE:
            result.append(1)
            continue
        if part == Constant(...):
            if remaining is None:
                # What follows selects columns, if there is anything besides samples.
                certain = False
                axis += 1
                continue
            later = sum(_consumed(other) for other in parts) - _taken(parts, part)
            while len(remaining) > later:
                result.append(remaining.pop(0))
                axis += 1
            continue
        if isinstance(part, SliceValue):
            dim = remaining.pop(0) if remaining else None
            left = shapes.slice_dim(dim, part)
            whole = part.start == NONE and part.stop == NONE
            result.append(left)
            effect = "all" if whole else "part"
        elif _is_number(part):
            if remaining:
                remaining.pop(0)
            effect = "one"
        elif isinstance(part, ArrayValue | ListValue | TupleValue):
            ids = facts_of(part)
            if ids is None:
                return None
            if ids.dtype == "bool":
                rank = ids.rank
                if rank is None:
                    certain = False
                else:
                    for _ in range(rank):
                        if remaining:
                            remaining.pop(0)
                gathered = shapes.broadcast(gathered, (None,))
            else:
                if remaining:
                    remaining.pop(0)
                gathered = shapes.broadcast(gathered, ids.shape)
            place = len(result) if place is None else place
            chosen_at_random = ids.random and ids.dtype != "bool"
            effect = "part" if chosen_at_random or ids.shape == () else "some"
        else:
            # An index that is not known may be a number as well as an array of ids.
            if remaining:
                remaining.pop(0)
            certain = False
            effect = "some"
        if axis == 0:
            samples = effect
        elif effect != "all":
            columns = True
        axis += 1
    if place is not None:
        if gathered is None:
            certain = False
        else:
            result[place:place] = list(gathered)
    final = tuple(result) + tuple(remaining or ()) if certain else None
    return Selection(final, samples, columns)


def _is_number(part: Value) -> bool:
    if isinstance(part, Constant):
        return isinstance(part.value, int)
    return isinstance(part, Unknown) and shapes.is_position(part.term)


def _consumed(part: Value) -> int:
    if part in (NONE, Constant(...)):
        return 0
    if isinstance(part, ArrayValue) and part.facts.dtype == "bool":
        return part.facts.rank or 1
    return 1


def _taken(parts: Sequence[Value], until: Value) -> int:
    total = 0
    for part in parts:
        if part is until:
            break
        total += _consumed(part)
    return total


def selected(facts: ArrayFacts, selection: Selection, parts: Sequence[Value]) -> ArrayFacts:
    """The facts that a selection leaves of an array\'s."""
    if selection.samples == "all" and not selection.columns:
        # Only axes were added, or everything taken: nothing is lost but the shape.
        unchanged = all(isinstance(part, SliceValue) for part in parts)
        return facts.but(
            shape=selection.shape,
            same=facts.same if unchanged and not _reverses(parts) else object(),
        )
    changes: dict[str, Any] = {"shape": selection.shape}
    if selection.columns:
        changes["root"] = ("columns", facts.root, tuple(_index_key(part) for part in parts))
        if facts.labels is Labels.ONE_HOT or facts.labels is Labels.MULTI_HOT:
            changes.update(labels=None, classes=None)
        if not is_uniform(facts):
            changes.update(low=None, high=None)
            if not facts.whole_numbers:
                changes["whole_numbers"] = None
    if selection.samples == "some":
        changes["classes"] = facts.classes if facts.labels is Labels.ONE_HOT else None
        if facts.labels is Labels.CLASS_IDS or not is_uniform(facts):
            changes.update(low=None, high=None)
            if not facts.whole_numbers:
                changes["whole_numbers"] = None
    if selection.samples == "one":
        changes.update(_of_one_sample(facts))
    return facts.but(**changes)


def _reverses(parts: Sequence[Value]) -> bool:
    return any(
        isinstance(part, SliceValue) and part.step not in (NONE, Constant(1)) for part in parts
    )


def _of_one_sample(facts: ArrayFacts) -> dict[str, Any]:
    """What a single sample loses: it is no column of labels, its range need not be the whole's."""
    changes: dict[str, Any] = {"labels": None, "classes": None}
    if facts.labels is Labels.ONE_HOT:
        return changes
    if not is_uniform(facts):
        changes.update(low=None, high=None)
        if not facts.whole_numbers:
            changes["whole_numbers"] = None
    if facts.constant is not None:
        changes.update(low=facts.low, high=facts.high)
    return changes


def _index_key(part: Value) -> object:
    """A key that is equal for equal indices."""
    if isinstance(part, SliceValue):
        return ("slice", *(_index_key(bound) for bound in (part.start, part.stop, part.step)))
    if isinstance(part, Unknown):
        return part.term
    if isinstance(part, Constant):
        return ("constant", part.value)
    constant = python_value(part)
    return ("constants", repr(constant)) if constant else id(part)


def literal_at(literal: Any, parts: Sequence[Value]) -> Any:
    """The literal's own elements, for indices made of numbers and slices; else `None`."""
    if not parts:
        return literal
    if not isinstance(literal, tuple):
        return None
    first, rest = parts[0], parts[1:]
    if isinstance(first, SliceValue):
        bounds = shapes.slice_bounds(first)
        if bounds is None or bounds[2] == 0:
            return None
        chosen = [literal_at(part, rest) for part in literal[slice(*bounds)]]
        return None if None in chosen or not chosen else tuple(chosen)
    if isinstance(first, Constant) and type(first.value) is int:
        if not -len(literal) <= first.value < len(literal):
            return None
        return literal_at(literal[first.value], rest)
    if isinstance(first, ArrayValue | ListValue) and not rest:
        ids = array_of(first)
        return None if ids is None else _picked(literal, ids.literal)
    return None


def _picked(literal: tuple[Any, ...], ids: Any) -> Any:
    if not isinstance(ids, tuple) or any(isinstance(part, tuple) for part in ids) or not ids:
        return None
    if all(isinstance(part, bool) for part in ids):
        if len(ids) != len(literal):
            return None
        return tuple(part for part, wanted in zip(literal, ids, strict=True) if wanted) or None
    if not all(isinstance(part, int) and -len(literal) <= part < len(literal) for part in ids):
        return None
    return tuple(literal[part] for part in ids)
