"""What the rules on labels and counts of losses say of Keras, asked of Keras itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

keras = pytest.importorskip("keras")
np = pytest.importorskip("numpy")
tf = pytest.importorskip("tensorflow")

if keras.backend.backend() != "tensorflow":
    pytest.skip("the claims are about the TensorFlow backend", allow_module_level=True)

SAMPLES, FEATURES, CLASSES = 12, 4, 3
IDS = np.arange(SAMPLES) % CLASSES
ONE_HOT = np.eye(CLASSES, dtype="float32")[IDS]
INPUTS = np.random.default_rng(0).normal(size=(SAMPLES, FEATURES)).astype("float32")
REFUSED = (ValueError, KeyError, tf.errors.InvalidArgumentError)


@pytest.fixture(autouse=True)
def seeded() -> Iterator[None]:
    keras.utils.set_random_seed(7)
    yield
    keras.backend.clear_session()


def network(units: int, activation: str | None = "softmax") -> Any:
    last = keras.layers.Dense(units, activation=activation, name="out")
    return keras.Sequential([keras.Input((FEATURES,)), last])


def logs(model: Any, targets: Any, loss: Any, **arguments: Any) -> dict[str, float]:
    model.compile(optimizer="sgd", loss=loss, **arguments)
    history = model.fit(INPUTS, targets, epochs=1, verbose=0).history
    return {name: values[0] for name, values in history.items()}


@pytest.mark.parametrize(
    ("labels", "loss"),
    [
        (IDS, "categorical_crossentropy"),
        (IDS[:, None], "categorical_crossentropy"),
        (ONE_HOT, "sparse_categorical_crossentropy"),
    ],
)
def test_labels_in_the_other_encoding_are_refused(labels: Any, loss: str) -> None:
    with pytest.raises(REFUSED):
        logs(network(CLASSES), labels, loss)


@pytest.mark.parametrize(
    ("labels", "units", "activation", "loss"),
    [
        (ONE_HOT, CLASSES + 1, "softmax", "categorical_crossentropy"),
        (ONE_HOT, CLASSES - 1, "softmax", "categorical_crossentropy"),
        (ONE_HOT, 1, "sigmoid", "binary_crossentropy"),
        (ONE_HOT, 2, "sigmoid", "binary_crossentropy"),
        (IDS, CLASSES - 1, "softmax", "sparse_categorical_crossentropy"),
    ],
)
def test_too_few_units_and_rows_of_another_width_are_refused(
    labels: Any, units: int, activation: str, loss: str
) -> None:
    with pytest.raises(REFUSED):
        logs(network(units, activation), labels, loss)


def test_units_that_no_class_id_names_are_accepted() -> None:
    assert logs(network(CLASSES + 1), IDS, "sparse_categorical_crossentropy")["loss"] > 0


@pytest.mark.parametrize(
    ("labels", "units", "activation", "loss"),
    [
        (ONE_HOT, CLASSES, "softmax", "categorical_crossentropy"),
        (IDS[:, None], CLASSES, "softmax", "sparse_categorical_crossentropy"),
        (IDS % 2, 1, "sigmoid", "binary_crossentropy"),
    ],
)
def test_the_class_accuracy_finds_no_probability_right(
    labels: Any, units: int, activation: str, loss: str
) -> None:
    metric = keras.metrics.Accuracy(name="exact")
    assert logs(network(units, activation), labels, loss, metrics=[metric])["exact"] == 0


def test_the_string_accuracy_finds_right_answers_however_it_is_written() -> None:
    model = network(CLASSES)
    found = logs(model, ONE_HOT, "categorical_crossentropy", metrics=["Accuracy"])["Accuracy"]
    assert found > 0


@pytest.mark.parametrize("metric", ["sparse_categorical_accuracy", "SparseCategoricalAccuracy"])
def test_sparse_accuracy_refuses_one_hot_rows(metric: str) -> None:
    with pytest.raises(REFUSED):
        logs(network(CLASSES), ONE_HOT, "categorical_crossentropy", metrics=[metric])


def test_categorical_accuracy_takes_every_id_in_a_column_for_class_0() -> None:
    model = network(CLASSES)
    model.compile(
        optimizer="sgd",
        loss="sparse_categorical_crossentropy",
        metrics=[keras.metrics.CategoricalAccuracy(name="found")],
    )
    answers = np.argmax(model.predict(INPUTS, verbose=0), axis=1)
    found = model.evaluate(INPUTS, IDS[:, None], verbose=0, return_dict=True)["found"]
    assert found == pytest.approx(np.mean(answers == 0))


def test_the_largest_of_one_unit_is_always_the_first() -> None:
    zeros_and_ones = (IDS[:, None] % 2).astype("float32")
    metrics = ["categorical_accuracy", "sparse_categorical_accuracy"]
    found = logs(network(1, "sigmoid"), zeros_and_ones, "binary_crossentropy", metrics=metrics)
    assert found["categorical_accuracy"] == 1
    assert found["sparse_categorical_accuracy"] == pytest.approx(np.mean(zeros_and_ones == 0))


def two_heads(**arguments: Any) -> dict[str, float]:
    inputs = keras.Input((FEATURES,))
    first = keras.layers.Dense(1, name="first")(inputs)
    second = keras.layers.Dense(1, name="second")(inputs)
    model = keras.Model(inputs, [first, second])
    before = model.layers[2].get_weights()[0]
    targets = [INPUTS[:, :1], INPUTS[:, 1:2]]
    found = logs(model, targets, **arguments)
    found["second moved"] = float(np.abs(model.layers[2].get_weights()[0] - before).max())
    return found


def test_a_list_of_losses_that_is_too_short_leaves_the_rest_untrained() -> None:
    assert two_heads(loss=["mse", "mse"])["second moved"] > 0
    assert two_heads(loss=["mse"])["second moved"] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        {"loss": ["mse", "mse", "mse"]},
        {"loss": {"first": "mse"}},
        {"loss": {"first": "mse", "third": "mse"}},
        {"loss": ["mse", "mse"], "loss_weights": [1.0]},
        {"loss": ["mse", "mse"], "loss_weights": [1.0, 1.0, 1.0]},
        {"loss": {"first": "mse", "second": "mse"}, "loss_weights": {"first": 1.0, "third": 1.0}},
        {"loss": {"first": "mse", "second": "mse"}, "loss_weights": {"first": 1.0}},
        {"loss": "mse", "metrics": {"third": "mae"}},
        {"loss": "mse", "metrics": [["mae"], ["mae"], ["mae"]]},
    ],
    ids=str,
)
def test_other_losses_weights_and_metrics_than_outputs_are_refused(arguments: Any) -> None:
    with pytest.raises(REFUSED):
        two_heads(**arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        {"loss": "mse"},
        {"loss": "mse", "loss_weights": 0.5},
        {"loss": ["mse", None]},
        {"loss": "mse", "metrics": {"second": "mae"}},
    ],
    ids=str,
)
def test_one_for_all_and_none_for_some_is_accepted(arguments: Any) -> None:
    assert two_heads(**arguments)["loss"] >= 0


def test_a_binary_crossentropy_has_no_minimum_outside_0_and_1() -> None:
    for target, outputs in ((2.0, (0.9, 0.99, 0.999)), (-1.0, (0.1, 0.01, 0.001))):
        losses = [float(keras.losses.binary_crossentropy([target], [output])) for output in outputs]
        assert losses == sorted(losses, reverse=True)
        assert losses[-1] < 0
