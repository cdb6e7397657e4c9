"""What the methods of `tf.data` data sets make of them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from kerascop.graph.arrays import ArrayFacts, Batches, Labels
from kerascop.graph.facts import Argument
from kerascop.graph.pipelines import Step
from kerascop.interpreter.keras.facts import argument_of, facts_of
from kerascop.interpreter.keras.layered import through_layers
from kerascop.interpreter.libraries.datasets import (
    data_set,
    joined,
    one_of,
    over_arrays,
    structure_of,
)
from kerascop.interpreter.libraries.facts import (
    array_of,
    plain,
    unknown_array,
)
from kerascop.interpreter.registry import METHODS
from kerascop.interpreter.values import (
    Arguments,
    ArrayValue,
    BatchesValue,
    Constant,
    DictValue,
    Function,
    ListValue,
    TensorValue,
    TupleValue,
    Unknown,
    Value,
    python_value,
)
from kerascop.syntax.naming import name_of
from kerascop.syntax.parameters import positional

if TYPE_CHECKING:
    from kerascop.graph.tensors import Call, Tensor
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


def _step(name: str, *, new: Callable[..., Any]) -> None:
    """Register a method of data sets; `new` gives the structure and the other facts that change."""

    def handler(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
        if not isinstance(receiver, BatchesValue):
            return None
        batches = receiver.batches
        structure, changes = new(machine, structure_of(batches), batches, arguments)
        step = Step(name, _bound(name, arguments), _name_in(arguments.origin))
        return data_set(structure, batches, steps=(*batches.steps, step), **changes)

    METHODS[BatchesValue, name] = handler


_FIRST = {"batch": "batch_size", "shuffle": "buffer_size", "repeat": "count", "take": "count"}
"""What the first argument of a step is called."""


def _bound(name: str, arguments: Arguments) -> dict[str, Argument]:
    bound = facts_of(arguments.keywords)
    if arguments.positional and name in _FIRST:
        bound[_FIRST[name]] = argument_of(arguments.positional[0])
    return bound


def _name_in(call: Origin) -> Origin:
    """The method's name alone: the call itself begins where the whole chain begins."""
    match call.node:
        case ast.Call(func=ast.Attribute() as called):
            return name_of(replace(call, node=called))
        case _:
            return call


_Change = tuple["Value | None", dict[str, Any]]


def _kept(
    machine: Machine, structure: Value | None, batches: Batches, arguments: Arguments
) -> _Change:
    return structure, {}


def _map(
    machine: Machine, structure: Value | None, batches: Batches, arguments: Arguments
) -> _Change:
    """`data.map(function)`: executes the function on one typical element."""
    called = arguments.get("map_func", 0)
    if called is None:
        return None, {}
    if structure is None:
        # Whatever goes in, what is made of it may be known: `tf.one_hot(label, 10)`.
        parts = _elements_for(machine, called)
        if not parts:
            return None, {}
    else:
        parts = structure.items if isinstance(structure, TupleValue) else (structure,)
    result = machine.call_with(called, parts, arguments.origin)
    return _mapped(result), {}


def _elements_for(machine: Machine, called: Value) -> tuple[Value, ...]:
    """An unknown for each argument that a function of the linted code must be given; none for any
    other value."""
    if not isinstance(called, Function) or called.kind != "function":
        return ()
    return tuple(
        machine.fresh("element", each.name)
        for each in positional(called.node.args)
        if each.default is None and each.name not in called.defaults
    )


def _mapped(result: Value) -> Value | None:
    match result:
        case TupleValue(items=items):
            return TupleValue(tuple(_mapped(item) or item for item in items))
        case ArrayValue() | DictValue() | Unknown():
            return result
        case TensorValue(tensor=tensor):
            facts = through_layers(tensor)
            changed = (*facts.augmented, *_changed_at_random(tensor))
            return ArrayValue(facts.but(augmented=changed))
        case ListValue() | Constant():
            return array_of(result)
        case _:
            return None


def _changed_at_random(tensor: Tensor) -> tuple[Origin, ...]:
    """Where layers that augment images, such as `RandomFlip`, are applied on the way to a tensor.

    Called outside of training, they work unless `training=False` says otherwise.
    """
    found: dict[Origin, None] = {}
    seen: set[Call] = set()
    stack = [tensor]
    while stack:
        call = stack.pop().call
        if call is None or call in seen:
            continue
        seen.add(call)
        stack.extend(call.inputs)
        whole = call if call.within is None else call.within
        random = call.layer is not None and call.layer.symbol.startswith("keras.layers.Random")
        if random and not _says_it_is_not_training(whole):
            found.setdefault(whole.origin)
    return tuple(found)


def _says_it_is_not_training(call: Call) -> bool:
    given = call.origin.node.keywords if isinstance(call.origin.node, ast.Call) else []
    return any(
        each.arg == "training"
        and not (isinstance(each.value, ast.Constant) and each.value.value is True)
        for each in given
    )


def _batch(
    machine: Machine, structure: Value | None, batches: Batches, arguments: Arguments
) -> _Change:
    if batches.batched is None:
        return over_arrays(structure, lambda facts: facts.but(shape=None)), {}
    return over_arrays(structure, _with_batch), {"batched": True}


def _with_batch(facts: ArrayFacts) -> ArrayFacts:
    return facts.but(shape=None if facts.shape is None else (None, *facts.shape))


def _padded_batch(
    machine: Machine, structure: Value | None, batches: Batches, arguments: Arguments
) -> _Change:
    def change(facts: ArrayFacts) -> ArrayFacts:
        whole = facts.shape is not None and all(isinstance(dim, int) for dim in facts.shape)
        if whole:
            return _with_batch(facts)
        shape = None if facts.shape is None else (None,) * (len(facts.shape) + 1)
        return plain(facts, shape=shape, low=None, high=None)

    return over_arrays(structure, change), {"batched": True}


def _unbatch(
    machine: Machine, structure: Value | None, batches: Batches, arguments: Arguments
) -> _Change:
    return over_arrays(structure, one_of), {"batched": False}


def _repeat(
    machine: Machine, structure: Value | None, batches: Batches, arguments: Arguments
) -> _Change:
    count = arguments.get("count", 0)
    number = None if count is None else python_value(count)
    if count is None or number is None or number == -1:
        return structure, {"endless": True}
    return structure, {} if isinstance(number, int) else {"endless": None}


def _take(
    machine: Machine, structure: Value | None, batches: Batches, arguments: Arguments
) -> _Change:
    count = arguments.constant("count", 0)
    if count == -1:
        return structure, {}
    return structure, {"endless": False}


def _shuffle(
    machine: Machine, structure: Value | None, batches: Batches, arguments: Arguments
) -> _Change:
    return structure, {"shuffled": True}


def _filter(
    machine: Machine, structure: Value | None, batches: Batches, arguments: Arguments
) -> _Change:
    def change(facts: ArrayFacts) -> ArrayFacts:
        if facts.labels is not Labels.CLASS_IDS:
            return facts
        return facts.but(classes=None, low=None, high=None)

    return over_arrays(structure, change), {}


def _concatenate(
    machine: Machine, structure: Value | None, batches: Batches, arguments: Arguments
) -> _Change:
    other = arguments.get("dataset", 0)
    second = structure_of(other.batches) if isinstance(other, BatchesValue) else None
    if structure is None or second is None:
        return None, {}
    return joined([structure, second]), {}


def _enumerate(
    machine: Machine, structure: Value | None, batches: Batches, arguments: Arguments
) -> _Change:
    if structure is None:
        return None, {}
    index = unknown_array(
        arguments.origin, shape=(), dtype="int64", whole_numbers=True, tensor=True
    )
    return TupleValue((index, structure)), {}


def _lost(
    machine: Machine, structure: Value | None, batches: Batches, arguments: Arguments
) -> _Change:
    return None, {"batched": None, "endless": None}


for _name, _change in {
    "map": _map,
    "batch": _batch,
    "padded_batch": _padded_batch,
    "unbatch": _unbatch,
    "repeat": _repeat,
    "take": _take,
    "shuffle": _shuffle,
    "filter": _filter,
    "concatenate": _concatenate,
    "enumerate": _enumerate,
    "prefetch": _kept,
    "cache": _kept,
    "skip": _kept,
    "shard": _kept,
    "with_options": _kept,
    "snapshot": _kept,
    "ignore_errors": _kept,
    "apply": _lost,
    "window": _lost,
    "interleave": _lost,
    "flat_map": _lost,
    "scan": _lost,
    "ragged_batch": _lost,
    "bucket_by_sequence_length": _lost,
}.items():
    _step(_name, new=_change)


def _elements(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    """Iterating over a data set or a generator: a typical element, over and over."""
    if not isinstance(receiver, BatchesValue):
        return None
    structure = structure_of(receiver.batches)
    return None if structure is None else ListValue((structure,), exact=False)


def _next(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    """The next element."""
    return structure_of(receiver.batches) if isinstance(receiver, BatchesValue) else None


for _name in ("__iter__", "as_numpy_iterator"):
    METHODS[BatchesValue, _name] = _elements
for _name in ("__next__", "next", "get_next", "get_single_element"):
    METHODS[BatchesValue, _name] = _next


def _as_given(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    return receiver


METHODS[BatchesValue, "make_one_shot_iterator"] = _as_given
