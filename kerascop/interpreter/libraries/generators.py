"""Keras' `ImageDataGenerator`: what it makes of arrays, and of images in folders and tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kerascop.dimensions import Dim, Shape
from kerascop.graph.arrays import ArrayFacts, Batches, Content, Labels, Scaling
from kerascop.graph.facts import Argument, Fact
from kerascop.graph.pipelines import Loader
from kerascop.interpreter.keras.facts import argument_of
from kerascop.interpreter.libraries.arithmetic import binary
from kerascop.interpreter.libraries.array_functions import listed
from kerascop.interpreter.libraries.facts import after, facts_of, plain
from kerascop.interpreter.libraries.images import channels_of
from kerascop.interpreter.registry import FUNCTIONS, OBJECT_METHODS, attribute
from kerascop.interpreter.translating import shape_of
from kerascop.interpreter.values import (
    NONE,
    NOT_CONSTANT,
    Arguments,
    ArrayValue,
    BatchesValue,
    Constant,
    Given,
    LibraryObject,
    Value,
    python_value,
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
    if _augmenting(receiver):
        return True
    options = [_option(receiver, name) for name in _AUGMENTING]
    return None if NOT_CONSTANT in options else False


def _augmenting(receiver: LibraryObject) -> dict[str, Origin]:
    """The options that are known to change images at random."""
    return {
        name: given.origin
        for name, given in receiver.arguments.items()
        if name in _AUGMENTING
        and _option(receiver, name) not in (None, False, 0, 0.0, NOT_CONSTANT)
    }


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
    shuffle_position: int,
    loader: Loader | None = None,
) -> BatchesValue:
    shuffled = arguments.constant("shuffle", shuffle_position, default=True)
    return BatchesValue(
        Batches(
            (inputs,),
            targets,
            arguments.origin,
            batched=True,
            endless=False,
            shuffled=shuffled if isinstance(shuffled, bool) else None,
            augmented=_augments(receiver),
            augmenting=_augmenting(receiver),
            loader=loader,
            classes=_class_ids(arguments.origin),
        )
    )


def _class_ids(origin: Origin) -> ArrayFacts:
    """What a generator keeps as `classes`: the class ids in the order of the files."""
    return ArrayFacts(
        dtype="int32", labels=Labels.CLASS_IDS, whole_numbers=True, low=0, origin=origin
    )


@attribute(BatchesValue, "classes", "labels")
def _classes(machine: Machine, receiver: Value) -> Value | None:
    """`generator.classes`."""
    known = receiver.batches.classes if isinstance(receiver, BatchesValue) else None
    return None if known is None else ArrayValue(known)


def _fit(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    """`generator.fit(x)`: statistics for the featurewise options."""
    if isinstance(receiver, LibraryObject):
        machine.journal.put(receiver.attributes, "fitted", arguments.origin)
    return NONE


def _note_use(machine: Machine, receiver: LibraryObject, arguments: Arguments) -> None:
    machine.journal.append(machine.trace.generators, (receiver, arguments.origin))


def without_samples(facts: ArrayFacts) -> ArrayFacts:
    """The same array in batches of any size."""
    shape = None if facts.shape is None else (None, *facts.shape[1:])
    return facts.but(shape=shape, same=facts.same)


def _flow(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    """`generator.flow(x, y)`."""
    source = facts_of(arguments.get("x", 0))
    if source is None or not isinstance(receiver, LibraryObject):
        return None
    _note_use(machine, receiver, arguments)
    inputs = _prepared(machine, receiver, without_samples(source))
    given = arguments.get("y", 1)
    targets: tuple[ArrayFacts, ...] | None = ()
    if given is not None and given != NONE:
        labels = facts_of(given)
        targets = None if labels is None else (without_samples(labels),)
    return _batches(receiver, inputs, targets, arguments, shuffle_position=3)


def images(size: Value | None, channels: Dim, origin: Origin) -> ArrayFacts:
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


def labels(
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


def number_of(names: Value | None) -> Dim:
    """How many names a list holds."""
    members = listed(names)
    return None if members is None else len(members)


def loader_of(
    arguments: Arguments,
    names: tuple[str, str, str],
    parameters: Mapping[str, tuple[int | None, Fact]],
    inputs: ArrayFacts,
    targets: tuple[ArrayFacts, ...] | None,
) -> Loader:
    """The call of a loader.

    `names` are those of the function and of its parameters for labels and size; `parameters` gives
    the position and the default of every parameter that matters.
    """
    bound: dict[str, Argument] = {}
    for name, (position, default) in parameters.items():
        given = arguments.given(name, position)
        bound[name] = Argument(default, None, False) if given is None else argument_of(given)
    return Loader(*names, bound, inputs, targets, arguments.origin)


_FLOW_DEFAULTS: Mapping[str, Fact] = {
    "target_size": (256, 256),
    "color_mode": "rgb",
    "classes": None,
    "class_mode": "categorical",
}


def _flow_from(name: str, parameters: dict[str, int]) -> Any:
    def flow(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
        if not isinstance(receiver, LibraryObject):
            return None

        def given(name: str) -> Value | None:
            return arguments.get(name, parameters.get(name))

        if arguments.incomplete:
            return BatchesValue(Batches(origin=arguments.origin, batched=True))
        _note_use(machine, receiver, arguments)
        channels = channels_of(given("color_mode"), 3)
        raw = images(given("target_size"), channels, arguments.origin)
        inputs = _prepared(machine, receiver, raw)
        asked = given("class_mode")
        mode = "categorical" if asked is None else python_value(asked)
        targets = labels(mode, number_of(given("classes")), inputs, arguments.origin, column=False)
        names = (name, "class_mode", "target_size")
        every = {key: (parameters[key], default) for key, default in _FLOW_DEFAULTS.items()}
        loader = loader_of(arguments, names, every, inputs, targets)
        return _batches(receiver, inputs, targets, arguments, parameters["shuffle"], loader)

    return flow


OBJECT_METHODS[_GENERATOR, "fit"] = _fit
OBJECT_METHODS[_GENERATOR, "flow"] = _flow
OBJECT_METHODS[_GENERATOR, "flow_from_directory"] = _flow_from(
    "flow_from_directory",
    {"target_size": 1, "color_mode": 2, "classes": 3, "class_mode": 4, "shuffle": 6},
)
OBJECT_METHODS[_GENERATOR, "flow_from_dataframe"] = _flow_from(
    "flow_from_dataframe",
    {"target_size": 5, "color_mode": 6, "classes": 7, "class_mode": 8, "shuffle": 10},
)
