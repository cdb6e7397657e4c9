"""Calls of convolutions of every kind."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.keras_api.shapes.calls import Trial
from tests.keras_api.shapes.drawing import (
    configs,
    flags,
    formats,
    mostly,
    mostly_of_rank,
    one_or_each,
    paddings,
    small,
    spoilt,
)
from tests.keras_api.shapes.trials.registry import Trials, each_rank, rank_of, trials_of


def window(rank: int) -> dict[str, st.SearchStrategy[Any]]:
    """The arguments of everything that slides a kernel over a map."""
    return {
        "kernel_size_": one_or_each(spoilt(small), rank),
        "strides": one_or_each(spoilt(st.integers(1, 3)), rank),
        "dilation_rate": one_or_each(st.integers(1, 2), rank),
        "data_format": formats,
        "use_bias": flags,
        "padding": paddings,
    }


filters = spoilt(st.integers(1, 6))
lora_ranks = st.sampled_from([None, None, 2])


def on_a_map(name: str, rank: int, config: st.SearchStrategy[dict[str, Any]]) -> Trials:
    """The layer called on a feature map, now and then on something else."""
    return st.builds(Trial, st.just(name), config, st.tuples(mostly_of_rank(rank + 2)))


@trials_of(*each_rank("Conv{}D"))
def convolutions(name: str) -> Trials:
    rank = rank_of(name)
    arguments = window(rank)
    if rank == 1:
        arguments["padding"] = st.sampled_from(["valid", "same", "causal"])
    groups = mostly(st.just(1), 2, 3, 0)
    trainable = {"trainable": flags, "lora_rank": lora_ranks}
    return on_a_map(name, rank, configs(filters_=filters, groups=groups, **arguments, **trainable))


@trials_of(*each_rank("Conv{}DTranspose"))
def transposed(name: str) -> Trials:
    rank = rank_of(name)
    more = st.one_of(st.none(), one_or_each(st.integers(0, 2), rank))
    return on_a_map(name, rank, configs(filters_=filters, output_padding=more, **window(rank)))


@trials_of(*each_rank("DepthwiseConv{}D", ranks=(1, 2)))
def depthwise(name: str) -> Trials:
    rank = rank_of(name)
    depth = spoilt(st.integers(1, 3))
    return on_a_map(name, rank, configs(depth_multiplier=depth, **window(rank)))


@trials_of(*each_rank("SeparableConv{}D", ranks=(1, 2)))
def separable(name: str) -> Trials:
    rank = rank_of(name)
    depth = spoilt(st.integers(1, 3))
    config = configs(filters_=filters, depth_multiplier=depth, **window(rank))
    return on_a_map(name, rank, config)


@trials_of(*each_rank("ConvLSTM{}D"))
def convolutional_lstms(name: str) -> Trials:
    rank = rank_of(name)
    more = {
        "return_sequences": flags,
        "return_state": flags,
        "go_backwards": flags,
        "stateful": mostly(st.just(False), True),
    }
    arguments = window(rank)
    arguments["kernel_size_"] = one_or_each(small, rank)
    arguments["strides"] = one_or_each(st.integers(1, 2), rank)
    config = configs(filters_=st.integers(1, 4), **arguments, **more)
    return on_a_map(name, rank + 1, config)
