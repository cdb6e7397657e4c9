"""A model as rows of blocks."""

from __future__ import annotations

import pytest

from kerascop.graph import Model
from kerascop.graph.blocks import Role, Row, grows_back, narrowing_models, rectified_stacks
from tests.programs import program


def model_of(text: str) -> Model:
    head = "import keras\nfrom keras import layers, ops\n"
    return program(head + text).models[-1]


def trunk_of(*steps: str) -> Row:
    listed = ", ".join(steps)
    model = model_of(f"model = keras.Sequential([keras.Input((64, 64, 3)), {listed}])\n")
    assert model.trunk is not None
    return model.trunk


@pytest.mark.parametrize(
    ("step", "role"),
    [
        ("layers.Conv2D(8, 3)", Role.CONVOLUTION),
        ("layers.Dense(8)", Role.DENSE),
        ("layers.Conv2DTranspose(8, 3)", Role.OTHER_WEIGHTED),
        ("layers.DepthwiseConv2D(3)", Role.OTHER_WEIGHTED),
        ("layers.BatchNormalization()", Role.NORMALISATION),
        ("layers.ReLU()", Role.ACTIVATION),
        ("layers.Activation('linear')", Role.ACTIVATION),
        ("layers.Rescaling(2.0)", Role.ACTIVATION),
        ("layers.MaxPooling2D()", Role.POOLING),
        ("layers.GlobalAveragePooling2D()", Role.GLOBAL_POOLING),
        ("layers.SpatialDropout2D(0.1)", Role.DROPOUT),
        ("layers.Flatten()", Role.LAYOUT),
        ("layers.ZeroPadding2D()", Role.LAYOUT),
        ("layers.UpSampling2D()", Role.OTHER),
        ("layers.TimeDistributed(layers.Dense(4))", Role.DENSE),
    ],
)
def test_every_step_has_a_role(step: str, role: Role) -> None:
    assert trunk_of(step).steps[0].role is role


def test_a_block_is_a_weighted_layer_with_what_follows_it() -> None:
    row = trunk_of(
        "layers.Rescaling(1 / 255)",
        "layers.Conv2D(16, (3, 5))",
        "layers.BatchNormalization()",
        "layers.Activation('relu')",
        "layers.MaxPooling2D()",
        "layers.Flatten()",
        "layers.Dense(10, activation='softmax')",
    )
    first, last = row.blocks
    assert (first.units, first.kernel, first.is_last) == (16, 5, False)
    assert first.is_normalised
    assert first.is_pooled
    assert first.activation is not None
    assert first.activation.name == "relu"
    assert [step.call.short for step in first.after][-1] == "Flatten"
    assert last.is_last
    assert last.activation is not None
    assert last.activation.name == "softmax"


def test_a_row_ends_where_the_way_forks_or_is_joined() -> None:
    model = model_of(
        "image = keras.Input((32, 32, 3))\n"
        "x = layers.Conv2D(8, 3, padding='same')(image)\n"
        "x = layers.ReLU()(x)\n"
        "y = layers.Conv2D(8, 3, padding='same')(x)\n"
        "y = layers.BatchNormalization()(y)\n"
        "z = layers.Add()([x, y])\n"
        "model = keras.Model(image, layers.Conv2D(2, 1)(z))\n"
    )
    assert [[step.call.short for step in row.steps] for row in model.rows] == [
        ["Conv2D", "ReLU"],
        ["Conv2D", "BatchNormalization"],
        ["Add", "Conv2D"],
    ]
    assert [(row.enters, row.leaves) for row in model.rows] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_a_tensor_that_also_leaves_the_model_ends_a_row() -> None:
    model = model_of(
        "table = keras.Input((8,))\n"
        "code = layers.Dense(4)(table)\n"
        "model = keras.Model(table, [code, layers.Dense(8)(code)])\n"
    )
    assert [len(row.steps) for row in model.rows] == [1, 1]


def test_two_inputs_have_no_trunk() -> None:
    model = model_of(
        "a, b = keras.Input((8,)), keras.Input((8,))\n"
        "model = keras.Model([a, b], layers.Dense(1)(layers.Concatenate()([a, b])))\n"
    )
    assert model.trunk is None


def test_hidden_convolutions_are_those_over_neighbours() -> None:
    row = trunk_of(
        "layers.Conv2D(8, 3)",
        "layers.Conv2D(4, 1)",
        "layers.Conv2D(16, 5, strides=2)",
        "layers.Flatten()",
        "layers.Dense(3)",
    )
    assert [block.units for block in row.convolutions] == [8, 16]
    assert [block.has_strides for block in row.convolutions] == [False, True]
    assert row.depth == 3


def test_the_output_is_no_hidden_convolution() -> None:
    row = trunk_of("layers.Conv2D(8, 3)", "layers.Conv2D(2, 3)")
    assert [block.units for block in row.convolutions] == [8]


@pytest.mark.parametrize(
    ("step", "stacks"),
    [
        ("layers.Dense(16, activation='relu')", 1),
        ("layers.Dense(16, activation=layers.LeakyReLU())", 0),
        ("layers.Dense(16, activation='tanh')", 0),
    ],
)
def test_ten_rectified_layers_are_a_stack(step: str, stacks: int) -> None:
    model = model_of(
        "model = keras.Sequential([keras.Input((8,))])\n"
        "for _ in range(10):\n"
        f"    model.add({step})\n"
        "model.add(layers.Dense(1))\n"
    )
    assert len(list(rectified_stacks(model))) == stacks


def test_leaky_slopes_are_not_rectified() -> None:
    model = model_of(
        "model = keras.Sequential([keras.Input((8,))])\n"
        "for _ in range(10):\n"
        "    model.add(layers.Dense(16))\n"
        "    model.add(layers.ReLU(negative_slope=0.1))\n"
        "model.add(layers.Dense(1))\n"
    )
    assert not list(rectified_stacks(model))


@pytest.mark.parametrize(
    ("last", "grows"),
    [
        ("layers.UpSampling2D()", True),
        ("layers.Conv2DTranspose(3, 3)", True),
        ("layers.Conv2D(3, 3, padding='same')", True),
        ("layers.MaxPooling2D()", False),
    ],
)
def test_decoders_grow_back(last: str, grows: bool) -> None:
    model = model_of(
        f"model = keras.Sequential([keras.Input((64, 64, 3)), layers.Conv2D(8, 3), {last}])\n"
        if "padding" not in last
        else f"model = keras.Sequential([keras.Input((64, 64, 3)), {last}])\n"
    )
    assert grows_back(model) is grows


def test_the_encoder_of_an_autoencoder_is_a_part_of_it() -> None:
    found = program(
        "import keras\n"
        "from keras import layers\n"
        "table = keras.Input((8,))\n"
        "code = layers.Dense(4)(table)\n"
        "encoder = keras.Model(table, code, name='encoder')\n"
        "whole = keras.Model(table, layers.Dense(8)(code), name='whole')\n"
        "other = keras.Model(table, layers.Dense(2)(table), name='other')\n"
    )
    assert [model.name for model in narrowing_models(found.models)] == ["other"]
