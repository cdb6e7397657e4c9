"""Recurrent layers, their cells and the wrappers around them agree with Keras."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerascop.dimensions import BATCH
from kerascop.keras_api.shapes import infer
from tests.keras_api.shapes.asking_keras import Trial, Written, assert_agreement
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

LAYERS = ("SimpleRNN", "LSTM", "GRU")
CELLS = ("SimpleRNNCell", "LSTMCell", "GRUCell")


def _recurrent(name: str) -> st.SearchStrategy[dict[str, Any]]:
    more = {"reset_after": flags} if name.startswith("GRU") else {}
    return configs(
        units_=small,
        use_bias=flags,
        return_sequences=flags,
        return_state=flags,
        go_backwards=flags,
        **more,
    )


@pytest.mark.parametrize("name", LAYERS)
@given(data=st.data())
@few
def test_a_recurrent_layer_gives_its_last_output_or_all(name: str, data: st.DataObject) -> None:
    assert_agreement(Trial(name, data.draw(_recurrent(name)), [data.draw(mostly(3))]))


@given(
    names=st.lists(st.sampled_from(CELLS), min_size=1, max_size=3),
    units=small,
    config=configs(return_sequences=flags),
    shape=shapes_of_rank(3, small),
)
@few
def test_cells_are_stacked(
    names: list[str], units: int, config: dict[str, Any], shape: Plain
) -> None:
    cells = tuple(Written(name, {"units": units + place}) for place, name in enumerate(names))
    assert_agreement(Trial("RNN", {"cell": cells, **config}, [shape]))


@pytest.mark.parametrize("name", CELLS)
@given(units=small, config=configs(return_state=flags), shape=shapes_of_rank(3, small))
@few
def test_a_cell_runs_over_a_sequence(
    name: str, units: int, config: dict[str, Any], shape: Plain
) -> None:
    cell = Written(name, {"units": units})
    assert_agreement(Trial("RNN", {"cell": cell, **config}, [shape]))


@pytest.mark.parametrize("name", LAYERS)
@given(data=st.data())
@few
def test_both_directions_are_merged(name: str, data: st.DataObject) -> None:
    inner = Written(name, data.draw(_recurrent(name)))
    mode = data.draw(
        st.fixed_dictionaries(
            {}, optional={"merge_mode": st.sampled_from(["concat", "sum", "mul", "ave", None])}
        )
    )
    shape = data.draw(shapes_of_rank(3, small))
    assert_agreement(Trial("Bidirectional", {"layer": inner, **mode}, [shape]))


STEPS = (
    Written("Dense", {"units": 3}),
    Written("Conv2D", {"filters": 2, "kernel_size": 2}),
    Written("Flatten", {}),
    Written("LSTM", {"units": 2}),
    Written("BatchNormalization", {}),
    Written("MaxPooling2D", {"pool_size": 2}),
)


@given(layer=st.sampled_from(STEPS), shape=any_shapes(2, 5))
@few
def test_a_layer_is_applied_at_every_step(layer: Written, shape: Plain) -> None:
    assert_agreement(Trial("TimeDistributed", {"layer": layer}, [shape]), complete=False)


NORMALIZED = (
    (Written("Dense", {"units": 3}), 2),
    (Written("Conv2D", {"filters": 2, "kernel_size": 2}), 4),
    (Written("Conv2DTranspose", {"filters": 2, "kernel_size": 2}), 4),
    (Written("DepthwiseConv2D", {"kernel_size": 2, "depth_multiplier": 2}), 4),
)


@pytest.mark.parametrize(("layer", "rank"), NORMALIZED)
@given(data=st.data())
@few
def test_spectral_normalization_adds_a_vector(
    layer: Written, rank: int, data: st.DataObject
) -> None:
    shape = data.draw(shapes_of_rank(rank, st.integers(2, 5)))
    assert_agreement(Trial("SpectralNormalization", {"layer": layer}, [shape]))


@pytest.mark.parametrize(("name", "gates"), [("SimpleRNNCell", 1), ("LSTMCell", 4)])
def test_a_cell_on_its_own_gives_an_output_and_its_states(name: str, gates: int) -> None:
    inferred = infer(f"keras.layers.{name}", {"units": 5}, [(BATCH, 3), (BATCH, 5)])
    assert inferred.outputs == ((BATCH, 5), None)
    assert inferred.parameters == gates * (3 * 5 + 5 * 5 + 5)


def test_a_stateful_layer_keeps_its_states_among_the_weights() -> None:
    trial = Trial("LSTM", {"units": 5, "stateful": True}, [(4, 6, 3)])
    assert_agreement(trial)
