"""Calls that Keras refuses: the first ones, where they are written, what made their input."""

from __future__ import annotations

from kerascop.graph.refusals import Refused, missing_sequence, wanted_rank
from tests.programs import program

HEADER = "from keras import Input, Model, layers\nphoto = x = Input((28, 28, 1))\n"


def refused(*lines: str) -> tuple[Refused, ...]:
    source = HEADER + "\n".join((*lines, "model = Model(photo, x)"))
    (model,) = program(source).models
    return model.refused


def test_only_the_first_refusal_on_a_way_counts() -> None:
    (found,) = refused(
        "x = layers.Flatten()(x)",
        "x = layers.Conv2D(8, 3)(x)",
        "x = layers.Reshape((5, 7))(x)",
        "x = layers.Conv2D(8, 3)(x)",
    )
    assert (found.kind, found.name) == ("rank", "Conv2D")
    assert found.maker is not None
    assert found.maker.short == "Flatten"


def test_every_branch_has_a_first_refusal() -> None:
    found = refused(
        "left = layers.LSTM(3)(x)",
        "right = layers.Conv2D(8, 30)(x)",
        "x = layers.Add()([left, right])",
    )
    assert [each.kind for each in found] == ["rank", "negative"]


def test_the_mistake_is_in_the_layer_or_in_one_call_of_a_shared_layer() -> None:
    (alone,) = refused("x = layers.Conv2D(8, 30)(x)")
    assert alone.origin.text == "layers.Conv2D(8, 30)"
    (shared,) = refused(
        "conv = layers.Conv2D(1, 20)",
        "x = conv(x)",
        "x = conv(x)",
    )
    assert shared.origin.text == "conv(x)"


def test_shapes_are_shown_as_code() -> None:
    (found,) = refused("x = layers.Reshape((5, 7))(x)")
    assert found.shown == (
        "`Reshape` cannot make `(5, 7)` (35 elements) of `(28, 28, 1)` (784 elements)"
    )


def test_activations_and_normalisation_do_not_make_a_rank() -> None:
    (found,) = refused(
        "x = layers.GlobalAveragePooling2D()(x)",
        "x = layers.Dropout(0.5)(layers.ReLU()(layers.BatchNormalization()(x)))",
        "x = layers.Conv2D(8, 3)(x)",
    )
    assert found.maker is not None
    assert found.maker.short == "GlobalAveragePooling2D"


def test_a_wrapped_layer_refuses_in_its_own_name() -> None:
    (found,) = refused("x = layers.TimeDistributed(layers.Conv2D(8, 3))(x)")
    assert found.is_wrapped
    assert found.name == "Conv2D"


def test_a_sequence_is_missing_whatever_comes_in() -> None:
    source = """
    from keras import Sequential, layers
    model = Sequential([layers.Bidirectional(layers.LSTM(8)), layers.Dropout(0.2), layers.GRU(4)])
    """
    (model,) = program(source).models
    found = [missing_sequence(call) for call in model.calls]
    assert [None if layer is None else layer.origin.text for layer in found] == [
        None,
        None,
        "layers.LSTM(8)",
    ]


def test_layers_want_their_ranks() -> None:
    assert wanted_rank("LSTM") == wanted_rank("Conv1D") == 3
    assert wanted_rank("MaxPooling2D") == wanted_rank("Conv2DTranspose") == 4
    assert wanted_rank("ConvLSTM2D") == wanted_rank("GlobalAveragePooling3D") == 5
    assert wanted_rank("Dense") is None
