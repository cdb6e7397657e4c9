"""Pooling layers have the shapes that Keras gives them."""

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
KINDS = ("Max", "Average")


@pytest.mark.parametrize("rank", RANKS)
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@few
def test_pooling_keeps_one_value_of_each_window(kind: str, rank: int, data: st.DataObject) -> None:
    config = data.draw(
        configs(
            pool_size=one_or_each(small, rank),
            strides=st.one_of(st.none(), one_or_each(small, rank)),
            padding=paddings,
            data_format=formats,
        )
    )
    if rank == 3 or kind == "Max":
        config.setdefault("pool_size", 2)
    assert_agreement(Trial(f"{kind}Pooling{rank}D", config, [data.draw(mostly(rank + 2))]))


@pytest.mark.parametrize("rank", RANKS)
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@few
def test_global_pooling_keeps_the_channels(kind: str, rank: int, data: st.DataObject) -> None:
    config = data.draw(configs(data_format=formats, keepdims=flags))
    assert_agreement(Trial(f"Global{kind}Pooling{rank}D", config, [data.draw(mostly(rank + 2))]))


@pytest.mark.parametrize("rank", RANKS)
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@few
def test_adaptive_pooling_gives_the_size_asked_for(
    kind: str, rank: int, data: st.DataObject
) -> None:
    config = data.draw(configs(output_size_=one_or_each(small, rank), data_format=formats))
    shape = data.draw(shapes_of_rank(rank + 2, st.integers(4, 9)))
    assert_agreement(Trial(f"Adaptive{kind}Pooling{rank}D", config, [shape]))
