"""Where `tf.data` data sets come from: arrays, generators, files, TensorFlow Datasets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kerascop.dimensions import Dim
from kerascop.graph.arrays import ArrayFacts, Batches, Content, Labels
from kerascop.interpreter.libraries import undefined
from kerascop.interpreter.libraries.array_functions import listed
from kerascop.interpreter.libraries.datasets import (
    data_set,
    joined,
    one_of,
    over_arrays,
    structure_of,
)
from kerascop.interpreter.libraries.facts import (
    array_of,
    dtype_of,
    plain,
    unknown_array,
)
from kerascop.interpreter.libraries.numpy_creation import shape_argument
from kerascop.interpreter.registry import CONSTANTS, function
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
    TupleValue,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_DATASET = "tensorflow.data.Dataset"
CONSTANTS["tensorflow.data.AUTOTUNE"] = Constant(-1)
CONSTANTS["tensorflow.data.experimental.AUTOTUNE"] = Constant(-1)


def _made(structure: Value | None, arguments: Arguments, **known: Any) -> BatchesValue:
    known = {"batched": False, "endless": False, "shuffled": False, **known}
    in_order = known["shuffled"] is False
    return data_set(structure, Batches(origin=arguments.origin, in_order=in_order, **known))


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
        case Unknown():
            return undefined.known(value)
        case _:
            return value


@function(f"{_DATASET}.from_tensor_slices")
def from_tensor_slices(machine: Machine, arguments: Arguments) -> Value | None:
    """`Dataset.from_tensor_slices((x, y))`."""
    structure = _as_structure(arguments.get("tensors", 0))
    if structure is None or isinstance(structure, ListValue):
        return _made(None, arguments)
    return _made(over_arrays(structure, one_of), arguments)


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
    structure = joined([_as_structure(item) for item in yielded]) if yielded else None
    signature = arguments.get("output_signature", 4)
    types = arguments.get("output_types", 1)
    if signature is not None and signature != NONE:
        structure = _typed(machine, structure, signature, None, arguments)
    elif types is not None:
        structure = _typed(machine, structure, types, arguments.get("output_shapes", 2), arguments)
    endless = produced.endless if isinstance(produced, GeneratorValue) else None
    return _made(structure, arguments, endless=endless, shuffled=None)


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
        loaded = TupleValue(tuple(_another(made) for _ in members))
    elif split is None or split == NONE:
        loaded = DictValue({"train": made, "test": _another(made)}, exact=False)
    else:
        loaded = made
    info = arguments.constant("with_info", default=False)
    if info is False:
        return loaded
    if info is not True:
        return None
    details = Unknown(("call", "info", id(arguments.origin.node)))
    return TupleValue((loaded, details))


def _another(made: BatchesValue) -> BatchesValue:
    """Another part of a collection: like the first, but not the same samples."""
    structure = over_arrays(structure_of(made.batches), lambda facts: facts.but(root=object()))
    return data_set(structure, made.batches)


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


@function("tensorflow.data.Dataset.sample_from_datasets")
def sampled(machine: Machine, arguments: Arguments) -> Value | None:
    """Elements from several data sets at random: unknown."""
    return _made(None, arguments, batched=None)
