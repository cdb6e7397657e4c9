"""What a name means that nothing in a pasted snippet binds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from kerascop.keras_api import keras1, tables

_MODULES = {
    "keras": "keras",
    "tf": "tensorflow",
    "tfds": "tensorflow_datasets",
    "tensorflow": "tensorflow",
    "np": "numpy",
    "numpy": "numpy",
    "pd": "pandas",
    "pandas": "pandas",
    "plt": "matplotlib.pyplot",
    "sklearn": "sklearn",
    "model_selection": "sklearn.model_selection",
    "os": "os",
    "math": "math",
    "random": "random",
    "cv2": "cv2",
    "K": "keras.backend",
    "backend": "keras.backend",
    "ops": "keras.ops",
    **{
        name: f"keras.{name}"
        for name in (
            "activations",
            "applications",
            "callbacks",
            "constraints",
            "datasets",
            "initializers",
            "layers",
            "losses",
            "metrics",
            "models",
            "optimizers",
            "preprocessing",
            "regularizers",
            "utils",
        )
    },
    **{
        name: f"keras.datasets.{name}"
        for name in (
            "boston_housing",
            "california_housing",
            "cifar10",
            "cifar100",
            "fashion_mnist",
            "imdb",
            "mnist",
            "reuters",
        )
    },
    "np_utils": "keras.utils",
    "image": "keras.preprocessing.image",
    "sequence": "keras.preprocessing.sequence",
}

_OTHER_LIBRARIES = {
    "train_test_split": "sklearn.model_selection.train_test_split",
    "cross_val_score": "sklearn.model_selection.cross_val_score",
    "KFold": "sklearn.model_selection.KFold",
    "StratifiedKFold": "sklearn.model_selection.StratifiedKFold",
    "GridSearchCV": "sklearn.model_selection.GridSearchCV",
    "StandardScaler": "sklearn.preprocessing.StandardScaler",
    "MinMaxScaler": "sklearn.preprocessing.MinMaxScaler",
    "RobustScaler": "sklearn.preprocessing.RobustScaler",
    "MaxAbsScaler": "sklearn.preprocessing.MaxAbsScaler",
    "Normalizer": "sklearn.preprocessing.Normalizer",
    "LabelEncoder": "sklearn.preprocessing.LabelEncoder",
    "LabelBinarizer": "sklearn.preprocessing.LabelBinarizer",
    "MultiLabelBinarizer": "sklearn.preprocessing.MultiLabelBinarizer",
    "OneHotEncoder": "sklearn.preprocessing.OneHotEncoder",
    "OrdinalEncoder": "sklearn.preprocessing.OrdinalEncoder",
    "accuracy_score": "sklearn.metrics.accuracy_score",
    "classification_report": "sklearn.metrics.classification_report",
    "confusion_matrix": "sklearn.metrics.confusion_matrix",
    "shuffle": "sklearn.utils.shuffle",
    "load_iris": "sklearn.datasets.load_iris",
    "make_moons": "sklearn.datasets.make_moons",
    "make_blobs": "sklearn.datasets.make_blobs",
    "make_classification": "sklearn.datasets.make_classification",
    "make_regression": "sklearn.datasets.make_regression",
}

_FUNCTIONS = {
    name: f"keras.{path}.{name}"
    for path, names in {
        "layers": (
            "Input",
            "add",
            "average",
            "concatenate",
            "dot",
            "merge",
            "multiply",
            "subtract",
        ),
        "models": ("clone_model", "load_model", "model_from_json", "save_model"),
        "utils": (
            "array_to_img",
            "get_file",
            "image_dataset_from_directory",
            "img_to_array",
            "load_img",
            "multi_gpu_model",
            "pad_sequences",
            "plot_model",
            "text_dataset_from_directory",
            "timeseries_dataset_from_array",
            "to_categorical",
        ),
        "losses": (
            "binary_crossentropy",
            "categorical_crossentropy",
            "mean_absolute_error",
            "mean_squared_error",
            "sparse_categorical_crossentropy",
        ),
        "regularizers": ("l1", "l1_l2", "l2"),
        "constraints": ("max_norm", "maxnorm", "non_neg", "unit_norm"),
        "wrappers.scikit_learn": ("KerasClassifier", "KerasRegressor"),
    }.items()
    for name in names
}

_TAKEN = frozenset(
    {
        "Function",
        "Variable",
        "Operation",
        "Wrapper",
        "Identity",
        "Pipeline",
        "Iterator",
        "Sum",
        "Mean",
    }
)
"""Class names that a snippet may well mean something else by."""

_KINDS_BY_PRECEDENCE = (
    "layer",
    "model",
    "application",
    "optimizer",
    "callback",
    "schedule",
    "loss",
    "metric",
    "initializer",
    "regularizer",
    "constraint",
    "class",
)


@cache
def free_names() -> Mapping[str, str]:
    """For every name with a usual meaning, the dotted path of that meaning.

    Holds modules and their usual abbreviations, what people import from scikit-learn, and each
    public class of Keras under every name that it ever had. Where two classes share a name the
    meaning is that of the kind that is more often written without its module: the `Hinge` of the
    losses, not of the metrics.
    """
    found: dict[str, str] = {}
    meanings = _meanings()
    for kind in reversed(_KINDS_BY_PRECEDENCE):
        for short, paths in meanings[kind].items():
            if len(paths) == 1 and short not in _TAKEN:
                found[short] = next(iter(paths))
    old = {*keras1.RENAMED, *keras1.SYMBOLS}
    found |= {path.rpartition(".")[2]: path for path in old if _is_class_name(path)}
    return MappingProxyType({**found, **_FUNCTIONS, **_OTHER_LIBRARIES, **_MODULES})


def _meanings() -> Mapping[str, Mapping[str, set[str]]]:
    """Per kind, the paths that each class name may mean."""
    meanings: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name, entry in tables.symbol_table()["symbols"].items():
        if entry["kind"] not in _KINDS_BY_PRECEDENCE or "experimental" in name:
            continue
        for spelling in entry["spellings"]:
            if _is_class_name(spelling):
                meanings[entry["kind"]][spelling.rpartition(".")[2]].add(name)
    return meanings


def _is_class_name(path: str) -> bool:
    return path.rpartition(".")[2][:1].isupper()
