"""What layers of Keras that are called on data in a pipeline make of them."""

from __future__ import annotations

from kerascop.graph.arrays import Content, Scaling
from tests.interpreter.libraries.asking_arrays import known_facts

IMAGES = "data = keras.utils.image_dataset_from_directory('images', image_size=(64, 64))\n"


def test_rescaling_in_a_pipeline_brings_pixels_to_its_range() -> None:
    source = IMAGES + "layer = keras.layers.Rescaling(1 / 255)\n"
    found = known_facts(source + "data = data.map(lambda x, y: (layer(x), y))", "data")
    assert (found.low, found.high, found.scaling) == (0, 1, Scaling.DIVIDED)
    assert found.shape == (None, 64, 64, 3)
    assert found.content is Content.IMAGES


def test_augmentation_in_a_pipeline_keeps_the_range() -> None:
    source = IMAGES + "layer = keras.layers.RandomFlip('horizontal')\n"
    found = known_facts(source + "data = data.map(lambda x, y: (layer(x), y))", "data")
    assert (found.low, found.high, found.scaling) == (0, 255, None)


def test_of_what_a_network_makes_of_data_the_range_is_not_known() -> None:
    source = IMAGES + "layer = keras.layers.Conv2D(3, 3)\n"
    found = known_facts(source + "data = data.map(lambda x, y: (layer(x), y))", "data")
    assert found.low is None
    assert found.high is None
