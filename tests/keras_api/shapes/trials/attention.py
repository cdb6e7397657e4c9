"""Calls of attention layers."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.keras_api.shapes.calls import Plain, Trial
from tests.keras_api.shapes.drawing import (
    any_shapes,
    batches,
    configs,
    flags,
    mostly,
    opened,
    sizes,
    small,
    spoilt,
)
from tests.keras_api.shapes.trials.registry import Trials, trials_of

scores = st.fixed_dictionaries({}, optional={"return_attention_scores": flags})


@st.composite
def query_value_key(draw: st.DrawFn, *, same_features: bool = False) -> list[Plain]:
    """Two or three sequences of one batch; mostly, the keys are as many as the values."""
    batch, length, features = draw(batches), draw(opened(sizes)), draw(opened(sizes))
    value_features = features if same_features else draw(sizes)
    shapes: list[Plain] = [(batch, draw(opened(sizes)), features), (batch, length, value_features)]
    if draw(st.booleans()):
        key_length = draw(mostly(st.just(length), 13)) if length else None
        shapes.append((batch, key_length, draw(st.sampled_from([value_features, features, 5]))))
    if not draw(st.integers(0, 11)):
        shapes[draw(st.integers(0, len(shapes) - 1))] = draw(any_shapes(2, 4))
    return shapes


@trials_of("MultiHeadAttention")
def multi_head(name: str) -> Trials:
    config: st.SearchStrategy[dict[str, Any]] = configs(
        num_heads_=spoilt(small),
        key_dim_=spoilt(small),
        value_dim=st.one_of(st.none(), small),
        use_bias=flags,
        output_shape=st.one_of(st.none(), small, st.tuples(small, small)),
        use_gate=flags,
        attention_axes=mostly(st.none(), (1,), (2,)),
    )
    return st.builds(Trial, st.just(name), config, query_value_key(), scores)


@trials_of("GroupedQueryAttention")
def grouped(name: str) -> Trials:
    @st.composite
    def draw_one(draw: st.DrawFn) -> Trial:
        heads, shared = draw(small), draw(small)
        config = {
            "num_query_heads": heads * shared + draw(mostly(st.just(0), 1)),
            "num_key_value_heads": shared,
            "head_dim": draw(small),
            **draw(configs(use_bias=flags, use_gate=flags)),
        }
        alike = draw(mostly(st.just(True), False))
        return Trial(name, config, draw(query_value_key(same_features=alike)), draw(scores))

    return draw_one()


@trials_of("Attention", "AdditiveAttention")
def weighted_values(name: str) -> Trials:
    more = {"score_mode": mostly(st.sampled_from(["dot", "concat"]), "sum")}
    config = configs(use_scale=flags, **({} if name == "AdditiveAttention" else more))

    @st.composite
    def draw_one(draw: st.DrawFn) -> Trial:
        shapes = draw(query_value_key(same_features=True))
        shapes = draw(mostly(st.just(shapes), shapes[:1], [*shapes, shapes[0], shapes[0]]))
        return Trial(
            name,
            draw(config),
            shapes,
            draw(scores),
            listed=draw(mostly(st.just(True), len(shapes) > 1)),
        )

    return draw_one()
