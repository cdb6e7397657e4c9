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
