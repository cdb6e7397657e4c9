"""Layers that are made or applied in vain."""

from __future__ import annotations

import pytest

from tests.programs import program

HEAD = """
import keras
from keras import layers
table = keras.Input((8,))
"""


def lost(text: str) -> list[tuple[str, str | None, bool]]:
    """Class, name and whether it was applied, of each layer that is lost."""
    unused = program(HEAD + text).unused
    return [(each.layer.short, each.name, each.applied) for each in unused]


MODEL = "model = keras.Model(table, layers.Dense(1)(table))\n"


def test_a_result_that_nothing_reads_is_lost() -> None:
    assert lost("x = layers.Dropout(0.1)(table)\n" + MODEL) == [("Dropout", "x", True)]


def test_a_result_that_is_dropped_is_lost() -> None:
    assert lost("layers.Dropout(0.1)(table)\n" + MODEL) == [("Dropout", None, True)]


def test_of_a_lost_row_the_last_layer_is_told() -> None:
    row = "x = layers.Dense(4)(table)\nx = layers.ReLU()(x)\n"
    assert lost(row + MODEL) == [("ReLU", "x", True)]


def test_a_layer_of_the_code_itself_can_be_lost() -> None:
    cls = "class Twice(layers.Layer):\n    def call(self, x):\n        return 2 * x\n"
    assert lost(cls + "y = Twice()(table)\n" + MODEL) == [("Twice", "y", True)]


def test_a_layer_that_is_never_applied_is_lost() -> None:
    made = "    gate = layers.Dense(3)\n    return keras.Model(table, layers.ReLU()(table))\n"
    assert lost(f"def build():\n{made}build()\n") == [("Dense", "gate", False)]


def test_a_layer_among_those_that_are_added_is_lost() -> None:
    text = (
        "model = keras.Sequential()\nmodel.add(table)\nlayers.ReLU()\nmodel.add(layers.Dense(1))\n"
    )
    assert lost(text) == [("ReLU", None, False)]


def test_what_the_call_of_a_model_does_in_vain_is_lost() -> None:
    cls = (
        "class Net(keras.Model):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.first, self.second = layers.Dense(2), layers.Dense(3)\n"
        "    def call(self, x):\n"
        "        y = self.first(x)\n"
        "        y = self.second(x)\n"
        "        return y\n"
        "net = Net()\n"
        "net.build((None, 4))\n"
    )
    assert lost(cls) == [("Dense", "y", True)]


@pytest.mark.parametrize("shown", ["layers.Dense(3)\n", "layer = layers.Dense(3)\n"])
def test_a_lesson_may_show_a_layer(shown: str) -> None:
    assert lost(shown + MODEL) == []


def test_an_attribute_that_call_leaves_out_is_lost() -> None:
    cls = (
        "class Net(keras.Model):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.used, self.also = layers.Dense(2), layers.Dense(2)\n"
        "        self.lost = layers.Dropout(0.1)\n"
        "    def call(self, x):\n"
        "        return self.used(x)\n"
        "net = Net()\n"
    )
    assert lost(cls) == [("Dropout", "lost", False)]


@pytest.mark.parametrize(
    "text",
    [
        "x = layers.Dense(4)(table)\nmodel = keras.Model(table, x)\n",
        "x = layers.Dense(4)(table)\nprint(x.shape)\n" + MODEL,
        "x = layers.Dense(4)(table)\nmodel = keras.Sequential([keras.Input((2,))])\n",
        "layer = layers.Dense(4)\ny = layer(table)\nz = layer(y)\n" + MODEL,
        "other = keras.Input((3,))\ny = layers.Dense(4)(other)\n" + MODEL,
        "kept = {}\nkept['x'] = layers.Dense(4)(table)\n" + MODEL,
        "layer = layers.Dense(4)\nmodel = keras.Sequential([table, layer])\n",
    ],
)
def test_what_is_used_or_belongs_to_no_model_is_not_lost(text: str) -> None:
    assert lost(text) == []


def test_what_another_path_reads_is_not_lost() -> None:
    text = (
        "def build(deep):\n"
        "    x = layers.Dense(4)(table)\n"
        "    y = layers.Dense(4)(table)\n"
        "    return keras.Model(table, x if deep else y)\n"
        "build(True)\n"
    )
    assert lost(text) == []
