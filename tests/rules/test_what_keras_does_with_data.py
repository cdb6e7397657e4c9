"""What the rules about data say of Keras, tried on Keras itself."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

keras = pytest.importorskip("keras")
np = pytest.importorskip("numpy")
tf = pytest.importorskip("tensorflow")
images_of_keras = pytest.importorskip("keras.src.legacy.preprocessing.image")

if keras.backend.backend() != "tensorflow":
    pytest.skip("the claims are about the TensorFlow backend", allow_module_level=True)

ImageDataGenerator = images_of_keras.ImageDataGenerator


def probabilities() -> Any:
    scores = np.random.default_rng(0).random((4, 10)).astype("float32")
    return scores / scores.sum(axis=1, keepdims=True)


def test_divided_class_ids_are_all_class_zero_for_the_sparse_loss() -> None:
    ids = np.array([0, 3, 7, 9])
    loss = keras.losses.sparse_categorical_crossentropy
    divided = loss(ids / 255, probabilities())
    zeros = loss(np.zeros(4, int), probabilities())
    assert np.allclose(divided, zeros)
    assert not np.allclose(divided, loss(ids, probabilities()))


def test_divided_class_ids_are_all_class_zero_once_they_are_encoded() -> None:
    encoded = keras.utils.to_categorical(np.array([0, 3, 7, 9]) / 255, 10)
    assert encoded[:, 0].tolist() == [1, 1, 1, 1]


def test_a_generator_that_was_not_fitted_warns_and_changes_nothing() -> None:
    images = np.random.default_rng(0).random((4, 8, 8, 3)).astype("float32")
    generator = ImageDataGenerator(featurewise_center=True, featurewise_std_normalization=True)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        batch = next(generator.flow(images, shuffle=False))
    assert np.allclose(batch, images)
    assert any("hasn't been fit" in str(each.message) for each in told)


def test_a_generator_may_be_fitted_after_it_was_asked_for_batches() -> None:
    images = np.random.default_rng(0).random((4, 8, 8, 3)).astype("float32")
    generator = ImageDataGenerator(featurewise_center=True)
    batches = generator.flow(images, shuffle=False)
    generator.fit(images)
    assert not np.allclose(next(batches), images)


def test_a_normalization_that_was_not_adapted_changes_nothing() -> None:
    x = np.random.default_rng(0).random((16, 4)).astype("float32") * 50
    assert np.allclose(keras.layers.Normalization()(x), x, atol=1e-4)


@pytest.mark.parametrize(
    ("layer", "words"),
    [("TextVectorization", ["a b", "c"]), ("StringLookup", ["a", "b"]), ("IntegerLookup", [1, 2])],
)
def test_a_layer_without_a_vocabulary_raises(layer: str, words: list[Any]) -> None:
    with pytest.raises(tf.errors.FailedPreconditionError):
        getattr(keras.layers, layer)()(tf.constant(words))


def test_the_argmax_of_one_column_is_always_zero() -> None:
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
    scores = model.predict(np.random.default_rng(0).random((20, 3)), verbose=0)
    assert scores.shape == (20, 1)
    assert np.argmax(scores, axis=1).tolist() == [0] * 20
    assert [int(np.argmax(score)) for score in scores] == [0] * 20


def test_a_logit_of_zero_is_a_probability_of_one_half() -> None:
    assert float(keras.ops.sigmoid(0.0)) == pytest.approx(0.5)
    assert float(keras.ops.sigmoid(0.3)) > 0.5


def test_a_data_set_is_not_changed_by_its_methods() -> None:
    data = tf.data.Dataset.range(10)
    data.batch(5)
    assert len(data) == 10


def test_networks_that_rescale_inside_tell_divided_pixels_from_whole_ones() -> None:
    network = keras.applications.MobileNetV3Small(weights=None, include_top=False, pooling="avg")
    pixels = np.random.default_rng(0).random((1, 64, 64, 3)).astype("float32") * 255
    first = next(layer for layer in network.layers if isinstance(layer, keras.layers.Rescaling))
    assert float(np.max(first(pixels))) > 0.9
    assert float(np.max(first(pixels / 255))) < -0.9
