"""Shapes are worked out for sizes that have only a name, and unknown facts stay unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerascop.dimensions import BATCH, Dim, Shape, SymbolicDim, explain_shape, multiply
from kerascop.keras_api.shapes import Inferred, Refusal, infer, known_layers
from tests.keras_api.shapes.calls import Written
from tests.keras_api.shapes.drawing import few

n = SymbolicDim.named("n")
m = SymbolicDim.named("m")
six = multiply(6, BATCH)


class Mystery:
    """A value that nothing is known of."""


def _layer(name: str, config: dict[str, object], *shapes: Shape | None) -> Inferred:
    return infer(f"keras.layers.{name}", config, shapes)


@pytest.mark.parametrize(
    ("name", "config", "shape", "expected"),
    [
        ("Dense", {"units": n}, (BATCH, 3), "(None, n)"),
        ("Conv1D", {"filters": n, "kernel_size": 3}, (BATCH, m, 1), "(None, m - 2, n)"),
        (
            "Conv2D",
            {"filters": 8, "kernel_size": 3, "strides": 2},
            (BATCH, n, 9, 1),
            "(None, (n - 1) // 2, 4, 8)",
        ),
        ("MaxPooling2D", {}, (BATCH, multiply(4, n), 8, 3), "(None, 2·n, 4, 3)"),
        (
            "Conv2D",
            {"filters": 8, "kernel_size": 3, "strides": 2, "padding": "same"},
            (BATCH, multiply(4, n), 9, 1),
            "(None, 2·n, 5, 8)",
        ),
        ("Flatten", {}, (BATCH, n, 3, m), "(None, 3·m·n)"),
        ("Reshape", {"target_shape": (-1, n)}, (BATCH, n, 6), "(None, 6, n)"),
        ("Reshape", {"target_shape": (3, -1)}, (BATCH, n, 6), "(None, 3, 2·n)"),
        ("LSTM", {"units": n, "return_sequences": True}, (BATCH, m, 4), "(None, m, n)"),
        ("UpSampling2D", {}, (BATCH, n, n, 3), "(None, 2·n, 2·n, 3)"),
        ("ZeroPadding1D", {"padding": n}, (BATCH, 4, 3), "(None, 2·n + 4, 3)"),
        ("RepeatVector", {"n": n}, (BATCH, 4), "(None, n, 4)"),
        ("Conv3D", {"filters": 2, "kernel_size": 3}, (six, 16, 16, 16, 3), None),
        ("Dense", {"units": 4}, (six, 3), "(6·batch, 4)"),
    ],
)
def test_symbols_are_carried_through(
    name: str, config: dict[str, object], shape: Shape, expected: str | None
) -> None:
    (output,) = _layer(name, config, shape).outputs
    assert explain_shape(output) == (expected or "(6·batch, 14, 14, 14, 2)")


def test_weights_are_counted_in_symbols() -> None:
    inferred = _layer("Dense", {"units": n}, (BATCH, m))
    assert str(inferred.parameters) == "m·n + n"


def test_an_axis_of_one_takes_the_symbol_it_is_added_to() -> None:
    inferred = _layer("Add", {}, (BATCH, 1, n), (BATCH, m, n))
    assert inferred.outputs == ((BATCH, m, n),)


@pytest.mark.parametrize(
    ("name", "config", "shape", "output", "parameters"),
    [
        ("Dense", {"units": Mystery()}, (BATCH, 3), (BATCH, None), None),
        ("Dense", {"units": 3, "use_bias": Mystery()}, (BATCH, 3), (BATCH, 3), None),
        ("Dense", {"units": 3}, (BATCH, None), (BATCH, 3), None),
        (
            "Conv2D",
            {"filters": 3, "kernel_size": 3, "data_format": Mystery()},
            (BATCH, 9, 9, 1),
            (BATCH, None, None, None),
            None,
        ),
        (
            "Conv2D",
            {"filters": 3, "kernel_size": 3, "padding": Mystery()},
            (BATCH, 9, 9, 1),
            (BATCH, None, None, 3),
            30,
        ),
        ("LSTM", {"units": 3, "return_sequences": Mystery()}, (BATCH, 4, 2), None, 72),
        ("Reshape", {"target_shape": Mystery()}, (BATCH, 4), None, 0),
        ("Reshape", {"target_shape": (2, Mystery())}, (BATCH, 4), (BATCH, 2, None), 0),
        ("Lambda", {"function": Mystery()}, (BATCH, 4), None, None),
        ("Flatten", {}, None, (None, None), 0),
    ],
)
def test_what_is_unknown_stays_unknown(
    name: str, config: dict[str, object], shape: Shape | None, output: Shape | None, parameters: Dim
) -> None:
    inferred = _layer(name, config, shape)
    assert inferred.outputs == (output,)
    assert inferred.parameters == parameters


def test_tensors_joined_along_an_unknown_axis_keep_their_rank() -> None:
    inferred = _layer("Concatenate", {"axis": Mystery()}, (BATCH, 4), (BATCH, 4))
    assert inferred.outputs == ((None, None),)


@pytest.mark.parametrize("symbol", ["keras.layers.Nonesuch", "Dense", "keras.Model"])
def test_a_layer_that_keras_does_not_offer_is_unknown(symbol: str) -> None:
    assert infer(symbol, {}, [(BATCH, 3)]) == Inferred((None,), None, None)


def test_a_layer_of_the_users_own_inside_a_wrapper_is_unknown() -> None:
    class Own(Written):
        user_defined = True

    inferred = _layer("TimeDistributed", {"layer": Own("Dense", {"units": 2})}, (BATCH, 3, 4))
    assert inferred == Inferred((None,), None, None)


EVERY_ARGUMENT = """
units filters kernel_size strides padding data_format dilation_rate groups use_bias axis axes dims
target_shape layer cell cells merge_mode return_sequences return_state pool_size size cropping
output_padding depth_multiplier input_dim output_dim shape batch_shape num_heads key_dim value_dim
output_shape equation bias_axes shared_axes height width num_tokens output_mode max_tokens stateful
frame_length frame_step fft_length mode scale center trainable keepdims output_size n
""".split()

shapes = st.one_of(
    st.none(),
    st.lists(st.sampled_from([None, BATCH, n, six, 0, 1, 3, 8]), max_size=5).map(tuple),
)
odd_values = st.recursive(
    st.sampled_from([None, True, -2, -1, 0, 1, 3, 2.5, "same", "", n, Mystery()]),
    lambda values: st.lists(values, max_size=4).map(tuple),
    max_leaves=4,
)


@pytest.mark.parametrize("name", sorted(known_layers()))
@given(
    config=st.dictionaries(st.sampled_from(EVERY_ARGUMENT), odd_values),
    inputs=st.lists(shapes, max_size=3),
)
@few
def test_no_layer_stumbles_over_odd_arguments(
    name: str, config: dict[str, object], inputs: list[Shape | None]
) -> None:
    try:
        inferred = infer(f"keras.layers.{name}", config, inputs, config)
    except Refusal:
        return
    assert isinstance(inferred, Inferred)
    for output in inferred.outputs:
        assert output is None or all(
            size is None or isinstance(size, int | SymbolicDim) for size in output
        )
