"""What the rules on the order and make of layers say of Keras, asked of Keras itself."""

from __future__ import annotations

from typing import Any

import pytest

keras = pytest.importorskip("keras")
np = pytest.importorskip("numpy")

from keras import layers, ops  # noqa: E402  (only where Keras is installed)


def numbers(*shape: int) -> Any:
    return np.random.default_rng(0).normal(size=shape).astype("float32")


def array(tensor: Any) -> Any:
    return ops.convert_to_numpy(tensor)


def test_a_sigmoid_of_rectified_logits_never_falls_below_one_half() -> None:
    assert array(ops.sigmoid(ops.relu(numbers(100)))).min() >= 0.5


def test_a_softmax_of_squashed_logits_cannot_become_sure() -> None:
    logits = ops.tanh(1e3 * np.eye(10, dtype="float32") - 500)
    assert array(ops.softmax(logits)).max() < 0.5


def test_the_state_of_an_lstm_is_bounded_by_tanh_and_not_by_relu() -> None:
    series = 5 * np.ones((1, 40, 3), "float32")
    ones = keras.initializers.Constant(0.5)
    made = {"units": 2, "kernel_initializer": ones, "recurrent_initializer": ones}
    assert np.abs(array(layers.LSTM(**made)(series))).max() <= 1
    assert np.abs(array(layers.LSTM(activation="relu", **made)(series))).max() > 30


def test_the_fast_kernel_is_for_tanh_alone() -> None:
    rnn = pytest.importorskip("keras.src.backend.tensorflow.rnn")
    sigmoid, tanh, relu = (getattr(keras.activations, n) for n in ("sigmoid", "tanh", "relu"))
    assert rnn.cudnn_ok(tanh, sigmoid, unroll=False, use_bias=True) in (True, False)
    assert not rnn.cudnn_ok(relu, sigmoid, unroll=False, use_bias=True)


def test_dropout_on_the_answers_sets_some_to_zero_while_training() -> None:
    model = keras.Sequential(
        [keras.Input((4,)), layers.Dense(3, activation="softmax"), layers.Dropout(0.5)]
    )
    trained = array(model(numbers(50, 4), training=True))
    assert (trained == 0).any()
    assert not np.allclose(trained.sum(axis=1), 1)


def test_normalised_answers_are_no_probabilities() -> None:
    model = keras.Sequential(
        [keras.Input((4,)), layers.Dense(3, activation="softmax"), layers.BatchNormalization()]
    )
    assert array(model(numbers(50, 4), training=True)).min() < 0


def test_layer_normalisation_leaves_nothing_of_a_single_output() -> None:
    model = keras.Sequential([keras.Input((4,)), layers.Dense(1), layers.LayerNormalization()])
    assert array(model(numbers(20, 4))) == pytest.approx(np.zeros((20, 1)))


def test_a_layer_that_the_outputs_do_not_depend_on_is_no_part_of_the_model() -> None:
    table = keras.Input((4,))
    layers.Dense(8, name="lost")(table)
    model = keras.Model(table, layers.Dense(2, name="kept")(table))
    assert [layer.name for layer in model.layers][1:] == ["kept"]


def test_accuracy_of_one_unit_compares_with_one_half_logits_or_not() -> None:
    model = keras.Sequential([keras.Input((1,)), layers.Dense(1, kernel_initializer="ones")])
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    x, y = np.array([[0.3], [-1.0]], "float32"), np.array([[1.0], [0.0]], "float32")
    model.compile(loss=loss, metrics=["accuracy"])
    assert model.evaluate(x, y, verbose=0)[1] == 0.5
    model.compile(loss=loss, metrics=[keras.metrics.BinaryAccuracy(threshold=0)])
    assert model.evaluate(x, y, verbose=0)[1] == 1.0


def test_accuracy_of_several_units_takes_the_largest() -> None:
    model = keras.Sequential([keras.Input((2,)), layers.Dense(2, kernel_initializer="identity")])
    model.compile(loss=keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])
    x = np.array([[-3.0, -2.0]], "float32")
    assert model.evaluate(x, np.array([[0.0, 1.0]], "float32"), verbose=0)[1] == 1.0


@pytest.mark.parametrize("name", ["Precision", "Recall"])
def test_logits_below_one_half_count_as_a_no(name: str) -> None:
    truth, logits = np.array([1.0, 1.0]), np.array([0.3, 0.4])
    assert float(getattr(keras.metrics, name)()(truth, logits)) == 0
    assert float(getattr(keras.metrics, name)(thresholds=0)(truth, logits)) == 1


def test_the_area_under_the_curve_does_not_see_logits_below_zero() -> None:
    truth, logits = np.array([0.0, 0.0, 1.0, 1.0]), np.array([-9.0, -8.0, -2.0, -1.0])
    assert float(keras.metrics.AUC()(truth, logits)) == pytest.approx(0.5)
    assert float(keras.metrics.AUC(from_logits=True)(truth, logits)) == pytest.approx(1.0)


def test_softmax_over_two_is_a_sigmoid_of_the_difference() -> None:
    logits = numbers(20, 2)
    both = array(ops.softmax(logits))[:, 1]
    assert both == pytest.approx(array(ops.sigmoid(logits[:, 1] - logits[:, 0])), abs=1e-6)


def test_self_attention_does_not_know_the_order_of_its_steps() -> None:
    steps, attention = numbers(1, 6, 8), layers.MultiHeadAttention(2, 4)
    order = [3, 1, 5, 0, 2, 4]
    there = array(attention(steps, steps))[:, order]
    shuffled = steps[:, order]
    assert array(attention(shuffled, shuffled)) == pytest.approx(there, abs=1e-5)


def test_batch_normalisation_takes_a_bias_away_again() -> None:
    x, normalise = numbers(64, 5), layers.BatchNormalization()
    assert array(normalise(x + 7, training=True)) == pytest.approx(
        array(normalise(x, training=True)), abs=1e-4
    )


def test_dropout_raises_the_variance_that_batch_normalisation_measures() -> None:
    x = np.abs(numbers(4000, 3))
    dropped = array(layers.Dropout(0.5)(x, training=True))
    assert (dropped.var(axis=0) > 1.5 * x.var(axis=0)).all()


def test_pooling_makes_up_for_what_was_dropped() -> None:
    maps = 1 + np.abs(numbers(1, 64, 64, 4))
    dropped = layers.Dropout(0.25)(maps, training=True)
    assert (array(dropped) == 0).mean() > 0.2
    assert (array(layers.MaxPooling2D()(dropped)) == 0).mean() < 0.01


def second_moment(depth: int, activation: str, start: str) -> float:
    x: Any = numbers(64, 256)
    for seed in range(depth):
        initializer = keras.initializers.get({"class_name": start, "config": {"seed": seed}})
        x = layers.Dense(256, activation=activation, kernel_initializer=initializer)(x)
    return float(np.mean(array(x) ** 2))


def test_glorot_halves_the_signal_at_each_relu_and_he_does_not() -> None:
    assert second_moment(10, "relu", "GlorotNormal") < 2e-3
    assert second_moment(10, "relu", "HeNormal") > 0.2


def test_selu_keeps_its_scale_from_lecun() -> None:
    assert second_moment(10, "selu", "LecunNormal") == pytest.approx(1, abs=0.2)


def test_kernels_start_from_glorot_and_biases_from_zero() -> None:
    config = layers.Dense(3).get_config()
    assert config["kernel_initializer"]["class_name"] == "GlorotUniform"
    assert config["bias_initializer"]["class_name"] == "Zeros"


def test_a_pooled_image_is_one_vector() -> None:
    assert layers.GlobalAveragePooling2D()(numbers(2, 8, 8, 5)).shape == (2, 5)
