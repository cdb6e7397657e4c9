"""What the rules on losses say of Keras, asked of Keras itself.

Everything is evaluated on one small model in a handful of lines, so a release of Keras that changes
its mind shows up here before a message says what is no longer true.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

keras = pytest.importorskip("keras")
np = pytest.importorskip("numpy")

if keras.backend.backend() != "tensorflow":
    pytest.skip("the claims are about the TensorFlow backend", allow_module_level=True)

SAMPLES, FEATURES, CLASSES = 6, 4, 3


@pytest.fixture(autouse=True)
def seeded() -> Iterator[None]:
    keras.utils.set_random_seed(7)
    yield
    keras.backend.clear_session()


def network(units: int, activation: str | None, *behind: Any) -> Any:
    last = keras.layers.Dense(units, activation=activation)
    return keras.Sequential([keras.Input((FEATURES,)), last, *behind])


def features() -> Any:
    return np.random.default_rng(0).normal(size=(SAMPLES, FEATURES)).astype("float32")


def one_hot() -> Any:
    return np.eye(CLASSES, dtype="float32")[np.arange(SAMPLES) % CLASSES]


def loss_of(model: Any, loss: Any, targets: Any) -> float:
    model.compile(optimizer="sgd", loss=loss)
    return float(model.evaluate(features(), targets, verbose=0))


def same_weights(model: Any, *, as_in: Any) -> Any:
    model.set_weights(as_in.get_weights())
    return model


def categorical_from_logits() -> Any:
    return keras.losses.CategoricalCrossentropy(from_logits=True)


def test_tensorflow_repairs_an_activation_directly_before_a_loss_from_logits() -> None:
    logits = network(CLASSES, None)
    wanted = loss_of(logits, categorical_from_logits(), one_hot())
    model = same_weights(network(CLASSES, "softmax"), as_in=logits)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert loss_of(model, categorical_from_logits(), one_hot()) == pytest.approx(wanted)
    assert any("from_logits=True" in str(warning.message) for warning in caught)


@pytest.mark.parametrize("between", ["Reshape", "Flatten"])
def test_a_layer_behind_the_softmax_makes_it_apply_twice(between: str) -> None:
    logits = network(CLASSES, None)
    repaired = loss_of(logits, categorical_from_logits(), one_hot())
    arguments = {"Reshape": ((CLASSES,),), "Flatten": ()}[between]
    behind = getattr(keras.layers, between)(*arguments)
    model = same_weights(network(CLASSES, "softmax", behind), as_in=logits)
    assert loss_of(model, categorical_from_logits(), one_hot()) != pytest.approx(repaired)


def test_focal_losses_do_not_look_behind_the_activation() -> None:
    logits = network(CLASSES, None)
    loss = keras.losses.CategoricalFocalCrossentropy(from_logits=True)
    wanted = loss_of(logits, loss, one_hot())
    model = same_weights(network(CLASSES, "softmax"), as_in=logits)
    assert loss_of(model, loss, one_hot()) != pytest.approx(wanted)


def test_a_log_softmax_may_be_taken_for_logits() -> None:
    logits = network(CLASSES, None)
    wanted = loss_of(logits, categorical_from_logits(), one_hot())
    model = same_weights(network(CLASSES, "log_softmax"), as_in=logits)
    assert loss_of(model, categorical_from_logits(), one_hot()) == pytest.approx(wanted, rel=1e-5)


def test_several_sigmoids_are_trained_as_a_softmax_over_their_inputs() -> None:
    softmax = network(CLASSES, "softmax")
    wanted = loss_of(softmax, "categorical_crossentropy", one_hot())
    sigmoids = same_weights(network(CLASSES, "sigmoid"), as_in=softmax)
    assert loss_of(sigmoids, "categorical_crossentropy", one_hot()) == pytest.approx(wanted)
    predictions = sigmoids.predict(features(), verbose=0)
    assert not np.allclose(predictions.sum(axis=-1), 1)


def test_a_softmax_under_a_binary_loss_is_trained_as_sigmoids() -> None:
    sigmoids = network(CLASSES, "sigmoid")
    wanted = loss_of(sigmoids, "binary_crossentropy", one_hot())
    softmax = same_weights(network(CLASSES, "softmax"), as_in=sigmoids)
    assert loss_of(softmax, "binary_crossentropy", one_hot()) == pytest.approx(wanted)


@pytest.mark.parametrize("activation", ["sigmoid", None])
def test_one_unit_under_a_categorical_loss_has_no_loss(activation: str | None) -> None:
    targets = (np.arange(SAMPLES) % 2).astype("float32")[:, None]
    loss = loss_of(network(1, activation), "categorical_crossentropy", targets)
    assert loss == pytest.approx(0, abs=1e-5)


def test_accuracy_of_a_regression_is_agreement_with_a_rounded_prediction() -> None:
    model = network(1, None)
    model.compile(optimizer="sgd", loss="mse", metrics=["accuracy"])
    targets = np.array([[0.25], [1.5], [2.0], [3.5], [0.75], [7.0]], dtype="float32")
    accuracy = model.evaluate(features(), targets, verbose=0, return_dict=True)["accuracy"]
    assert accuracy == 0
    rounded = (model.predict(features(), verbose=0) > 0.5).astype("float32")
    agreed = model.evaluate(features(), rounded, verbose=0, return_dict=True)["accuracy"]
    assert agreed == 1


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_the_most_certain_answer_counts_as_the_message_says(classes: int) -> None:
    certain = np.eye(classes, dtype="float32")[:1]
    share = float(np.max(np.asarray(keras.ops.softmax(certain))))
    assert share == pytest.approx(np.e / (np.e + classes - 1))


@pytest.mark.parametrize("activation", ["relu", "tanh", "elu"])
def test_what_is_below_zero_has_no_gradient_under_a_binary_loss(activation: str) -> None:
    model = network(1, activation)
    model.layers[-1].set_weights([np.zeros((FEATURES, 1)), np.array([-1.0])])
    model.compile(optimizer="sgd", loss="binary_crossentropy")
    model.fit(features(), np.ones((SAMPLES, 1)), epochs=3, verbose=0)
    assert model.layers[-1].get_weights()[1] == -1


def test_a_softmax_may_be_written_with_exponentials() -> None:
    softmax = network(CLASSES, "softmax")
    wanted = loss_of(softmax, "categorical_crossentropy", one_hot())
    exponentials = same_weights(network(CLASSES, "exponential"), as_in=softmax)
    found = loss_of(exponentials, "categorical_crossentropy", one_hot())
    assert found == pytest.approx(wanted, rel=1e-5)
