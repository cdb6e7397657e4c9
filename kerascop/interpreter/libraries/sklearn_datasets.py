"""scikit-learn's data sets: those that it ships, fetches, and makes up.

Shapes, types and ranges of the shipped ones are measured on scikit-learn's own files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kerascop.dimensions import Dim, Shape
from kerascop.graph.arrays import ArrayFacts, Content, Labels
from kerascop.interpreter.libraries.array_functions import truth_of
from kerascop.interpreter.registry import FUNCTIONS, FunctionHandler
from kerascop.interpreter.translating import dim_of, shape_of
from kerascop.interpreter.values import (
    Arguments,
    ArrayValue,
    Constant,
    LibraryObject,
    TupleValue,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin

_BUNCH = "sklearn.utils.Bunch"


class _DataSet(Struct, frozen=True):
    """Features and target of one data set; `classes` is `None` for regression."""

    shape: tuple[int, int]
    low: float
    high: float
    classes: int | None = None
    target: tuple[float, float] = (0, 0)
    whole: bool = False
    image: tuple[int, int] | None = None
    outputs: int | None = None


_DATA_SETS: Mapping[str, _DataSet] = {
    "load_iris": _DataSet((150, 4), 0.1, 7.9, classes=3),
    "load_wine": _DataSet((178, 13), 0.13, 1680.0, classes=3),
    "load_breast_cancer": _DataSet((569, 30), 0.0, 4254.0, classes=2),
    "load_digits": _DataSet((1797, 64), 0.0, 16.0, classes=10, whole=True, image=(8, 8)),
    "load_diabetes": _DataSet(
        (442, 10), -0.13776722569000302, 0.19878798965729408, target=(25.0, 346.0)
    ),
    "load_linnerud": _DataSet((20, 3), 1.0, 251.0, target=(31.0, 247.0), whole=True, outputs=3),
    "load_boston": _DataSet((506, 13), 0.0, 711.0, target=(5.0, 50.0)),
    "fetch_california_housing": _DataSet((20640, 8), -124.35, 35682.0, target=(0.14999, 5.00001)),
}


def _features(data: _DataSet, origin: Origin) -> ArrayFacts:
    return ArrayFacts(
        shape=data.shape,
        dtype="float64",
        low=data.low,
        high=data.high,
        content=Content.TABLE,
        whole_numbers=data.whole,
        origin=origin,
    )


def _target(data: _DataSet, origin: Origin) -> ArrayFacts:
    shape: Shape = (data.shape[0],)
    if data.outputs is not None:
        shape = (data.shape[0], data.outputs)
    if data.classes is None:
        low, high = data.target
        return ArrayFacts(shape=shape, dtype="float64", low=low, high=high, origin=origin)
    return ArrayFacts(
        shape=shape,
        dtype="int64",
        low=0,
        high=data.classes - 1,
        labels=Labels.CLASS_IDS,
        classes=data.classes,
        whole_numbers=True,
        origin=origin,
    )


def _loader(name: str) -> FunctionHandler:
    data = _DATA_SETS[name]

    def load(machine: Machine, arguments: Arguments) -> Value | None:
        if any(arguments.get(option) is not None for option in ("n_class", "scaled")):
            return None
        origin = arguments.origin
        features, target = (
            ArrayValue(_features(data, origin)),
            ArrayValue(_target(data, origin)),
        )
        pair = truth_of(arguments.get("return_X_y"), default=False)
        if pair is None:
            return None
        if pair:
            return TupleValue((features, target))
        attributes: dict[str, Value] = {"data": features, "target": target}
        if data.classes is not None:
            names = ArrayFacts(shape=(data.classes,), origin=origin)
            attributes["target_names"] = ArrayValue(names)
        columns = ArrayFacts(shape=(data.shape[1],), origin=origin)
        attributes["feature_names"] = ArrayValue(columns)
        if data.image is not None:
            images = features.facts.but(shape=(data.shape[0], *data.image), content=Content.IMAGES)
            attributes["images"] = ArrayValue(images)
        return LibraryObject(_BUNCH, None, {}, origin, dict(attributes))

    return load


for _name in _DATA_SETS:
    FUNCTIONS[f"sklearn.datasets.{_name}"] = _loader(_name)


class _MadeUp(Struct, frozen=True):
    """What a generator makes by default: features, classes (`None` for regression)."""

    features: int
    features_name: str | None = "n_features"
    classes: int | None = None
    classes_name: str | None = None


_MADE_UP: Mapping[str, _MadeUp] = {
    "make_classification": _MadeUp(20, classes=2, classes_name="n_classes"),
    "make_moons": _MadeUp(2, None, classes=2),
    "make_circles": _MadeUp(2, None, classes=2),
    "make_blobs": _MadeUp(2, classes=3, classes_name="centers"),
    "make_gaussian_quantiles": _MadeUp(2, classes=3, classes_name="n_classes"),
    "make_regression": _MadeUp(100),
    "make_friedman1": _MadeUp(10),
}


def _maker(name: str) -> FunctionHandler:
    made = _MADE_UP[name]

    def make(machine: Machine, arguments: Arguments) -> Value | None:
        given = arguments.get("n_samples", 0)
        samples: Dim = 100 if given is None else dim_of(given)
        if shape_of(given) is not None:
            samples = None
        wanted = arguments.get(made.features_name, 1) if made.features_name else None
        features: Dim = made.features if wanted is None else dim_of(wanted)
        origin = arguments.origin
        common: dict[str, Any] = {"random": True, "origin": origin}
        inputs = ArrayFacts(
            shape=(samples, features),
            dtype="float64",
            content=Content.TABLE,
            whole_numbers=False,
            **common,
        )
        if made.classes is None:
            outputs = dim_of(arguments.get("n_targets") or Constant(1))
            shape: Shape = (samples,) if outputs == 1 else (samples, outputs)
            targets = ArrayFacts(shape=shape, dtype="float64", **common)
            if truth_of(arguments.get("coef"), default=False) is not False:
                return None
            return TupleValue((ArrayValue(inputs), ArrayValue(targets)))
        chosen = arguments.get(made.classes_name) if made.classes_name else None
        classes: Dim = made.classes if chosen is None else dim_of(chosen)
        high = classes - 1 if isinstance(classes, int) else None
        targets = ArrayFacts(
            shape=(samples,),
            dtype="int64",
            low=0,
            high=high,
            labels=Labels.CLASS_IDS,
            classes=classes,
            whole_numbers=True,
            origin=origin,
        )
        return TupleValue((ArrayValue(inputs), ArrayValue(targets)))

    return make


for _name in _MADE_UP:
    FUNCTIONS[f"sklearn.datasets.{_name}"] = _maker(_name)
    FUNCTIONS[f"sklearn.datasets.samples_generator.{_name}"] = _maker(_name)
