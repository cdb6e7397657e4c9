"""Calls of normalization layers."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.keras_api.shapes.calls import Trial, Written
from tests.keras_api.shapes.drawing import any_shapes, configs, flags, mostly, mostly_of_rank
from tests.keras_api.shapes.trials.registry import Trials, trials_of

axes = mostly(st.integers(-3, 4), 7)
several = st.one_of(axes, st.lists(st.integers(1, 3), min_size=1, unique=True).map(tuple))
switches = {"center": flags, "scale": flags, "trainable": flags}

CONFIGS = {
    "BatchNormalization": configs(axis=axes, renorm=flags, **switches),
    "LayerNormalization": configs(axis=several, rms_scaling=flags, **switches),
    "RMSNormalization": configs(axis=several),
    "GroupNormalization": configs(
        groups=mostly(st.sampled_from([-1, 1, 2, 3, 4]), 0, 13), axis=axes, **switches
    ),
    "Normalization": configs(
        axis=st.one_of(st.none(), several),
        mean=mostly(st.none(), 0.5),
        variance=mostly(st.none(), 2.0),
    ),
}


@trials_of(*CONFIGS)
def normalizations(name: str) -> Trials:
    return st.builds(Trial, st.just(name), CONFIGS[name], st.tuples(any_shapes()))


NORMALIZED = (
    (Written("Dense", {"units": 3}), 2),
    (Written("Dense", {"units": 3, "use_bias": False}), 3),
    (Written("Conv1D", {"filters": 2, "kernel_size": 2}), 3),
    (Written("Conv2D", {"filters": 2, "kernel_size": 2}), 4),
    (Written("Conv2DTranspose", {"filters": 2, "kernel_size": 2}), 4),
    (Written("DepthwiseConv2D", {"kernel_size": 2, "depth_multiplier": 2}), 4),
    (Written("Embedding", {"input_dim": 5, "output_dim": 2}), 2),
    (Written("EinsumDense", {"equation": "ab,bc->ac", "output_shape": 5}), 2),
    (Written("Flatten", {}), 3),
    (Written("BatchNormalization", {}), 3),
    (Written("LSTM", {"units": 3}), 3),
)


@trials_of("SpectralNormalization")
def spectral(name: str) -> Trials:
    @st.composite
    def draw_one(draw: st.DrawFn) -> Trial:
        layer, rank = draw(st.sampled_from(NORMALIZED))
        config = draw(configs(layer_=st.just(layer), power_iterations=mostly(st.just(2), 0)))
        return Trial(name, config, [draw(mostly_of_rank(rank, st.integers(2, 5)))])

    return draw_one()
