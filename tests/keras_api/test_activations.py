"""What activations do to their inputs."""

from __future__ import annotations

from math import inf

import pytest

from kerascop.keras_api import Kind, identifiers
from kerascop.keras_api.activations import activation_facts


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        (
            "relu",
            (
                "relu ReLU keras.activations.relu tensorflow.nn.relu tensorflow.compat.v1.nn.relu "
                "keras.ops.relu keras.ops.nn.relu keras.backend.relu keras.layers.ReLU"
            ),
        ),
        ("softmax", "softmax keras.backend.softmax tensorflow.nn.softmax keras.layers.Softmax"),
        ("sigmoid", "sigmoid tensorflow.sigmoid tensorflow.math.sigmoid keras.ops.sigmoid"),
        ("leaky_relu", "leaky_relu keras.layers.LeakyReLU tensorflow.nn.leaky_relu"),
        ("silu", "silu swish keras.activations.swish keras.ops.swish tensorflow.nn.swish"),
        ("prelu", "keras.layers.PReLU"),
        ("elu", "elu keras.layers.ELU"),
        ("thresholded_relu", "keras.layers.ThresholdedReLU"),
        ("linear", "linear keras.activations.linear"),
    ],
)
def test_every_spelling_of_an_activation(name: str, spellings: str) -> None:
    for spelling in spellings.split():
        facts = activation_facts(spelling)
        assert facts is not None, spelling
        assert facts.name == name, spelling


def test_no_activation_is_linear() -> None:
    facts = activation_facts(None)
    assert facts is not None
    assert facts.linear


@pytest.mark.parametrize("stranger", ["rellu", "keras.ops.reshape", "keras.layers.Dense", "tanh.x"])
def test_what_is_no_activation_has_no_facts(stranger: str) -> None:
    assert activation_facts(stranger) is None


def test_ranges() -> None:
    sigmoid, relu, tanh = (activation_facts(name) for name in ("sigmoid", "relu", "tanh"))
    assert sigmoid is not None
    assert relu is not None
    assert tanh is not None
    assert sigmoid.bounded_range == (0.0, 1.0)
    assert relu.bounded_range is None
    assert relu.nonnegative
    assert tanh.bounded_range == (-1.0, 1.0)
    assert tanh.saturating
    assert not relu.saturating


def test_every_activation_of_keras_has_facts_and_keeps_its_range() -> None:
    keras = pytest.importorskip("keras")
    inputs = keras.ops.reshape(keras.ops.arange(-20.0, 20.0, 0.05), (8, 100))
    for name in identifiers(Kind.ACTIVATION, 3):
        facts = activation_facts(name)
        assert facts is not None, name
        required = {"threshold": (0.5, 0.0)}.get(name, ())
        outputs = keras.ops.convert_to_numpy(keras.activations.get(name)(inputs, *required))
        assert outputs.min() >= facts.low - 1e-5, name
        assert outputs.max() <= facts.high + 1e-5, name
        if facts.low > -inf:
            assert outputs.min() <= facts.low + 0.05, name
