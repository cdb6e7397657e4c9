"""What is derived for Keras' and TensorFlow's data functions is what they compute."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from tests.interpreter.libraries.asking_arrays import (
    attained,
    contradictions,
    inputs_and_targets,
    known_facts,
)

SOURCE = """
from keras.utils import pad_sequences, to_categorical
np.random.seed(5)
X = np.random.randint(0, 256, size=(64, 8, 8, 3)).astype("uint8")
y = np.array([i % 4 for i in range(64)])
def scale(image, label):
    image = tf.cast(image, tf.float32) / 255.0
    return image, label
def encode(image, label):
    return tf.image.resize(image, (4, 4)), tf.one_hot(label, 4)
ds = tf.data.Dataset.from_tensor_slices((X, y))
floats = (tf.float32, tf.float32)
sizes = (tf.TensorShape([3, 3]), tf.TensorShape([2]))
specs = (tf.TensorSpec(shape=(3, 3), dtype=tf.float32), tf.TensorSpec((2,), tf.float32))
made = tf.data.Dataset.from_generator
series = keras.utils.timeseries_dataset_from_array
def generate():
    for i in range(10):
        yield np.ones((3, 3)), np.array([0., 1.])
"""

ARRAYS = """
to_categorical(y)
to_categorical(y, 10)
to_categorical(y.reshape(-1, 1), num_classes=4)
keras.utils.to_categorical([0, 1, 2])
pad_sequences([[1, 2], [3]], maxlen=5)
pad_sequences([[1, 2], [3, 4, 5]])
keras.applications.vgg16.preprocess_input(X.astype("float32"))
keras.applications.mobilenet_v2.preprocess_input(X.astype("float32"))
keras.applications.densenet.preprocess_input(X.astype("float32"))
keras.applications.efficientnet.preprocess_input(X)
tf.constant([[1, 2], [3, 4]])
tf.constant([1., 2.])
tf.constant(X)
tf.cast(tf.constant(X), tf.float32) / 255.
tf.cast(X, "float32")
tf.one_hot(y, 4)
keras.ops.one_hot(y, 4)
tf.reshape(tf.constant(X), [-1, 192])
tf.expand_dims(tf.constant(y), -1)
tf.transpose(tf.constant(X), [0, 3, 1, 2])
tf.image.resize(X, (4, 4))
tf.image.convert_image_dtype(tf.constant(X), tf.float32)
tf.image.per_image_standardization(X)
tf.image.rgb_to_grayscale(tf.constant(X))
tf.zeros((2, 3))
tf.ones([4])
tf.eye(3)
tf.range(10)
tf.random.uniform((10, 100))
tf.random.uniform((1000,), 0, 3, dtype=tf.int32)
tf.random.normal((10, 3))
tf.concat([tf.constant(X), tf.constant(X)], axis=0)
tf.stack([tf.constant(y), tf.constant(y)])
tf.convert_to_tensor(y)
tf.convert_to_tensor(y, dtype=tf.float32)
tf.argmax(tf.one_hot(y, 4), axis=1)
tf.constant(X).numpy()
tf.clip_by_value(tf.constant([1., 5.]), 0, 2)
""".strip().splitlines()

DATA_SETS = """
ds.batch(16)
ds.map(scale).batch(16)
ds.batch(8).map(scale)
ds.map(encode).batch(8).prefetch(tf.data.AUTOTUNE)
ds.shuffle(100).repeat(2).batch(8)
ds.map(lambda a, b: (a / 255, b)).batch(4)
ds.batch(8).unbatch().batch(2)
ds.take(3).batch(2)
ds.batch(8).cache().prefetch(1)
ds.padded_batch(4)
ds.filter(lambda a, b: b < 2).batch(4)
ds.concatenate(ds).batch(4)
tf.data.Dataset.zip((ds.map(lambda a, b: a), ds.map(lambda a, b: b))).batch(2)
made(generate, output_types=floats, output_shapes=((3, 3), (2,))).batch(4)
made(lambda: generate(), output_types=floats, output_shapes=sizes).repeat().batch(4)
made(generate, output_signature=specs).batch(4)
series(np.zeros((100, 3)), np.zeros((100,)), sequence_length=10)
""".strip().splitlines()


@lru_cache(maxsize=1)
def _names() -> dict[str, Any]:
    tf, keras = pytest.importorskip("tensorflow"), pytest.importorskip("keras")
    names: dict[str, Any] = {"np": np, "tf": tf, "keras": keras}
    exec(SOURCE, names)
    return names


@pytest.mark.parametrize("expression", ARRAYS)
def test_no_fact_contradicts_a_function_of_arrays(expression: str) -> None:
    real = np.asarray(eval(expression, _names()))
    found = known_facts(SOURCE, expression)
    assert not contradictions(found, real)
    assert attained(found, real)


@pytest.mark.parametrize("expression", DATA_SETS)
def test_no_fact_contradicts_a_batch_of_a_data_set(expression: str) -> None:
    real = next(iter(eval(expression, _names())))
    inputs, targets = inputs_and_targets(SOURCE, expression)
    assert not contradictions(inputs, np.asarray(real[0]))
    assert not contradictions(targets, np.asarray(real[1]))
    assert inputs.rank == np.asarray(real[0]).ndim
