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

from tests.keras_api.shapes.asking_keras import KerasAnswer, Trial, assert_agreement
from tests.keras_api.shapes.drawing import (
    Plain,
    configs,
    few,
    flags,
    one_or_each,
    shapes_of_rank,
    small,
)


def ask_keras_2(trial: Trial) -> KerasAnswer | None:
    """Keras 2's answer, or `None` if it refuses."""
    tf_keras.backend.clear_session()
    try:
        layer = getattr(tf_keras.layers, trial.name)(**trial.config)
        tensors = [tf_keras.Input(shape=shape[1:], batch_size=shape[0]) for shape in trial.shapes]
        result = layer(*tensors, **trial.call)
    except Exception:  # noqa: BLE001 - however Keras refuses, it refuses
        return None
    outputs = result if isinstance(result, list | tuple) else [result]
    return KerasAnswer(
        [tuple(tensor.shape) for tensor in outputs],
        sum(math.prod(weight.shape) for weight in layer.trainable_weights),
        sum(math.prod(weight.shape) for weight in layer.non_trainable_weights),
    )


@pytest.mark.parametrize("rank", [1, 2])
@given(data=st.data())
@few
def test_a_locally_connected_layer_has_weights_for_every_position(
    rank: int, data: st.DataObject
) -> None:
    config: dict[str, Any] = data.draw(
        configs(
            filters_=small,
            kernel_size_=one_or_each(small, rank),
            strides=one_or_each(st.integers(1, 2), rank),
            use_bias=flags,
        )
    )
    shape = data.draw(shapes_of_rank(rank + 2, st.integers(4, 7)))
    assert_agreement(Trial(f"LocallyConnected{rank}D", config, [shape]), ask=ask_keras_2)


@given(shape=shapes_of_rank(3))
@few
def test_a_thresholded_relu_keeps_the_shape(shape: Plain) -> None:
    assert_agreement(Trial("ThresholdedReLU", {"theta": 1.0}, [shape]), ask=ask_keras_2)


@pytest.mark.parametrize("name", ["LSTM", "GRU", "Conv2D", "Dense"])
def test_everyday_layers_have_the_same_weights_in_keras_2(name: str) -> None:
    config: dict[str, Any] = {"units": 3}
    shape: Plain = (None, 5, 4)
    if name == "Conv2D":
        config, shape = {"filters": 3, "kernel_size": 2}, (None, 6, 6, 2)
    assert_agreement(Trial(name, config, [shape]), ask=ask_keras_2)
