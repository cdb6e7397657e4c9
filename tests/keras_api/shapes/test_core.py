"""Dense layers, embeddings and layers that change no axis agree with Keras."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.keras_api.shapes.asking_keras import Trial, assert_agreement
from tests.keras_api.shapes.drawing import (
    Plain,
    any_shapes,
    configs,
    few,
    flags,
    mostly,
    shapes_of_rank,
    small,
)

UNCHANGED: dict[str, dict[str, object]] = {
    "Activation": {"activation": "relu"},
    "ActivityRegularization": {},
    "AlphaDropout": {"rate": 0.2},
    "Dropout": {"rate": 0.5},
    "ELU": {},
    "GaussianDropout": {"rate": 0.2},
    "GaussianNoise": {"stddev": 0.1},
    "Identity": {},
    "LeakyReLU": {},
    "ReLU": {},
    "Rescaling": {"scale": 0.1},
    "Softmax": {},
    "UnitNormalization": {},
}


@given(
    config=configs(units_=st.integers(1, 9), use_bias=flags, activation=st.just("relu")),
    shape=any_shapes(),
)
@few
def test_a_dense_layer_replaces_the_last_axis(config: dict[str, object], shape: Plain) -> None:
    assert_agreement(Trial("Dense", config, [shape]))


@given(config=configs(input_dim_=st.integers(1, 9), output_dim_=small), shape=any_shapes(1, 3))
@few
def test_an_embedding_adds_an_axis(config: dict[str, object], shape: Plain) -> None:
    assert_agreement(Trial("Embedding", config, [shape], dtype="int32"))


@given(
    config=configs(input_dim_=st.integers(1, 9), output_dim_=small, tie_weights=flags),
    shape=shapes_of_rank(2),
    reverse=flags,
)
@few
def test_a_reversible_embedding_leads_both_ways(
    config: dict[str, object], shape: tuple[int | None, ...], reverse: bool
) -> None:
    dtype = "float32" if reverse else "int32"
    width = config["output_dim"]
    assert isinstance(width, int)
    called_on = (*shape, width) if reverse else shape
    trial = Trial("ReversibleEmbedding", config, [called_on], {"reverse": reverse}, dtype)
    assert_agreement(trial)


@pytest.mark.parametrize("name", sorted(UNCHANGED))
@given(shape=any_shapes(2))
@few
def test_a_layer_without_a_say_in_shapes_keeps_them(name: str, shape: Plain) -> None:
    assert_agreement(Trial(name, UNCHANGED[name], [shape]))


@given(shape=any_shapes(3, 5))
@few
def test_masking_keeps_the_shape(shape: Plain) -> None:
    assert_agreement(Trial("Masking", {}, [shape]))


@pytest.mark.parametrize("rank", [1, 2, 3])
@given(data=st.data())
@few
def test_spatial_dropout_wants_a_feature_map(rank: int, data: st.DataObject) -> None:
    shape = data.draw(mostly(rank + 2))
    assert_agreement(Trial(f"SpatialDropout{rank}D", {"rate": 0.3}, [shape]))


@given(
    shape=any_shapes(2, 4),
    config=configs(
        shared_axes=st.one_of(
            st.none(), st.integers(1, 3), st.lists(st.integers(1, 3), unique=True).map(tuple)
        )
    ),
)
@few
def test_a_parametric_relu_shares_slopes_along_axes(
    shape: Plain, config: dict[str, object]
) -> None:
    assert_agreement(Trial("PReLU", config, [shape]))


EQUATIONS = [
    ("ab,bc->ac", 2, (5,), "c"),
    ("abc,cd->abd", 3, (None, 7), "d"),
    ("abc,cde->abde", 3, (None, 2, 3), "de"),
    ("abcd,cde->abe", 4, (None, 6), "e"),
    ("...x,xy->...y", 3, (4,), "y"),
    ("...x,xy->...y", 5, (4,), None),
    ("ab...,bc->ac...", 4, (5,), "c"),
    ("abc,bd->adc", 3, (8, None), None),
]


@pytest.mark.parametrize(("equation", "rank", "output", "bias"), EQUATIONS)
@given(data=st.data())
@few
def test_an_einsum_layer_follows_its_equation(
    equation: str,
    rank: int,
    output: tuple[int | None, ...],
    bias: str | None,
    data: st.DataObject,
) -> None:
    config = {"equation": equation, "output_shape": output, "bias_axes": bias}
    trial = Trial("EinsumDense", config, [data.draw(shapes_of_rank(rank))])
    assert_agreement(trial, complete=False)
