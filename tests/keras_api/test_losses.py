"""What losses expect of outputs and labels."""

from __future__ import annotations

import inspect

import pytest

from kerascop.keras_api import Kind, identifier, resolve
from kerascop.keras_api.losses import Labels, Outputs, loss_facts, loss_family

CATEGORICAL = (Outputs.PROBABILITIES, Labels.ONE_HOT)
SPARSE = (Outputs.PROBABILITIES, Labels.CLASS_IDS)
BINARY = (Outputs.PROBABILITIES, Labels.BINARY)
VALUES = (Outputs.VALUES, Labels.VALUES)


@pytest.mark.parametrize(
    ("loss", "family", "expected"),
    [
        ("categorical_crossentropy", "categorical_crossentropy", CATEGORICAL),
        ("keras.losses.CategoricalCrossentropy", "categorical_crossentropy", CATEGORICAL),
        ("keras.backend.categorical_crossentropy", "categorical_crossentropy", CATEGORICAL),
        ("keras.ops.categorical_crossentropy", "categorical_crossentropy", CATEGORICAL),
        ("sparse_categorical_crossentropy", "sparse_categorical_crossentropy", SPARSE),
        ("binary_crossentropy", "binary_crossentropy", BINARY),
        ("bce", "binary_crossentropy", BINARY),
        ("tensorflow.keras.losses.binary_crossentropy", "binary_crossentropy", BINARY),
        ("tensorflow.compat.v1.losses.log_loss", "binary_crossentropy", BINARY),
        ("mse", "mean_squared_error", VALUES),
        ("MSE", "mean_squared_error", VALUES),
        ("keras.losses.mse", "mean_squared_error", VALUES),
        ("tensorflow.losses.MeanSquaredError", "mean_squared_error", VALUES),
        ("tensorflow.compat.v1.losses.mean_squared_error", "mean_squared_error", VALUES),
        ("logcosh", "log_cosh", VALUES),
        ("hinge", "hinge", (Outputs.SCORES, Labels.SIGNS)),
        (
            "tensorflow.nn.softmax_cross_entropy_with_logits",
            "categorical_crossentropy",
            (Outputs.LOGITS, Labels.ONE_HOT),
        ),
        (
            "tensorflow.compat.v1.nn.softmax_cross_entropy_with_logits_v2",
            "categorical_crossentropy",
            (Outputs.LOGITS, Labels.ONE_HOT),
        ),
        (
            "tensorflow.nn.sparse_softmax_cross_entropy_with_logits",
            "sparse_categorical_crossentropy",
            (Outputs.LOGITS, Labels.CLASS_IDS),
        ),
        (
            "tensorflow.nn.sigmoid_cross_entropy_with_logits",
            "binary_crossentropy",
            (Outputs.LOGITS, Labels.BINARY),
        ),
        (
            "tensorflow.losses.softmax_cross_entropy",
            "categorical_crossentropy",
            (Outputs.LOGITS, Labels.ONE_HOT),
        ),
    ],
)
def test_each_form_of_a_loss(loss: str, family: str, expected: tuple[Outputs, Labels]) -> None:
    facts = loss_facts(loss)
    assert facts is not None
    assert (facts.family, (facts.outputs, facts.labels)) == (family, expected)


@pytest.mark.parametrize(
    "stranger",
    ["nonsense", "keras.layers.Dense", "keras.losses.Loss", "numpy.mean", "tensorflow.nn.relu"],
)
def test_what_is_no_loss_has_no_facts(stranger: str) -> None:
    assert loss_facts(stranger) is None


def test_from_logits_turns_probabilities_into_logits() -> None:
    facts = loss_facts("keras.losses.BinaryCrossentropy")
    assert facts is not None
    assert facts.with_logits(True).outputs is Outputs.LOGITS
    assert facts.with_logits(False).outputs is Outputs.PROBABILITIES
    squared = loss_facts("mse")
    assert squared is not None
    assert squared.with_logits(True) is squared


def test_where_the_arguments_stand() -> None:
    backend = loss_facts("keras.backend.binary_crossentropy")
    assert backend is not None
    assert (backend.labels_parameter, backend.outputs_parameter) == ("target", "output")
    assert (backend.from_logits, backend.from_logits_position) == ("from_logits", 2)
    focal = loss_facts("keras.losses.BinaryFocalCrossentropy")
    assert focal is not None
    assert focal.from_logits_position == 3
    nn = loss_facts("tensorflow.nn.softmax_cross_entropy_with_logits")
    assert nn is not None
    assert (nn.labels_parameter, nn.outputs_parameter) == ("labels", "logits")


def test_a_metric_belongs_to_the_family_of_its_loss() -> None:
    metric = identifier(Kind.METRIC, "mse")
    assert metric is not None
    assert loss_family(metric) == loss_family("mse") == "mean_squared_error"
    accuracy = resolve("keras.metrics.BinaryAccuracy")
    assert accuracy is not None
    assert loss_family(accuracy) is None


def test_every_loss_that_keras_names_has_facts() -> None:
    from kerascop.keras_api import identifiers

    for version in (2, 3):
        for text in identifiers(Kind.LOSS, version):
            if text.lower() != "loss":
                assert loss_facts(text) is not None, text


def test_the_parameters_of_tensorflows_losses_are_tensorflows() -> None:
    tensorflow = pytest.importorskip("tensorflow")
    for module, names in (
        (
            "nn",
            (
                "softmax_cross_entropy_with_logits sparse_softmax_cross_entropy_with_logits "
                "sigmoid_cross_entropy_with_logits weighted_cross_entropy_with_logits"
            ),
        ),
        (
            "compat.v1.losses",
            (
                "softmax_cross_entropy sparse_softmax_cross_entropy sigmoid_cross_entropy log_loss "
                "mean_squared_error absolute_difference huber_loss hinge_loss"
            ),
        ),
    ):
        for name in names.split():
            function = tensorflow
            for part in (*module.split("."), name):
                function = getattr(function, part)
            facts = loss_facts(f"tensorflow.{module}.{name}")
            assert facts is not None
            parameters = list(inspect.signature(function).parameters)
            assert parameters[:2] == [facts.labels_parameter, facts.outputs_parameter], name
