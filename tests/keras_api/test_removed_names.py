"""What is said to be gone is gone, and its successor is there: asked of Keras and TensorFlow."""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest

from kerascop.keras_api import removed_names
from kerascop.keras_api.removed_names import removed_name

keras = pytest.importorskip("keras")


def found(path: str) -> bool:
    """Does the dotted name lead somewhere?"""
    package, *rest = path.replace("tf.", "tensorflow.", 1).split(".")
    thing: object = importlib.import_module(package)
    for place, part in enumerate(rest):
        if isinstance(thing, ModuleType) and not hasattr(thing, part):
            try:
                importlib.import_module(".".join([package, *rest[: place + 1]]))
            except ImportError:
                return False
        if not hasattr(thing, part):
            return False
        thing = getattr(thing, part)
    return True


GONE = (
    "keras.utils.np_utils.to_categorical",
    "keras.layers.core.Dense",
    "keras.layers.merge",
    "keras.layers.CuDNNLSTM",
    "keras.preprocessing.image.ImageDataGenerator",
    "keras.preprocessing.text.Tokenizer",
    "keras.backend.reshape",
    "keras.losses.mse",
    "keras.utils.multi_gpu_model",
    "keras.wrappers.scikit_learn.KerasClassifier",
    "keras.objectives.mse",
    "tensorflow.keras.layers.experimental.preprocessing.Rescaling",
)
THERE = (
    "keras.layers.Convolution2D",
    "keras.utils.Sequence",
    "keras.utils.to_categorical",
    "keras.preprocessing.sequence.pad_sequences",
    "keras.applications.resnet50.ResNet50",
    "keras.backend.clear_session",
    "keras.models.load_model",
    "keras.datasets.mnist",
    "keras.losses.mean_squared_error",
    "tensorflow.keras.backend.reshape",
    "tensorflow.keras.preprocessing.image.ImageDataGenerator",
    "tensorflow.reduce_mean",
)


@pytest.mark.parametrize("path", GONE)
def test_a_name_that_is_said_to_be_gone_is_gone(path: str) -> None:
    assert removed_name(path) is not None
    assert not found(path)


@pytest.mark.parametrize("path", THERE)
def test_a_name_that_is_still_there_is_not_said_to_be_gone(path: str) -> None:
    assert removed_name(path) is None
    assert found(path)


@pytest.mark.parametrize("path", sorted(removed_names._TENSORFLOW))
def test_tensorflow_2_lacks_the_name_and_has_its_successor(path: str) -> None:
    assert not found(path)
    successor = removed_names._TENSORFLOW[path]
    assert not successor or found(successor)


@pytest.mark.parametrize("path", sorted(removed_names._METHODS))
def test_models_of_keras_3_lack_the_method(path: str) -> None:
    assert not hasattr(keras.Model, path.rpartition(".")[2])
    assert not hasattr(keras.Sequential, path.rpartition(".")[2])


@pytest.mark.parametrize("path", sorted(removed_names._ATTRIBUTES))
def test_optimizers_of_keras_3_lack_the_attribute_and_have_its_successor(path: str) -> None:
    optimizer = keras.optimizers.Adam()
    assert not hasattr(optimizer, path.rpartition(".")[2])
    assert hasattr(optimizer, removed_names._ATTRIBUTES[path])


@pytest.mark.parametrize(
    "path",
    [
        "keras.engine.topology.Layer",
        "tensorflow.python.keras.layers.Dense",
        "tensorflow.compat.v1.set_random_seed",
        "tensorflow.keras.optimizers.legacy.Adam",
        "tf_keras.preprocessing.image.ImageDataGenerator",
        "numpy.random.seed",
        "mypackage.layers.core.Dense",
    ],
)
def test_nothing_is_said_of_private_modules_old_packages_and_strangers(path: str) -> None:
    assert removed_name(path) is None
