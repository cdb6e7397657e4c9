"""Puts stubs into Keras and its friends, each as soon as its module is loaded."""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from typing import TYPE_CHECKING, Any

from . import training
from .data import (
    fetched,
    folder_of_images,
    hand_on,
    loader,
    not_there,
    read_if_there,
    split,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

    Stub = Callable[[Any], Any]
    """What makes the replacement out of the original."""

    Stubs = dict[str, dict[str, Stub]]
    """By module, and by the dotted name in it."""

_ROOTS = ("keras.src", "tf_keras.src", "keras", "tensorflow.python.keras")
"""Keras 3 and the last releases of Keras 2; `tf_keras`; earlier ones; those within TensorFlow."""

_TRAINING: Mapping[str, Stub] = {
    "fit": training.fit,
    "fit_generator": training.fit,
    "evaluate": training.evaluate,
    "evaluate_generator": training.evaluate,
    "train_on_batch": training.evaluate,
    "test_on_batch": training.evaluate,
    "predict": training.predict,
    "predict_generator": training.predict,
    "predict_on_batch": training.predict,
}
_MODEL: Mapping[str, Stub] = {
    "save": training.nothing,
    "save_weights": training.nothing,
    "load_weights": training.nothing,
    "export": training.nothing,
}
_TRAINERS = {
    "backend.tensorflow.trainer": "TensorFlowTrainer",
    "backend.jax.trainer": "JAXTrainer",
    "backend.torch.trainer": "TorchTrainer",
    "engine.training": "Model",
    "engine.training_v1": "Model",
}
_COMPILERS = {"trainers.trainer": "Trainer", "engine.training": "Model"}
_MODELS = {"models.model": "Model", "engine.training": "Model"}
_FUNCTIONS: Mapping[str, Mapping[str, Stub]] = {
    "utils.file_utils": {"get_file": training.empty_file},
    "utils.data_utils": {"get_file": training.empty_file},
    "utils.model_visualization": {"plot_model": training.nothing},
    "utils.vis_utils": {"plot_model": training.nothing},
    "utils.image_dataset_utils": {"image_dataset_from_directory": folder_of_images},
    "preprocessing.image_dataset": {"image_dataset_from_directory": folder_of_images},
    "utils.text_dataset_utils": {"text_dataset_from_directory": read_if_there("the texts")},
    "utils.numerical_utils": {"to_categorical": hand_on, "normalize": hand_on},
    "utils.np_utils": {"to_categorical": hand_on, "normalize": hand_on},
    "utils.sequence_utils": {"pad_sequences": hand_on},
    "legacy.preprocessing.image": {
        "ImageDataGenerator.flow_from_directory": read_if_there("the folder of images")
    },
    "preprocessing.image": {
        "ImageDataGenerator.flow_from_directory": read_if_there("the folder of images")
    },
}
_PREPARING = ("fit", "transform", "fit_transform", "inverse_transform")
_PREPARERS = {
    "sklearn.base": "TransformerMixin",
    "sklearn.preprocessing._data": "MaxAbsScaler MinMaxScaler RobustScaler StandardScaler",
    "sklearn.preprocessing._label": "LabelBinarizer LabelEncoder MultiLabelBinarizer",
    "sklearn.preprocessing._encoders": "OneHotEncoder OrdinalEncoder",
    "sklearn.impute._base": "SimpleImputer",
}
_FILE = read_if_there("a file of data")
_OTHERS: Stubs = {
    "numpy.lib._npyio_impl": {"load": _FILE, "loadtxt": _FILE, "genfromtxt": _FILE},
    "numpy.lib.npyio": {"load": _FILE, "loadtxt": _FILE, "genfromtxt": _FILE},
    "pandas.io.parsers.readers": {"read_csv": _FILE, "read_table": _FILE},
    "pandas.io.excel._base": {"read_excel": _FILE},
    "pandas.io.json._json": {"read_json": _FILE},
    "pandas.io.parquet": {"read_parquet": _FILE},
    "pandas.io.pickle": {"read_pickle": _FILE},
    **{
        module: {f"{cls}.{method}": hand_on for cls in classes.split() for method in _PREPARING}
        for module, classes in _PREPARERS.items()
    },
    "sklearn.model_selection._split": {"train_test_split": split},
    "sklearn.datasets._california_housing": {"fetch_california_housing": fetched(20640, 8, None)},
    "sklearn.datasets._olivetti_faces": {"fetch_olivetti_faces": fetched(400, 4096, 40)},
    "sklearn.datasets._openml": {"fetch_openml": not_there("a data set of OpenML")},
    "sklearn.datasets._twenty_newsgroups": {"fetch_20newsgroups": not_there("the newsgroups")},
    "sklearn.datasets._lfw": {"fetch_lfw_people": not_there("the faces")},
}


def install(data_sets: Mapping[str, Mapping[str, Any]], new_model: Stub, new_call: Stub) -> None:
    """From here on, modules that are loaded get their stubs.

    Args:
        data_sets: the facts of the data sets of Keras, by their names.
        new_model: wraps `Model.__new__`; `new_call`: wraps `Layer.__call__`.
    """
    stubs: Stubs = {name: dict(entries) for name, entries in _OTHERS.items()}
    for name, attribute, stub in _of_keras(data_sets, new_model, new_call):
        for root in _ROOTS:
            stubs.setdefault(f"{root}.{name}", {})[attribute] = stub
    sys.meta_path.insert(0, _Finder(stubs))
    for name, entries in stubs.items():
        if name in sys.modules:
            _patch(sys.modules[name], entries)


def _of_keras(
    data_sets: Mapping[str, Mapping[str, Any]], new_model: Stub, new_call: Stub
) -> Iterator[tuple[str, str, Stub]]:
    for module, cls in _TRAINERS.items():
        yield from ((module, f"{cls}.{name}", stub) for name, stub in _TRAINING.items())
    for module, cls in _COMPILERS.items():
        yield module, f"{cls}.compile", training.compile_or_not
    for module, cls in _MODELS.items():
        yield from ((module, f"{cls}.{name}", stub) for name, stub in _MODEL.items())
        yield module, f"{cls}.__new__", new_model
    for module in ("layers.layer", "engine.base_layer"):
        yield module, "Layer.__call__", new_call
    for module, functions in _FUNCTIONS.items():
        yield from ((module, name, stub) for name, stub in functions.items())
    for name, facts in data_sets.items():
        yield f"datasets.{name}", "load_data", loader(facts)


class _Finder(MetaPathFinder):
    """Finds what the others find, and has the modules of the table patched once they are loaded."""

    def __init__(self, stubs: Stubs) -> None:
        self._stubs = stubs

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        entries = self._stubs.get(fullname)
        if entries is None:
            return None
        for finder in sys.meta_path:
            if finder is self:
                continue
            spec = finder.find_spec(fullname, path, target)
            if spec is not None and spec.loader is not None:
                spec.loader = _Patching(spec.loader, entries)
                return spec
        return None


class _Patching(Loader):
    """A loader that patches what another one has loaded."""

    def __init__(self, loader: Loader, entries: Mapping[str, Stub]) -> None:
        self._loader = loader
        self._entries = entries

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        _patch(module, self._entries)


def _patch(module: ModuleType, entries: Mapping[str, Stub]) -> None:
    for dotted, stub in entries.items():
        holder: Any = module
        *owners, name = dotted.split(".")
        for owner in owners:
            holder = getattr(holder, owner, None)
        original = getattr(holder, name, None)
        # An inherited method is not the class's own to replace; `__new__` has no wrapper below it.
        if original is None or (owners and name not in vars(holder) and name != "__new__"):
            continue
        replacement = stub(original)
        setattr(holder, name, staticmethod(replacement) if name == "__new__" else replacement)
