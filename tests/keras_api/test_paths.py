"""Every way of writing a name of Keras leads to the same symbol."""

from __future__ import annotations

import pytest

from kerascop.keras_api import Kind, exists, free_names, is_keras_module, resolve

SPELLINGS = {
    "keras.layers.Dense": [
        "keras.layers.Dense",
        "tensorflow.keras.layers.Dense",
        "tf_keras.layers.Dense",
        "keras_core.layers.Dense",
        "tensorflow.compat.v1.keras.layers.Dense",
        "tensorflow.compat.v2.keras.layers.Dense",
        "tensorflow.contrib.keras.layers.Dense",
        "tensorflow.contrib.keras.api.keras.layers.Dense",
        "tensorflow.python.keras.layers.Dense",
        "tensorflow.python.keras.layers.core.Dense",
        "tensorflow_core.python.keras.api._v2.keras.layers.Dense",
        "keras.api._v2.keras.layers.Dense",
        "keras.src.layers.core.dense.Dense",
        "keras.layers.core.Dense",
        "keras.layers.core.dense.Dense",
        "keras.layers.TimeDistributedDense",
    ],
    "keras.layers.Conv2D": [
        "keras.layers.Convolution2D",
        "keras.layers.convolutional.Conv2D",
        "keras.layers.convolutional.Convolution2D",
        "tensorflow.python.keras.layers.convolutional.Conv2D",
    ],
    "keras.layers.MaxPooling2D": ["keras.layers.MaxPool2D", "keras.layers.pooling.MaxPooling2D"],
    "keras.layers.Conv2DTranspose": ["keras.layers.Deconvolution2D"],
    "keras.layers.BatchNormalization": [
        "keras.layers.normalization.BatchNormalization",
        "keras.layers.normalization.batch_normalization.BatchNormalization",
    ],
    "keras.layers.LeakyReLU": ["keras.layers.advanced_activations.LeakyReLU"],
    "keras.layers.Concatenate": ["keras.layers.merge.Concatenate"],
    "keras.layers.concatenate": ["keras.layers.merge.concatenate"],
    "keras.layers.Rescaling": ["tensorflow.keras.layers.experimental.preprocessing.Rescaling"],
    "keras.layers.Input": [
        "keras.Input",
        "keras.engine.Input",
        "keras.engine.input_layer.Input",
        "tensorflow.python.keras.engine.input_layer.Input",
    ],
    "keras.models.Model": ["keras.Model", "keras.engine.training.Model", "tensorflow.keras.Model"],
    "keras.models.Sequential": ["keras.Sequential", "tensorflow.python.keras.models.Sequential"],
    "keras.models.load_model": ["keras.saving.load_model", "tensorflow.keras.models.load_model"],
    "keras.optimizers.Adam": [
        "keras.optimizers.legacy.Adam",
        "keras.optimizers.experimental.Adam",
        "tensorflow.optimizers.Adam",
        "tensorflow.python.keras.optimizer_v2.adam.Adam",
    ],
    "keras.losses.mean_squared_error": [
        "keras.losses.mse",
        "keras.losses.MSE",
        "keras.metrics.mse",
        "keras.objectives.mse",
        "tensorflow.losses.mean_squared_error",
    ],
    "keras.losses.MeanSquaredError": ["tensorflow.losses.MeanSquaredError"],
    "keras.metrics.MeanSquaredError": ["tensorflow.metrics.MeanSquaredError"],
    "keras.utils.to_categorical": [
        "keras.utils.np_utils.to_categorical",
        "tensorflow.python.keras.utils.np_utils.to_categorical",
    ],
    "keras.utils.pad_sequences": ["keras.preprocessing.sequence.pad_sequences"],
    "keras.preprocessing.image.ImageDataGenerator": [
        "tensorflow.keras.preprocessing.image.ImageDataGenerator",
        "keras.src.legacy.preprocessing.image.ImageDataGenerator",
    ],
    "keras.backend.reshape": [
        "tensorflow.keras.backend.reshape",
        "keras.backend.tensorflow_backend.reshape",
    ],
    "keras.ops.reshape": ["keras.ops.numpy.reshape", "keras.src.ops.numpy.reshape"],
    "keras.regularizers.L2": ["keras.regularizers.l2"],
    "keras.activations.silu": ["keras.activations.swish"],
    "keras.applications.VGG16": ["tensorflow.keras.applications.vgg16.VGG16"],
    "keras.applications.resnet.preprocess_input": ["keras.applications.resnet50.preprocess_input"],
    "keras.datasets.mnist.load_data": ["tensorflow.keras.datasets.mnist.load_data"],
    "keras.initializers.RandomNormal": ["keras.initializations.normal"],
}


@pytest.mark.parametrize(
    ("path", "name"),
    [(path, name) for name, paths in SPELLINGS.items() for path in [name, *paths]],
)
def test_every_spelling_is_the_same_symbol(path: str, name: str) -> None:
    symbol = resolve(path)
    assert symbol is not None
    assert symbol.name == name
    assert symbol is resolve(name)


@pytest.mark.parametrize(
    "path",
    [
        "keras",
        "keras.layers",
        "tensorflow.keras",
        "tensorflow.keras.layers",
        "keras.layers.NoSuchLayer",
        "keras.layers.Dense.build",
        "keras.layers.Dense.Conv2D",
        "keras.utils.load_everything",
        "tensorflow.reshape",
        "tensorflow.nn.relu",
        "numpy.array",
        "my_keras.layers.Dense",
        "",
        "keras.",
    ],
)
def test_modules_and_strangers_are_no_symbols(path: str) -> None:
    assert resolve(path) is None


@pytest.mark.parametrize(
    "path",
    [
        "keras",
        "keras.layers",
        "tensorflow.keras",
        "tensorflow.keras.datasets.mnist",
        "keras.datasets",
        "keras.layers.convolutional",
        "keras.src.layers.core.dense",
        "tensorflow.python.keras",
        "tensorflow.python.keras.engine.training",
        "keras.optimizers.schedules",
        "keras.wrappers.scikit_learn",
        "keras.utils.np_utils",
    ],
)
def test_modules_of_every_age_are_known(path: str) -> None:
    assert is_keras_module(path)


@pytest.mark.parametrize("path", ["keras.layers.Dense", "keras.nonsense", "tensorflow", "numpy"])
def test_what_is_no_module_is_not_called_one(path: str) -> None:
    assert not is_keras_module(path)


def test_a_spelling_exists_in_some_versions_and_not_in_others() -> None:
    generator = "preprocessing.image.ImageDataGenerator"
    assert exists(f"keras.{generator}", 2)
    assert not exists(f"keras.{generator}", 3)
    assert exists(f"tensorflow.keras.{generator}", 3)
    assert exists(f"tf_keras.{generator}", 3)
    assert not exists("keras.backend.reshape", 3)
    assert exists("tensorflow.keras.backend.reshape", 3)
    assert exists("tensorflow.optimizers.Adam", 3)
    assert not exists("keras.optimizers.legacy.Adam", 3)
    assert exists("keras.optimizers.legacy.Adam", 2)


@pytest.mark.parametrize(
    "path",
    [
        "keras.src.layers.core.dense.Dense",
        "tensorflow.python.keras.layers.Dense",
        "keras.layers.core.Dense",
        "keras.engine.topology.Layer",
    ],
)
def test_private_paths_exist_in_no_version(path: str) -> None:
    assert not exists(path, 2)
    assert not exists(path, 3)


def test_what_is_gone_for_good_is_still_known() -> None:
    merge = resolve("keras.layers.Merge")
    assert merge is not None
    assert merge.versions == {1}
    wrapper = resolve("keras.wrappers.scikit_learn.KerasClassifier")
    assert wrapper is not None
    assert wrapper.parameter_at(0, 2) is wrapper.parameters[0]


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("keras", "keras"),
        ("tf", "tensorflow"),
        ("np", "numpy"),
        ("K", "keras.backend"),
        ("layers", "keras.layers"),
        ("mnist", "keras.datasets.mnist"),
        ("Dense", "keras.layers.Dense"),
        ("Convolution2D", "keras.layers.Conv2D"),
        ("Input", "keras.layers.Input"),
        ("Sequential", "keras.models.Sequential"),
        ("Adam", "keras.optimizers.Adam"),
        ("EarlyStopping", "keras.callbacks.EarlyStopping"),
        ("MeanSquaredError", "keras.losses.MeanSquaredError"),
        ("AUC", "keras.metrics.AUC"),
        ("VGG16", "keras.applications.VGG16"),
        ("ImageDataGenerator", "keras.preprocessing.image.ImageDataGenerator"),
        ("to_categorical", "keras.utils.to_categorical"),
        ("StandardScaler", "sklearn.preprocessing.StandardScaler"),
    ],
)
def test_a_free_name_means_what_it_usually_means(name: str, meaning: str) -> None:
    path = free_names()[name]
    symbol = resolve(path)
    assert (symbol.name if symbol else path) == meaning


def test_every_free_name_below_keras_leads_somewhere() -> None:
    for name, path in free_names().items():
        if path.startswith("keras"):
            assert resolve(path) is not None or is_keras_module(path), name


def test_kinds_tell_apart_what_is_called_alike() -> None:
    kinds = {
        "keras.layers.Hashing": Kind.LAYER,
        "keras.metrics.Hinge": Kind.METRIC,
        "keras.losses.Hinge": Kind.LOSS,
        "keras.losses.hinge": Kind.LOSS,
        "keras.models.Model": Kind.MODEL,
        "keras.optimizers.schedules.CosineDecay": Kind.SCHEDULE,
        "keras.applications.VGG16": Kind.APPLICATION,
        "keras.applications.vgg16.preprocess_input": Kind.FUNCTION,
        "keras.datasets.imdb.load_data": Kind.DATASET,
        "keras.datasets.imdb.get_word_index": Kind.FUNCTION,
        "keras.activations.relu": Kind.ACTIVATION,
        "keras.ops.relu": Kind.OP,
        "keras.initializers.HeNormal": Kind.INITIALIZER,
        "keras.regularizers.L1L2": Kind.REGULARIZER,
        "keras.constraints.MaxNorm": Kind.CONSTRAINT,
        "keras.callbacks.ModelCheckpoint": Kind.CALLBACK,
    }
    for path, kind in kinds.items():
        symbol = resolve(path)
        assert symbol is not None
        assert symbol.kind is kind
