"""Calls of dense layers, embeddings, and of layers that change no axis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.keras_api.shapes.calls import Trial
from tests.keras_api.shapes.drawing import (
    any_shapes,
    batches,
    configs,
    flags,
    mostly,
    mostly_of_rank,
    opened,
    shapes_of_rank,
    sizes,
    small,
    spoilt,
)
from tests.keras_api.shapes.trials.registry import Trials, each_rank, rank_of, trials_of

UNCHANGED: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "Activation": configs(activation_=st.sampled_from(["relu", "softmax", None])),
    "ActivityRegularization": configs(l1=st.just(0.1), l2=st.just(0.1)),
    "AlphaDropout": configs(rate_=mostly(st.just(0.2), 2.0, -0.5)),
    "Dropout": configs(rate_=mostly(st.just(0.5), 1.5, -1)),
    "ELU": configs(alpha=st.just(0.5)),
    "GaussianDropout": configs(rate_=mostly(st.just(0.2), 3.0)),
    "GaussianNoise": configs(stddev_=mostly(st.just(0.1), 2.0, -1.0)),
    "Identity": configs(),
    "LeakyReLU": configs(negative_slope=mostly(st.just(0.1), -1.0)),
    "Masking": configs(mask_value=st.just(-1.0)),
    "ReLU": configs(max_value=mostly(st.just(6.0), -1.0), threshold=mostly(st.just(0.0), -1.0)),
    "Rescaling": configs(scale_=st.just(0.1), offset=st.just(1.0)),
    "Softmax": configs(axis=st.sampled_from([-1, 0, 1, 5])),
    "UnitNormalization": configs(axis=st.sampled_from([-1, 1, (1, 2), 7])),
}


@trials_of(*UNCHANGED)
def unchanged(name: str) -> Trials:
    return st.builds(Trial, st.just(name), UNCHANGED[name], st.tuples(any_shapes()))


@trials_of(*each_rank("SpatialDropout{}D"))
def spatial_dropouts(name: str) -> Trials:
    shape = mostly_of_rank(rank_of(name) + 2)
    return st.builds(Trial, st.just(name), configs(rate_=st.just(0.3)), st.tuples(shape))


@trials_of("Dense")
def dense(name: str) -> Trials:
    config = configs(
        units_=spoilt(st.integers(1, 9)),
        use_bias=flags,
        activation=st.just("relu"),
        trainable=flags,
        lora_rank=st.sampled_from([None, None, 2, 3]),
    )
    return st.builds(Trial, st.just(name), config, st.tuples(any_shapes()))


@trials_of("Embedding")
def embeddings(name: str) -> Trials:
    config = configs(
        input_dim_=spoilt(sizes),
        output_dim_=spoilt(small),
        mask_zero=flags,
        trainable=flags,
        lora_rank=st.sampled_from([None, None, 2]),
    )
    shape = any_shapes(1, 3)
    return st.builds(Trial, st.just(name), config, st.tuples(shape), st.just({}), st.just("int32"))


@trials_of("ReversibleEmbedding")
def reversible_embeddings(name: str) -> Trials:
    @st.composite
    def draw_one(draw: st.DrawFn) -> Trial:
        config = draw(
            configs(input_dim_=spoilt(sizes), output_dim_=spoilt(small), tie_weights=flags)
        )
        reverse = draw(flags)
        shape = draw(any_shapes(1, 3))
        if reverse:
            shape = (*shape, draw(mostly(st.just(config["output_dim"]), 5)))
        dtype = "float32" if reverse else "int32"
        return Trial(name, config, [shape], {"reverse": reverse}, dtype)

    return draw_one()


@trials_of("PReLU")
def parametric_relus(name: str) -> Trials:
    shared = st.one_of(
        st.none(), st.integers(1, 4), st.lists(st.integers(1, 3), unique=True).map(tuple)
    )
    return st.builds(Trial, st.just(name), configs(shared_axes=shared), st.tuples(any_shapes(1, 4)))


EQUATIONS: list[tuple[str, int, Any, tuple[str | None, ...]]] = [
    ("ab,bc->ac", 2, 5, (None, "c")),
    ("ab,bc->ac", 2, (5,), (None, "c", "b")),
    ("abc,cd->abd", 3, (None, 7), (None, "d", "bd")),
    ("abc,cde->abde", 3, (None, 2, 3), (None, "de")),
    ("abcd,cde->abe", 4, (None, 6), (None, "e")),
    ("abc,bd->adc", 3, (8, None), (None, "c")),
    ("abc, cd -> abd", 3, (None, 7), (None, "d")),
    ("...x,xy->...y", 3, 4, (None, "y")),
    ("...x,xy->...y", 3, (4,), (None, "y")),
    ("...x,xy->...y", 4, (4,), (None,)),
    ("...x,xy->...y", 5, (4,), (None, "y")),
    ("...bx,xy->...by", 4, (None, 4), (None, "y")),
    ("ab...,bc->ac...", 4, (5,), (None, "c")),
    ("ab...,bc->ac...", 3, 5, (None, "c")),
    ("abc,cd->abd", 3, (7,), (None,)),
]


@trials_of("EinsumDense")
def einsum(name: str) -> Trials:
    @st.composite
    def draw_one(draw: st.DrawFn) -> Trial:
        equation, rank, output, biases = draw(st.sampled_from(EQUATIONS))
        config = {
            "equation": equation,
            "output_shape": output,
            "bias_axes": draw(mostly(st.sampled_from(biases), "z")),
            **draw(configs(lora_rank=st.sampled_from([None, 2]))),
        }
        return Trial(name, config, [draw(mostly_of_rank(rank))])

    return draw_one()


@trials_of("InputLayer")
def input_layers(name: str) -> Trials:
    sizes_ = st.lists(opened(sizes), max_size=4).map(tuple)
    whole = st.tuples(batches, sizes_).map(lambda parts: (parts[0], *parts[1]))
    by_shape = configs(shape_=sizes_, batch_size=batches)
    by_batch = st.fixed_dictionaries({"batch_shape": whole})
    both = st.fixed_dictionaries({"batch_shape": whole, "shape": sizes_})
    config = st.one_of(by_shape, by_batch, both)
    return st.builds(Trial, st.just(name), config, st.just(()))


def _halve(tensor: Any) -> Any:
    return tensor / 2


@trials_of("Lambda")
def nothing_known(name: str) -> Trials:
    config = st.fixed_dictionaries({"function": st.just(_halve)})
    return st.builds(Trial, st.just(name), config, st.tuples(shapes_of_rank(2)))
