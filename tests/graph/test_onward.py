"""What the outputs of a layer meet before a kernel multiplies them again."""

from __future__ import annotations

import pytest

from kerascop.graph import Layer
from kerascop.graph.onward import Passage
from tests.programs import program


def onward_after(*steps: str) -> Passage:
    between = "\n".join(f"x = {step}" for step in steps)
    return first(between).onward.passage


def first(between: str) -> Layer:
    (model,) = program(
        "from keras import Input, Model, layers, ops\n"
        "image = Input((16, 16, 3))\n"
        "x = y = layers.Conv2D(4, 3, padding='same', name='first')(image)\n"
        f"{between}\n"
        "model = Model(image, layers.Conv2D(2, 3)(x))\n"
    ).models
    return next(layer for layer in model.layers if layer.config.name == "first")


@pytest.mark.parametrize(
    "step",
    [
        "layers.MaxPooling2D()(x)",
        "layers.AveragePooling2D()(x)",
        "layers.BatchNormalization()(x)",
        "layers.Dropout(0.1)(x)",
        "layers.ZeroPadding2D()(x)",
        "layers.UpSampling2D()(x)",
        "layers.Activation('linear')(x)",
        "layers.Concatenate()([x, layers.Conv2D(2, 3, padding='same')(image)])",
        "ops.transpose(x, (0, 2, 1, 3))",
    ],
)
def test_linear_steps_and_pooling_leave_the_way_linear(step: str) -> None:
    assert onward_after(step) is Passage.LINEAR


@pytest.mark.parametrize(
    "step",
    ["layers.ReLU()(x)", "layers.Activation('gelu')(x)", "ops.tanh(x)", "layers.PReLU()(x)"],
)
def test_an_activation_bends_the_way(step: str) -> None:
    assert onward_after("layers.MaxPooling2D()(x)", step) is Passage.BENT


@pytest.mark.parametrize(
    "step",
    [
        "layers.Add()([x, layers.Conv2D(4, 1)(image)])",
        "layers.Concatenate()([x, image])",
        "x * ops.sigmoid(x)",
        "layers.LayerNormalization()(x)",
        "somewhere.else_(x)",
        "Mystery()(x)",
    ],
)
def test_sums_products_and_strangers_are_not_judged(step: str) -> None:
    assert onward_after(step) is not Passage.LINEAR


def test_every_way_counts() -> None:
    layer = first("x = layers.Concatenate()([x, layers.ReLU()(y)])")
    assert layer.onward.passage is Passage.BENT


def test_the_steps_and_the_readers_are_told_in_order() -> None:
    onward = first("x = layers.Dropout(0.5)(layers.MaxPooling2D()(x))").onward
    assert [call.short for call in onward.between] == ["MaxPooling2D", "Dropout"]
    assert [call.short for call in onward.weighted] == ["Conv2D"]
