"""The data sets that Keras makes of folders of images and texts, and of windows over a series."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kerascop.graph.arrays import ArrayFacts, Batches, Content
from kerascop.graph.facts import Fact
from kerascop.graph.pipelines import Loader
from kerascop.interpreter.libraries.datasets import data_set
from kerascop.interpreter.libraries.facts import array_of, facts_of
from kerascop.interpreter.libraries.generators import (
    images,
    labels,
    loader_of,
    number_of,
    without_samples,
)
from kerascop.interpreter.libraries.images import channels_of
from kerascop.interpreter.registry import function
from kerascop.interpreter.translating import dim_of
from kerascop.interpreter.values import NONE, Arguments, ArrayValue, TupleValue, Unknown, Value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_IMAGE_PARAMETERS: Mapping[str, tuple[int | None, Fact]] = {
    "labels": (1, "inferred"),
    "label_mode": (2, "int"),
    "class_names": (3, None),
    "color_mode": (4, "rgb"),
    "image_size": (6, (256, 256)),
}


@function("keras.utils.image_dataset_from_directory")
def image_dataset(machine: Machine, arguments: Arguments) -> Value | None:
    """`image_dataset_from_directory(directory, label_mode="int", image_size=(256, 256))`."""
    origin = arguments.origin
    mode = arguments.constant("label_mode", 2, "int")
    if arguments.constant("labels", 1, "inferred") is None:
        mode = None
    channels = channels_of(arguments.get("color_mode", 4), 3)
    inputs = images(arguments.get("image_size", 6), channels, origin).but(tensor=True)
    if arguments.constant("data_format") == "channels_first":
        inputs = inputs.but(shape=None)
    classes = number_of(arguments.get("class_names", 3))
    targets = labels(mode, classes, inputs, origin, column=True)
    names = ("image_dataset_from_directory", "label_mode", "image_size")
    loader = loader_of(arguments, names, _IMAGE_PARAMETERS, inputs, targets)
    return _from_directory(
        arguments, inputs, targets, batch_position=5, shuffle=(7, True), loader=loader
    )


def _from_directory(
    arguments: Arguments,
    inputs: ArrayFacts,
    targets: tuple[ArrayFacts, ...] | None,
    *,
    batch_position: int,
    shuffle: tuple[int, bool],
    loader: Loader | None = None,
) -> Value:
    batched = arguments.constant("batch_size", batch_position, 32) is not None
    if not batched:
        inputs = _one_sample(inputs)
        targets = None if targets is None else tuple(_one_sample(target) for target in targets)
    structure: Value = ArrayValue(inputs)
    if targets is None:
        labels = Unknown(("call", "labels", id(arguments.origin.node)))
        structure = TupleValue((structure, labels))
    elif targets:
        structure = TupleValue((structure, ArrayValue(targets[0])))
    shuffled = arguments.constant("shuffle", *shuffle)
    batches = Batches(
        (inputs,),
        targets,
        arguments.origin,
        batched=batched,
        endless=False,
        shuffled=shuffled if isinstance(shuffled, bool) else None,
        loader=loader,
    )
    if arguments.constant("subset") == "both":
        return TupleValue((data_set(structure, batches), data_set(structure, batches)))
    return data_set(structure, batches)


def _one_sample(facts: ArrayFacts) -> ArrayFacts:
    return facts.but(shape=None if facts.shape is None else facts.shape[1:])


@function("keras.utils.text_dataset_from_directory")
def text_dataset(machine: Machine, arguments: Arguments) -> Value | None:
    """`text_dataset_from_directory(directory, label_mode="int")`."""
    mode = arguments.constant("label_mode", 2, "int")
    inputs = ArrayFacts(
        shape=(None,), dtype="str", content=Content.TEXT, origin=arguments.origin, tensor=True
    )
    classes = number_of(arguments.get("class_names", 3))
    targets = labels(mode, classes, inputs, arguments.origin, column=True)
    return _from_directory(arguments, inputs, targets, batch_position=4, shuffle=(6, True))


@function("keras.utils.timeseries_dataset_from_array")
def timeseries_dataset(machine: Machine, arguments: Arguments) -> Value | None:
    """`timeseries_dataset_from_array(data, targets, sequence_length)`."""
    source = array_of(arguments.get("data", 0))
    length = arguments.get("sequence_length", 2)
    if source is None or length is None:
        return None
    facts = source.facts
    shape = None if facts.shape is None else (None, dim_of(length), *facts.shape[1:])
    inputs = facts.but(shape=shape, tensor=True, content=facts.content or Content.SERIES)
    given = arguments.get("targets", 1)
    targets: tuple[ArrayFacts, ...] | None = ()
    if given is not None and given != NONE:
        labels = facts_of(given)
        targets = None if labels is None else (without_samples(labels),)
    return _from_directory(arguments, inputs, targets, batch_position=5, shuffle=(6, False))
