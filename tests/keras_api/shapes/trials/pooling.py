"""Calls of pooling layers."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.keras_api.shapes.drawing import (
    configs,
    flags,
    formats,
    mostly,
    one_or_each,
    small,
    spoilt,
)
from tests.keras_api.shapes.trials.convolution import on_a_map
from tests.keras_api.shapes.trials.registry import Trials, each_rank, rank_of, trials_of


@trials_of(*each_rank("MaxPooling{}D", "AveragePooling{}D"))
def windows(name: str) -> Trials:
    rank = rank_of(name)
    extent = one_or_each(spoilt(small), rank)
    needs_size = name.startswith("Average")
    config = configs(
        **{"pool_size_" if needs_size else "pool_size": extent},
        strides=st.one_of(st.none(), one_or_each(small, rank)),
        padding=mostly(st.sampled_from(["valid", "same"]), "SAME"),
        data_format=formats,
    )
    return on_a_map(name, rank, config)


@trials_of(*each_rank("GlobalMaxPooling{}D", "GlobalAveragePooling{}D"))
def whole_maps(name: str) -> Trials:
    return on_a_map(name, rank_of(name), configs(data_format=formats, keepdims=flags))


@trials_of(*each_rank("AdaptiveMaxPooling{}D", "AdaptiveAveragePooling{}D"))
def adaptive(name: str) -> Trials:
    rank = rank_of(name)
    size = mostly(one_or_each(spoilt(small), rank), None)
    return on_a_map(name, rank, configs(output_size_=size, data_format=formats))
