"""What KC209 says of kernels that begin as a constant, asked of Keras."""

from __future__ import annotations

from typing import Any

import pytest

keras = pytest.importorskip("keras")
np = pytest.importorskip("numpy")

from keras import layers  # noqa: E402  (only where Keras is installed)


def trained(*hidden: Any) -> Any:
    """The model after some steps on a task that needs its hidden units."""
    keras.utils.set_random_seed(3)
    x = np.random.default_rng(0).normal(size=(64, 5)).astype("float32")
    y = np.sin(x.sum(axis=1, keepdims=True)) + x[:, :1] ** 2
    model = keras.Sequential([keras.Input((5,)), *hidden])
    model.compile(keras.optimizers.Adam(0.05), "mse")
    model.fit(x, y, epochs=5, verbose=0)
    return model


def test_zeros_in_front_of_relu_never_move() -> None:
    model = trained(
        layers.Dense(4, activation="relu", kernel_initializer="zeros"),
        layers.Dense(1),
    )
    assert not np.any(model.layers[0].get_weights()[0])


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "linear", "relu"])
def test_units_with_constant_weights_around_them_stay_copies(activation: str) -> None:
    start = keras.initializers.Constant(0.1)
    model = trained(
        layers.Dense(4, activation=activation, kernel_initializer=start),
        layers.BatchNormalization(),
        layers.Dense(1, kernel_initializer=start),
    )
    kernel = model.layers[0].get_weights()[0]
    assert np.any(np.abs(kernel - 0.1) > 1e-3)
    assert kernel == pytest.approx(np.repeat(kernel[:, :1], 4, axis=1), abs=1e-5)


def test_filters_with_constant_weights_around_them_stay_copies() -> None:
    model = trained(
        layers.Reshape((5, 1)),
        layers.Conv1D(3, 2, activation="tanh", kernel_initializer="ones"),
        layers.Flatten(),
        layers.Dense(1, kernel_initializer="ones"),
    )
    kernel = model.layers[1].get_weights()[0]
    assert kernel == pytest.approx(np.repeat(kernel[..., :1], 3, axis=-1), abs=1e-5)


def test_random_weights_behind_or_dropout_tell_units_apart() -> None:
    start = keras.initializers.Constant(0.1)
    first: dict[str, Any] = {"activation": "tanh", "kernel_initializer": start}
    random_behind = trained(layers.Dense(4, **first), layers.Dense(1))
    dropping = trained(
        layers.Dense(4, **first),
        layers.Dropout(0.5),
        layers.Dense(1, kernel_initializer=start),
    )
    for model in (random_behind, dropping):
        assert np.std(model.layers[0].get_weights()[0], axis=1).max() > 1e-3


def test_an_output_layer_learns_from_zeros() -> None:
    model = trained(layers.Dense(1, kernel_initializer="zeros"))
    assert np.any(model.layers[0].get_weights()[0])
