"""What the rules on layers, reshapes and arguments say of Keras, asked of Keras itself."""

from __future__ import annotations

import warnings
from math import e
from typing import Any

import pytest

keras = pytest.importorskip("keras")
np = pytest.importorskip("numpy")

from keras import layers, ops  # noqa: E402  (only where Keras is installed)


def numbers(*shape: int) -> Any:
    return np.random.default_rng(0).normal(size=shape).astype("float32")


def test_softmax_of_a_distribution_gives_the_best_class_little() -> None:
    for classes in (2, 5, 10):
        sure = ops.convert_to_tensor(np.eye(classes, dtype="float32"))
        best = float(np.max(ops.convert_to_numpy(ops.softmax(sure))))
        assert best == pytest.approx(e / (e + classes - 1), abs=1e-6)


def test_squashing_twice_leaves_a_narrow_band() -> None:
    extremes = ops.convert_to_tensor([-1e3, 1e3])
    sigmoid = ops.convert_to_numpy(ops.sigmoid(ops.sigmoid(extremes)))
    tanh = ops.convert_to_numpy(ops.tanh(ops.tanh(extremes)))
    assert sigmoid == pytest.approx([0.5, 0.731], abs=1e-3)
    assert tanh == pytest.approx([-0.762, 0.762], abs=1e-3)


def test_softmax_over_one_entry_is_one_whatever_comes_in() -> None:
    model = keras.Sequential([keras.Input((4,)), layers.Dense(1, activation="softmax")])
    assert model.predict(100 * numbers(8, 4), verbose=0) == pytest.approx(np.ones((8, 1)))


def test_a_dense_without_activation_and_the_next_are_one_linear_layer() -> None:
    table = keras.Input((5,))
    first, second = layers.Dense(7), layers.Dense(3)
    both = keras.Model(table, second(first(table)))
    (kernel, bias), (next_kernel, next_bias) = first.get_weights(), second.get_weights()
    x = numbers(6, 5)
    together = x @ (kernel @ next_kernel) + bias @ next_kernel + next_bias
    assert both.predict(x, verbose=0) == pytest.approx(together, abs=1e-5)


def test_a_fold_makes_more_samples_than_came_in() -> None:
    clip = keras.Input((6, 4))
    rows = layers.Lambda(lambda x: ops.reshape(x, (-1, 4)), output_shape=(4,))(clip)
    model = keras.Model(clip, rows)
    assert model(numbers(3, 6, 4)).shape == (18, 4)


def test_a_fold_that_is_undone_keeps_samples_apart() -> None:
    clip = keras.Input((6, 4))
    rows = layers.Lambda(lambda x: ops.reshape(x, (-1, 4)), output_shape=(4,))(clip)
    hidden = layers.Dense(5, activation="relu")(rows)
    back = layers.Lambda(lambda x: ops.reshape(x, (-1, 30)), output_shape=(30,))(hidden)
    model = keras.Model(clip, layers.Dense(2)(back))
    before = numbers(3, 6, 4)
    after = before.copy()
    after[1] += 1
    changed = np.abs(ops.convert_to_numpy(model(after) - model(before))).max(axis=1) > 1e-6
    assert list(changed) == [False, True, False]


def test_keras_3_refuses_lr_and_ignores_decay() -> None:
    with pytest.raises(ValueError, match="lr"):
        keras.optimizers.Adam(lr=0.1)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        optimizer = keras.optimizers.SGD(learning_rate=0.1, decay=0.5)
    assert any("decay" in str(warning.message) for warning in caught)
    assert float(optimizer.learning_rate) == pytest.approx(0.1)


def test_tf_keras_keeps_its_default_rate_on_lr() -> None:
    tf_keras = pytest.importorskip("tf_keras")
    assert float(tf_keras.optimizers.Adam(lr=0.1).learning_rate) == pytest.approx(0.001)
    with pytest.raises(ValueError, match="decay"):
        tf_keras.optimizers.Adam(decay=0.1)


@pytest.mark.parametrize(
    ("make", "keyword"),
    [
        (lambda **given: layers.Dense(3, **given), "init"),
        (lambda **given: layers.Dense(3, **given), "weights"),
        (lambda **given: layers.Conv2D(3, 3, **given), "border_mode"),
        (lambda **given: layers.LSTM(3, **given), "time_major"),
        (lambda **given: layers.LSTM(3, **given), "batch_input_shape"),
        (lambda **given: keras.callbacks.ModelCheckpoint("a.keras", **given), "period"),
        (keras.regularizers.L2, "l"),
        (lambda **given: keras.utils.to_categorical([0, 1], **given), "nb_classes"),
    ],
)
def test_removed_arguments_raise(make: Any, keyword: str) -> None:
    with pytest.raises((TypeError, ValueError), match=keyword):
        make(**{keyword: None})


def test_methods_refuse_what_they_used_to_take() -> None:
    model = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    with pytest.raises((TypeError, ValueError), match="class_mode"):
        model.compile(loss="mse", class_mode="binary")
    model.compile(loss="mse")
    x, y = numbers(4, 2), numbers(4, 1)
    with pytest.raises((TypeError, ValueError), match="workers"):
        model.fit(x, y, workers=1, verbose=0)
    with pytest.raises((TypeError, ValueError), match="nb_epoch"):
        model.fit(x, y, nb_epoch=1, verbose=0)
    with pytest.raises((TypeError, ValueError), match="reset_metrics"):
        model.train_on_batch(x, y, reset_metrics=True)
