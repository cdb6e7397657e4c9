"""Convolutions have the shapes and weights that Keras gives them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.keras_api.shapes.asking_keras import Trial, assert_agreement
from tests.keras_api.shapes.drawing import (
    configs,
    few,
    flags,
    formats,
    mostly,
    one_or_each,
    paddings,
    shapes_of_rank,
    small,
)

RANKS = (1, 2, 3)


def _window(rank: int) -> dict[str, st.SearchStrategy[object]]:
    return {
        "kernel_size_": one_or_each(small, rank),
        "strides": one_or_each(st.integers(1, 3), rank),
        "dilation_rate": one_or_each(st.integers(1, 2), rank),
        "data_format": formats,
        "use_bias": flags,
    }


def _plain(rank: int) -> st.SearchStrategy[dict[str, object]]:
    padding = st.sampled_from(["valid", "same", "causal"]) if rank == 1 else paddings
    return configs(
        filters_=st.integers(1, 6), padding=padding, groups=st.integers(1, 3), **_window(rank)
    )


@pytest.mark.parametrize("rank", RANKS)
@given(data=st.data())
@few
def test_a_convolution_slides_its_kernel_over_the_map(rank: int, data: st.DataObject) -> None:
    trial = Trial(f"Conv{rank}D", data.draw(_plain(rank)), [data.draw(mostly(rank + 2))])
    assert_agreement(trial)


@pytest.mark.parametrize("rank", RANKS)
@given(data=st.data())
@few
def test_a_transposed_convolution_enlarges_the_map(rank: int, data: st.DataObject) -> None:
    config = data.draw(
        configs(
            filters_=st.integers(1, 6),
            padding=paddings,
            output_padding=st.one_of(st.none(), one_or_each(st.integers(0, 2), rank)),
            **_window(rank),
        )
    )
    assert_agreement(Trial(f"Conv{rank}DTranspose", config, [data.draw(mostly(rank + 2))]))


@pytest.mark.parametrize("rank", [1, 2])
@given(data=st.data())
@few
def test_a_depthwise_convolution_multiplies_the_channels(rank: int, data: st.DataObject) -> None:
    config = data.draw(
        configs(depth_multiplier=st.integers(1, 3), padding=paddings, **_window(rank))
    )
    assert_agreement(Trial(f"DepthwiseConv{rank}D", config, [data.draw(mostly(rank + 2))]))


@pytest.mark.parametrize("rank", [1, 2])
@given(data=st.data())
@few
def test_a_separable_convolution_is_depthwise_and_then_pointwise(
    rank: int, data: st.DataObject
) -> None:
    config = data.draw(
        configs(
            filters_=st.integers(1, 6),
            depth_multiplier=st.integers(1, 3),
            padding=paddings,
            **_window(rank),
        )
    )
    assert_agreement(Trial(f"SeparableConv{rank}D", config, [data.draw(mostly(rank + 2))]))


@pytest.mark.parametrize("rank", RANKS)
@given(data=st.data())
@few
def test_a_convolutional_lstm_keeps_or_drops_the_time(rank: int, data: st.DataObject) -> None:
    config = data.draw(
        configs(
            filters_=st.integers(1, 4),
            padding=paddings,
            return_sequences=flags,
            return_state=flags,
            go_backwards=flags,
            **_window(rank),
        )
    )
    assert_agreement(Trial(f"ConvLSTM{rank}D", config, [data.draw(shapes_of_rank(rank + 3))]))
