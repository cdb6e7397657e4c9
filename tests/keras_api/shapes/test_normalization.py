"""Normalization layers have the weights that Keras gives them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.keras_api.shapes.asking_keras import Trial, assert_agreement
from tests.keras_api.shapes.drawing import Plain, any_shapes, configs, few, flags, shapes_of_rank

axes = st.integers(-3, 4)
several = st.one_of(axes, st.lists(st.integers(1, 3), min_size=1, unique=True).map(tuple))


@given(shape=any_shapes(2), config=configs(axis=axes, center=flags, scale=flags, renorm=flags))
@few
def test_batch_normalization_keeps_moving_averages(shape: Plain, config: dict[str, Any]) -> None:
    assert_agreement(Trial("BatchNormalization", config, [shape]))


@given(shape=any_shapes(2), config=configs(axis=several, center=flags, scale=flags))
@few
def test_layer_normalization_scales_the_axes_it_names(shape: Plain, config: dict[str, Any]) -> None:
    assert_agreement(Trial("LayerNormalization", config, [shape]))


@given(shape=any_shapes(2), config=configs(axis=several))
@few
def test_rms_normalization_only_scales(shape: Plain, config: dict[str, Any]) -> None:
    assert_agreement(Trial("RMSNormalization", config, [shape]))


@given(
    shape=shapes_of_rank(4),
    config=configs(groups_=st.sampled_from([-1, 1, 2, 3, 4]), center=flags, scale=flags),
)
@few
def test_group_normalization_divides_the_channels(shape: Plain, config: dict[str, Any]) -> None:
    assert_agreement(Trial("GroupNormalization", config, [shape]))


@given(shape=any_shapes(2), config=configs(axis=st.one_of(st.none(), several)))
@few
def test_normalization_learns_mean_and_variance(shape: Plain, config: dict[str, Any]) -> None:
    assert_agreement(Trial("Normalization", config, [shape]))


@pytest.mark.parametrize("name", ["BatchNormalization", "LayerNormalization"])
def test_without_trainable_no_weight_is_trained(name: str) -> None:
    assert_agreement(Trial(name, {"trainable": False}, [(None, 4)]))
