"""What becomes of things that may or may not have been changed: they are unknown from then on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kerascop.graph.arrays import ArrayFacts
from kerascop.graph.tensors import OPAQUE, Call, Operation, Tensor
from kerascop.interpreter.attributes import forget_attributes
from kerascop.interpreter.journal import ABSENT, Change, Changes
from kerascop.interpreter.limits import Raised
from kerascop.interpreter.values import (
    Arguments,
    ArrayValue,
    Constant,
    DictValue,
    Entries,
    Instance,
    ListValue,
    ModelValue,
    Repetition,
    SetValue,
    TensorValue,
    TupleValue,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.interpreter.scopes import Scope


def forget(machine: Machine, changes: Changes) -> None:
    """Make everything unknown that was written: it may have happened, any number of times.

    A model that was made on the way keeps what was done to it: nobody knew it before.
    """
    own = _made(changes)
    for change in changes.places.values():
        if id(change.container) in own:
            machine.journal.put(change.container, change.key, change.value)
            continue
        _forget_content(machine, change.value)
        if not _forget_part(machine, change):
            _forget_binding(machine, change)


def forget_rounds(machine: Machine, changes: Changes, again: Changes | None) -> None:
    """After a loop of unknown length that was executed once: what it counted, joined or collected
    is unknown.

    Args:
        machine: the machine.
        changes: what executing it once changed.
        again: what executing it once more would change, if that was tried.
    """
    for place, change in changes.places.items():
        _forget_content(machine, change.value)
        if change.key == "layers" and isinstance(change.value, tuple):
            _repeat_layers(machine, change)
        elif _forget_part(machine, change):
            continue
        elif isinstance(change.value, TensorValue):
            second = None if again is None else again.places.get(place)
            if second is not None and isinstance(second.value, TensorValue):
                _merge_tensors(machine, change, second.value)
        elif _accumulates(change.value):
            _forget_binding(machine, change)


def shape_alone(array: ArrayValue) -> ArrayValue:
    """An array with other content: only shape and type of what it was are left."""
    facts = array.facts
    return ArrayValue(
        ArrayFacts(shape=facts.shape, dtype=facts.dtype, origin=facts.origin, tensor=facts.tensor)
    )


def escape(machine: Machine, value: Value, *, everything: bool = False, depth: int = 3) -> None:
    """The value goes where nobody can see: containers in it may be changed there.

    Args:
        machine: the machine.
        value: the value.
        everything: are models and objects of the linted code changed there, too?
        depth: how deep containers are nested that are looked into.
    """
    _escape(machine, value, everything, depth, {})


def _escape(
    machine: Machine, value: Value, everything: bool, depth: int, seen: dict[int, int]
) -> None:
    """Escape, with the depth to which each value was looked into before."""
    if seen.get(id(value), -1) >= depth:
        return
    if isinstance(value, ListValue | TupleValue | SetValue | DictValue):
        seen[id(value)] = depth
        inner = value.entries.values() if isinstance(value, DictValue) else value.items
        for item in list(inner) if depth else ():
            if type(item) is not Constant:
                _escape(machine, item, everything, depth - 1, seen)
        _forget_content(machine, value)
    elif everything and isinstance(value, ModelValue):
        machine.journal.set(value, "layers", None)
    elif everything and isinstance(value, Instance):
        seen[id(value)] = depth
        for item in list(value.attributes.values()) if depth else ():
            _escape(machine, item, everything, depth - 1, seen)
        forget_attributes(machine, value)


def _made(changes: Changes) -> set[int]:
    """The namespaces of the models that were made meanwhile."""
    made = [item for _, item in changes.appended if isinstance(item, ModelValue)]
    own = {id(vars(model)) for model in made}
    return own | {id(model.instance.attributes) for model in made if model.instance is not None}


def forget_names(machine: Machine, names: Iterable[str], scope: Scope) -> None:
    """Make names unknown that are bound, and that something not executed may bind otherwise."""
    for name in names:
        home = scope.home(name).names
        if name in home:
            machine.journal.put(home, name, machine.fresh("joined", name))


def _forget_content(machine: Machine, value: object) -> None:
    """A list that was bound on the way may have been another one: only its kind is known."""
    if isinstance(value, ListValue | SetValue | DictValue) and value.exact:
        machine.journal.set(value, "exact", False)
    if isinstance(value, DictValue) and value.entries:
        machine.journal.set(value, "entries", Entries(value, {}))


def _inexact(machine: Machine, change: Change) -> None:
    machine.journal.put(change.container, "exact", False)


def _forget_layers(machine: Machine, change: Change) -> None:
    machine.journal.put(change.container, "layers", None)


def _forget_entries(machine: Machine, change: Change) -> None:
    """Entries were removed: those that are the same before and after are left."""
    present = change.container["entries"]
    others = change.old if present is change.value else change.value
    kept = {key: entry for key, entry in present.items() if others.get(key) is entry}
    machine.journal.put(change.container, "entries", Entries(present.owner, kept))
    machine.journal.put(change.container, "exact", False)


def _forget_part(machine: Machine, change: Change) -> bool:
    """Forget a part of an object, if the change is one: false if it bound a name or attribute."""
    key, value = change.key, change.value
    if change.container is machine.held:
        machine.journal.put(machine.held, key, machine.fresh("joined", "attribute"))
    elif change.container is machine.changed:
        machine.journal.put(machine.changed, key, shape_alone(key))
    elif isinstance(change.container, Entries):
        _forget_entry(machine, change.container, change)
    elif key == "items" and isinstance(value, tuple) or key == "exact" and isinstance(value, bool):
        _inexact(machine, change)
    elif key == "entries" and isinstance(value, Entries):
        _forget_entries(machine, change)
    elif key == "layers" and (value is None or isinstance(value, tuple)):
        _forget_layers(machine, change)
    elif not isinstance(key, str) and isinstance(value, bool):
        machine.journal.drop(change.container, key)
    else:
        return not (isinstance(key, str) and (value is ABSENT or isinstance(value, Value)))
    return True


def _forget_entry(machine: Machine, entries: Entries, change: Change) -> None:
    if ABSENT in (change.old, change.value):
        machine.journal.drop(entries, change.key)
        machine.journal.set(entries.owner, "exact", False)
    else:
        machine.journal.put(entries, change.key, machine.fresh("joined", str(change.key)))


def _forget_binding(machine: Machine, change: Change) -> None:
    machine.journal.put(change.container, change.key, machine.fresh("joined", str(change.key)))


def _accumulates(value: object) -> bool:
    """Is the value of a kind that the next time round may make another one of?"""
    if isinstance(value, Constant):
        return isinstance(value.value, int | float | str) and not isinstance(value.value, bool)
    return value is ABSENT or isinstance(value, TupleValue | Unknown)


def _repeat_layers(machine: Machine, change: Change) -> None:
    """Layers that were added to a model are added any number of times."""
    present, before = change.value, change.old
    if not isinstance(before, tuple) or present[: len(before)] != before:
        machine.journal.put(change.container, "layers", None)
        return
    added = present[len(before) :]
    if added:
        repetition = (Repetition(added), added[-1][1])
        machine.journal.put(change.container, "layers", (*present, repetition))


def _merge_tensors(machine: Machine, change: Change, second: TensorValue) -> None:
    """A tensor that goes round has a shape only as far as going round once more keeps it."""
    first = change.value.tensor
    if first.shape != second.tensor.shape:
        merged = merged_tensor(machine, first, second.tensor)
        machine.journal.put(change.container, change.key, TensorValue(merged))


def merged_tensor(machine: Machine, first: Tensor, other: Tensor) -> Tensor:
    """A tensor that is one or the other: what both agree on is known of its shape."""
    shape = None
    if first.shape is not None and other.shape is not None and first.rank == other.rank:
        shape = tuple(
            one if one == two else None for one, two in zip(first.shape, other.shape, strict=True)
        )
    call = Call(Operation(OPAQUE), (first,), first.origin, machine.within)
    merged = Tensor(shape, first.origin, dtype=first.dtype, call=call, has_batch=first.has_batch)
    call.outputs = (merged,)
    return merged


def repeated(machine: Machine, repetition: Repetition, arguments: Arguments) -> Value | None:
    """What comes out of layers that a loop adds any number of times, after the first time."""
    given = arguments.positional[0].value if arguments.positional else None
    if not isinstance(given, TensorValue):
        return given
    value: Value = given
    mark = machine.journal.mark()
    machine.speculation += 1
    try:
        for layer, origin in repetition.layers:
            value = machine.call_with(layer, (value,), origin)
    except Raised:
        return None
    finally:
        machine.speculation -= 1
        machine.journal.rollback(mark)
    if not isinstance(value, TensorValue):
        return None
    same = value.tensor.shape == given.tensor.shape
    return given if same else TensorValue(merged_tensor(machine, given.tensor, value.tensor))
