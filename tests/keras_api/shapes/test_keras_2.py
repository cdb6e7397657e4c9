"""Layers that only Keras 2 has agree with `tf_keras`."""

from __future__ import annotations

import math
import os
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import pytest
import tf_keras
from hypothesis import given
from hypothesis import strategies as st

from tests.keras_api.shapes.asking_keras import KerasAnswer, KerasRefusal, assert_agreement
from tests.keras_api.shapes.calls import Plain, Trial
from tests.keras_api.shapes.drawing import (
    any_shapes,
    closed_shapes,
    configs,
    flags,
    mostly,
    one_or_each,
    small,
    very_few,
)


def ask_keras_2(trial: Trial) -> KerasAnswer | KerasRefusal:
    """Keras 2's answer."""
    tf_keras.backend.clear_session()
    try:
        layer = getattr(tf_keras.layers, trial.name)(**trial.config)
        tensors = [tf_keras.Input(shape=shape[1:], batch_size=shape[0]) for shape in trial.shapes]
        result = layer(*tensors, **trial.call)
    except Exception as error:  # noqa: BLE001 - however Keras refuses, it refuses
        return KerasRefusal(f"{type(error).__name__}: {error}")
    outputs = result if isinstance(result, list | tuple) else [result]
    return KerasAnswer(
        [tuple(tensor.shape) for tensor in outputs],
        sum(math.prod(weight.shape) for weight in layer.trainable_weights),
        sum(math.prod(weight.shape) for weight in layer.non_trainable_weights),
    )


@st.composite
def locally_connected(draw: st.DrawFn, rank: int) -> Trial:
    """A call on a map whose axes are all known: Keras 2 refuses any other."""
    config = draw(
        configs(
            filters_=small,
            kernel_size_=one_or_each(small, rank),
            strides=one_or_each(st.integers(1, 2), rank),
            use_bias=flags,
        )
    )
    axes = draw(mostly(st.just(rank + 2), rank + 1, rank + 3))
    return Trial(f"LocallyConnected{rank}D", config, [draw(closed_shapes(axes, st.integers(3, 7)))])


def resized(name: str) -> st.SearchStrategy[Trial]:
    """Augmentation that changes the size of a batch of images."""
    image = closed_shapes(4, st.integers(4, 7))
    config = st.just({"factor": 0.2})
    return st.builds(Trial, st.just(name), config, st.tuples(image))


TRIALS_OF_KERAS_2: dict[str, st.SearchStrategy[Trial]] = {
    "LocallyConnected1D": locally_connected(1),
    "LocallyConnected2D": locally_connected(2),
    "RandomHeight": resized("RandomHeight"),
    "RandomWidth": resized("RandomWidth"),
    "ThresholdedReLU": st.builds(
        Trial, st.just("ThresholdedReLU"), configs(theta=st.just(1.0)), st.tuples(any_shapes())
    ),
}
"""Calls of layers that Keras 3 has no more."""


@pytest.mark.parametrize("name", sorted(TRIALS_OF_KERAS_2))
@given(data=st.data())
@very_few
def test_kerascop_agrees_with_keras_2_about(name: str, data: st.DataObject) -> None:
    assert_agreement(data.draw(TRIALS_OF_KERAS_2[name]), ask=ask_keras_2)


EVERYDAY: list[tuple[str, dict[str, Any], Plain]] = [
    ("LSTM", {"units": 3}, (None, 5, 4)),
    ("GRU", {"units": 3}, (None, 5, 4)),
    ("Dense", {"units": 3}, (None, 5, 4)),
    ("Conv2D", {"filters": 3, "kernel_size": 2}, (None, 6, 6, 2)),
]


@pytest.mark.parametrize(("name", "config", "shape"), EVERYDAY)
def test_everyday_layers_have_the_same_weights_in_keras_2(
    name: str, config: dict[str, Any], shape: Plain
) -> None:
    assert_agreement(Trial(name, config, [shape]), ask=ask_keras_2)
