"""Names that later releases of Keras and TensorFlow no longer have, and what took their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from kerascop.keras_api.members import public_names
from kerascop.keras_api.paths import below_keras, exists, is_keras_module, resolve
from kerascop.keras_api.symbols import Symbol
from kerascop.keras_api.version import NEWEST, Release, Target

_ELSEWHERE = re.compile(
    r"tf_keras\b|keras_core\b|tensorflow(_core)?\.(python|compat)\b"
    r"|(tensorflow\.)?keras\.(engine|src|api|_tf_keras|optimizers\.legacy)\b"
)
"""Packages and private modules of which nothing is said here. Who asks for legacy optimizers has
chosen to run on legacy Keras."""

_TENSORFLOW: Mapping[str, str] = {
    "tensorflow.ConfigProto": "tf.compat.v1.ConfigProto",
    "tensorflow.GPUOptions": "tf.compat.v1.GPUOptions",
    "tensorflow.InteractiveSession": "tf.compat.v1.InteractiveSession",
    "tensorflow.Session": "tf.compat.v1.Session",
    "tensorflow.app": "absl.app",
    "tensorflow.contrib": "",
    "tensorflow.div": "tf.math.divide",
    "tensorflow.enable_eager_execution": "",
    "tensorflow.flags": "absl.flags",
    "tensorflow.get_default_graph": "tf.compat.v1.get_default_graph",
    "tensorflow.get_variable": "tf.Variable",
    "tensorflow.gfile": "tf.io.gfile",
    "tensorflow.global_variables_initializer": "tf.compat.v1.global_variables_initializer",
    "tensorflow.image.resize_bilinear": "tf.image.resize",
    "tensorflow.image.resize_images": "tf.image.resize",
    "tensorflow.image.resize_nearest_neighbor": "tf.image.resize",
    "tensorflow.layers": "tf.keras.layers",
    "tensorflow.log": "tf.math.log",
    "tensorflow.logging": "tf.compat.v1.logging",
    "tensorflow.losses.mean_squared_error": "tf.keras.losses.MeanSquaredError",
    "tensorflow.losses.softmax_cross_entropy": "tf.keras.losses.CategoricalCrossentropy",
    "tensorflow.nn.softmax_cross_entropy_with_logits_v2": (
        "tf.nn.softmax_cross_entropy_with_logits"
    ),
    "tensorflow.placeholder": "tf.keras.Input",
    "tensorflow.py_func": "tf.py_function",
    "tensorflow.random_normal": "tf.random.normal",
    "tensorflow.random_uniform": "tf.random.uniform",
    "tensorflow.read_file": "tf.io.read_file",
    "tensorflow.reset_default_graph": "tf.compat.v1.reset_default_graph",
    "tensorflow.set_random_seed": "tf.random.set_seed",
    "tensorflow.to_float": "tf.cast",
    "tensorflow.to_int32": "tf.cast",
    "tensorflow.train.AdamOptimizer": "tf.keras.optimizers.Adam",
    "tensorflow.train.GradientDescentOptimizer": "tf.keras.optimizers.SGD",
    "tensorflow.train.RMSPropOptimizer": "tf.keras.optimizers.RMSprop",
    "tensorflow.truncated_normal": "tf.random.truncated_normal",
    "tensorflow.variable_scope": "tf.name_scope",
}
"""What TensorFlow 1 had, and its nearest successor. Tests ask TensorFlow for both."""

_METHODS: Mapping[str, str] = {
    "keras.Model.evaluate_generator": "evaluate",
    "keras.Model.fit_generator": "fit",
    "keras.Model.predict_classes": "predict(…).argmax(-1)",
    "keras.Model.predict_generator": "predict",
    "keras.Model.predict_proba": "predict",
}
"""Methods of models that Keras 3 lacks. `predict_classes` means `> 0.5` for a single unit."""

_ATTRIBUTES: Mapping[str, str] = {"keras.optimizers.Optimizer.lr": "learning_rate"}
"""What objects of Keras 3 can no longer be asked for."""

_GONE_EARLIER: Mapping[str, Release] = {
    "keras.Model.predict_classes": Release(2, 6),
    "keras.Model.predict_proba": Release(2, 6),
}
"""Methods that left before Keras 3."""

_KERAS_3 = Release(3, 0)

_SUCCESSORS: Mapping[str, str] = {
    "keras.layers.CuDNNGRU": "keras.layers.GRU",
    "keras.layers.CuDNNLSTM": "keras.layers.LSTM",
    "keras.layers.Merge": "keras.layers.Add or keras.layers.Concatenate",
    "keras.layers.merge": "keras.layers.add or keras.layers.concatenate",
    "keras.layers.ThresholdedReLU": "keras.layers.ReLU(threshold=…)",
    "keras.layers.MaxoutDense": "",
    "keras.layers.TimeDistributedDense": "keras.layers.Dense",
    "keras.preprocessing.text.Tokenizer": "keras.layers.TextVectorization",
    "keras.utils.multi_gpu_model": "tf.distribute.MirroredStrategy",
    "keras.utils.np_utils": "keras.utils.to_categorical",
    "keras.wrappers.scikit_learn.KerasClassifier": "scikeras.wrappers.KerasClassifier",
    "keras.wrappers.scikit_learn.KerasRegressor": "scikeras.wrappers.KerasRegressor",
    "keras.wrappers.scikit_learn": "scikeras.wrappers",
}


class RemovedName(Struct, frozen=True):
    """A name that is gone.

    `package` is what it is gone from, with its release; `successor` what to use now, empty where
    there is no counterpart.
    """

    package: str
    successor: str


@lru_cache(maxsize=4096)
def removed_method(path: str, release: Release) -> RemovedName | None:
    """What became of a method of models, or of an object's attribute, if this release of Keras no
    longer has it."""
    since = _GONE_EARLIER.get(path, _KERAS_3)
    successor = _METHODS.get(path) or _ATTRIBUTES.get(path)
    if successor is None or release < since:
        return None
    gone_from = f"Keras {since}" if release < _KERAS_3 else "Keras 3"
    return RemovedName(gone_from, successor)


@lru_cache(maxsize=4096)
def removed_name(path: str, target: Target = NEWEST) -> RemovedName | None:
    """What became of a dotted name, imports expanded, if the releases meant no longer have it.

    `None` for whatever is still there, is private, or belongs to a package that keeps old names,
    and for names of Keras where the target is Keras 2.
    """
    if _ELSEWHERE.match(path):
        return None
    for prefix in _prefixes(path):
        if prefix in _TENSORFLOW and target.tensorflow.major > 1:
            return RemovedName("TensorFlow 2", _TENSORFLOW[prefix])
    if below_keras(path) is None or target.release(path) < _KERAS_3:
        return None
    symbol = resolve(path)
    if symbol is not None:
        return None if exists(path, 3) else RemovedName("Keras 3", _successor(path, symbol))
    if is_keras_module(path) and _was_module(path):
        return RemovedName("Keras 3", _SUCCESSORS.get(_from_keras(path), ""))
    return None


def _prefixes(path: str) -> list[str]:
    parts = path.split(".")
    return [".".join(parts[:end]) for end in range(2, len(parts) + 1)]


def _from_keras(path: str) -> str:
    return ".".join(("keras", *(below_keras(path) or ())))


def _successor(path: str, symbol: Symbol) -> str:
    known = _SUCCESSORS.get(symbol.name) or _SUCCESSORS.get(_from_keras(path))
    if known is not None:
        return known
    package = "tensorflow.keras" if path.startswith("tensorflow") else "keras"
    for candidate in (package, "tensorflow.keras"):
        for spelling in (symbol.name, *sorted(symbol.aliases, key=_shortest_first)):
            name = candidate + spelling.removeprefix("keras")
            if exists(name, 3):
                return name
    return ""


def _shortest_first(spelling: str) -> tuple[int, str]:
    """`mse` before `MSE`, and both before longer names."""
    return len(spelling), spelling.swapcase()


def _was_module(path: str) -> bool:
    """Is the module one of an older release, none of whose names is left under it?"""
    inside = below_keras(path) or ()
    if len(inside) < 2:
        return False
    return not any(exists(f"{path}.{name}", 3) for name in public_names(path)) and not any(
        name == inside[-1] for name in public_names(path.rpartition(".")[0])
    )
