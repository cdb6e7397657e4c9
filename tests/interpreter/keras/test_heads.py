"""How outputs leave a model: through wrappers, gates and nested models."""

from __future__ import annotations

import pytest

from kerascop.graph import Head
from tests.interpreter.keras.reading import program_of


def head_of(layers: str) -> Head:
    """The head of a model that ends in these layers, over a sequence of four features."""
    program = program_of(f"model = Sequential([Input((7, 4)), {layers}])\nmodel.compile()")
    (head,) = program.compiles[0].model.heads
    return head


@pytest.mark.parametrize(
    "layers",
    [
        'TimeDistributed(Dense(3, activation="softmax"))',
        'TimeDistributed(Dense(3)), TimeDistributed(Activation("softmax"))',
        'TimeDistributed(Dense(3)), Activation("softmax")',
        'TimeDistributed(TimeDistributed(Dense(3, activation="softmax")))',
        'SpectralNormalization(Dense(3, activation="softmax"))',
        "Sequential([Dense(3), Dropout(0.1), Softmax()]), Reshape((3, 7))",
        "Dense(3), Lambda(lambda t: tf.nn.softmax(t))",
    ],
)
def test_a_softmax_is_seen_through_what_is_around_it(layers: str) -> None:
    head = head_of(layers)
    assert head.known
    assert head.ends_in("softmax")


def test_a_dense_layer_in_a_wrapper_is_the_last_weighted_one() -> None:
    head = head_of("TimeDistributed(Dense(3))")
    assert head.is_linear
    assert head.units == 3
    assert head.layer_shown == "`Dense(3)`"


@pytest.mark.parametrize(
    "layers",
    [
        "LSTM(3)",
        "GRU(3, activation='softmax')",
        "Bidirectional(LSTM(3))",
        "RNN(LSTMCell(3))",
        "TimeDistributed(Sequential([Dense(3)]))",
        "TimeDistributed(make_layer())",
        "Dense(3, activation=unknown)",
        "Lambda(unknown)",
    ],
)
def test_gates_and_unknown_layers_have_a_head_of_which_nothing_is_said(layers: str) -> None:
    head = head_of(layers)
    assert not head.known
    assert not head.is_linear
    assert head.activation is None


def test_attention_is_no_linear_head() -> None:
    program = program_of("""
inputs = Input((7, 4))
model = Model(inputs, MultiHeadAttention(2, 3)(inputs, inputs))
model.compile()
""")
    assert not program.compiles[0].model.heads[0].known


def test_masks_are_no_inputs_of_a_layer() -> None:
    program = program_of("""
tokens = Input((7,))
embedding = Embedding(10, 4, mask_zero=True)
x = embedding(tokens)
x = LSTM(5, return_sequences=True)(x, mask=embedding.compute_mask(tokens))
model = Model(tokens, Dense(1)(x))
model.compile()
""")
    model = program.compiles[0].model
    assert [call.short for call in model.calls] == ["Embedding", "LSTM", "Dense"]
    assert model.output_shape is not None
    assert model.output_shape[1:] == (7, 1)
    assert all(call.refusal is None for call in model.calls)


@pytest.mark.parametrize(
    "attribute", ["trainable_weights", "built", "weights", "losses", "trainable", "metrics_names"]
)
def test_what_a_model_holds_decides_no_condition(attribute: str) -> None:
    program = program_of(f"""
units = 3 if model.{attribute} else 4
model = Sequential([Input((4,)), Dense(units)])
model.compile()
""")
    shapes = [compiled.model.output_shape for compiled in program.compiles]
    assert program.assumptions or all(shape is None or shape[-1] is None for shape in shapes)
