"""What the data arguments of `fit` and its relatives carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kerascop.graph.arrays import Batches
from kerascop.graph.training import Data
from kerascop.interpreter.classes import find_member
from kerascop.interpreter.keras.sameness import are_same
from kerascop.interpreter.libraries.facts import facts_of
from kerascop.interpreter.limits import Raised
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    ArrayValue,
    BatchesValue,
    BoundMethod,
    Constant,
    DictValue,
    Function,
    GeneratorValue,
    Given,
    Instance,
    ListValue,
    TupleValue,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascop.graph.arrays import ArrayFacts
    from kerascop.interpreter.events import FitEvent
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


class FitData(Struct, frozen=True, eq=False):
    """The arrays that a training call is given."""

    inputs: Data | None = None
    targets: Data | None = None
    validation: tuple[Data | None, Data | None] | None = None
    batched: bool = False
    batches: Batches | None = None
    validation_batches: Batches | None = None
    validates_on_training: bool = False
    targets_are_inputs: bool = False


def read_fit(machine: Machine, event: FitEvent) -> FitData:
    """What a call of `fit`, `evaluate`, `predict` and their relatives is given."""
    arguments = event.arguments
    given = _first(arguments, ("x", "generator"), 0)
    validation = _validation(machine, arguments)
    held_out = arguments.get("validation_data")
    seen = FitData(validation=validation, validation_batches=_batches_of(held_out))
    if given is None:
        return seen
    inputs, targets, batched = _pair(machine, given)
    labels = arguments.given("y", 1) if not batched and "generator" not in event.method else None
    if targets is None and labels is not None:
        targets = data_of(machine, labels.value, labels.origin)
    same = labels is not None and are_same(given.value, labels.value)
    return replace(
        seen,
        inputs=inputs,
        targets=targets,
        batched=batched,
        batches=_batches_of(given.value),
        validates_on_training=_is_repeated(given.value, labels, held_out),
        targets_are_inputs=same or (batched and _are_same_arrays(inputs, targets)),
    )


def _is_repeated(inputs: Value, labels: Given | None, held_out: Value | None) -> bool:
    """Are the validation data the very data of training?"""
    if labels is None:
        return held_out is not None and are_same(inputs, held_out)
    parts = held_out.items if isinstance(held_out, TupleValue | ListValue) else ()
    return len(parts) >= 2 and are_same(inputs, parts[0]) and are_same(labels.value, parts[1])


def _are_same_arrays(one: Data | None, other: Data | None) -> bool:
    if one is None or other is None or len(one.arrays) != len(other.arrays):
        return False
    pairs = zip(one.arrays, other.arrays, strict=True)
    return bool(one.arrays) and all(left.same == right.same for left, right in pairs)


def _batches_of(value: Value | None) -> Batches | None:
    """What is known of a data set or generator as a whole."""
    match value:
        case BatchesValue(batches=batches):
            return batches
        case GeneratorValue(origin=origin, endless=endless):
            return Batches(origin=origin, batched=True, endless=endless or None)
        case _:
            return None


def _first(arguments: Arguments, names: tuple[str, ...], position: int) -> Given | None:
    for name in names:
        if name in arguments.keywords:
            return arguments.keywords[name]
    return arguments.positional[position] if position < len(arguments.positional) else None


def _pair(machine: Machine, given: Given) -> tuple[Data | None, Data | None, bool]:
    """Inputs and targets of what may be a data set or generator, and whether it is one."""
    value = given.value
    match value:
        case BatchesValue(batches=batches):
            inputs = _of_batches(batches, batches.inputs, given.origin)
            targets = _of_batches(batches, batches.targets, given.origin)
            return inputs, targets if targets is None or targets.arrays else None, True
        case GeneratorValue(items=items):
            if items and isinstance(items[0], TupleValue | ListValue) and len(items[0].items) > 1:
                parts = items[0].items
                return (
                    data_of(machine, parts[0], given.origin),
                    data_of(machine, parts[1], given.origin),
                    True,
                )
            return None, None, True
        case Instance():
            return (*_first_batch(machine, value, given.origin), True)
        case _:
            return data_of(machine, value, given.origin), None, False


def _first_batch(
    machine: Machine, sequence: Instance, origin: Origin
) -> tuple[Data | None, Data | None]:
    """What the `__getitem__` of a `Sequence` of the linted code gives for some index."""
    member = find_member(sequence.cls, "__getitem__")
    if not isinstance(member, Function):
        return None, None
    mark = machine.journal.mark()
    try:
        index = machine.fresh("batch", "index")
        batch = machine.call_with(BoundMethod(sequence, member), (index,), origin)
        if not isinstance(batch, TupleValue) or len(batch.items) < 2:
            return None, None
        inputs, targets = batch.items[:2]
        return data_of(machine, inputs, origin), data_of(machine, targets, origin)
    except Raised:
        return None, None
    finally:
        machine.journal.rollback(mark)


def _of_batches(
    batches: Batches, arrays: tuple[ArrayFacts, ...] | None, origin: Origin
) -> Data | None:
    """What a data set yields, the samples on the first axis though nobody may have batched it."""
    if arrays is None:
        return None
    if not batches.batched:
        known = batches.batched is False
        arrays = tuple(
            replace(
                facts, shape=(None, *facts.shape) if known and facts.shape is not None else None
            )
            for facts in arrays
        )
    return Data(arrays, origin, unbatched=batches.batched is False)


def _validation(machine: Machine, arguments: Arguments) -> tuple[Data | None, Data | None] | None:
    given = arguments.keywords.get("validation_data")
    if given is None or given.value == NONE:
        return None
    value = given.value
    if isinstance(value, TupleValue | ListValue) and len(value.items) >= 2:
        return (
            data_of(machine, value.items[0], given.origin),
            data_of(machine, value.items[1], given.origin),
        )
    inputs, targets, _ = _pair(machine, given)
    return inputs, targets


def data_of(machine: Machine, value: Value, origin: Origin) -> Data | None:
    """The arrays that a value carries: one, or several in a list, tuple or dictionary.

    Beside arrays that are known, an unknown value counts as one of which nothing is known.
    """
    match value:
        case ArrayValue(facts=facts):
            return Data((facts,), origin)
        case ListValue(items=items, exact=True) | TupleValue(items=items):
            return _several(machine, value, items, origin)
        case DictValue(entries=entries):
            return _several(machine, None, tuple(entries.values()), origin)
        case _:
            return None


def in_order(data: Data | None, given: Value | None, names: tuple[str | None, ...]) -> Data | None:
    """Arrays that a dictionary hands over, in the order of the model's inputs or outputs; `None` if
    the names of these are not known."""
    if data is None or not isinstance(given, DictValue) or len(given.entries) == len(names) == 1:
        return data
    if len(data.arrays) != len(given.entries) or not set(names) <= given.entries.keys():
        return None
    arrays = dict(zip(given.entries, data.arrays, strict=True))
    return Data(tuple(arrays[name] for name in names), data.origin)


def _several(
    machine: Machine, whole: Value | None, items: tuple[Value, ...], origin: Origin
) -> Data | None:
    known = any(isinstance(item, ArrayValue) for item in items)
    arrays: list[ArrayFacts] = []
    for item in items:
        facts = facts_of(item) if known and isinstance(item, ArrayValue | Unknown) else None
        if facts is None:
            return None if whole is None else _literal(machine, whole, origin)
        arrays.append(facts)
    return Data(tuple(arrays), origin) if arrays else None


def _literal(machine: Machine, value: Value, origin: Origin) -> Data | None:
    """A plain Python list of numbers handed to `fit`."""
    from kerascop.interpreter.values import External

    if not _numbers(value):
        return None
    array = machine.call_with(External("numpy.array"), (value,), origin)
    return Data((array.facts,), origin) if isinstance(array, ArrayValue) else None


def _numbers(value: Value) -> bool:
    match value:
        case ListValue(items=items) | TupleValue(items=items):
            return bool(items) and all(_numbers(item) for item in items)
        case Constant(value=int() | float()):
            return True
        case _:
            return False
