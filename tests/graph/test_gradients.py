"""Which gradients reach weights, and what stops those that do not."""

from __future__ import annotations

import pytest

from kerascop.graph import Gradient
from tests.programs import analysed

MODEL = """
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import backend as K

x, y = np.random.rand(20, 4), np.random.rand(20, 1)
model = keras.Sequential([keras.layers.Dense(3, activation="softmax", input_shape=(4,))])
other = keras.Sequential([keras.layers.Dense(4, input_shape=(4,))])
mse = keras.losses.MeanSquaredError()
"""


def gradients(text: str) -> list[Gradient]:
    return [each for program in analysed(MODEL + text).programs for each in program.gradients]


def taped(before: str = "pass", inside: str = "pass", behind: str = "pass") -> Gradient:
    (only,) = gradients(f"""
{before}
with tf.GradientTape() as tape:
    {inside}
{behind}
tape.gradient(loss, model.trainable_variables)
""")
    return only


def with_loss(body: str) -> Gradient:
    (only,) = gradients(f"""
def loss(y_true, y_pred):
    return {body}

model.compile(optimizer="adam", loss=loss)
""")
    return only


# --- what a tape records --------------------------------------------------------------------------


def test_a_tape_records_what_happens_in_its_block() -> None:
    gradient = taped(inside="p = model(x); loss = mse(y, p)")
    assert gradient.unrecorded is None
    assert gradient.outside is None


def test_a_model_applied_before_the_tape_is_not_recorded() -> None:
    gradient = taped(before="p = model(x)", inside="loss = mse(y, p)")
    assert gradient.outside is not None
    assert gradient.outside.text == "model(x)"
    assert not gradient.misses_loss


def test_a_loss_computed_behind_the_tape_is_not_recorded() -> None:
    gradient = taped(inside="p = model(x)", behind="loss = mse(y, p)")
    assert gradient.outside is not None
    assert gradient.outside.text == "mse(y, p)"
    assert gradient.misses_loss


def test_what_a_function_computes_is_missed_where_it_is_called() -> None:
    gradient = taped(
        before="def compute():\n    return mse(y, model(x))\nfirst = compute()",
        inside="loss = first * 2.0",
    )
    assert gradient.outside is not None
    assert gradient.outside.text == "compute()"


@pytest.mark.parametrize(
    ("before", "inside"),
    [
        # Another model's pass may well stand before the tape.
        ("made = other(x)", "loss = mse(y, model(made))"),
        # A second way to the weights.
        ("p = model(x)", "loss = mse(y, p) + tf.add_n(model.losses)"),
        ("p = model(x)", "loss = mse(y, p) + mse(y, model(x))"),
        ("p = model(x)", "loss = unknown(p)"),
    ],
)
def test_a_recorded_way_to_the_weights_is_enough(before: str, inside: str) -> None:
    assert taped(before, inside).outside is None


def test_a_tape_that_is_paused_is_not_followed() -> None:
    assert (
        gradients("""
with tf.GradientTape(persistent=True) as tape:
    with tape.stop_recording():
        p = model(x)
    loss = mse(y, p)
tape.gradient(loss, model.trainable_variables)
""")
        == []
    )


# --- what lets no gradient through ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "step"),
    [
        ("K.mean(K.abs(y_true - K.round(y_pred)))", "round"),
        ("1 - K.mean(K.cast(K.equal(y_true, K.round(y_pred)), 'float32'))", "round"),
        ("tf.reduce_mean(tf.cast(tf.argmax(y_pred, -1), tf.float32) - y_true)", "argmax"),
        ("mse(y_true, tf.cast(y_pred > 0.5, tf.float32))", "greater"),
        ("K.mean(K.cast(K.cast(y_pred, 'int32'), 'float32') - y_true)", "cast"),
        ("tf.reduce_sum(tf.floor(y_pred)) / tf.reduce_sum(tf.math.ceil(y_pred))", "floor"),
        ("tf.where(y_pred > 0.5, 1.0, 0.0)", "greater"),
        ("tf.reduce_mean(tf.sign(y_pred) * y_true)", "sign"),
    ],
)
def test_a_step_on_the_only_way_stops_the_gradient(body: str, step: str) -> None:
    stopped = with_loss(body).stopped_at
    assert stopped is not None
    assert stopped.short in (step, "ceil")


@pytest.mark.parametrize(
    "body",
    [
        "mse(y_true, y_pred)",
        "K.mean(K.cast(y_pred > 0.5, 'float32') * K.square(y_true - y_pred))",
        "tf.where(y_true > 0.5, y_pred, -y_pred)",
        "y_pred + tf.stop_gradient(tf.round(y_pred) - y_pred)",
        "mse(tf.round(y_true), y_pred)",
        "unknown(tf.round(y_pred))",
        "tf.py_function(score, [tf.round(y_pred)], tf.float32)",
        "tf.cast(y_pred, tf.float64)",
        "tf.gather(y_pred, tf.argmax(y_true, -1))",
    ],
)
def test_a_smooth_way_or_an_unknown_one_lets_the_gradient_through(body: str) -> None:
    assert with_loss(body).stopped_at is None


def test_a_step_at_the_end_of_a_model_stops_the_gradient_of_any_loss() -> None:
    (only,) = gradients("""
inputs = keras.Input((4,))
rounded = keras.layers.Lambda(lambda t: K.round(t))(keras.layers.Dense(1)(inputs))
network = keras.Model(inputs, rounded)
network.compile("adam", "mse")
network.fit(x, y)
""")
    assert only.stopped_at is not None
    assert only.stopped_at.short == "round"


def test_a_step_between_layers_leaves_weights_behind_it_to_learn() -> None:
    (only,) = gradients("""
inputs = keras.Input((4,))
rounded = keras.layers.Lambda(lambda t: K.round(t))(keras.layers.Dense(3)(inputs))
network = keras.Model(inputs, keras.layers.Dense(1)(rounded))
network.compile("adam", "mse")
network.fit(x, y)
""")
    assert only.stopped_at is None
