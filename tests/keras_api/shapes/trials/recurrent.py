"""Calls of recurrent layers, their cells, and the wrappers around them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.keras_api.shapes.calls import Trial, Written
from tests.keras_api.shapes.drawing import (
    any_shapes,
    batches,
    configs,
    flags,
    mostly,
    mostly_of_rank,
    opened,
    sizes,
    small,
    spoilt,
)
from tests.keras_api.shapes.trials.registry import Trials, trials_of

LAYERS = ("SimpleRNN", "LSTM", "GRU")
CELLS = ("SimpleRNNCell", "LSTMCell", "GRUCell")


def _units(name: str) -> dict[str, st.SearchStrategy[Any]]:
    more = {"reset_after": flags} if name.startswith("GRU") else {}
    return {"units_": spoilt(small), "use_bias": flags, **more}


_sequences: dict[str, st.SearchStrategy[Any]] = {
    "return_sequences": flags,
    "return_state": flags,
    "go_backwards": flags,
    "stateful": mostly(st.just(False), True),
    "unroll": mostly(st.just(False), True),
}


def recurrent_config(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """The arguments of a recurrent layer."""
    return configs(**_units(name), **_sequences)


@trials_of(*LAYERS)
def recurrent(name: str) -> Trials:
    return st.builds(Trial, st.just(name), recurrent_config(name), st.tuples(mostly_of_rank(3)))


def written_cell() -> st.SearchStrategy[Written]:
    """One of Keras' own cells."""
    return st.sampled_from(CELLS).flatmap(
        lambda name: st.builds(Written, st.just(name), configs(**{**_units(name), "units_": small}))
    )


def _stacks() -> st.SearchStrategy[Any]:
    many = st.lists(written_cell(), min_size=1, max_size=3).map(tuple)
    stack = st.builds(Written, st.just("StackedRNNCells"), st.fixed_dictionaries({"cells": many}))
    return st.one_of(written_cell(), many, stack)


@trials_of("RNN")
def of_cells(name: str) -> Trials:
    config = configs(cell_=_stacks(), **_sequences)
    return st.builds(Trial, st.just(name), config, st.tuples(mostly_of_rank(3, small)))


@trials_of(*CELLS)
def cells(name: str) -> Trials:
    """A cell is called on its input and the list of its states."""

    @st.composite
    def draw_one(draw: st.DrawFn) -> Trial:
        config = draw(configs(**_units(name)))
        batch = draw(batches)
        count = 2 if name.startswith("LSTM") else 1
        state = (batch, max(config["units"], 1))
        shapes = [(batch, draw(opened(sizes))), *[state] * count]
        return Trial(name, config, shapes, states=True)

    return draw_one()


@trials_of("StackedRNNCells")
def stacked(name: str) -> Trials:
    @st.composite
    def draw_one(draw: st.DrawFn) -> Trial:
        one_state = written_cell().filter(lambda cell: cell.name != "LSTMCell")
        inner = draw(st.lists(one_state, min_size=1, max_size=3).map(tuple))
        batch = draw(batches)
        states = [(batch, cell.config["units"]) for cell in inner]
        return Trial(name, {"cells": inner}, [(batch, draw(sizes)), *states], states=True)

    return draw_one()


@trials_of("Bidirectional")
def both_directions(name: str) -> Trials:
    @st.composite
    def draw_one(draw: st.DrawFn) -> Trial:
        kind = draw(st.sampled_from([*LAYERS, "ConvLSTM1D", "RNN", "Dense"]))
        inner = draw(_inner_config(kind))
        modes = st.sampled_from(["concat", "sum", "mul", "ave", None])
        config = draw(
            configs(layer_=st.just(Written(kind, inner)), merge_mode=mostly(modes, "max"))
        )
        if kind in LAYERS and not draw(st.integers(0, 5)):
            other = {**inner, "go_backwards": not inner.get("go_backwards", False)}
            other["units"] = draw(mostly(st.just(inner["units"]), 3))
            config["backward_layer"] = Written(kind, other)
        rank = 4 if kind.startswith("Conv") else 3
        return Trial(name, config, [draw(mostly_of_rank(rank, small))])

    return draw_one()


def _inner_config(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    states = {"return_sequences": flags, "return_state": flags}
    if kind in LAYERS:
        return configs(**{**_units(kind), "units_": small}, **states)
    if kind == "RNN":
        return configs(cell_=written_cell(), **states)
    if kind == "Dense":
        return configs(units_=small)
    return configs(filters_=small, kernel_size_=st.integers(1, 2), **states)


STEPS = (
    Written("Dense", {"units": 3}),
    Written("Conv1D", {"filters": 2, "kernel_size": 2}),
    Written("Conv2D", {"filters": 2, "kernel_size": 2}),
    Written("Conv2DTranspose", {"filters": 2, "kernel_size": 2}),
    Written("Flatten", {}),
    Written("Dropout", {"rate": 0.5}),
    Written("LSTM", {"units": 2}),
    Written("BatchNormalization", {}),
    Written("MaxPooling2D", {"pool_size": 2}),
    Written("GlobalAveragePooling2D", {}),
    Written("Reshape", {"target_shape": (-1, 2)}),
    Written("Embedding", {"input_dim": 5, "output_dim": 2}),
    Written("RepeatVector", {"n": 2}),
    Written("TimeDistributed", {"layer": Written("Dense", {"units": 3})}),
    Written("Bidirectional", {"layer": Written("LSTM", {"units": 3})}),
)


@trials_of("TimeDistributed")
def at_every_step(name: str) -> Trials:
    config = st.sampled_from(STEPS).map(lambda layer: {"layer": layer})
    return st.builds(Trial, st.just(name), config, st.tuples(any_shapes(2, 6)))
