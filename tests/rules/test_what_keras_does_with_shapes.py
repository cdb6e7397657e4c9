"""What the rules of shapes say of Keras, asked of Keras itself."""

from __future__ import annotations

from typing import Any

import pytest

keras = pytest.importorskip("keras")
np = pytest.importorskip("numpy")
tensorflow = pytest.importorskip("tensorflow")

from keras import Input, layers  # noqa: E402  (only where Keras is installed)

zeros = np.zeros
REFUSALS = (ValueError, TypeError, tensorflow.errors.OpError)


def trained(output: tuple[int, ...], loss: str, target: tuple[int, ...]) -> str:
    """Eight samples fitted to targets of a shape: `"trains"`, or `"refuses"`."""
    features = Input((4,))
    x = layers.Dense(int(np.prod(output)))(features)
    outputs = layers.Reshape(output)(x)
    if "entropy" in loss:
        outputs = layers.Activation("sigmoid" if "binary" in loss else "softmax")(outputs)
    model = keras.Model(features, outputs)
    model.compile(loss=loss, run_eagerly=True)
    try:
        model.train_on_batch(zeros((8, 4)), zeros((8, *target)))
    except REFUSALS:
        return "refuses"
    return "trains"


def taken(model: Any, *shape: int) -> bool:
    """Does the model predict data of this shape?"""
    try:
        model.predict(zeros(shape, "float32"), verbose=0)
    except REFUSALS:
        return False
    return True


def functional(shape: tuple[int, ...], *stack: Any) -> Any:
    x = first = Input(shape)
    for layer in stack:
        x = layer(x)
    return keras.Model(first, x)


def sequential(shape: tuple[int, ...], *stack: Any) -> Any:
    return keras.Sequential([Input(shape), *stack])


@pytest.mark.parametrize(
    ("output", "loss", "target", "outcome"),
    [
        ((3,), "mse", (1,), "trains"),
        ((1,), "mse", (3,), "trains"),
        ((3,), "mae", (2,), "refuses"),
        ((1,), "huber", (), "trains"),
        ((3,), "mse", (3, 1), "trains"),
        ((5, 1), "mse", (5,), "trains"),
        ((5, 1), "mse", (1,), "trains"),
        ((5, 1), "mse", (), "trains"),
        ((5, 2), "mse", (2,), "refuses"),
        ((3,), "binary_crossentropy", (), "refuses"),
        ((3,), "binary_crossentropy", (1,), "refuses"),
        ((1,), "binary_crossentropy", (), "trains"),
        ((5, 1), "binary_crossentropy", (5,), "trains"),
        ((5, 1), "binary_crossentropy", (), "refuses"),
        ((3,), "categorical_crossentropy", (2,), "refuses"),
        ((5, 3), "categorical_crossentropy", (3,), "refuses"),
        ((3,), "sparse_categorical_crossentropy", (), "trains"),
        ((3,), "sparse_categorical_crossentropy", (1,), "trains"),
        ((3,), "sparse_categorical_crossentropy", (2,), "refuses"),
        ((5, 3), "sparse_categorical_crossentropy", (5,), "trains"),
        ((5, 3), "sparse_categorical_crossentropy", (), "refuses"),
        ((4, 5, 3), "sparse_categorical_crossentropy", (1,), "refuses"),
    ],
)
def test_labels_fit_an_output(
    output: tuple[int, ...], loss: str, target: tuple[int, ...], outcome: str
) -> None:
    assert trained(output, loss, target) == outcome


def test_a_last_axis_of_one_comes_and_goes() -> None:
    assert taken(functional((6, 6, 1), layers.Flatten(), layers.Dense(2)), 3, 6, 6)
    assert taken(functional((6, 6), layers.Flatten(), layers.Dense(2)), 3, 6, 6, 1)
    assert taken(sequential((1,), layers.Dense(2)), 3)


def test_a_functional_model_compares_all_axes_with_its_input() -> None:
    stack = (layers.Conv2D(2, 3), layers.GlobalAveragePooling2D())
    assert not taken(functional((6, 6, 1), *stack), 3, 8, 8, 1)


def test_a_sequential_model_leaves_sizes_to_its_layers() -> None:
    stack = (layers.Conv2D(2, 3), layers.GlobalAveragePooling2D())
    assert taken(sequential((6, 6, 1), *stack), 3, 8, 8, 1)
    assert not taken(sequential((6, 6, 1), layers.Flatten(), layers.Dense(2)), 3, 8, 8, 1)
    assert taken(sequential((6, 2), layers.LSTM(2)), 3, 9, 2)
    assert not taken(sequential((6, 2), layers.LSTM(2)), 3, 6, 3)


def test_a_single_sample_is_refused() -> None:
    assert not taken(sequential((4,), layers.Dense(2)), 4)
    assert not taken(functional((6, 6, 1), layers.Conv2D(2, 3), layers.Flatten()), 6, 6)


def test_one_array_is_not_enough_for_two_inputs() -> None:
    left, right = Input((4,)), Input((4,))
    model = keras.Model([left, right], layers.concatenate([left, right]))
    assert not taken(model, 3, 4)


def test_a_batch_has_a_column_only_if_somebody_makes_it() -> None:
    model = keras.Sequential([layers.Dense(1)])
    model.compile(loss="mae")
    with pytest.raises(ValueError, match="ndim"):
        model.fit(zeros(8), zeros(8), verbose=0)


def test_keras_2_ran_convolutions_over_more_axes() -> None:
    tf_keras = pytest.importorskip("tf_keras")
    for library, takes in ((keras, False), (tf_keras, True)):
        clip = library.Input((6, 9, 9, 3))
        try:
            library.layers.Conv2D(2, 3)(clip)
        except REFUSALS:
            assert not takes
        else:
            assert takes
        with pytest.raises(ValueError, match="ndim"):
            library.layers.MaxPooling2D()(clip)


def test_strides_wider_than_what_is_left_still_leave_one_position() -> None:
    assert layers.Conv2D(2, 3, 5)(Input((4, 4, 1))).shape == (None, 1, 1, 2)
    with pytest.raises(ValueError, match="zero or negative"):
        layers.Conv2D(2, 5)(Input((4, 4, 1)))


def test_the_third_positional_argument_is_the_strides() -> None:
    layer = layers.Conv2D(2, 3, 3)
    assert (layer.kernel_size, layer.strides) == ((3, 3), (3, 3))


def test_dense_wants_an_axis_of_known_size() -> None:
    flat = layers.Flatten()(Input((None, None, 3)))
    with pytest.raises(ValueError, match="fully-defined"):
        layers.Dense(2)(flat)


def test_weights_fit_one_width() -> None:
    for shared in (layers.Dense(2), layers.BatchNormalization()):
        shared(Input((5,)))
        with pytest.raises(ValueError, match="axis -1"):
            shared(Input((6,)))


def test_softmax_over_the_batch_gives_a_batch_of_one_nothing_but_ones() -> None:
    model = sequential((3,), layers.Softmax(axis=0))
    assert model.predict(zeros((1, 3)), verbose=0) == pytest.approx(np.ones((1, 3)))
