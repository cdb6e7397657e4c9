"""Arguments that earlier releases of Keras took and that the release in question does not.

Whether a constructor takes a keyword is read from the generated tables. What the tables cannot
tell is written here: what to write instead, the arguments that are taken and ignored, and those of
methods.
Checked against Keras 3.15 and tf_keras 2.21.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from kerascop.keras_api.keras1 import renamed_keyword, renamed_training_keyword
from kerascop.keras_api.paths import resolve
from kerascop.keras_api.symbols import Kind, Symbol
from kerascop.keras_api.version import NEWEST, Release


class RemovedArgument(Struct, frozen=True):
    """A keyword that is no longer taken.

    Attributes:
        keyword: as it is written.
        version: the major version of Keras that does not take it.
        ignored: is it accepted without effect, with a warning at most? Otherwise Keras raises.
        renamed: the keyword that means the same today, where there is one.
        advice: what to do, as an imperative sentence without its full stop.
    """

    keyword: str
    version: int
    ignored: bool
    renamed: str | None
    advice: str


_SCHEDULE = (
    "pass a schedule as `learning_rate`, for example `keras.optimizers.schedules.InverseTimeDecay`"
)
_PY_DATASET = "give it to the `keras.utils.PyDataset` that yields the data"
_INPUT = "begin the model with `keras.Input(batch_shape=…)`"

_IGNORED: Final[Mapping[tuple[int, Kind | str, str], str]] = {
    (3, Kind.OPTIMIZER, "decay"): _SCHEDULE,
    (2, Kind.OPTIMIZER, "lr"): "write `learning_rate`",
    (3, "keras.callbacks.ReduceLROnPlateau", "epsilon"): "write `min_delta`",
}
"""Taken with a warning at most, without effect: tf_keras keeps its default rate on `lr=`."""

_ADVICE: Final[Mapping[str, str]] = {
    "decay": _SCHEDULE,
    "schedule_decay": "leave it out",
    "batch_input_shape": _INPUT,
    "batch_size": "begin the model with `keras.Input(shape=…, batch_size=…)`",
    "input_length": "leave it out",
    "weights": "call `set_weights` once the layer is built, or use an initializer",
    "time_major": "leave it out; the input must be `(batch, time, features)`",
    "implementation": "leave it out",
    "dynamic": "leave it out, or compile with `run_eagerly=True`",
    "fused": "leave it out",
    "mode": "leave it out",
    "period": "use `save_freq`, which counts batches (`steps × period`)",
    "load_weights_on_restart": "load the weights before `fit`",
    "write_grads": "leave it out",
    "l": "write `l1` for `L1` and `l2` for `L2`, or pass it without its name",
    "m": "write `max_value`",
    "nb_classes": "write `num_classes`",
    "nb_row": "write both sides as `kernel_size=(rows, columns)`",
    "nb_col": "write both sides as `kernel_size=(rows, columns)`",
    "dim_ordering": 'write `data_format="channels_last"` for `"tf"`, `"channels_first"` for `"th"`',
    "consume_less": "leave it out",
    "forget_bias_init": "write `unit_forget_bias=True` for ones",
}
"""What to do where the new name alone does not say it."""

_PER_DEPTH = "write `depthwise_{0}`: under this name it never had an effect"
_PER_BOTH = "write `depthwise_{0}` and `pointwise_{0}`: under this name it never had an effect"
_CAUSAL = "leave it out, and call the layer with `use_causal_mask=True`"

_ADVICE_ON: Final[Mapping[tuple[str, str], str]] = {
    ("keras.utils.to_categorical", "y"): "write `x`, or pass it without its name",
    ("keras.datasets.imdb.load_data", "nb_words"): "write `num_words`",
    ("keras.datasets.reuters.load_data", "nb_words"): "write `num_words`",
    ("keras.callbacks.TensorBoard", "batch_size"): "leave it out",
    ("keras.layers.Embedding", "dropout"): "put a `SpatialDropout1D` behind the layer",
    ("keras.layers.Attention", "causal"): _CAUSAL,
    ("keras.layers.AdditiveAttention", "causal"): _CAUSAL,
    **{
        (f"keras.layers.{layer}Conv{rank}D", f"kernel_{what}"): advice.format(what)
        for layer, advice in (("Depthwise", _PER_DEPTH), ("Separable", _PER_BOTH))
        for rank in (1, 2)
        for what in ("initializer", "regularizer", "constraint")
    },
}
"""What to do about a keyword of one layer or function."""

_CHANGED_VALUES = frozenset(
    {"dim_ordering", "forget_bias_init", "consume_less", "nb_row", "nb_col"}
)
"""Keywords of Keras 1 whose values must change along with the name."""

_OLD_KEYWORDS: Final[Mapping[str, frozenset[str]]] = {
    "keras.optimizers.Nadam": frozenset({"schedule_decay"}),
    "keras.layers.BatchNormalization": frozenset({"mode"}),
    "keras.constraints.MaxNorm": frozenset({"m"}),
    "keras.utils.to_categorical": frozenset({"nb_classes"}),
    "keras.callbacks.TensorBoard": frozenset(
        {"batch_size", "write_grads", "embeddings_layer_names", "embeddings_data"}
    ),
    "keras.layers.Embedding": frozenset({"dropout"}),
}
"""What releases before those in the tables took."""

_LOADING = dict.fromkeys(("workers", "use_multiprocessing", "max_queue_size"), _PY_DATASET)
_METRICS = {"reset_metrics": "call `model.reset_metrics()` where they should start anew"}
_OLD_TRAINING = {"show_accuracy": 'write `metrics=["accuracy"]` in `compile`'}

METHODS: Final[Mapping[str, Mapping[str, str]]] = {
    "fit": {**_LOADING, **_OLD_TRAINING},
    "evaluate": {**_LOADING, **_OLD_TRAINING},
    "predict": _LOADING,
    "train_on_batch": _METRICS,
    "test_on_batch": _METRICS,
    "predict_on_batch": _METRICS,
    "compile": {
        "sample_weight_mode": "leave it out: per-step weights are told by their shape",
        "class_mode": "leave it out: the loss says it",
        "target_tensors": "leave it out",
        "experimental_run_tf_function": "leave it out",
    },
    "save_weights": {"save_format": "leave it out: the file must end in `.weights.h5`"},
}
"""Removed arguments of a model's methods in Keras 3, with what to do instead."""

_COUNTED_IN_SAMPLES = {
    "samples_per_epoch": "write `steps_per_epoch`, which counts batches",
    "nb_val_samples": "write `validation_steps`, which counts batches",
}


_NEW_OPTIMIZERS = Release(2, 11)
"""The release whose optimizers no longer take `lr` and `decay`."""
_APART = Release(2, 4)
"""Releases of the package `keras` before this one translate the keywords of Keras 1."""


def version_of(path: str, release: Release | None = None) -> int:
    """The generation whose arguments a call of a dotted path takes.

    1 for the compatibility and legacy namespaces, and for early releases of Keras 2, which keep
    what was removed. Without `release`, that of the newest Keras of the path's package.
    """
    release = release or NEWEST.release(path)
    parts = path.split(".")
    if "v1" in parts or "legacy" in parts or "contrib" in parts:
        return 1
    return 1 if parts[0] == "keras" and release < _APART else release.major


def removed_argument(
    path: str, keyword: str, release: Release | None = None
) -> RemovedArgument | None:
    """The removed argument that `keyword` is in a call of `path`, `None` if it is none.

    `path` is the dotted path of a class or function, or of a class and one of `METHODS`
    (`keras.Model.fit`). Names that Keras never had are not removed: `None`. `release` is that of
    the Keras which is called; by default it is the newest of the path's package.
    """
    version = version_of(path, release)
    owner, _, name = path.rpartition(".")
    holder = resolve(owner)
    if name in METHODS and holder is not None and holder.kind is Kind.MODEL:
        return _of_method(name, keyword) if version == 3 else None
    symbol = resolve(path)
    if symbol is None or version not in symbol.signatures:
        return None
    if release is not None and symbol.kind is Kind.OPTIMIZER and release < _NEW_OPTIMIZERS:
        return None
    ignored = _IGNORED.get((version, symbol.kind, keyword)) or _IGNORED.get(
        (version, symbol.name, keyword)
    )
    if ignored is not None:
        renamed = renamed_keyword(symbol, keyword)
        return RemovedArgument(keyword, version, ignored=True, renamed=renamed, advice=ignored)
    if symbol.accepts(keyword, version) or not _was_taken(symbol, keyword):
        return None
    renamed = None if keyword in _CHANGED_VALUES else renamed_keyword(symbol, keyword)
    known = _ADVICE_ON.get((symbol.name, keyword)) or _ADVICE.get(keyword, "leave it out")
    advice = f"write `{renamed}`" if renamed else known
    if path.startswith("tf_keras"):
        advice = advice.replace("`keras.", "`tf_keras.")
    return RemovedArgument(keyword, version, ignored=False, renamed=renamed, advice=advice)


def _was_taken(symbol: Symbol, keyword: str) -> bool:
    if renamed_keyword(symbol, keyword) or keyword in _OLD_KEYWORDS.get(symbol.name, ()):
        return True
    if symbol.kind is Kind.OPTIMIZER and keyword == "decay":
        return True
    return any(symbol.accepts(keyword, version) for version in symbol.signatures if version != 3)


def _of_method(method: str, keyword: str) -> RemovedArgument | None:
    advice = METHODS[method].get(keyword)
    renamed = None
    if advice is None and method in ("fit", "evaluate", "predict"):
        advice = _COUNTED_IN_SAMPLES.get(keyword)
        if advice is None and keyword == "nb_epoch":
            renamed = renamed_training_keyword(keyword)
            advice = f"write `{renamed}`"
    if advice is None:
        return None
    return RemovedArgument(keyword, 3, ignored=False, renamed=renamed, advice=advice)
