"""What the rules on the course of training say of Keras, asked of Keras itself."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import Any

import pytest

keras = pytest.importorskip("keras")
np = pytest.importorskip("numpy")

if keras.backend.backend() != "tensorflow":
    pytest.skip("the claims are about the TensorFlow backend", allow_module_level=True)

SAMPLES, FEATURES = 8, 3


def network(hidden: int = 4) -> Any:
    keras.utils.set_random_seed(7)
    return keras.Sequential(
        [
            keras.Input((FEATURES,)),
            keras.layers.Dense(hidden, activation="tanh"),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


def features() -> Any:
    return np.random.default_rng(0).normal(size=(SAMPLES, FEATURES)).astype("float32")


def labels() -> Any:
    return (np.arange(SAMPLES) % 2).astype("float32")[:, None]


def fitted(model: Any, **arguments: Any) -> Any:
    return model.fit(features(), labels(), verbose=0, **arguments)


def moves(model: Any) -> bool:
    """Does training move the weights of the first layer?"""
    before = model.layers[0].get_weights()[0].copy()
    fitted(model)
    return not np.allclose(before, model.layers[0].get_weights()[0])


# --- KC401 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Adam", "AdamW", "Adamax", "Nadam", "RMSprop", "Lion"])
def test_a_first_step_is_about_as_long_as_the_rate_however_small_the_gradient(name: str) -> None:
    optimizer = getattr(keras.optimizers, name)(learning_rate=0.1)
    weight = keras.Variable(5.0)
    optimizer.build([weight])
    optimizer.apply([keras.ops.convert_to_tensor(1e-3)])
    assert 0.05 < 5.0 - float(weight) < 0.5


def test_a_large_rate_spoils_what_a_usual_one_learns() -> None:
    # Deep enough that steps of 0.5 saturate it; the task is learnt easily otherwise.
    x = np.random.default_rng(1).normal(size=(64, FEATURES)).astype("float32")
    y = (x[:, :1] > 0).astype("float32")
    losses = {}
    for rate in (0.01, 0.5):
        keras.utils.set_random_seed(3)
        hidden = [keras.layers.Dense(32, activation="relu") for _ in range(4)]
        model = keras.Sequential([*hidden, keras.layers.Dense(1, activation="sigmoid")])
        model.compile(keras.optimizers.Adam(rate), "binary_crossentropy")
        losses[rate] = model.fit(x, y, epochs=20, verbose=0).history["loss"][-1]
    assert losses[0.01] < 0.2 < losses[0.5]


# --- KC402 ----------------------------------------------------------------------------------------


def test_freezing_before_the_first_training_still_counts() -> None:
    model = network()
    model.compile("sgd", "mse")
    model.layers[0].trainable = False
    assert not moves(model)


@pytest.mark.parametrize("frozen", [True, False])
def test_what_is_said_after_the_first_training_waits_for_compile(frozen: bool) -> None:
    model = network()
    model.layers[0].trainable = frozen
    model.compile("sgd", "mse")
    fitted(model)
    model.layers[0].trainable = not frozen
    assert moves(model) is frozen
    model.compile("sgd", "mse")
    assert moves(model) is not frozen


def test_keras_2_asks_in_compile_already() -> None:
    tf_keras = pytest.importorskip("tf_keras")
    model = tf_keras.Sequential([tf_keras.layers.Dense(2), tf_keras.layers.Dense(1)])
    model.build((None, FEATURES))
    model.compile("sgd", "mse")
    model.layers[0].trainable = False
    assert moves(model)


# --- KC403 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["fit", "evaluate", "train_on_batch", "test_on_batch"])
def test_a_model_without_compile_is_refused(method: str) -> None:
    with pytest.raises(ValueError, match="compile"):
        getattr(network(), method)(features(), labels())


def test_a_model_around_a_compiled_one_is_not_compiled() -> None:
    compiled = network()
    compiled.compile("sgd", "mse")
    around = keras.Model(compiled.inputs, compiled.outputs)
    with pytest.raises(ValueError, match="compile"):
        around.evaluate(features(), labels())


def test_predicting_needs_no_compile() -> None:
    assert network().predict(features(), verbose=0).shape == (SAMPLES, 1)


def test_a_description_may_bring_its_compile_along() -> None:
    compiled = network()
    compiled.compile("sgd", "mse")
    restored = keras.models.model_from_json(compiled.to_json())
    assert restored.evaluate(features(), labels(), verbose=0) > 0


# --- KC404 ----------------------------------------------------------------------------------------


def compiled_with_accuracy() -> Any:
    model = network()
    model.compile("sgd", "binary_crossentropy", metrics=["accuracy"])
    return model


def test_stopping_on_what_is_not_logged_never_stops() -> None:
    stop = keras.callbacks.EarlyStopping("val_acc", mode="max", patience=0)
    with pytest.warns(UserWarning, match="val_acc"):
        history = fitted(compiled_with_accuracy(), epochs=3, validation_split=0.5, callbacks=[stop])
    assert len(history.epoch) == 3


def test_the_best_model_is_saved_over_where_nothing_says_which_it_is(tmp_path: Path) -> None:
    path = tmp_path / "epoch-{epoch}.keras"
    best = keras.callbacks.ModelCheckpoint(path, save_best_only=True)
    with pytest.warns(UserWarning, match="val_loss"):
        fitted(compiled_with_accuracy(), epochs=2, callbacks=[best])
    assert len(list(tmp_path.iterdir())) == 2


def test_an_unlogged_metric_of_unknown_direction_is_refused() -> None:
    with pytest.raises(ValueError, match="val_acc"):
        fitted(compiled_with_accuracy(), callbacks=[keras.callbacks.EarlyStopping("val_acc")])


def test_a_path_with_an_unlogged_key_cannot_be_filled_in(tmp_path: Path) -> None:
    every = keras.callbacks.ModelCheckpoint(tmp_path / "{epoch}-{val_acc:.2f}.keras")
    with pytest.raises(KeyError, match="val_acc"):
        fitted(compiled_with_accuracy(), validation_split=0.5, callbacks=[every])


# --- KC411 ----------------------------------------------------------------------------------------


def test_a_trained_model_waits_for_the_garbage_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        model = compiled_with_accuracy()
        fitted(model)
        trace = weakref.ref(model)
        del model
        assert trace() is not None
    finally:
        gc.enable()


def test_the_names_of_layers_count_on_until_the_session_is_cleared() -> None:
    keras.backend.clear_session()
    assert [keras.layers.Dense(1).name for _ in range(3)] == ["dense", "dense_1", "dense_2"]
    keras.backend.clear_session()
    assert keras.layers.Dense(1).name == "dense"


# --- KC412 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Adam", "SGD"])
def test_an_optimizer_refuses_the_weights_of_a_second_model(name: str) -> None:
    optimizer = getattr(keras.optimizers, name)()
    first, second = network(), network()
    for model in (first, second):
        model.compile(optimizer, "mse")
    fitted(first)
    with pytest.raises(ValueError, match="Unknown variable"):
        fitted(second)


def test_an_optimizer_refuses_weights_that_are_unfrozen_later() -> None:
    optimizer = keras.optimizers.Adam()
    model = network()
    model.layers[0].trainable = False
    model.compile(optimizer, "mse")
    fitted(model)
    model.layers[0].trainable = True
    model.compile(optimizer, "mse")
    with pytest.raises(ValueError, match="Unknown variable"):
        fitted(model)


def test_an_optimizer_takes_the_same_weights_or_fewer_of_them() -> None:
    optimizer = keras.optimizers.Adam()
    model = network()
    for frozen in (False, False, True):
        model.layers[0].trainable = not frozen
        model.compile(optimizer, "mse")
        fitted(model)
    around = keras.Sequential([keras.Input((FEATURES,)), *model.layers])
    around.compile(optimizer, "mse")
    fitted(around)


# --- KC418 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["evaluate", "test_on_batch", "train_on_batch"])
def test_the_loss_comes_before_the_metrics(method: str) -> None:
    model = compiled_with_accuracy()
    weights = model.get_weights()
    first, second = getattr(model, method)(features(), labels())
    model.set_weights(weights)
    named = model.evaluate(features(), labels(), verbose=0, return_dict=True)
    assert (first, second) == pytest.approx((named["loss"], named["accuracy"]), rel=1e-4)


def test_a_discriminator_that_is_frozen_before_it_trained_never_trains() -> None:
    discriminator = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    discriminator.compile("sgd", "mse")
    generator = keras.Sequential([keras.Input((2,)), keras.layers.Dense(4)])
    noise = keras.Input((2,))
    discriminator.trainable = False
    combined = keras.Model(noise, discriminator(generator(noise)))
    combined.compile("sgd", "mse")
    before = [weight.copy() for weight in discriminator.get_weights()]
    for _ in range(2):
        discriminator.train_on_batch(np.ones((8, 4)), np.zeros((8, 1)))
        combined.train_on_batch(np.ones((8, 2)), np.ones((8, 1)))
    after = discriminator.get_weights()
    assert all((old == new).all() for old, new in zip(before, after, strict=True))
