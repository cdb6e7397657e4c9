"""What the rules on how training is fed say of Keras, asked of Keras itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

keras = pytest.importorskip("keras")
np = pytest.importorskip("numpy")
tf = pytest.importorskip("tensorflow")

if keras.backend.backend() != "tensorflow":
    pytest.skip("the claims are about the TensorFlow backend", allow_module_level=True)

SAMPLES, FEATURES, CLASSES, SIDE = 24, 4, 3, 4
INPUTS = np.random.default_rng(0).normal(size=(SAMPLES, FEATURES)).astype("float32")
IDS = np.arange(SAMPLES) % CLASSES
ENOUGH = 3 * SAMPLES
"""Batches after which data of this size must have come to an end."""


@pytest.fixture(autouse=True)
def seeded() -> Iterator[None]:
    keras.utils.set_random_seed(7)
    yield
    keras.backend.clear_session()


class Endless(Exception):
    """Raised in the place of going on for ever."""


class Patience(keras.callbacks.Callback):  # type: ignore[name-defined, misc]
    """Gives up on an epoch or a pass that should long be over."""

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        if batch > ENOUGH:
            raise Endless("epoch")

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        if batch > ENOUGH:
            raise Endless("test")

    def on_predict_batch_end(self, batch: int, logs: Any = None) -> None:
        if batch > ENOUGH:
            raise Endless("predict")


def classifier() -> Any:
    model = keras.Sequential(
        [keras.Input((FEATURES,)), keras.layers.Dense(CLASSES, activation="softmax")]
    )
    model.compile("sgd", "sparse_categorical_crossentropy")
    return model


def data() -> Any:
    return tf.data.Dataset.from_tensor_slices((INPUTS, IDS)).batch(8)


def test_an_epoch_of_repeated_data_never_ends() -> None:
    with pytest.raises(Endless, match="epoch"):
        classifier().fit(data().repeat(), callbacks=[Patience()], verbose=0)


def test_a_validation_on_repeated_data_never_ends() -> None:
    with pytest.raises(Endless, match="test"):
        classifier().fit(data(), validation_data=data().repeat(), callbacks=[Patience()], verbose=0)


@pytest.mark.parametrize("method", ["evaluate", "predict"])
def test_a_pass_over_repeated_data_never_ends(method: str) -> None:
    with pytest.raises(Endless):
        getattr(classifier(), method)(data().repeat(), callbacks=[Patience()], verbose=0)


def test_an_epoch_of_a_generator_that_never_stops_never_ends() -> None:
    def batches() -> Iterator[Any]:
        while True:
            yield INPUTS[:8], IDS[:8]

    with pytest.raises(Endless, match="epoch"):
        classifier().fit(batches(), callbacks=[Patience()], verbose=0)


def test_steps_end_an_epoch_of_repeated_data() -> None:
    classifier().fit(data().repeat(), steps_per_epoch=3, callbacks=[Patience()], verbose=0)


def test_keras_2_refuses_data_that_it_knows_to_be_endless() -> None:
    tf_keras = pytest.importorskip("tf_keras")
    model = tf_keras.Sequential([tf_keras.layers.Dense(CLASSES, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    with pytest.raises(ValueError, match="infinite"):
        model.fit(data().repeat(), verbose=0)


@pytest.mark.parametrize("steps", [2.0, SAMPLES / 8, np.ceil(SAMPLES / 8)])
def test_steps_must_not_be_a_float(steps: Any) -> None:
    model = classifier()
    with pytest.raises(TypeError, match="integer"):
        model.fit(data().repeat(), steps_per_epoch=steps, verbose=0)
    with pytest.raises(TypeError, match="integer"):
        model.fit(data(), validation_data=data().repeat(), validation_steps=steps, verbose=0)
    with pytest.raises(TypeError, match="integer"):
        model.evaluate(data().repeat(), steps=steps, verbose=0)
    with pytest.raises(TypeError, match="integer"):
        model.predict(data().repeat(), steps=steps, verbose=0)


def test_keras_2_took_steps_that_are_a_float() -> None:
    tf_keras = pytest.importorskip("tf_keras")
    model = tf_keras.Sequential([tf_keras.layers.Dense(CLASSES, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    assert model.fit(data().repeat(), steps_per_epoch=2.0, verbose=0).history["loss"]


def test_the_length_of_a_sequence_must_not_be_a_float() -> None:
    class Batches(keras.utils.PyDataset):  # type: ignore[name-defined, misc]
        def __len__(self) -> Any:
            return SAMPLES / 8

        def __getitem__(self, index: int) -> Any:
            return INPUTS[:8], IDS[:8]

    with pytest.raises(TypeError, match="integer"):
        classifier().fit(Batches(), verbose=0)


def test_shuffling_behind_batch_leaves_batches_together() -> None:
    numbers = tf.data.Dataset.range(24).batch(4).shuffle(100)
    together = {tuple(range(start, start + 4)) for start in range(0, 24, 4)}
    assert {tuple(int(number) for number in batch) for batch in numbers} == together


def test_a_shuffle_buffer_of_one_keeps_the_order() -> None:
    assert [int(number) for number in tf.data.Dataset.range(24).shuffle(1)] == list(range(24))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in "abc"[:CLASSES]:
        (tmp_path / name).mkdir()
        for number in range(8):
            pixels = tf.fill((SIDE, SIDE, 3), tf.cast(number, tf.uint8))
            tf.io.write_file(str(tmp_path / name / f"{number}.png"), tf.io.encode_png(pixels))
    return tmp_path


def images(folder: Path, **options: Any) -> Any:
    options = {"image_size": (SIDE, SIDE), "batch_size": 4, "verbose": False, **options}
    return keras.utils.image_dataset_from_directory(folder, **options)


def network(units: int, loss: str, shape: tuple[int, ...] = (SIDE, SIDE, 3)) -> Any:
    last = keras.layers.Dense(units, activation="softmax" if units > 1 else "sigmoid")
    model = keras.Sequential([keras.Input(shape), keras.layers.Flatten(), last])
    model.compile("sgd", loss)
    return model


@pytest.mark.parametrize(
    ("options", "units", "loss"),
    [
        ({}, CLASSES, "categorical_crossentropy"),
        ({"label_mode": "categorical"}, CLASSES, "sparse_categorical_crossentropy"),
        ({"label_mode": "categorical"}, 1, "binary_crossentropy"),
        ({"label_mode": None}, CLASSES, "categorical_crossentropy"),
        ({"color_mode": "grayscale"}, CLASSES, "sparse_categorical_crossentropy"),
        ({"image_size": (8, 8)}, CLASSES, "sparse_categorical_crossentropy"),
    ],
)
def test_modes_that_do_not_suit_loss_or_input_are_refused(
    folder: Path, options: dict[str, Any], units: int, loss: str
) -> None:
    with pytest.raises(ValueError, match=r"rank|shape|None values|incompatible"):
        network(units, loss).fit(images(folder, **options), verbose=0)


def test_a_distance_stretches_rows_over_one_unit_in_silence(folder: Path) -> None:
    rows = images(folder, label_mode="categorical")
    assert network(1, "mse").fit(rows, verbose=0).history["loss"]


def test_a_folder_is_shuffled_anew_for_every_pass(folder: Path) -> None:
    def orders(**options: Any) -> list[list[float]]:
        read = images(folder, **options)
        return [[float(image[0, 0, 0]) for batch, _ in read for image in batch] for _ in range(3)]

    assert any(one != other for one, other in pairwise(orders(seed=1)))
    assert all(one == other for one, other in pairwise(orders(shuffle=False)))


def test_targets_for_each_sample_do_not_fit_an_answer_for_every_step() -> None:
    series = np.zeros((8, 5, 2), "float32")
    inputs = keras.Input((5, 2))
    outputs = keras.layers.Dense(1)(keras.layers.LSTM(3, return_sequences=True)(inputs))
    model = keras.Model(inputs, outputs)
    model.compile("sgd", "mse")
    assert model.fit(series, np.ones(8), verbose=0).history["loss"]
    model.compile("sgd", "binary_crossentropy")
    with pytest.raises(ValueError, match=r"same rank|same shape"):
        model.fit(series, np.ones((8, 1)), verbose=0)


def test_augmenting_layers_work_in_a_pipeline_unless_told_not_to() -> None:
    pixels = tf.reshape(tf.range(16.0), (1, 4, 4, 1))
    rows = tf.data.Dataset.from_tensors(pixels).repeat(20)
    flip = keras.Sequential([keras.layers.RandomFlip("horizontal")])

    def changed(**options: Any) -> bool:
        return any(
            not np.array_equal(batch, pixels)
            for batch in rows.map(lambda batch: flip(batch, **options))
        )

    assert changed(training=True)
    assert not changed(training=False)
