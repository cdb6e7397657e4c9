"""Keras' own data functions: built-in data sets, label encodings, padded sequences, tokenizers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.dimensions import Dim, Shape
from kerascop.graph.arrays import ArrayFacts, Content, Labels, Part, Scaling
from kerascop.interpreter.libraries.array_functions import first_argument
from kerascop.interpreter.libraries.facts import (
    after,
    array_of,
    dtype_of,
    facts_of,
    fresh_dim,
    plain,
    unknown_array,
)
from kerascop.interpreter.libraries.literals import is_real
from kerascop.interpreter.registry import FUNCTIONS, FunctionHandler, function
from kerascop.interpreter.translating import dim_of
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    ArrayValue,
    ListValue,
    TupleValue,
    Unknown,
    Value,
)
from kerascop.keras_api.applications import Preprocessing, preprocessing_of
from kerascop.keras_api.datasets import (
    CALIFORNIA_SMALL,
    CIFAR100_COARSE_CLASSES,
    DataSetFacts,
    dataset_facts,
)
from kerascop.keras_api.losses import Labels as TaskLabels

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


def _loader(name: str) -> FunctionHandler:
    def load(machine: Machine, arguments: Arguments) -> Value | None:
        facts = dataset_facts(f"keras.datasets.{name}.load_data")
        return None if facts is None else _data_set(facts, arguments)

    return load


for _name in (
    "mnist",
    "fashion_mnist",
    "cifar10",
    "cifar100",
    "imdb",
    "reuters",
    "boston_housing",
    "california_housing",
):
    FUNCTIONS[f"keras.datasets.{_name}.load_data"] = _loader(_name)


def _data_set(facts: DataSetFacts, arguments: Arguments) -> Value:
    """`(x_train, y_train), (x_test, y_test)`."""
    split = arguments.constant("test_split")
    number = split if isinstance(split, int | float) and not isinstance(split, bool) else None
    sizes: list[Dim] = list(facts.sizes(number))
    if (split is not None and number is None) or arguments.get("maxlen") is not None:
        sizes = [None, None]
    if facts.name == "california_housing":
        version = arguments.constant("version", 0, "large")
        if version == "small" and number is None:
            test = int(CALIFORNIA_SMALL * 0.2)
            sizes = [CALIFORNIA_SMALL - test, test]
        elif version != "large":
            sizes = [None, None]
    classes = facts.classes
    if facts.name == "cifar100":
        mode = arguments.constant("label_mode", 0, "fine")
        classes = (
            CIFAR100_COARSE_CLASSES if mode == "coarse" else classes if mode == "fine" else None
        )
    if arguments.incomplete:
        sizes = [None, None]
    parts = [
        TupleValue(
            (
                _samples(facts, part, size, arguments),
                _targets(facts, part, size, classes, arguments.origin),
            )
        )
        for part, size in zip(Part, sizes, strict=True)
    ]
    return TupleValue(tuple(parts))


def _samples(facts: DataSetFacts, part: Part, size: Dim, arguments: Arguments) -> ArrayValue:
    low, high = facts.x_range
    limit = arguments.constant("num_words", 1)
    if facts.x_shape is None and isinstance(limit, int):
        high = limit - 1
    content = Content.IMAGES if facts.is_image else Content.TABLE
    shape = (size,) if facts.x_shape is None else (size, *facts.x_shape)
    return ArrayValue(
        ArrayFacts(
            shape=shape,
            dtype=facts.x_dtype,
            low=low,
            high=high if is_real(high) else None,
            content=Content.TOKENS if facts.x_shape is None else content,
            whole_numbers=facts.is_image or facts.x_shape is None or None,
            origin=arguments.origin,
            part=part,
        )
    )


def _targets(
    facts: DataSetFacts, part: Part, size: Dim, classes: int | None, origin: Origin
) -> ArrayValue:
    values = facts.labels is TaskLabels.VALUES
    low, high = facts.y_range
    if not values:
        high = classes - 1 if classes is not None else None  # type: ignore[assignment]
    return ArrayValue(
        ArrayFacts(
            shape=(size, *facts.y_shape),
            dtype=facts.y_dtype,
            low=low,
            high=high,
            labels=None if values else Labels.CLASS_IDS,
            classes=None if values else classes,
            whole_numbers=None if values else True,
            origin=origin,
            part=part,
        )
    )


@function("keras.utils.to_categorical", "keras.utils.np_utils.to_categorical")
def to_categorical(machine: Machine, arguments: Arguments) -> Value | None:
    """`to_categorical(y, num_classes)`: a row with a single one for every class id."""
    first = arguments.get("x", 0) or arguments.get("y", 0)
    source = array_of(first)
    given = (
        arguments.get("num_classes", 1)
        or arguments.get("nb_classes", 1)
        or arguments.get("classes", 1)
    )
    classes: Dim = None
    if given is not None and given != NONE:
        classes = dim_of(given)
    elif source is not None:
        classes = _largest_id(source)
    if source is None:
        return None
    return one_hot(source.facts, classes, arguments, dtype=None, squeezes=True)


def _largest_id(source: ArrayValue) -> Dim:
    """The classes that `to_categorical` counts by itself: one more than the largest id."""
    facts = source.facts
    if source.literal is not None and facts.whole_numbers and facts.high is not None:
        return int(facts.high) + 1
    return facts.classes if facts.labels is Labels.CLASS_IDS else None


def one_hot(
    ids: ArrayFacts, classes: Dim, arguments: Arguments, *, dtype: str | None, squeezes: bool
) -> ArrayValue:
    """The one-hot codes of class ids, one more axis; `squeezes` drops a last axis of size one."""
    shape = ids.shape
    if shape is not None:
        if squeezes and len(shape) > 1 and shape[-1] == 1:
            shape = shape[:-1]
        shape = (*shape, classes)
    return ArrayValue(
        plain(
            ids,
            shape=shape,
            dtype=dtype,
            low=0,
            high=1,
            labels=Labels.ONE_HOT,
            classes=classes,
            whole_numbers=True,
            constant=None,
            # Ids that were divided are still wrong in another encoding.
            scaling=ids.scaling if ids.labels is Labels.CLASS_IDS else None,
            content=None,
            origin=ids.origin or arguments.origin,
            changed=after(ids, arguments.origin),
        )
    )


@function("tensorflow.one_hot", "keras.ops.one_hot", "keras.backend.one_hot")
def tensor_one_hot(machine: Machine, arguments: Arguments) -> Value | None:
    """`tf.one_hot(indices, depth)`."""
    first = arguments.get("indices", 0) or arguments.get("x", 0)
    source = facts_of(first)
    if source is None or arguments.get("on_value") or arguments.get("off_value"):
        return None
    depth = arguments.get("depth", 1) or arguments.get("num_classes", 1)
    if arguments.get("axis", 4) is not None:
        return None
    result = one_hot(source, dim_of(depth), arguments, dtype="float32", squeezes=False)
    return ArrayValue(result.facts.but(tensor=True))


@function("keras.utils.pad_sequences")
def pad_sequences(machine: Machine, arguments: Arguments) -> Value | None:
    """`pad_sequences(sequences, maxlen)`: rows of word ids, padded with zeros to one length."""
    sequences = arguments.get("sequences", 0)
    length = arguments.get("maxlen", 1)
    width = None if length is None or length == NONE else dim_of(length)
    if length is None or length == NONE:
        width = fresh_dim(machine, "longest")
    given = arguments.get("dtype", 2)
    dtype = "int32" if given is None else dtype_of(given)
    source = facts_of(sequences)
    rows: Dim = None
    if isinstance(sequences, ListValue) and sequences.exact:
        rows = len(sequences.items)
    elif source is not None and source.shape:
        rows = source.shape[0]
    known = source if source is not None else ArrayFacts()
    features = _features_of_steps(sequences, source)
    padding = arguments.constant("value", default=0)
    bounds = (known.low, known.high)
    padded = None not in bounds and isinstance(padding, int | float)
    return ArrayValue(
        plain(
            known,
            shape=None if features is None else (rows, width, *features),
            dtype=dtype,
            low=min(known.low or 0, padding) if padded else None,
            high=max(known.high or 0, padding) if padded else None,
            ids=known.ids if padding == 0 else None,
            labels=None,
            classes=None,
            constant=None,
            content=Content.TOKENS if "int" in (dtype or "") else known.content,
            whole_numbers=True if dtype == "int32" else None,
            origin=known.origin or arguments.origin,
            changed=after(known, arguments.origin),
        )
    )


def _features_of_steps(sequences: Value | None, source: ArrayFacts | None) -> Shape | None:
    """The axes behind the steps: none for ids, one for rows of features; `None` if not known."""
    if isinstance(sequences, ListValue) and sequences.items:
        step = facts_of(sequences.items[0])
        return None if step is None or step.shape is None else step.shape[1:]
    if source is None or source.shape is None:
        return () if source is not None and source.content is Content.TOKENS else None
    return source.shape[2:]


@function("keras.preprocessing.text.one_hot", "keras.preprocessing.text.hashing_trick")
def hashed_words(machine: Machine, arguments: Arguments) -> Value | None:
    """`one_hot(text, n)`: despite its name a list of word ids from 1 to `n - 1`."""
    count = dim_of(arguments.get("n", 1))
    high = count - 1 if isinstance(count, int) else None
    return unknown_array(
        arguments.origin,
        shape=(None,),
        low=None if high is None else 1,
        high=high,
        ids=count,
        content=Content.TOKENS,
        whole_numbers=True,
    )


def preprocessed(source: ArrayFacts, kind: Preprocessing, origin: Origin) -> ArrayFacts:
    """Facts of images behind a network's `preprocess_input`."""
    if kind is Preprocessing.INSIDE:
        return source.but(same=source.same)
    pixels = source.low == 0 and source.high == 255
    low, high = kind.network_range if pixels else (None, None)
    return plain(
        source,
        dtype=source.dtype if source.dtype in {"float32", "float64"} else "float32",
        low=low,
        high=high,
        scaling=Scaling.PREPROCESSED,
        content=source.content or Content.IMAGES,
        mode=kind.value,
        whole_numbers=None,
        constant=None,
        labels=None,
        classes=None,
        changed=after(source, origin),
    )


def _preprocessor(path: str) -> FunctionHandler:
    def handler(machine: Machine, arguments: Arguments) -> Value | None:
        first, rest = first_argument(arguments)
        source = facts_of(first)
        if source is None or (isinstance(first, Unknown) and first.term[0] == "name"):
            return None
        kind = preprocessing_of(path)
        if kind is None:
            mode = rest.constant("mode", 1, "caffe")
            kind = next((one for one in Preprocessing if one.value == mode), None)
        if kind is None or kind is Preprocessing.INSIDE:
            return ArrayValue(source) if kind is not None else None
        return ArrayValue(preprocessed(source, kind, arguments.origin))

    return handler


for _module in (
    "convnext",
    "densenet",
    "efficientnet",
    "efficientnet_v2",
    "imagenet_utils",
    "inception_resnet_v2",
    "inception_v3",
    "mobilenet",
    "mobilenet_v2",
    "mobilenet_v3",
    "nasnet",
    "regnet",
    "resnet",
    "resnet50",
    "resnet_rs",
    "resnet_v2",
    "vgg16",
    "vgg19",
    "xception",
):
    _path = f"keras.applications.{_module}.preprocess_input"
    FUNCTIONS[_path] = _preprocessor(_path)
