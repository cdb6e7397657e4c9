"""Every layer that Keras offers is compared with Keras, or it stands here why not."""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import pytest
import tf_keras

from kerascop.keras_api.shapes import known_layers
from tests.keras_api.shapes.test_keras_2 import TRIALS_OF_KERAS_2
from tests.keras_api.shapes.trials import TRIALS

NOT_COMPARED = {
    "AbstractRNNCell": "a base class; only subclasses can be called",
    "DenseFeatures": "takes a dictionary of columns of TensorFlow's feature-column library",
    "FlaxLayer": "runs a module of Flax: foreign code, known to have an unknown shape",
    "InputSpec": "describes what a layer takes, and is no layer",
    "JaxLayer": "runs a function of JAX: foreign code, known to have an unknown shape",
    "Layer": "the base class; only subclasses can be called",
    "MaxNumBoundingBoxes": "takes a dictionary of boxes and labels, never a tensor",
    "Pipeline": "applies layers to data, not to the tensors of a model; its layers are compared",
    "TFSMLayer": "loads a saved model from a file: its shape stands nowhere in the source",
    "TorchModuleWrapper": "runs a module of PyTorch: foreign code, of unknown shape",
    "Wrapper": "the base class of wrappers; only subclasses can be called",
}
"""Classes without property tests, and why."""


def _classes(module: object) -> set[str]:
    """The layers of a module under their classes' own names, so that an alias counts once."""
    offered = (getattr(module, name) for name in dir(module))
    return {offer.__name__ for offer in offered if isinstance(offer, type)}


IN_KERAS_3 = _classes(keras.layers)
ONLY_IN_KERAS_2 = {
    name
    for name in dir(tf_keras.layers)
    if isinstance(getattr(tf_keras.layers, name), type) and not hasattr(keras.layers, name)
}


@pytest.mark.parametrize("name", sorted(IN_KERAS_3))
def test_a_layer_of_keras_3_is_compared(name: str) -> None:
    assert (name in TRIALS) != (name in NOT_COMPARED)


@pytest.mark.parametrize("name", sorted(ONLY_IN_KERAS_2))
def test_a_layer_that_only_keras_2_has_is_compared(name: str) -> None:
    assert (name in TRIALS_OF_KERAS_2) != (name in NOT_COMPARED)


def test_nothing_is_excused_that_is_no_longer_offered() -> None:
    assert set(NOT_COMPARED) <= IN_KERAS_3 | ONLY_IN_KERAS_2


ALIASES = sorted(
    name
    for name in dir(keras.layers)
    if isinstance(getattr(keras.layers, name), type)
    and getattr(keras.layers, name).__name__ in TRIALS
)


@pytest.mark.parametrize("name", ALIASES)
def test_a_layer_is_known_under_every_name(name: str) -> None:
    assert name in known_layers()
