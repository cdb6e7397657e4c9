"""Keras' image generators and directory loaders, and the time series and text data sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kerascop.dimensions import Dim, Shape
from kerascop.graph.arrays import ArrayFacts, Batches, Content, Labels, Scaling
from kerascop.interpreter.libraries.arithmetic import binary
from kerascop.interpreter.libraries.array_functions import listed
from kerascop.interpreter.libraries.datasets import data_set
from kerascop.interpreter.libraries.facts import after, array_of, facts_of, plain
from kerascop.interpreter.libraries.images import channels_of
from kerascop.interpreter.registry import FUNCTIONS, OBJECT_METHODS, function
from kerascop.interpreter.values import (
    NONE,
    NOT_CONSTANT,
    Arguments,
    ArrayValue,
    BatchesValue,
    Constant,
    Given,
    LibraryObject,
    TupleValue,
    Unknown,
    Value,
    dim_of,
    python_value,
    shape_of,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin

_GENERATOR = "keras.preprocessing.image.ImageDataGenerator"
_PARAMETERS = (
    "featurewise_center",
    "samplewise_center",
    "featurewise_std_normalization",
    "samplewise_std_normalization",
    "zca_whitening",
    "zca_epsilon",
    "rotation_range",
    "width_shift_range",
    "height_shift_range",
    "brightness_range",
    "shear_range",
    "zoom_range",
    "channel_shift_range",
    "fill_mode",
    "cval",
    "horizontal_flip",
    "vertical_flip",
    "rescale",
    "preprocessing_function",
)
_AUGMENTING = frozenset(
    {
        "rotation_range",
        "width_shift_range",
        "height_shift_range",
        "brightness_range",
        "shear_range",
        "zoom_range",
        "channel_shift_range",
        "horizontal_flip",
        "vertical_flip",
    }
)
_CENTRING = ("featurewise_center", "samplewise_center", "zca_whitening")
_NORMALISING = ("featurewise_std_normalization", "samplewise_std_normalization")


def _make_generator(machine: Machine, arguments: Arguments) -> Value | None:
    """`ImageDataGenerator(…)`."""
    given: dict[str, Given] = dict(zip(_PARAMETERS, arguments.positional, strict=False))
    given.update(arguments.keywords)
    return LibraryObject(_GENERATOR, None, given, arguments.origin)


for _path in (
    _GENERATOR,
    "keras.legacy.preprocessing.image.ImageDataGenerator",
    "keras_preprocessing.image.ImageDataGenerator",
):
    FUNCTIONS[_path] = _make_generator


def _option(receiver: LibraryObject, name: str) -> Any:
    """The constant that an option of a generator was given; `None` if absent or `None`."""
    given = receiver.arguments.get(name)
    return None if given is None else python_value(given.value)


def _augments(receiver: LibraryObject) -> bool | None:
    """Does the generator change images at random? `None` if that cannot be told."""
    options = [_option(receiver, name) for name in _AUGMENTING]
    if any(option is NOT_CONSTANT for option in options):
        return None
    return any(option not in (None, False, 0, 0.0) for option in options)


def _prepared(machine: Machine, receiver: LibraryObject, images: ArrayFacts) -> ArrayFacts:
    """What the generator makes of images: its function first, then its factor, then statistics."""
    facts = plain(images, dtype="float32")
    function_given = receiver.arguments.get("preprocessing_function")
    if function_given is not None and function_given.value != NONE:
        facts = _applied(machine, function_given, facts)
    factor = receiver.arguments.get("rescale")
    if factor is not None and factor.value not in (NONE, Constant(0), Constant(1)):
        facts = _rescaled(machine, factor, facts)
    normalising = [name for name in _NORMALISING if _option(receiver, name) not in (None, False)]
    centring = [name for name in _CENTRING if _option(receiver, name) not in (None, False)]
    if not normalising and not centring:
        return facts
    given = receiver.arguments[(normalising or centring)[0]]
    return plain(
        facts,
        low=None,
        high=None,
        whole_numbers=None,
        scaling=Scaling.STANDARDISED if normalising else facts.scaling,
        changed=after(facts, given.origin),
    )


def _applied(machine: Machine, given: Given, facts: ArrayFacts) -> ArrayFacts:
    """The images behind a preprocessing function, which sees them one by one."""
    shape = facts.shape
    single = plain(facts, shape=None if shape is None else shape[1:])
    result = facts_of(machine.call_with(given.value, (ArrayValue(single),), given.origin))
    if result is None or result.root != facts.root:
        return plain(
            facts,
            low=None,
            high=None,
            whole_numbers=None,
            content=facts.content,
            changed=after(facts, given.origin),
        )
    return plain(result, shape=shape, dtype="float32", origin=facts.origin)


def _rescaled(machine: Machine, factor: Given, facts: ArrayFacts) -> ArrayFacts:
    product = binary(machine, "*", ArrayValue(facts), factor.value, factor.origin)
    if isinstance(product, ArrayValue):
        return plain(product.facts, shape=facts.shape, dtype="float32", content=facts.content)
    return plain(
        facts,
        low=None,
        high=None,
        whole_numbers=None,
        scaling=Scaling.DIVIDED,
        changed=after(facts, factor.origin),
    )


def _batches(
    receiver: LibraryObject,
    inputs: ArrayFacts,
    targets: tuple[ArrayFacts, ...] | None,
    arguments: Arguments,
) -> BatchesValue:
    shuffled = arguments.constant("shuffle", default=True)
    return BatchesValue(
        Batches(
            (inputs,),
            targets,
            arguments.origin,
            batched=True,
            endless=False,
            shuffled=shuffled if isinstance(shuffled, bool) else None,
            augmented=_augments(receiver),
        )
    )


def _fit(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    """`generator.fit(x)`: statistics for the featurewise options."""
    if isinstance(receiver, LibraryObject):
        machine.journal.put(receiver.attributes, "fitted", arguments.origin)
    return NONE


def _note_use(machine: Machine, receiver: LibraryObject, arguments: Arguments) -> None:
    machine.journal.append(machine.trace.generators, (receiver, arguments.origin))


def _without_samples(facts: ArrayFacts) -> ArrayFacts:
    shape = None if facts.shape is None else (None, *facts.shape[1:])
    return facts.but(shape=shape, same=facts.same)


def _flow(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    """`generator.flow(x, y)`."""
    source = facts_of(arguments.get("x", 0))
    if source is None or not isinstance(receiver, LibraryObject):
        return None
    _note_use(machine, receiver, arguments)
    inputs = _prepared(machine, receiver, _without_samples(source))
    given = arguments.get("y", 1)
    targets: tuple[ArrayFacts, ...] | None = ()
    if given is not None and given != NONE:
        labels = facts_of(given)
        targets = None if labels is None else (_without_samples(labels),)
    return _batches(receiver, inputs, targets, arguments)


def _images(size: Value | None, channels: Dim, origin: Origin) -> ArrayFacts:
    """Images as directory loaders give them before any rescaling: float32 of 0 to 255."""
    if size is None:
        height, width = 256, 256
    else:
        found = shape_of(size)
        height, width = found if found is not None and len(found) == 2 else (None, None)  # type: ignore[assignment]
    return ArrayFacts(
        shape=(None, height, width, channels),
        dtype="float32",
        low=0,
        high=255,
        content=Content.IMAGES,
        origin=origin,
    )


def _labels(
    mode: Any, classes: Dim, inputs: ArrayFacts, origin: Origin, *, column: bool
) -> tuple[ArrayFacts, ...] | None:
    """Targets of a `class_mode` or `label_mode`; `None` where it is not known what they are."""
    if mode is None:
        return ()
    if mode == "input":
        return (inputs,)
    shape: Shape = (None,)
    if mode == "categorical":
        return (
            ArrayFacts(
                shape=(None, classes),
                dtype="float32",
                low=0,
                high=1,
                labels=Labels.ONE_HOT,
                classes=classes,
                whole_numbers=True,
                origin=origin,
            ),
        )
    if mode == "binary":
        classes = 2
        shape = (None, 1) if column else (None,)
    elif mode not in ("sparse", "int"):
        return None
    return (
        ArrayFacts(
            shape=shape,
            low=0,
            high=classes - 1 if isinstance(classes, int) else None,
            labels=Labels.CLASS_IDS,
            classes=classes,
            whole_numbers=True,
            origin=origin,
        ),
    )


def _number_of(names: Value | None) -> Dim:
    members = listed(names)
    return None if members is None else len(members)


def _flow_from(default_size: str, parameters: dict[str, int]) -> Any:
    def flow(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
        if not isinstance(receiver, LibraryObject):
            return None

        def given(name: str) -> Value | None:
            return arguments.get(name, parameters.get(name))

        if arguments.incomplete:
            return BatchesValue(Batches(origin=arguments.origin, batched=True))
        _note_use(machine, receiver, arguments)
        channels = channels_of(given("color_mode"), 3)
        raw = _images(given(default_size), channels, arguments.origin)
        inputs = _prepared(machine, receiver, raw)
        asked = given("class_mode")
        mode = "categorical" if asked is None else python_value(asked)
        targets = _labels(
            mode, _number_of(given("classes")), inputs, arguments.origin, column=False
        )
        return _batches(receiver, inputs, targets, arguments)

    return flow


OBJECT_METHODS[_GENERATOR, "fit"] = _fit
OBJECT_METHODS[_GENERATOR, "flow"] = _flow
OBJECT_METHODS[_GENERATOR, "flow_from_directory"] = _flow_from(
    "target_size", {"target_size": 1, "color_mode": 2, "classes": 3, "class_mode": 4}
)
OBJECT_METHODS[_GENERATOR, "flow_from_dataframe"] = _flow_from(
    "target_size", {"target_size": 5, "color_mode": 6, "classes": 7, "class_mode": 8}
)


@function("keras.utils.image_dataset_from_directory")
def image_dataset(machine: Machine, arguments: Arguments) -> Value | None:
    """`image_dataset_from_directory(directory, label_mode="int", image_size=(256, 256))`."""
    origin = arguments.origin
    mode = arguments.constant("label_mode", 2, "int")
    if arguments.constant("labels", 1, "inferred") is None:
        mode = None
    channels = channels_of(arguments.get("color_mode", 4), 3)
    inputs = _images(arguments.get("image_size", 6), channels, origin).but(tensor=True)
    if arguments.constant("data_format") == "channels_first":
        inputs = inputs.but(shape=None)
    classes = _number_of(arguments.get("class_names", 3))
    targets = _labels(mode, classes, inputs, origin, column=True)
    return _from_directory(arguments, inputs, targets, batch_position=5)


def _from_directory(
    arguments: Arguments,
    inputs: ArrayFacts,
    targets: tuple[ArrayFacts, ...] | None,
    *,
    batch_position: int,
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
    made = data_set(
        structure,
        Batches(
            (inputs,),
            targets,
            arguments.origin,
            batched=batched,
            endless=False,
            shuffled=arguments.constant("shuffle", default=True) is True,
        ),
    )
    if arguments.constant("subset") == "both":
        return TupleValue((made, made))
    return made


def _one_sample(facts: ArrayFacts) -> ArrayFacts:
    return facts.but(shape=None if facts.shape is None else facts.shape[1:])


@function("keras.utils.text_dataset_from_directory")
def text_dataset(machine: Machine, arguments: Arguments) -> Value | None:
    """`text_dataset_from_directory(directory, label_mode="int")`."""
    mode = arguments.constant("label_mode", 2, "int")
    inputs = ArrayFacts(
        shape=(None,), dtype="str", content=Content.TEXT, origin=arguments.origin, tensor=True
    )
    classes = _number_of(arguments.get("class_names", 3))
    targets = _labels(mode, classes, inputs, arguments.origin, column=True)
    return _from_directory(arguments, inputs, targets, batch_position=4)


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
        targets = None if labels is None else (_without_samples(labels),)
    return _from_directory(arguments, inputs, targets, batch_position=5)
