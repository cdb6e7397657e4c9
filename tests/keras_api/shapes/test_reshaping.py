"""Layers that move, cut, repeat or pad axes agree with Keras."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.keras_api.shapes.asking_keras import Trial, assert_agreement
from tests.keras_api.shapes.drawing import (
    Plain,
    any_shapes,
    configs,
    few,
    formats,
    mostly,
    one_or_each,
    shapes_of_rank,
    small,
)

RANKS = (1, 2, 3)


@st.composite
def reshapes(draw: st.DrawFn) -> tuple[Plain, tuple[int, ...]]:
    """A shape and a target, often with as many elements, often with one axis left open."""
    factors = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    shape = (draw(st.sampled_from([None, 2])), *factors)
    target = draw(st.permutations(factors))
    if len(target) > 1 and draw(st.booleans()):
        target = [target[0] * target[1], *target[2:]]
    if draw(st.integers(0, 3)) == 0:
        target[0] += 1
    if draw(st.booleans()):
        target[draw(st.integers(0, len(target) - 1))] = -1
    return shape, tuple(target)


@given(drawn=reshapes())
@few
def test_reshape_keeps_the_number_of_elements(drawn: tuple[Plain, tuple[int, ...]]) -> None:
    shape, target = drawn
    assert_agreement(Trial("Reshape", {"target_shape": target}, [shape]))


@given(shape=any_shapes(), config=configs(data_format=formats))
@few
def test_flatten_leaves_two_axes(shape: Plain, config: dict[str, Any]) -> None:
    assert_agreement(Trial("Flatten", config, [shape]))


@given(data=st.data())
@few
def test_permute_moves_axes(data: st.DataObject) -> None:
    rank = data.draw(st.integers(2, 5))
    dims = tuple(data.draw(st.permutations(range(1, rank))))
    assert_agreement(Trial("Permute", {"dims": dims}, [data.draw(mostly(rank))]))


@given(times=small, shape=mostly(2))
@few
def test_repeat_vector_makes_a_sequence(times: int, shape: Plain) -> None:
    assert_agreement(Trial("RepeatVector", {"n": times}, [shape]))


def _ends(rank: int) -> st.SearchStrategy[Any]:
    ends = st.integers(0, 4)
    if rank == 1:
        return st.one_of(ends, st.tuples(ends, ends))
    pairs = st.tuples(*[st.tuples(ends, ends)] * rank)
    return st.one_of(ends, st.tuples(*[ends] * rank), pairs)


@pytest.mark.parametrize("rank", RANKS)
@given(data=st.data())
@few
def test_padding_lengthens_the_axes(rank: int, data: st.DataObject) -> None:
    config = data.draw(configs(padding=_ends(rank), data_format=formats))
    assert_agreement(Trial(f"ZeroPadding{rank}D", config, [data.draw(mostly(rank + 2))]))


@pytest.mark.parametrize("rank", RANKS)
@given(data=st.data())
@few
def test_cropping_shortens_the_axes(rank: int, data: st.DataObject) -> None:
    config = data.draw(configs(cropping=_ends(rank)))
    if rank > 1:
        config.update(data.draw(configs(data_format=formats)))
    assert_agreement(Trial(f"Cropping{rank}D", config, [data.draw(mostly(rank + 2))]))


@pytest.mark.parametrize("rank", RANKS)
@given(data=st.data())
@few
def test_upsampling_repeats_positions(rank: int, data: st.DataObject) -> None:
    factors = small if rank == 1 else one_or_each(small, rank)
    config = data.draw(configs(size=factors))
    if rank > 1:
        config.update(data.draw(configs(data_format=formats)))
    shape = data.draw(shapes_of_rank(rank + 2, small))
    assert_agreement(Trial(f"UpSampling{rank}D", config, [shape]))
