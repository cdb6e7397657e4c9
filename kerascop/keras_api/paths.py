"""From a dotted path, however it is spelled, to the symbol that it means.

Keras has been importable as `keras`, `tf.keras`, `tf_keras`, `tf.contrib.keras`, through
compatibility namespaces and through private modules that moved from release to release. A path is
looked up as it stands, then without its private parts.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kerascop.keras_api import keras1, tables
from kerascop.keras_api.symbols import Symbol

_SHARED_MODULES = frozenset({"initializers", "losses", "metrics", "optimizers"})
"""Modules of Keras that TensorFlow 2 offers as its own: `tf.losses` is `tf.keras.losses`."""

_OWN_PACKAGES = frozenset({"keras", "tf_keras", "keras_core"})
_TENSORFLOW = frozenset({"tensorflow", "tensorflow_core"})
_BETWEEN = frozenset({"python", "compat", "v1", "v2", "contrib", "api", "_api"})
_PRIVATE = frozenset(
    {
        "src",
        "api",
        "_v1",
        "_v2",
        "_tf_keras",
        "keras",
        "python",
        "legacy",
        "_legacy",
        "experimental",
    }
)
_MODULE = re.compile(r"_?[a-z][a-z0-9_]*\Z")

_MOVED: dict[str, tuple[str, ...]] = {
    "engine": ("layers", "models", "utils"),
    "objectives": ("losses",),
    "initializations": ("initializers",),
    "initializers_v1": ("initializers",),
    "optimizer_v1": ("optimizers",),
    "optimizer_v2": ("optimizers", "optimizers.schedules"),
    "optimizer_experimental": ("optimizers",),
    "optimizers": ("optimizers", "optimizers.schedules"),
    "callbacks_v1": ("callbacks",),
    "saving": ("models", "saving", "utils"),
    "models": ("models",),
    "trainers": ("models",),
    "utils": ("utils", "utils.legacy", "saving"),
    "backend": ("backend", ""),
    "preprocessing": (
        "preprocessing.image",
        "preprocessing.sequence",
        "preprocessing.text",
        "utils",
    ),
    "tools": ("utils",),
}
"""Where the members of a module, public or private, are found today."""

_OLD_MODULES = frozenset(
    """
    objectives initializations wrappers wrappers.scikit_learn engine engine.topology engine.training
    layers.core layers.convolutional layers.pooling layers.recurrent layers.embeddings layers.noise
    layers.normalization layers.local layers.merge layers.wrappers layers.advanced_activations
    layers.convolutional_recurrent layers.cudnn_recurrent layers.dense_attention layers.containers
    utils.np_utils utils.vis_utils utils.visualize_util utils.generic_utils utils.layer_utils
    utils.data_utils utils.io_utils utils.conv_utils utils.training_utils utils.multi_gpu_utils
    utils.test_utils optimizer_v2 optimizer_v1 datasets applications backend.tensorflow_backend
    """.split()
)


@lru_cache(maxsize=16384)
def resolve(path: str) -> Symbol | None:
    """The symbol that a dotted path means, in whichever Keras; `None` for modules and strangers.

    Names that only Keras 1 had resolve to their successor where that takes the same arguments by
    keyword (`keras.layers.Deconvolution2D` is `Conv2DTranspose`), else to a symbol of their own.
    """
    inside = below_keras(path)
    if not inside:
        return None
    for parts in (inside, public_part(inside)):
        found = _spelled(".".join(("keras", *parts)))
        if found is not None:
            return found
    return _moved(public_part(inside))


@lru_cache(maxsize=4096)
def is_keras_module(path: str) -> bool:
    """Whether a dotted path is a module of Keras, public or private, of any version."""
    inside = below_keras(path)
    if inside is None:
        return False
    public = ".".join(public_part(inside))
    return not public or public in _modules() or ".".join(inside) in _modules()


@lru_cache(maxsize=4096)
def exists(path: str, version: int) -> bool:
    """Whether this very spelling is public where Keras `version` is installed.

    `keras.layers.Convolution2D` exists in 2 and 3; `keras.preprocessing.image.ImageDataGenerator`
    only in 2, but as `tensorflow.keras.preprocessing.image.ImageDataGenerator` in both. A path
    through a private module (`keras.src`, `tensorflow.python.keras`) is never public.
    """
    package, _, rest = path.partition(".")
    marks = {2: "2", 3: "3"}
    if package in _TENSORFLOW:
        if rest.partition(".")[0] in _SHARED_MODULES:
            rest = f"keras.{rest}"
        for prefix, offered in (
            ("keras.", {2: "2", 3: "t"}),
            ("compat.v1.keras.", {2: "1", 3: "t"}),
            ("compat.v2.keras.", {2: "2", 3: "t"}),
        ):
            if rest.startswith(prefix):
                rest, marks = rest.removeprefix(prefix), offered
                break
        else:
            return False
    elif package == "tf_keras":
        marks = {2: "2", 3: "2"}
    elif package != "keras":
        return False
    spelled = tables.spellings().get(f"keras.{rest}")
    return spelled is not None and marks.get(version, "") in spelled[1] and version in marks


def package_of(path: str) -> str:
    """The package of Keras that a path of its API belongs to: `keras`, `tensorflow.keras`,
    `tensorflow.python.keras` or `tf_keras`."""
    first, *rest = path.split(".")
    if first not in _TENSORFLOW:
        return first
    return "tensorflow.python.keras" if rest[:1] == ["python"] else "tensorflow.keras"


def below_keras(path: str) -> tuple[str, ...] | None:
    """The parts of a path after its Keras package, `None` if it is not below one."""
    package, *rest = path.split(".")
    if package in _OWN_PACKAGES:
        return tuple(rest)
    if package not in _TENSORFLOW:
        return None
    if rest[:1] and rest[0] in _SHARED_MODULES:
        return tuple(rest)
    for index, part in enumerate(rest):
        if part == "keras":
            return tuple(rest[index + 1 :])
        if part not in _BETWEEN:
            return None
    return None


def public_part(inside: tuple[str, ...]) -> tuple[str, ...]:
    """The path below Keras without its leading private packages and `legacy` in between."""
    start = 0
    while start < len(inside) and inside[start] in _PRIVATE:
        start += 1
    kept = inside[start:]
    middle = tuple(part for part in kept[1:-1] if part not in ("legacy", "experimental"))
    return (*kept[:1], *middle, *kept[-1:]) if len(kept) > 1 else kept


def _spelled(path: str) -> Symbol | None:
    spelled = tables.spellings().get(path)
    if spelled is not None:
        return tables.symbol(spelled[0])
    renamed = keras1.RENAMED.get(path)
    if renamed is not None:
        return tables.symbol(renamed)
    return keras1.SYMBOLS.get(path)


def _moved(parts: tuple[str, ...]) -> Symbol | None:
    if len(parts) < 2 or not all(_MODULE.match(part) for part in parts[:-1]):
        return None
    category, member = parts[0], parts[-1]
    if len(parts) == 2 and category in _public_modules():
        return None
    for home in _MOVED.get(category, (category,)):
        found = _spelled(".".join(filter(None, ("keras", home, member))))
        if found is not None:
            return found
    return None


@cache
def _public_modules() -> frozenset[str]:
    found = set()
    for spelling in tables.spellings():
        parts = spelling.split(".")[1:-1]
        found |= {".".join(parts[: end + 1]) for end in range(len(parts))}
    return frozenset(found)


@cache
def _modules() -> frozenset[str]:
    return _public_modules() | frozenset(tables.symbol_table()["modules"]) | _OLD_MODULES
