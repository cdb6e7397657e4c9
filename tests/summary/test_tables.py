"""Tables that people have shown of their models, told from source that builds the same models."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascop.dimensions import show_shape
from kerascop.interpreter import analyse
from kerascop.sources.project import Project
from kerascop.summary import ModelSummary, summarise
from kerascop.syntax.module import parse

_FOLDED_VOLUMES = '''
from tensorflow.keras import backend as K
from tensorflow.keras import layers
from tensorflow.keras.models import Model

VOLUMES, SIDE, FILTERS = 6, 16, 64


def network(volumes=VOLUMES, side=SIDE):
    """Each volume of a sample is convolved by itself, then all of them are weighed together."""
    sample = layers.Input((volumes, side, side, side, 3))
    single = layers.Lambda(lambda t: K.reshape(t, (-1, side, side, side, 3)))(sample)
    found = layers.ReLU()(layers.Conv3D(FILTERS, 8, strides=2, padding="same")(single))
    pooled = layers.GlobalAveragePooling3D()(found)
    together = layers.Lambda(lambda t: K.reshape(t, (-1, volumes * FILTERS)))(pooled)
    series = layers.Lambda(lambda t: K.expand_dims(t, axis=1))(together)
    weighed = layers.ReLU()(layers.Conv1D(1, 1)(series))
    score = layers.Lambda(lambda t: K.squeeze(t, axis=1))(weighed)
    return Model(sample, layers.Dense(2, activation="softmax")(score))


net = network()
'''

_FOLDED_TABLE = [
    ("InputLayer", "(None, 6, 16, 16, 16, 3)", 0),
    ("Lambda", "(None, 16, 16, 16, 3)", 0),
    ("Conv3D", "(None, 8, 8, 8, 64)", 98_368),
    ("ReLU", "(None, 8, 8, 8, 64)", 0),
    ("GlobalAveragePooling3D", "(None, 64)", 0),
    ("Lambda", "(None, 384)", 0),
    ("Lambda", "(None, 1, 384)", 0),
    ("Conv1D", "(None, 1, 1)", 385),
    ("ReLU", "(None, 1, 1)", 0),
    ("Lambda", "(None, 1)", 0),
    ("Dense", "(None, 2)", 4),
]

_HALF_VGG = """
import keras
from keras import layers

BATCH = 30
STAGES = [(2, 32), (2, 64), (3, 128), (3, 256), (3, 256)]


def stage(tensor, number, depth, filters):
    for step in range(1, depth + 1):
        name = "conv_%d_%d" % (number, step)
        tensor = layers.Conv2D(filters, 3, padding="same", activation="relu", name=name)(tensor)
    return layers.MaxPooling2D(name=f"maxpool_{number}")(tensor)


pixels = layers.Input(shape=(224, 224, 3), batch_size=BATCH)
tensor = pixels
for number, (depth, filters) in enumerate(STAGES, start=1):
    tensor = stage(tensor, number, depth, filters)
tensor = layers.Flatten()(tensor)
for number in (1, 2):
    tensor = layers.Dense(4096, activation="relu", name=f"fc_{number}")(tensor)
    tensor = layers.Dropout(0.5, name="dropout_" + str(number))(tensor)
vgg = keras.Model(pixels, layers.Dense(5, activation="softmax", name="output")(tensor))
"""

_HALF_VGG_TABLE = [
    ("input_layer", "(30, 224, 224, 3)", 0),
    ("conv_1_1", "(30, 224, 224, 32)", 896),
    ("conv_1_2", "(30, 224, 224, 32)", 9_248),
    ("maxpool_1", "(30, 112, 112, 32)", 0),
    ("conv_2_1", "(30, 112, 112, 64)", 18_496),
    ("conv_2_2", "(30, 112, 112, 64)", 36_928),
    ("maxpool_2", "(30, 56, 56, 64)", 0),
    ("conv_3_1", "(30, 56, 56, 128)", 73_856),
    ("conv_3_2", "(30, 56, 56, 128)", 147_584),
    ("conv_3_3", "(30, 56, 56, 128)", 147_584),
    ("maxpool_3", "(30, 28, 28, 128)", 0),
    ("conv_4_1", "(30, 28, 28, 256)", 295_168),
    ("conv_4_2", "(30, 28, 28, 256)", 590_080),
    ("conv_4_3", "(30, 28, 28, 256)", 590_080),
    ("maxpool_4", "(30, 14, 14, 256)", 0),
    ("conv_5_1", "(30, 14, 14, 256)", 590_080),
    ("conv_5_2", "(30, 14, 14, 256)", 590_080),
    ("conv_5_3", "(30, 14, 14, 256)", 590_080),
    ("maxpool_5", "(30, 7, 7, 256)", 0),
    ("flatten", "(30, 12544)", 0),
    ("fc_1", "(30, 4096)", 51_384_320),
    ("dropout_1", "(30, 4096)", 0),
    ("fc_2", "(30, 4096)", 16_781_312),
    ("dropout_2", "(30, 4096)", 0),
    ("output", "(30, 5)", 20_485),
]


def only_summary(source: str) -> ModelSummary:
    """The summary of the one model that a program builds on the one path through it."""
    path = Path("program.py")
    (program,) = analyse(parse(path, source), Project([path])).programs
    (model,) = program.models
    return summarise(model)


def test_a_fold_of_the_batch_axis_is_shown_as_keras_shows_it() -> None:
    summary = only_summary(_FOLDED_VOLUMES)
    rows = [
        (layer.cls, show_shape(layer.output_shape[0]), layer.parameters) for layer in summary.layers
    ]
    assert rows == _FOLDED_TABLE
    assert summary.parameters == summary.trainable_parameters == 98_757
    assert summary.complete


def test_a_chain_built_in_loops_is_shown_layer_by_layer() -> None:
    summary = only_summary(_HALF_VGG)
    rows = [
        (layer.name, show_shape(layer.output_shape[0]), layer.parameters)
        for layer in summary.layers
    ]
    assert rows == _HALF_VGG_TABLE
    assert summary.parameters == summary.trainable_parameters == 71_866_277
    assert summary.complete


@pytest.mark.parametrize(
    ("source", "table"), [(_FOLDED_VOLUMES, _FOLDED_TABLE), (_HALF_VGG, _HALF_VGG_TABLE)]
)
def test_every_layer_of_a_chain_follows_the_one_before(source: str, table: list[object]) -> None:
    layers = only_summary(source).layers
    assert len(layers) == len(table)
    assert [layer.inbound for layer in layers] == [(), *((layer.name,) for layer in layers[:-1])]
