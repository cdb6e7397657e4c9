"""Calls of layers that move, cut, repeat or pad axes."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.keras_api.shapes.calls import Trial
from tests.keras_api.shapes.drawing import (
    any_shapes,
    configs,
    flags,
    formats,
    mostly,
    mostly_of_rank,
    one_or_each,
    small,
    spoilt,
)
from tests.keras_api.shapes.trials.convolution import on_a_map
from tests.keras_api.shapes.trials.registry import Trials, each_rank, rank_of, trials_of


@trials_of("Reshape")
def reshapes(name: str) -> Trials:
    """Often to as many elements, often with one axis left open."""

    @st.composite
    def draw_one(draw: st.DrawFn) -> Trial:
        factors = draw(st.lists(st.integers(1, 4), max_size=4))
        shape = [draw(st.sampled_from([None, 2])), *factors]
        target = list(draw(st.permutations(factors)))
        if len(target) > 1 and draw(flags):
            target = [target[0] * target[1], *target[2:]]
        if target and draw(st.integers(0, 3)) == 0:
            target[0] += 1
        for _ in range(draw(mostly(st.integers(0, 1), 2))):
            if target:
                target[draw(st.integers(0, len(target) - 1))] = -1
        if len(shape) > 1 and not draw(st.integers(0, 9)):
            shape[draw(st.integers(1, len(shape) - 1))] = None
        return Trial(name, {"target_shape": tuple(target)}, [tuple(shape)])

    return draw_one()


@trials_of("Flatten")
def flattened(name: str) -> Trials:
    return st.builds(Trial, st.just(name), configs(data_format=formats), st.tuples(any_shapes()))


@trials_of("Permute")
def permuted(name: str) -> Trials:
    @st.composite
    def draw_one(draw: st.DrawFn) -> Trial:
        rank = draw(st.integers(1, 5))
        dims = tuple(draw(st.permutations(range(1, rank))))
        config = {"dims": draw(mostly(st.just(dims), (0, 1), (1, 1), (1, 3)))}
        return Trial(name, config, [draw(mostly_of_rank(rank))])

    return draw_one()


@trials_of("RepeatVector")
def repeated(name: str) -> Trials:
    config = configs(n_=spoilt(small))
    return st.builds(Trial, st.just(name), config, st.tuples(mostly_of_rank(2)))


def _ends(rank: int) -> st.SearchStrategy[Any]:
    ends = mostly(st.integers(0, 4), -1)
    if rank == 1:
        return st.one_of(ends, st.tuples(ends, ends))
    pairs = st.tuples(*[st.tuples(ends, ends)] * rank)
    return mostly(st.one_of(ends, st.tuples(*[ends] * rank), pairs), (1, 2, 3, 4))


@trials_of(*each_rank("ZeroPadding{}D"))
def padded(name: str) -> Trials:
    rank = rank_of(name)
    return on_a_map(name, rank, configs(padding=_ends(rank), data_format=formats))


@trials_of(*each_rank("Cropping{}D"))
def cropped(name: str) -> Trials:
    rank = rank_of(name)
    formats_ = {} if rank == 1 else {"data_format": formats}
    return on_a_map(name, rank, configs(cropping=_ends(rank), **formats_))


@trials_of(*each_rank("UpSampling{}D"))
def enlarged(name: str) -> Trials:
    rank = rank_of(name)
    factors = spoilt(small) if rank == 1 else one_or_each(spoilt(small), rank)
    more: dict[str, st.SearchStrategy[Any]] = {} if rank == 1 else {"data_format": formats}
    if rank == 2:
        more["interpolation"] = mostly(st.sampled_from(["nearest", "bilinear"]), "cubic")
    return on_a_map(name, rank, configs(size=factors, **more))
