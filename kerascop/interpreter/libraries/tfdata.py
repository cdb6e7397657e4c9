"""`tf.data`: where data sets come from, and what their methods make of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kerascop.dimensions import Dim
from kerascop.graph.arrays import ArrayFacts, Batches, Content, Labels
from kerascop.interpreter.libraries.array_functions import listed
from kerascop.interpreter.libraries.datasets import (
    data_set,
    over_arrays,
    structure_of,
)
from kerascop.interpreter.libraries.facts import (
    array_of,
    dtype_of,
    join,
    plain,
    unknown_array,
)
from kerascop.interpreter.libraries.literals import is_one_hot_row
from kerascop.interpreter.libraries.numpy_creation import shape_argument
from kerascop.interpreter.registry import CONSTANTS, METHODS, function
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    ArrayValue,
    BatchesValue,
    Constant,
    DictValue,
    GeneratorValue,
    LibraryObject,
    ListValue,
    TensorValue,
    TupleValue,
    Unknown,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_DATASET = "tensorflow.data.Dataset"
CONSTANTS["tensorflow.data.AUTOTUNE"] = Constant(-1)
CONSTANTS["tensorflow.data.experimental.AUTOTUNE"] = Constant(-1)


def _made(structure: Value | None, arguments: Arguments, **known: Any) -> BatchesValue:
    known = {"batched": False, "endless": False, "shuffled": False, **known}
    return data_set(structure, Batches(origin=arguments.origin, **known))


def _as_structure(value: Value | None) -> Value | None:
    """A nested structure of arrays; what is neither array nor structure stays as it is."""
    match value:
        case TupleValue(items=items):
            return TupleValue(tuple(_as_structure(item) or item for item in items))
        case DictValue(entries=entries, exact=exact):
            changed = {key: _as_structure(entry) or entry for key, entry in entries.items()}
            return DictValue(changed, exact)
        case ListValue():
            array = array_of(value)
            return value if array is None else array
        case _:
            return value


def _sample(facts: ArrayFacts) -> ArrayFacts:
    """One of the members along the first axis; it keeps the facts that hold of all of them."""
    return facts.but(shape=facts.shape[1:] if facts.shape else None, tensor=True)


@function(f"{_DATASET}.from_tensor_slices")
def from_tensor_slices(machine: Machine, arguments: Arguments) -> Value | None:
    """`Dataset.from_tensor_slices((x, y))`."""
    structure = _as_structure(arguments.get("tensors", 0))
    if structure is None or isinstance(structure, ListValue):
        return _made(None, arguments)
    return _made(over_arrays(structure, _sample), arguments)


@function(f"{_DATASET}.from_tensors")
def from_tensors(machine: Machine, arguments: Arguments) -> Value | None:
    """`Dataset.from_tensors((x, y))`: a single element."""
    structure = _as_structure(arguments.get("tensors", 0))
    return _made(over_arrays(structure, lambda facts: facts.but(tensor=True)), arguments)


@function(f"{_DATASET}.from_generator")
def from_generator(machine: Machine, arguments: Arguments) -> Value | None:
    """`Dataset.from_generator(generator, output_types, output_shapes)`, or a signature."""
    source = arguments.get("generator", 0)
    given = arguments.get("args", 3)
    values = (listed(given) or ()) if given is not None else ()
    produced: Value | None = None
    if source is not None and not isinstance(source, Unknown):
        produced = machine.call_with(source, values, arguments.origin)
    yielded = produced.items if isinstance(produced, GeneratorValue | ListValue) else ()
    structure = _joined([_as_structure(item) for item in yielded]) if yielded else None
    signature = arguments.get("output_signature", 4)
    types = arguments.get("output_types", 1)
    if signature is not None and signature != NONE:
        structure = _typed(machine, structure, signature, None, arguments)
    elif types is not None:
        structure = _typed(machine, structure, types, arguments.get("output_shapes", 2), arguments)
    return _made(structure, arguments)


def _joined(samples: Sequence[Value | None]) -> Value | None:
    """What holds of all samples that a generator was seen to yield."""
    first = samples[0]
    if isinstance(first, TupleValue):
        rows = [sample.items for sample in samples if isinstance(sample, TupleValue)]
        if len(rows) != len(samples) or any(len(row) != len(first.items) for row in rows):
            return None
        columns = [_joined(column) for column in zip(*rows, strict=True)]
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


def _typed(
    machine: Machine,
    structure: Value | None,
    types: Value,
    sizes: Value | None,
    arguments: Arguments,
) -> Value | None:
    """The structure that `output_types` and `output_shapes`, or a signature, prescribe."""
    members = listed(types)
    if members is not None:
        known = structure.items if isinstance(structure, TupleValue) else ()
        inner = listed(sizes)
        parts = [
            _typed(
                machine,
                known[position] if position < len(known) else None,
                member,
                inner[position] if inner is not None and position < len(inner) else None,
                arguments,
            )
            for position, member in enumerate(members)
        ]
        unknown = Unknown(("call", "element", id(arguments.origin.node)))
        return TupleValue(tuple(unknown if part is None else part for part in parts))
    if isinstance(types, DictValue):
        return structure if isinstance(structure, DictValue) else None
    base = structure.facts if isinstance(structure, ArrayValue) else None
    if isinstance(types, LibraryObject):
        dtype = dtype_of(_given(types, "dtype"))
        shape = shape_argument(_given(types, "shape"))
    else:
        dtype, shape = dtype_of(types), None if sizes is None else shape_argument(sizes)
    facts = base if base is not None else ArrayFacts(origin=arguments.origin)
    if shape is None:
        shape = facts.shape
    return ArrayValue(
        plain(facts, shape=shape, dtype=dtype, tensor=True, origin=facts.origin or arguments.origin)
    )


def _given(spec: LibraryObject, name: str) -> Value | None:
    found = spec.arguments.get(name)
    return None if found is None else found.value


@function("tensorflow.TensorSpec", "tensorflow.RaggedTensorSpec")
def tensor_spec(machine: Machine, arguments: Arguments) -> Value | None:
    """`tf.TensorSpec(shape, dtype)`."""
    given = dict(zip(("shape", "dtype"), arguments.positional, strict=False))
    given.update(arguments.keywords)
    return LibraryObject("tensorflow.TensorSpec", None, given, arguments.origin)


@function("tensorflow.TensorShape")
def tensor_shape(machine: Machine, arguments: Arguments) -> Value | None:
    """`tf.TensorShape([6, 16, 16])`: the sizes themselves."""
    given = arguments.get("dims", 0)
    members = listed(given)
    return given if members is None else TupleValue(tuple(members))


@function(f"{_DATASET}.zip")
def zipped(machine: Machine, arguments: Arguments) -> Value | None:
    """`Dataset.zip((a, b))`, and `Dataset.zip(a, b)` in newer versions."""
    values = [argument.value for argument in arguments.positional]
    members = listed(values[0]) if len(values) == 1 else values
    sets = [member for member in members or () if isinstance(member, BatchesValue)]
    if members is None or len(sets) != len(members) or not sets:
        return None
    structures = [structure_of(member.batches) for member in sets]
    unknown = Unknown(("call", "zip", id(arguments.origin.node)))
    structure = TupleValue(tuple(unknown if one is None else one for one in structures))
    batched = {member.batches.batched for member in sets}
    endless = [member.batches.endless for member in sets]
    return _made(
        structure,
        arguments,
        batched=batched.pop() if len(batched) == 1 else None,
        endless=all(endless) if None not in endless else None,
    )


@function(f"{_DATASET}.range")
def counted(machine: Machine, arguments: Arguments) -> Value | None:
    """`Dataset.range(n)`."""
    return _made(
        unknown_array(arguments.origin, shape=(), dtype="int64", whole_numbers=True, tensor=True),
        arguments,
    )


@function(f"{_DATASET}.list_files", "tensorflow.data.TextLineDataset")
def list_files(machine: Machine, arguments: Arguments) -> Value | None:
    """`Dataset.list_files(pattern)`: names of files."""
    return _made(
        unknown_array(arguments.origin, shape=(), dtype="str", tensor=True),
        arguments,
        shuffled=None,
    )


_COLLECTION: Mapping[str, tuple[tuple[Dim, ...], int]] = {
    "mnist": ((28, 28, 1), 10),
    "fashion_mnist": ((28, 28, 1), 10),
    "kmnist": ((28, 28, 1), 10),
    "cifar10": ((32, 32, 3), 10),
    "cifar100": ((32, 32, 3), 100),
    "cats_vs_dogs": ((None, None, 3), 2),
    "tf_flowers": ((None, None, 3), 5),
    "horses_or_humans": ((300, 300, 3), 2),
    "rock_paper_scissors": ((300, 300, 3), 3),
    "beans": ((500, 500, 3), 3),
    "stanford_dogs": ((None, None, 3), 120),
    "oxford_flowers102": ((None, None, 3), 102),
    "food101": ((None, None, 3), 101),
    "malaria": ((None, None, 3), 2),
}
"""Image collections of TensorFlow Datasets, as its catalogue describes them."""


@function("tensorflow_datasets.load")
def load_collection(machine: Machine, arguments: Arguments) -> Value | None:
    """`tfds.load(name, split, as_supervised)`."""
    supervised = arguments.constant("as_supervised", default=False)
    name = arguments.constant("name", 0)
    found = _COLLECTION.get(name.partition(":")[0]) if isinstance(name, str) else None
    structure = None
    if found is not None and isinstance(supervised, bool):
        structure = _collection(found[0], found[1], arguments, supervised=supervised)
    batch = arguments.get("batch_size")
    made = _made(
        structure if batch is None else None,
        arguments,
        batched=False if batch is None else None,
        shuffled=None,
    )
    split = arguments.get("split", 1)
    loaded: Value
    members = listed(split)
    if members is not None:
        loaded = TupleValue(tuple(made for _ in members))
    elif split is None or split == NONE:
        loaded = DictValue({"train": made, "test": made}, exact=False)
    else:
        loaded = made
    info = arguments.constant("with_info", default=False)
    if info is False:
        return loaded
    if info is not True:
        return None
    details = Unknown(("call", "info", id(arguments.origin.node)))
    return TupleValue((loaded, details))


def _collection(
    shape: tuple[Dim, ...], classes: int, arguments: Arguments, *, supervised: bool
) -> Value:
    image = unknown_array(
        arguments.origin,
        shape=shape,
        dtype="uint8",
        low=0,
        high=255,
        whole_numbers=True,
        content=Content.IMAGES,
        tensor=True,
    )
    label = unknown_array(
        arguments.origin,
        shape=(),
        dtype="int64",
        low=0,
        high=classes - 1,
        whole_numbers=True,
        labels=Labels.CLASS_IDS,
        classes=classes,
        tensor=True,
    )
    if supervised:
        return TupleValue((image, label))
    return DictValue({"image": image, "label": label})


def _step(name: str, *, new: Callable[..., Any]) -> None:
    """Register a method of data sets; `new` gives the structure and the other facts that change."""

    def handler(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
        if not isinstance(receiver, BatchesValue):
            return None
        batches = receiver.batches
        structure, changes = new(machine, structure_of(batches), batches, arguments)
        steps = (*batches.steps, (name, arguments.origin))
        return data_set(structure, batches, steps=steps, **changes)

    METHODS[BatchesValue, name] = handler


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
    if structure is None or called is None:
        return None, {}
    parts = structure.items if isinstance(structure, TupleValue) else (structure,)
    result = machine.call_with(called, parts, arguments.origin)
    return _mapped(result), {}


def _mapped(result: Value) -> Value | None:
    match result:
        case TupleValue(items=items):
            return TupleValue(tuple(_mapped(item) or item for item in items))
        case ArrayValue() | DictValue() | Unknown():
            return result
        case TensorValue(tensor=tensor):
            return unknown_array(tensor.origin, dtype=tensor.dtype, tensor=True)
        case ListValue() | Constant():
            return array_of(result)
        case _:
            return None


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
    return over_arrays(structure, _sample), {"batched": False}


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
    return _joined([structure, second]), {}


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


@function("tensorflow.data.Dataset.sample_from_datasets")
def sampled(machine: Machine, arguments: Arguments) -> Value | None:
    """Elements from several data sets at random: unknown."""
    return _made(None, arguments, batched=None)
