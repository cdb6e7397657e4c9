"""Writes the tables of the Keras API from the Keras releases that are installed.

    python -m kerascop.keras_api.generate [FOLDER]

needs `tensorflow`, `keras` (3) and `tf_keras` (2), imports them, walks their public namespaces and
writes `symbols.json` and `identifiers.json` into FOLDER (by default the `tables` folder of this
package). Only developers run it; kerascop itself reads the tables and imports none of these.

`symbols.json` holds, for every public class and function, under its canonical name:

- `kind`: a value of `kerascop.keras_api.symbols.Kind`;
- `spellings`: every public path of the same object, with the namespaces that offer it: `3` for
  `keras` 3, `t` for `tf.keras` on Keras 3, `2` for `tf_keras`, `1` for `tf.compat.v1.keras`;
- `parameters`: per major version, in order, `[name]` or `[name, default]`, with the stars as
  in source (those of `tf.compat.v1.keras` only for what is nowhere else);
- `keywords`: names that `**kwargs` takes, per version; `open`: versions in which it takes any name;
- `methods`: per version, the parameters of a few methods that programs call.

`identifiers.json` maps, per version and category, the strings that Keras itself accepts (each was
handed to `get`) to canonical names.
"""

from __future__ import annotations

import argparse
import inspect
import json
import os
import pkgutil
import re
import sys
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from kerascop.keras_api.signatures import keywords_of, named, parameters_of, stored, takes_kwargs

_LEFT_OUT = {"src", "api", "dtensor", "protobuf", "estimator", "_tf_keras"}

_HOMES = (
    "layers models losses metrics optimizers optimizers.schedules initializers regularizers "
    "constraints callbacks activations applications datasets ops random utils saving config tree "
    "preprocessing backend"
).split()

_CLASS_KINDS = (
    ("models.Model", "model"),
    ("metrics.Metric", "metric"),
    ("layers.Layer", "layer"),
    ("losses.Loss", "loss"),
    ("optimizers.schedules.LearningRateSchedule", "schedule"),
    ("optimizers.Optimizer", "optimizer"),
    ("initializers.Initializer", "initializer"),
    ("regularizers.Regularizer", "regularizer"),
    ("constraints.Constraint", "constraint"),
    ("callbacks.Callback", "callback"),
)

_HOME_OF_KIND = {
    "model": "models",
    "layer": "layers",
    "loss": "losses",
    "metric": "metrics",
    "optimizer": "optimizers",
    "schedule": "optimizers.schedules",
    "initializer": "initializers",
    "regularizer": "regularizers",
    "constraint": "constraints",
    "callback": "callbacks",
}

_FUNCTION_KINDS = {
    "losses": "loss",
    "metrics": "metric",
    "activations": "activation",
    "initializers": "initializer",
    "regularizers": "regularizer",
    "constraints": "constraint",
    "ops": "op",
    "backend": "op",
    "random": "op",
}

_CATEGORIES = {
    "activation": "activations",
    "loss": "losses",
    "metric": "metrics",
    "optimizer": "optimizers",
    "initializer": "initializers",
    "regularizer": "regularizers",
    "constraint": "constraints",
}

_METHODS = {
    "model": (
        "compile fit evaluate predict train_on_batch test_on_batch predict_on_batch fit_generator "
        "evaluate_generator predict_generator predict_classes predict_proba save save_weights "
        "load_weights summary build call add pop get_layer add_loss add_metric export to_json"
    ).split(),
    "layer": ["call", "adapt", "get_vocabulary"],
    "generator": (
        "fit flow flow_from_directory flow_from_dataframe fit_on_texts texts_to_sequences "
        "texts_to_matrix sequences_to_matrix fit_on_sequences standardize random_transform"
    ).split(),
}


@dataclass
class Entry:
    """One public object, gathered over the versions."""

    kind: str
    spellings: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, list[Any]] = field(default_factory=dict)
    keywords: dict[str, list[str]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    methods: dict[str, dict[str, list[Any]]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The entry as it is stored: what is empty is left out."""
        return {key: value for key, value in sorted(vars(self).items()) if value}


def public_objects(root: ModuleType) -> Iterator[tuple[str, Any]]:
    """Every public path below `root`, written from `keras`, with its class or function."""
    pending = [("keras", root)]
    visited = set()
    while pending:
        path, module = pending.pop()
        visited.add(id(module))
        for name in dir(module):
            if name.startswith("_") or name in _LEFT_OUT:
                continue
            member = getattr(module, name, None)
            spelling = f"{path}.{name}"
            if inspect.ismodule(member):
                package = member.__name__.split(".")
                if spelling == "keras.optimizers.legacy" and package[0] == "keras":
                    continue  # its classes exist in Keras 3, only to raise
                public = package[0] in ("keras", "tf_keras") and "src" not in package
                if public and id(member) not in visited and spelling.count(".") < 5:
                    pending.append((spelling, member))
            elif callable(member):
                yield spelling, member


def class_kind(member: Any, namespaces: list[ModuleType]) -> str:
    """The kind of a class by its base class, whichever Keras it comes from."""
    for base_path, kind in _CLASS_KINDS:
        for namespace in namespaces:
            base: Any = namespace
            for name in base_path.split("."):
                base = getattr(base, name, None)
            if inspect.isclass(base) and issubclass(member, base):
                return kind
    return "class"


def object_kind(spellings: set[str], member: Any, namespaces: list[ModuleType]) -> str:
    """The kind of a class or function."""
    if inspect.isclass(member):
        return class_kind(member, namespaces)
    homes = {spelling.split(".")[1] for spelling in spellings if spelling.count(".") >= 2}
    name = member.__name__ if hasattr(member, "__name__") else ""
    if name in ("get", "serialize", "deserialize"):
        return "function"
    if "datasets" in homes:
        return "dataset" if name == "load_data" else "function"
    if "applications" in homes:
        lower = name in ("preprocess_input", "decode_predictions")
        return "function" if lower else "application"
    for home, kind in _FUNCTION_KINDS.items():
        if home in homes:
            return kind
    return "function"


def canonical_spelling(spellings: set[str], kind: str, member: Any) -> str:
    """The spelling that names the object, `keras.<home of its kind>.<own name>` if it exists."""
    home = _HOME_OF_KIND.get(kind)
    own_name = getattr(member, "__name__", "")

    def preference(spelling: str) -> tuple[object, ...]:
        module, name = spelling.rsplit(".", 1)
        category = module.removeprefix("keras").removeprefix(".")
        known = _HOMES.index(category) if category in _HOMES else len(_HOMES)
        old = "experimental" in category or "legacy" in category
        return (old, category != home, not category, known, name != own_name, spelling)

    return min(spellings, key=preference)


def describe(entry: Entry, version: str, member: Any, functional: Any) -> None:
    """Add the parameters of one version to an entry."""
    is_class = inspect.isclass(member)
    if entry.kind == "model" and member.__name__ == "Model":
        called = functional.__init__
    else:
        called = member.__init__ if is_class else member
    parameters = parameters_of(called, bound=is_class)
    entry.parameters[version] = stored(parameters)
    if takes_kwargs(parameters):
        names, takes_any = keywords_of(functional if called is functional.__init__ else member)
        entry.keywords[version] = sorted(names - named(parameters))
        if takes_any:
            entry.open.append(version)
    if is_class:
        wanted = _METHODS.get(entry.kind, ())
        if member.__name__ in ("ImageDataGenerator", "Tokenizer"):
            wanted = _METHODS["generator"]
        found = {
            name: stored(parameters_of(getattr(member, name), bound=True))
            for name in wanted
            if inspect.isfunction(getattr(member, name, None))
            and (entry.kind != "layer" or name in vars(member))
        }
        if found:
            entry.methods[version] = found


@dataclass
class Release:
    """One major version of Keras: its namespaces, each with the mark of its spellings."""

    version: str
    namespaces: tuple[tuple[str, ModuleType], ...]
    functional: Any

    def groups(self) -> list[tuple[Any, dict[str, str]]]:
        """Every public object with its spellings, each with the marks of its namespaces."""
        objects: dict[int, Any] = {}
        spellings: dict[int, dict[str, str]] = defaultdict(lambda: defaultdict(str))
        taken: dict[str, int] = {}
        for mark, namespace in self.namespaces:
            for spelling, member in public_objects(namespace):
                number = taken.setdefault(spelling, id(member))
                objects.setdefault(number, member)
                spellings[number][spelling] += mark
        return [(objects[number], dict(spellings[number])) for number in objects]


def without_legacy(spelling: str) -> str:
    """`keras.optimizers.legacy.Adam` is to be the same symbol as `keras.optimizers.Adam`."""
    return spelling.replace(".legacy.", ".").replace(".experimental.", ".")


def gather(releases: list[Release]) -> tuple[dict[str, Entry], dict[str, dict[int, str]]]:
    """All entries by canonical name, and per version the canonical name of each object's id."""
    bases = [namespace for release in releases for _, namespace in release.namespaces]
    entries: dict[str, Entry] = {}
    owner: dict[str, str] = {}
    names: dict[str, dict[int, str]] = {}
    for release in releases:
        names[release.version] = {}
        groups = sorted(release.groups(), key=lambda group: all("legacy" in s for s in group[1]))
        for member, spellings in groups:
            kind = object_kind(set(spellings), member, bases)
            canonical = canonical_spelling(set(spellings), kind, member)
            plain = without_legacy(canonical)
            canonical = owner.get(canonical) or owner.get(plain) or canonical
            for spelling in spellings:
                if canonical not in entries and spelling in owner:
                    canonical = owner[spelling]
            entry = entries.setdefault(canonical, Entry(kind))
            names[release.version][id(member)] = canonical
            for spelling, marks in spellings.items():
                home = entries[owner.setdefault(spelling, canonical)].spellings
                home[spelling] = home.get(spelling, "") + marks
            if release.version not in entry.parameters and (
                release.version != "1" or not entry.parameters
            ):
                describe(entry, release.version, member, release.functional)
    return entries, names


def snake_case(name: str) -> str:
    """`MeanSquaredError` as Keras turns it into an identifier."""
    partial = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", partial).lower()


def loss_classes(entries: dict[str, Entry]) -> dict[str, str]:
    """For loss and metric functions, the class that computes the same."""
    classes = {
        (entry.kind, snake_case(name.rsplit(".", 1)[1])): name
        for name, entry in entries.items()
        if entry.kind in ("loss", "metric") and name.rsplit(".", 1)[1][0].isupper()
    }
    found = {}
    for name in entries:
        short = name.rsplit(".", 1)[1]
        for kind in ("loss", "metric"):
            if (kind, short) in classes and classes[kind, short] != name:
                found[f"{kind} {name}"] = classes[kind, short]
    found["metric keras.losses.log_cosh"] = "keras.metrics.LogCoshError"
    return found


def identifiers(
    namespace: ModuleType, names: dict[int, str], entries: dict[str, Entry]
) -> dict[str, dict[str, str]]:
    """The strings that each category's `get` accepts, with what they stand for."""
    classes = loss_classes(entries)
    pool = {
        spelling.rsplit(".", 1)[1] for entry in entries.values() for spelling in entry.spellings
    }
    pool |= {snake_case(name) for name in pool} | {name.lower() for name in pool}
    pool |= {name for entry in identifier_dictionaries(namespace) for name in entry}
    table: dict[str, dict[str, str]] = {}
    for category, module_name in _CATEGORIES.items():
        get: Callable[[str], Any] = getattr(namespace, module_name).get
        found = {}
        for name in sorted(pool - {"get", "serialize", "deserialize"}):
            member = got(get, name)
            canonical = names.get(id(member)) or names.get(id(type(member)))
            if canonical is None and callable(member):
                canonical = f"keras.{module_name}.{name}"
            if canonical not in entries:
                continue
            canonical = classes.get(f"{category} {canonical}", canonical)
            fits = entries[canonical].kind == category
            if fits or (category == "activation" and entries[canonical].kind == "layer"):
                found[name.lower() if category == "optimizer" else name] = canonical
        table[category] = found
    return table


def identifier_dictionaries(namespace: ModuleType) -> Iterator[dict[str, Any]]:
    """The dictionaries in which Keras 3 keeps its identifiers."""
    for module_name in _CATEGORIES.values():
        module = sys.modules.get(f"{namespace.__name__}.src.{module_name}")
        yield getattr(module, "ALL_OBJECTS_DICT", {})


def got(get: Callable[[str], Any], name: str) -> Any:
    """What a category's `get` returns for a name, `None` if it refuses."""
    try:
        return get(name)
    except (ValueError, TypeError, AttributeError, KeyError, ImportError):
        return None


def private_modules(*packages: ModuleType) -> list[str]:
    """Modules behind the public ones, as paths below `keras`."""
    found = set()
    for package in packages:
        prefix = package.__name__ + "."
        for module in pkgutil.walk_packages(package.__path__, prefix, onerror=lambda name: None):
            path = module.name.removeprefix(prefix)
            if "test" not in path and "protobuf" not in path and "integration" not in path:
                found.add(path)
    return sorted(found)


def write(folder: Path, name: str, table: dict[str, Any]) -> None:
    """Write one table, compact and stable."""
    text = json.dumps(table, separators=(",", ":"), sort_keys=True, ensure_ascii=True)
    (folder / name).write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Write both tables."""
    parser = argparse.ArgumentParser(description="Write the tables of the Keras API.")
    default = Path(__file__).parent / "tables"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    folder: Path = parser.parse_args().folder
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    warnings.simplefilter("ignore")

    import keras
    import keras._tf_keras.keras as keras_of_tensorflow
    import tensorflow
    import tf_keras
    import tf_keras.api._v1.keras as keras_v1

    releases = [
        Release("3", (("3", keras), ("t", keras_of_tensorflow)), keras.src.models.Functional),
        Release("2", (("2", tf_keras),), tf_keras.src.engine.functional.Functional),
        Release("1", (("1", keras_v1),), tf_keras.src.engine.functional.Functional),
    ]
    entries, names = gather(releases)
    generated_from = {
        "keras": keras.__version__,
        "tensorflow": tensorflow.__version__,
        "tf_keras": tf_keras.__version__,
    }
    folder.mkdir(parents=True, exist_ok=True)
    write(
        folder,
        "symbols.json",
        {
            "generated_from": generated_from,
            "modules": private_modules(keras.src, tf_keras.src),
            "symbols": {name: entry.as_json() for name, entry in entries.items()},
        },
    )
    write(
        folder,
        "identifiers.json",
        {
            "generated_from": generated_from,
            "2": identifiers(tf_keras, names["2"], entries),
            "3": identifiers(keras, names["3"], entries),
        },
    )


if __name__ == "__main__":
    main()
