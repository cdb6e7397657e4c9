"""Which keys a training call logs: as the graph says it, and as Keras 3 and Keras 2 do."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from kerascop.graph import Program, may_log
from tests.programs import program

MODEL = """
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input((3,))
def f1(y_true, y_pred):
    return y_pred
"""
ONE = MODEL + "model = keras.Model(inputs, layers.Dense(1, activation='sigmoid')(inputs))\n"
TWO = (
    MODEL
    + """
model = keras.Model(inputs, [
    layers.Dense(1, activation='sigmoid', name='left')(inputs),
    layers.Dense(1, activation='sigmoid', name='right')(inputs),
])
"""
)


def logged(text: str, *keys: str) -> list[str]:
    """Those of the keys that the last training call of the program may log."""
    found: Program = program(text)
    return [key for key in keys if may_log(found, found.fits[-1], key)]


def trained(metrics: str = "None", arguments: str = "", before: str = ONE) -> str:
    compiled = f"model.compile('sgd', 'binary_crossentropy', metrics={metrics})\n"
    return f"{before}{compiled}model.fit(x, y{arguments})"


@pytest.mark.parametrize(
    ("metrics", "name"),
    [
        ("['accuracy']", "accuracy"),
        ("['acc']", "acc"),
        ("['mse']", "mse"),
        ("['AUC']", "AUC"),
        ("[f1]", "f1"),
        ("[keras.metrics.AUC(name='area')]", "area"),
        ("[keras.metrics.AUC(), keras.metrics.AUC()]", "auc_1"),
        ("[keras.metrics.Precision()]", "precision"),
        ("[keras.losses.mean_squared_error]", "mean_squared_error"),
        ("[keras.metrics.MeanSquaredError()]", "mean_squared_error"),
        ("['binary_accuracy', ['mae']]", "mae"),
        ("{'out': 'accuracy'}", "accuracy"),
    ],
)
def test_a_metric_is_logged_under_the_name_that_compile_gives_it(metrics: str, name: str) -> None:
    assert logged(trained(metrics), name, "other", f"val_{name}") == [name]


@pytest.mark.parametrize(
    ("arguments", "validated"),
    [
        ("", False),
        (", validation_data=None", False),
        (", validation_split=0", False),
        (", validation_split=0.0", False),
        (", validation_split=0.1", True),
        (", validation_data=(x, y)", True),
        (", validation_data=elsewhere()", True),
        (", 32, 5, 1, None, 0.2", True),
        (", **settings", True),
    ],
)
def test_validation_puts_every_key_a_second_time(arguments: str, validated: bool) -> None:
    found = logged(trained("['mae']", arguments), "val_loss", "val_mae")
    assert found == (["val_loss", "val_mae"] if validated else [])


def test_several_outputs_have_their_names_in_front() -> None:
    text = trained("['accuracy', 'mae']", before=TWO)
    keys = ("left_accuracy", "right_mae", "left_loss", "loss", "left_auc")
    assert logged(text, *keys) == list(keys[:-1])


@pytest.mark.parametrize(
    ("callback", "keys"),
    [
        ("keras.callbacks.ReduceLROnPlateau('loss')", ["learning_rate", "lr"]),
        ("keras.callbacks.EarlyStopping('loss')", []),
        ("keras.callbacks.LambdaCallback(on_epoch_end=print)", ["learning_rate", "lr", "f1"]),
        ("Adding()", ["learning_rate", "lr", "f1"]),
        ("Updating()", ["learning_rate", "lr", "f1"]),
        ("Reading()", []),
        ("elsewhere()", ["learning_rate", "lr", "f1"]),
    ],
)
def test_callbacks_may_add_keys(callback: str, keys: list[str]) -> None:
    classes = """
class Adding(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs["f1"] = 1.0
class Updating(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs.update(f1=1.0)
class Reading(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        print(epoch, logs["loss"], logs.get("accuracy"))
"""
    text = trained(arguments=f", callbacks=[{callback}]", before=ONE + classes)
    assert logged(text, "learning_rate", "lr", "f1") == keys


@pytest.mark.parametrize(
    "text",
    [
        trained("[elsewhere()]"),
        trained("names"),
        trained("[f1]", before=ONE + "f1.__name__ = name()\n"),
        trained(before=ONE + "model.add_metric(inputs, name='key')\n"),
        trained(before=ONE + "from elsewhere import prepare\nprepare(model)\n"),
        "from keras.models import load_model\nmodel = load_model('m.keras')\nmodel.fit(x, y)",
    ],
)
def test_where_something_is_not_known_any_key_may_be_logged(text: str) -> None:
    assert logged(text, "key") == ["key"]


# --- against Keras --------------------------------------------------------------------------------


@cache
def histories(written: str, validated: bool) -> list[set[str]]:
    """The keys that Keras 3 and Keras 2 log for these metrics."""
    np = pytest.importorskip("numpy")
    x, y = np.zeros((4, 3)), np.array([[0.0], [1.0], [0.0], [1.0]])
    found = []
    for package in ("keras", "tf_keras"):
        keras: Any = pytest.importorskip(package)
        keras.backend.clear_session()
        model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
        metrics = eval(written, {"keras": keras})
        model.compile("sgd", "binary_crossentropy", metrics=metrics, run_eagerly=True)
        more = {"validation_split": 0.5} if validated else {}
        found.append(set(model.fit(x, y, verbose=0, **more).history))
    return found


@pytest.mark.parametrize(
    ("metrics", "validated"),
    [
        ("['acc', 'mae', 'mean_squared_error']", True),
        ("['AUC', 'accuracy', 'MeanSquaredError']", False),
        ("[keras.metrics.AUC(), keras.metrics.Recall(name='hits')]", True),
        ("[keras.metrics.BinaryAccuracy(), keras.losses.mean_absolute_error]", False),
    ],
)
def test_what_keras_logs_may_be_logged_and_nothing_else(metrics: str, validated: bool) -> None:
    text = trained(metrics, ", validation_split=0.5" if validated else "")
    for keys in histories(metrics, validated):
        assert logged(text, *sorted(keys)) == sorted(keys)
    every = set().union(*histories(metrics, validated))
    absent = {"f1", "val_f1", "lr", "accuracy", "acc", "auc", "val_loss", "mse"} - every
    assert logged(text, *sorted(absent)) == []


def test_keras_names_the_metrics_of_several_outputs_after_them() -> None:
    keras = pytest.importorskip("keras")
    np = pytest.importorskip("numpy")
    inputs = keras.Input((3,))
    outputs = [keras.layers.Dense(1, name=name)(inputs) for name in ("left", "right")]
    model = keras.Model(inputs, outputs)
    model.compile("sgd", "mse", metrics=["accuracy", "mae"])
    x, y = np.zeros((4, 3)), np.zeros((4, 1))
    keys = sorted(model.fit(x, [y, y], verbose=0).history)
    assert logged(trained("['accuracy', 'mae']", before=TWO), *keys) == keys
