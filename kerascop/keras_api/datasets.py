"""What `keras.datasets.*.load_data()` returns: shapes, types, ranges and labels.

Sizes and types are those of the loaders in `keras/src/datasets/` and of the archives that they
fetch. `load_data()` returns `(x_train, y_train), (x_test, y_test)`.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kerascop.keras_api.losses import Labels
from kerascop.keras_api.paths import resolve
from kerascop.keras_api.symbols import Kind, Symbol

if TYPE_CHECKING:
    from collections.abc import Mapping


class DataSetFacts(Struct, frozen=True):
    """One data set.

    `x_shape` and `y_shape` are those of one sample: CIFAR's labels have the shape `(1,)`, so that
    the array is `(n, 1)`; MNIST's have `()`. `x_shape` is `None` where samples are lists of word
    ids of differing lengths. `x_range` and `y_range` are the least and greatest values. A type of
    `None` is not documented. `test_split` is the default of the argument of that name, where the
    loader has one; `train_size` and `test_size` go with the default.
    """

    name: str
    train_size: int
    test_size: int
    x_shape: tuple[int, ...] | None
    x_dtype: str | None
    x_range: tuple[float, float]
    y_shape: tuple[int, ...]
    y_dtype: str | None
    y_range: tuple[float, float]
    labels: Labels
    classes: int | None = None
    test_split: float | None = None

    @property
    def is_image(self) -> bool:
        """Whether samples are images, of 8-bit pixels."""
        return self.x_dtype == "uint8"

    def sizes(self, test_split: float | None = None) -> tuple[int, int]:
        """How many samples are for training and for test, for a `test_split` that is given."""
        if test_split is None or self.test_split is None:
            return self.train_size, self.test_size
        total = self.train_size + self.test_size
        train = int(total * (1 - test_split))
        return train, total - train


_PIXELS = (0.0, 255.0)


def _images(
    name: str,
    sizes: tuple[int, int],
    x_shape: tuple[int, ...],
    y_shape: tuple[int, ...],
    classes: int,
    y_dtype: str = "uint8",
) -> DataSetFacts:
    return DataSetFacts(
        name=name,
        train_size=sizes[0],
        test_size=sizes[1],
        x_shape=x_shape,
        x_dtype="uint8",
        x_range=_PIXELS,
        y_shape=y_shape,
        y_dtype=y_dtype,
        y_range=(0.0, classes - 1.0),
        labels=Labels.CLASS_IDS,
        classes=classes,
    )


_FACTS: Final[Mapping[str, DataSetFacts]] = {
    facts.name: facts
    for facts in (
        _images("mnist", (60000, 10000), (28, 28), (), 10),
        _images("fashion_mnist", (60000, 10000), (28, 28), (), 10),
        _images("cifar10", (50000, 10000), (32, 32, 3), (1,), 10),
        _images("cifar100", (50000, 10000), (32, 32, 3), (1,), 100, "int64"),
        DataSetFacts(
            name="imdb",
            train_size=25000,
            test_size=25000,
            x_shape=None,
            x_dtype="object",
            x_range=(1.0, inf),
            y_shape=(),
            y_dtype="int64",
            y_range=(0.0, 1.0),
            labels=Labels.BINARY,
            classes=2,
        ),
        DataSetFacts(
            name="reuters",
            train_size=8982,
            test_size=2246,
            x_shape=None,
            x_dtype="object",
            x_range=(1.0, inf),
            y_shape=(),
            y_dtype="int64",
            y_range=(0.0, 45.0),
            labels=Labels.CLASS_IDS,
            classes=46,
            test_split=0.2,
        ),
        DataSetFacts(
            name="boston_housing",
            train_size=404,
            test_size=102,
            x_shape=(13,),
            x_dtype="float64",
            x_range=(0.0, 711.0),
            y_shape=(),
            y_dtype="float64",
            y_range=(5.0, 50.0),
            labels=Labels.VALUES,
            test_split=0.2,
        ),
        DataSetFacts(
            name="california_housing",
            train_size=16512,
            test_size=4128,
            x_shape=(8,),
            x_dtype=None,
            x_range=(-124.35, 39320.0),
            y_shape=(),
            y_dtype=None,
            y_range=(14999.0, 500001.0),
            labels=Labels.VALUES,
            test_split=0.2,
        ),
    )
}

DATA_SETS: Final = tuple(_FACTS.values())
"""The data sets of `keras.datasets`."""

CALIFORNIA_SMALL: Final = 600
"""How many samples `california_housing.load_data(version="small")` keeps before it splits."""

CIFAR100_COARSE_CLASSES: Final = 20
"""How many classes `cifar100.load_data(label_mode="coarse")` has."""


@lru_cache(maxsize=256)
def dataset_facts(loader: str | Symbol) -> DataSetFacts | None:
    """The facts of a data set by its `load_data` function, as a symbol or as a dotted path
    (`tensorflow.keras.datasets.mnist.load_data`); `None` for anything else.

    They hold for default arguments. `label_mode="coarse"` of CIFAR-100 and `version="small"` of the
    Californian houses change sizes as the constants here say; `num_words=n` of the texts keeps word
    ids below `n`, and `maxlen` drops samples.
    """
    symbol = loader if isinstance(loader, Symbol) else resolve(loader)
    if symbol is None or symbol.kind is not Kind.DATASET:
        return None
    return _FACTS.get(symbol.name.split(".")[2])
