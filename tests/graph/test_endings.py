"""How the models that answer questions end."""

from __future__ import annotations

import pytest

from kerascop.graph.endings import endings_of
from tests.programs import program

BUILD = """
import keras
from keras import layers
table = keras.Input((8,))
"""


def endings(text: str) -> list[str]:
    """The units of each ending."""
    return [str(ending.block.units) for ending in endings_of(program(BUILD + text))]


@pytest.mark.parametrize(
    ("loss", "ends"),
    [("'mse'", ["3"]), ("'categorical_crossentropy'", ["3"]), ("my_loss", [])],
)
def test_a_known_loss_asks_for_an_answer(loss: str, ends: list[str]) -> None:
    built = "model = keras.Model(table, layers.Dense(3)(table))\n"
    assert endings(f"{built}model.compile('adam', {loss})\n") == ends


@pytest.mark.parametrize(("activation", "ends"), [("softmax", ["3"]), ("relu", [])])
def test_without_a_loss_probabilities_are_answers(activation: str, ends: list[str]) -> None:
    head = f"layers.Dense(3, activation='{activation}')(table)"
    assert endings(f"model = keras.Model(table, {head})\n") == ends


def test_probabilities_are_answers_whatever_a_loss_of_the_code_makes_of_them() -> None:
    head = "model = keras.Model(table, layers.Dense(3, activation='softmax')(table))\n"
    assert endings(f"{head}model.compile('adam', my_loss)\n") == ["3"]


def test_a_part_of_another_model_gives_no_answers() -> None:
    inner = "inner = keras.Model(table, layers.Dense(3, activation='sigmoid')(table))\n"
    outer = "model = keras.Model(table, layers.Dense(2, activation='softmax')(inner(table)))\n"
    assert endings(inner + outer) == ["2"]


def test_what_is_joined_at_the_end_has_no_last_layer() -> None:
    parts = "a, b = layers.Dense(3)(table), layers.Dense(3)(table)\n"
    joined = "model = keras.Model(table, layers.Softmax()(layers.Add()([a, b])))\n"
    assert endings(parts + joined) == []
