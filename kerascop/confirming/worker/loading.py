"""Which Keras there is: Keras 3 on the backend that is installed, `tf.keras`, or `tf_keras`."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_BACKENDS = ("tensorflow", "jax", "torch")
"""The backends of Keras 3, which are called like the packages that they are."""

_QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # Shapes need no accelerator, and a process that holds one is in the way of training.
    "CUDA_VISIBLE_DEVICES": "-1",
    "JAX_PLATFORMS": "cpu",
}


class NoKeras(Exception):
    """There is no Keras; the message says what is missing."""


class Keras:
    """The Keras that was found.

    Attributes:
        module: the package, or `tensorflow.keras`.
        major: its major release.
        version: its whole release.
        backend: `tensorflow`, `jax` or `torch`.
        package: the name by which it is imported.
    """

    def __init__(self, module: Any, backend: str, package: str) -> None:
        self.module = module
        self.backend = backend
        self.package = package
        # `tf.keras` of some releases has no number of its own: it goes by TensorFlow's.
        own = getattr(module, "__version__", None)
        self.version = str(own or sys.modules["tensorflow"].__version__)
        self.major = int(self.version.split(".")[0])

    @property
    def title(self) -> str:
        """What reports call it: `keras 3.15.1 (tensorflow)`."""
        return f"{self.package} {self.version} ({self.backend})"

    def forget(self) -> None:
        """Forgets the models built before: names are counted from one again."""
        if self.major >= 3:
            # The memory of models without weights is not worth a search through all objects.
            self.module.backend.clear_session(free_memory=False)
        else:
            self.module.backend.clear_session()

    @contextmanager
    def without_weights(self) -> Iterator[None]:
        """Within, weights have shapes and no values, and take no memory."""
        scope = getattr(self.module, "StatelessScope", None)
        if scope is not None:
            with scope(initialize_variables=False):
                yield
        elif self.major < 3:
            with _hollow_variables():
                yield
        else:
            yield


def load_keras(wanted: str) -> Keras:
    """The Keras that is wanted, `keras` or `tf_keras`, or the other where only that is there.

    Raises:
        NoKeras: there is none that can be imported.
    """
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    backend = _chosen_backend()
    reasons: list[str] = []
    with _settings_apart():
        for name in ("tf_keras", "keras") if wanted == "tf_keras" else ("keras", "tf_keras"):
            try:
                return _load(name, backend)
            except ImportError as error:
                reasons.append(f"{name}: {error}")
    raise NoKeras("; ".join(reasons))


def _load(name: str, backend: str | None) -> Keras:
    if name == "tf_keras":
        return Keras(importlib.import_module("tf_keras"), "tensorflow", "tf_keras")
    if not _is_installed("keras"):
        return Keras(importlib.import_module("tensorflow").keras, "tensorflow", "tf.keras")
    if backend is None:
        raise ImportError("no TensorFlow, JAX or PyTorch beside it")
    os.environ["KERAS_BACKEND"] = backend
    module = importlib.import_module("keras")
    if int(str(module.__version__).split(".")[0]) >= 3:
        return Keras(module, str(module.config.backend()), "keras")
    # Keras 2 as a package of its own is what `tf.keras` hands on.
    return Keras(importlib.import_module("tensorflow").keras, "tensorflow", "tf.keras")


def _chosen_backend() -> str | None:
    """The backend that the environment or the user's settings name, else the first installed."""
    for backend in (os.environ.get("KERAS_BACKEND"), _in_settings(), *_BACKENDS):
        if backend in _BACKENDS and _is_installed(backend):
            return backend
    return None


def _in_settings() -> str | None:
    home = os.environ.get("KERAS_HOME")
    folder = Path(home) if home else Path.home() / ".keras"
    try:
        settings = json.loads((folder / "keras.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    found = settings.get("backend") if isinstance(settings, dict) else None
    return found if isinstance(found, str) else None


@contextmanager
def _settings_apart() -> Iterator[None]:
    """Importing Keras writes its settings into a folder of the user's: into one of ours instead."""
    folder = tempfile.mkdtemp(prefix="kerascop-")
    os.environ["KERAS_HOME"] = folder
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_installed(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError):
        return False


@contextmanager
def _hollow_variables() -> Iterator[None]:
    """TensorFlow's variables get a shape and no value: Keras 2 knows no other way."""
    import tensorflow as tf

    try:
        from tensorflow.python.ops.resource_variable_ops import UninitializedVariable
    except ImportError:
        yield
        return

    def create(following: Any, **given: Any) -> Any:
        if given.get("shape") is None:
            return following(**given)
        names = ("shape", "dtype", "trainable", "name")
        kept = {name: given[name] for name in names if given.get(name) is not None}
        return UninitializedVariable(**kept)

    with tf.variable_creator_scope(create):
        yield
