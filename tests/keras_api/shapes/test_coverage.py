"""Every layer that Keras offers has a shape function."""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import pytest

from kerascop.keras_api.shapes import known_layers

WITHOUT_SHAPES = frozenset({"InputSpec", "Layer", "Wrapper", "MaxNumBoundingBoxes", "Pipeline"})
"""Base classes, what is no layer, and what takes no tensor that a shape could be told of."""

OFFERED = sorted(
    name
    for name in dir(keras.layers)
    if isinstance(getattr(keras.layers, name), type) and name not in WITHOUT_SHAPES
)


@pytest.mark.parametrize("name", OFFERED)
def test_a_public_layer_is_known(name: str) -> None:
    assert name in known_layers()
