"""What the data sets of Keras hold."""

from __future__ import annotations

import pytest

from kerascop.keras_api.datasets import dataset_facts
from kerascop.keras_api.losses import Labels

NAMES = (
    "mnist fashion_mnist cifar10 cifar100 imdb reuters boston_housing california_housing"
).split()


@pytest.mark.parametrize("name", NAMES)
def test_every_data_set_of_keras_is_known(name: str) -> None:
    facts = dataset_facts(f"tensorflow.keras.datasets.{name}.load_data")
    assert facts is not None
    assert facts.name == name


def test_labels_have_a_column_in_cifar_and_none_in_mnist() -> None:
    cifar = dataset_facts("keras.datasets.cifar10.load_data")
    mnist = dataset_facts("keras.datasets.mnist.load_data")
    assert cifar is not None
    assert mnist is not None
    assert [cifar.x_shape, cifar.y_shape, cifar.classes] == [(32, 32, 3), (1,), 10]
    assert [mnist.x_shape, mnist.y_shape, mnist.classes] == [(28, 28), (), 10]
    assert mnist.is_image
    assert mnist.x_range[1] == 255
    assert mnist.labels is Labels.CLASS_IDS


def test_a_test_split_divides_the_whole() -> None:
    boston = dataset_facts("keras.datasets.boston_housing.load_data")
    assert boston is not None
    assert boston.sizes() == boston.sizes(0.2) == (404, 102)
    assert boston.sizes(0.5) == (253, 253)
    assert not boston.is_image
    assert boston.classes is None


@pytest.mark.parametrize("path", ["keras.datasets.imdb.get_word_index", "keras.layers.Dense", "x"])
def test_nothing_else_is_a_data_set(path: str) -> None:
    assert dataset_facts(path) is None
