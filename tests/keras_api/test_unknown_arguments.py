"""Keywords and strings that Keras does not have, and what was meant."""

from __future__ import annotations

import pytest

from kerascop.keras_api import Kind
from kerascop.keras_api.unknown_arguments import unknown_argument
from kerascop.keras_api.unknown_identifiers import unknown_identifier
from kerascop.keras_api.version import Release


@pytest.mark.parametrize(
    ("path", "keyword", "nearest"),
    [
        ("keras.layers.Dense", "activaton", "activation"),
        ("tensorflow.keras.layers.LSTM", "return_sequence", "return_sequences"),
        ("keras.Input", "sahpe", "shape"),
        ("keras.optimizers.Adam", "learningrate", "learning_rate"),
        ("keras.Model.compile", "metric", "metrics"),
        ("keras.Model.fit", "epoch", "epochs"),
        ("keras.callbacks.EarlyStopping", "patiance", "patience"),
        ("keras.layers.Dense", "zzz", None),
    ],
)
def test_the_nearest_parameter_is_named(path: str, keyword: str, nearest: str | None) -> None:
    found = unknown_argument(path, keyword)
    assert found is not None
    assert found.nearest == nearest


@pytest.mark.parametrize(
    ("path", "keyword"),
    [
        ("keras.layers.Dense", "units"),
        ("keras.layers.Dense", "output_dim"),
        ("keras.layers.Dense", "input_shape"),
        ("keras.optimizers.Adam", "lr"),
        ("keras.optimizers.Adam", "decay"),
        ("keras.Model.fit", "nb_epoch"),
        ("keras.callbacks.TensorBoard", "write_grads"),
        ("keras.callbacks.LambdaCallback", "anything"),
        ("tensorflow.compat.v1.keras.layers.Dense", "activaton"),
        ("tensorflow.losses.mean_squared_error", "labels"),
        ("keras.backend.conv2d", "border_mode"),
        ("keras.initializations.normal", "scale"),
        ("mylib.Dense", "activaton"),
    ],
)
def test_what_is_taken_or_was_taken_or_is_not_known_is_not_unknown(path: str, keyword: str) -> None:
    assert unknown_argument(path, keyword) is None


def test_an_older_keras_is_not_blamed_for_keywords_that_came_later() -> None:
    assert unknown_argument("keras.layers.Dense", "lora_rank", Release(2, 10)) is None
    assert unknown_argument("keras.layers.Dense", "activaton", Release(2, 10)) is not None


@pytest.mark.parametrize(
    ("kind", "text", "nearest"),
    [
        (Kind.ACTIVATION, "rellu", "relu"),
        (Kind.ACTIVATION, "Sigmoid", "sigmoid"),
        (Kind.LOSS, "categorical_cross_entropy", "categorical_crossentropy"),
        (Kind.LOSS, "Mse", "mse"),
        (Kind.OPTIMIZER, "adamm", "adam"),
        (Kind.METRIC, "rmse", "root_mean_squared_error"),
        (Kind.INITIALIZER, "xavier", "glorot_uniform"),
    ],
)
def test_the_nearest_identifier_is_named(kind: Kind, text: str, nearest: str) -> None:
    found = unknown_identifier(kind, text)
    assert found is not None
    assert found.nearest == nearest
