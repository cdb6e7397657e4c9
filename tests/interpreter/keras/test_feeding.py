"""What is known of the data that a training call is given, and of its numbers of steps."""

from __future__ import annotations

import pytest

from kerascop.graph import Fit
from tests.programs import program

MODEL = """
import math
import numpy as np
import tensorflow as tf
from tensorflow import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
x, y = np.load("x.npy"), np.load("y.npy")
"""


def fit(source: str) -> Fit:
    (found,) = program(MODEL + source).fits
    return found


@pytest.mark.parametrize(
    ("steps", "is_float"),
    [
        ("n / 32", True),
        ("len(data) / 32 + 1", True),
        ("np.ceil(n / 32)", True),
        ("np.ceil(2000 / 32)", True),
        ("2000 / 32", True),
        ("n // 32.0", True),
        ("n // 32", False),
        ("int(n / 32)", False),
        ("math.ceil(n / 32)", False),
        ("int(np.ceil(n / 32))", False),
        ("np.ceil(n)", False),
        ("round(n / 32)", False),
        ("max(1, n / 32)", False),
        ("steps_of(n)", False),
    ],
)
def test_a_number_of_steps_is_known_to_be_a_float(steps: str, is_float: bool) -> None:
    assert (
        "steps_per_epoch" in fit(f"model.fit(data, steps_per_epoch={steps})").floats
    ) is is_float


@pytest.mark.parametrize(
    ("call", "same"),
    [
        ("model.fit(x, y, validation_data=(x, y))", True),
        ("model.fit(a, b, validation_data=(a, b))", True),
        ("model.fit(x, y, validation_data=(x[:5], y[:5]))", False),
        ("model.fit(x, y, validation_data=(read(), read()))", False),
        ("u = x\nx = x / 255\nmodel.fit(x, y, validation_data=(u, y))", False),
    ],
)
def test_validation_data_are_known_to_be_those_of_training(call: str, same: bool) -> None:
    assert fit(call).validates_on_training is same


@pytest.mark.parametrize(
    ("steps", "endless"),
    [
        ("repeat()", True),
        ("repeat(-1)", True),
        ("repeat(3)", False),
        ("repeat().take(10)", False),
        ("repeat(count)", None),
    ],
)
def test_a_data_set_is_known_to_end_or_not(steps: str, endless: bool | None) -> None:
    made = f"data = tf.data.Dataset.from_tensor_slices((x, y)).{steps}\nmodel.fit(data)"
    batches = fit(made).batches
    assert batches is not None
    assert batches.endless is endless


@pytest.mark.parametrize(
    ("body", "endless"),
    [
        ("while True:\n        yield x, y", True),
        ("while 1:\n        for part in x:\n            yield part, y", True),
        ("while True:\n        if done():\n            break\n        yield x, y", None),
        ("while True:\n        yield next(x), y", None),
        (
            "while True:\n        for part in x: yield part, y\n        else: break",
            None,
        ),
        ("for part in x:\n        yield part, y", None),
    ],
)
def test_a_generator_is_known_never_to_stop(body: str, endless: bool | None) -> None:
    batches = fit(f"def batches():\n    {body}\nmodel.fit(batches())").batches
    assert batches is not None
    assert batches.endless is endless


def test_steps_of_a_pipeline_keep_their_arguments() -> None:
    batches = fit(
        "data = tf.data.Dataset.from_tensor_slices((x, y)).batch(32).shuffle(buffer_size=1)\n"
        "model.fit(data)"
    ).batches
    assert batches is not None
    shown = [(step.name, step.origin.text, step.arguments) for step in batches.steps]
    assert [(name, text) for name, text, _ in shown] == [("batch", "batch"), ("shuffle", "shuffle")]
    assert batches.steps[0].argument("batch_size").value == 32
    assert batches.steps[1].argument("buffer_size").value == 1
