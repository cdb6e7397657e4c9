"""Attention layers agree with Keras."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.keras_api.shapes.asking_keras import Trial, assert_agreement
from tests.keras_api.shapes.drawing import Plain, batches, configs, few, flags, sizes, small

scores = st.fixed_dictionaries({}, optional={"return_attention_scores": flags})


@st.composite
def query_value_key(draw: st.DrawFn, *, same_features: bool = False) -> list[Plain]:
    """Two or three sequences of one batch; the keys are as many as the values."""
    batch, length, features = draw(batches), draw(sizes), draw(sizes)
    value_features = features if same_features else draw(sizes)
    shapes: list[Plain] = [(batch, draw(sizes), features), (batch, length, value_features)]
    if draw(st.booleans()):
        shapes.append((batch, length, draw(st.sampled_from([value_features, features]))))
    return shapes


def unmistakable(shapes: list[Plain]) -> bool:
    """Does it not matter which of the tensors is the value and which the key?"""
    return len(shapes) < 3 or shapes[1] == shapes[2]


@given(
    shapes=query_value_key(),
    config=configs(
        num_heads_=small,
        key_dim_=small,
        value_dim=st.one_of(st.none(), small),
        use_bias=flags,
        output_shape=st.one_of(st.none(), small, st.tuples(small, small)),
        use_gate=flags,
    ),
    call=scores,
)
@few
def test_multi_head_attention_projects_to_the_size_of_the_query(
    shapes: list[Plain], config: dict[str, Any], call: dict[str, Any]
) -> None:
    trial = Trial("MultiHeadAttention", config, shapes, call)
    complete = shapes[0][1] == shapes[1][1] and unmistakable(shapes)
    assert_agreement(trial, complete=complete)


@given(
    shapes=query_value_key(same_features=True),
    config=st.builds(
        lambda heads, shared, size, rest: {
            "num_query_heads": heads * shared,
            "num_key_value_heads": shared,
            "head_dim": size,
            **rest,
        },
        small,
        small,
        small,
        configs(use_bias=flags, use_gate=flags),
    ),
    call=scores,
)
@few
def test_grouped_heads_share_keys_and_values(
    shapes: list[Plain], config: dict[str, Any], call: dict[str, Any]
) -> None:
    assert_agreement(Trial("GroupQueryAttention", config, shapes, call))


@pytest.mark.parametrize("name", ["Attention", "AdditiveAttention"])
@given(shapes=query_value_key(same_features=True), config=configs(use_scale=flags), call=scores)
@few
def test_attention_weighs_the_values(
    name: str, shapes: list[Plain], config: dict[str, Any], call: dict[str, Any]
) -> None:
    assert_agreement(Trial(name, config, shapes, call))


@given(shapes=query_value_key(same_features=True), mode=st.sampled_from(["dot", "concat"]))
@few
def test_attention_may_score_by_concatenation(shapes: list[Plain], mode: str) -> None:
    assert_agreement(Trial("Attention", {"score_mode": mode}, shapes))
