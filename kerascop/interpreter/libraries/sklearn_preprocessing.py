"""scikit-learn's scalers and encoders: `fit`, `transform`, `fit_transform`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kerascop.dimensions import Dim
from kerascop.graph.arrays import ArrayFacts, Labels, Scaling
from kerascop.interpreter.libraries.data_steps import note_learning
from kerascop.interpreter.libraries.facts import (
    after,
    array_of,
    fresh_dim,
    is_float,
    of_literal,
    plain,
    unknown_array,
)
from kerascop.interpreter.libraries.literals import flatten, map_literal
from kerascop.interpreter.registry import FUNCTIONS, OBJECT_METHODS, FunctionHandler, MethodHandler
from kerascop.interpreter.values import (
    NOT_CONSTANT,
    Arguments,
    ArrayValue,
    Given,
    LibraryObject,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_MODULE = "sklearn.preprocessing"
_FITTED = "__fitted__"
_CLASSES = "classes_"
_DATA = ("X", "y")

Transformer = Callable[["Machine", LibraryObject, ArrayValue, Arguments], "Value | None"]
"""What an object makes of an array, when its statistics have been stored."""


def _maker(path: str, parameters: tuple[str, ...]) -> FunctionHandler:
    def make(machine: Machine, arguments: Arguments) -> Value | None:
        given: dict[str, Given] = dict(zip(parameters, arguments.positional, strict=False))
        given.update(arguments.keywords)
        return LibraryObject(path, None, given, arguments.origin)

    return make


def _register(name: str, parameters: tuple[str, ...], transform: Transformer) -> None:
    path = f"{_MODULE}.{name}"
    FUNCTIONS[path] = _maker(path, parameters)
    OBJECT_METHODS[path, "fit"] = _fit
    OBJECT_METHODS[path, "partial_fit"] = _fit
    OBJECT_METHODS[path, "transform"] = _transforming(transform, fits=False)
    OBJECT_METHODS[path, "fit_transform"] = _transforming(transform, fits=True)
    OBJECT_METHODS[path, "inverse_transform"] = _inverse


def _fit(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    """`scaler.fit(x)`: gives the scaler itself."""
    if isinstance(receiver, LibraryObject):
        note_learning(machine, receiver, arguments, _DATA)
        source = array_of(_data(arguments))
        machine.journal.put(receiver.attributes, _FITTED, source)
        if source is not None:
            machine.journal.put(receiver.attributes, _CLASSES, _classes(machine, source))
    return receiver


def _data(arguments: Arguments) -> Value | None:
    return arguments.get("X", 0) or arguments.get("y", 0)


def _transforming(transform: Transformer, *, fits: bool) -> MethodHandler:
    def handler(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
        if fits:
            _fit(machine, receiver, arguments)
        source = array_of(_data(arguments))
        if not isinstance(receiver, LibraryObject):
            return None
        if not fits:
            note_learning(machine, receiver, arguments, _DATA)
        if source is None:
            return None
        return transform(machine, receiver, source, arguments)

    return handler


def _inverse(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    """`scaler.inverse_transform(x)`: back to values of which nothing is known."""
    source = array_of(_data(arguments))
    if source is None:
        return None
    return unknown_array(arguments.origin)


def _classes(machine: Machine, source: ArrayValue) -> ArrayValue:
    """`encoder.classes_`: every label once."""
    if source.literal is not None:
        distinct = _ordered(source)
        return of_literal(distinct, source.facts.origin, labels=None, classes=None)
    count: Dim = source.facts.classes
    if count is None:
        count = fresh_dim(machine, "classes")
    return unknown_array(source.facts.origin, shape=(count,), dtype=source.facts.dtype)


def _ordered(source: ArrayValue) -> tuple[Any, ...]:
    distinct = set(flatten(source.literal))
    try:
        return tuple(sorted(distinct))
    except TypeError:
        return tuple(sorted(distinct, key=str))


def _count(receiver: LibraryObject) -> Dim:
    found = receiver.attributes.get(_CLASSES)
    if isinstance(found, ArrayValue) and found.facts.shape:
        return found.facts.shape[0]
    return None


def _fitted_to(receiver: LibraryObject, facts: ArrayFacts) -> bool:
    """Were the statistics taken from these samples, or from all of which these are a part?"""
    fitted = receiver.attributes.get(_FITTED)
    return isinstance(fitted, ArrayValue) and fitted.facts.root == facts.root


def _scaled(facts: ArrayFacts, arguments: Arguments, **known: Any) -> ArrayValue:
    changes: dict[str, Any] = {
        "dtype": facts.dtype if is_float(facts.dtype) else "float64",
        "low": None,
        "high": None,
        "labels": None,
        "classes": None,
        "constant": None,
        "whole_numbers": None,
        "origin": facts.origin or arguments.origin,
        "changed": after(facts, arguments.origin),
        **known,
    }
    return ArrayValue(plain(facts, **changes))


def _standard(
    machine: Machine, receiver: LibraryObject, source: ArrayValue, arguments: Arguments
) -> Value | None:
    options = [_option(receiver, name, default=True) for name in ("with_mean", "with_std")]
    scaling = Scaling.STANDARDISED if options[0] is True else Scaling.DIVIDED
    return _scaled(source.facts, arguments, scaling=None if options[1] is False else scaling)


def _option(receiver: LibraryObject, name: str, *, default: Any) -> Any:
    given = receiver.arguments.get(name)
    if given is None:
        return default
    value = python_value(given.value)
    return None if value is NOT_CONSTANT else value


def _min_max(
    machine: Machine, receiver: LibraryObject, source: ArrayValue, arguments: Arguments
) -> Value | None:
    bounds = _option(receiver, "feature_range", default=(0, 1))
    known: dict[str, Any] = {"scaling": Scaling.MIN_MAX}
    pair = isinstance(bounds, tuple | list) and len(bounds) == 2
    numbers = pair and all(isinstance(bound, int | float) for bound in bounds)
    if numbers and _fitted_to(receiver, source.facts):
        known.update(low=bounds[0], high=bounds[1])
    return _scaled(source.facts, arguments, **known)


def _max_abs(
    machine: Machine, receiver: LibraryObject, source: ArrayValue, arguments: Arguments
) -> Value | None:
    known: dict[str, Any] = {"scaling": Scaling.MIN_MAX}
    if _fitted_to(receiver, source.facts) and source.facts.low == 0 and source.facts.high:
        known.update(low=0, high=1)
    return _scaled(source.facts, arguments, **known)


def _robust(
    machine: Machine, receiver: LibraryObject, source: ArrayValue, arguments: Arguments
) -> Value | None:
    return _scaled(source.facts, arguments, scaling=Scaling.STANDARDISED)


def _divided(
    machine: Machine, receiver: LibraryObject, source: ArrayValue, arguments: Arguments
) -> Value | None:
    return _scaled(source.facts, arguments, scaling=Scaling.DIVIDED)


_register("StandardScaler", (), _standard)
_register("MinMaxScaler", ("feature_range",), _min_max)
_register("MaxAbsScaler", (), _max_abs)
_register("RobustScaler", (), _robust)
_register("PowerTransformer", (), _robust)
_register("QuantileTransformer", (), _divided)
_register("Normalizer", ("norm",), _divided)


def _label_encoder(
    machine: Machine, receiver: LibraryObject, source: ArrayValue, arguments: Arguments
) -> Value | None:
    count = _count(receiver)
    facts = source.facts
    known: dict[str, Any] = {
        "shape": facts.shape[:1] if facts.shape else (None,),
        "dtype": "int64",
        "low": 0,
        "high": count - 1 if isinstance(count, int) else None,
        "labels": Labels.CLASS_IDS,
        "classes": count,
        "whole_numbers": True,
        "scaling": None,
        "content": None,
    }
    result = _scaled(facts, arguments, **known)
    literal = None
    found = receiver.attributes.get(_CLASSES)
    order = found.literal if isinstance(found, ArrayValue) else None
    if source.literal is not None and isinstance(order, tuple):
        literal = map_literal(order.index, source.literal)
    return ArrayValue(result.facts, literal)


def _label_binarizer(
    machine: Machine, receiver: LibraryObject, source: ArrayValue, arguments: Arguments
) -> Value | None:
    count = _count(receiver)
    if any(name in receiver.arguments for name in ("neg_label", "pos_label")):
        return None
    rows = source.facts.shape[0] if source.facts.shape else None
    known: dict[str, Any] = {"dtype": "int64", "low": 0, "high": 1, "whole_numbers": True}
    if count == 2:
        known.update(shape=(rows, 1), labels=Labels.CLASS_IDS, classes=2)
    elif isinstance(count, int) and count > 2:
        known.update(shape=(rows, count), labels=Labels.ONE_HOT, classes=count)
    else:
        # Two classes would give one column: with an unknown number it may be either.
        known.update(shape=(rows, None))
    return _scaled(source.facts, arguments, content=None, scaling=None, **known)


def _multi_label(
    machine: Machine, receiver: LibraryObject, source: ArrayValue, arguments: Arguments
) -> Value | None:
    rows = source.facts.shape[0] if source.facts.shape else None
    width = fresh_dim(machine, "labels")
    return _scaled(
        source.facts,
        arguments,
        shape=(rows, width),
        dtype="int64",
        low=0,
        high=1,
        labels=Labels.MULTI_HOT,
        classes=width,
        whole_numbers=True,
    )


def _one_hot_encoder(
    machine: Machine, receiver: LibraryObject, source: ArrayValue, arguments: Arguments
) -> Value | None:
    shape = source.facts.shape
    rows = shape[0] if shape else None
    column = shape is not None and len(shape) == 2 and shape[1] == 1
    count = _count(receiver) if column else None
    known: dict[str, Any] = {
        "dtype": "float64",
        "low": 0,
        "high": 1,
        "whole_numbers": True,
        "scaling": None,
        "content": None,
    }
    if column and "drop" not in receiver.arguments:
        known.update(shape=(rows, count), labels=Labels.ONE_HOT, classes=count)
    else:
        known["shape"] = (rows, None)
    return _scaled(source.facts, arguments, **known)


def _unscaled(
    machine: Machine, receiver: LibraryObject, source: ArrayValue, arguments: Arguments
) -> Value | None:
    return _scaled(source.facts, arguments, whole_numbers=True, content=None)


_register("LabelEncoder", (), _label_encoder)
_register("LabelBinarizer", (), _label_binarizer)
_register("MultiLabelBinarizer", (), _multi_label)
_register("OneHotEncoder", (), _one_hot_encoder)
_register("OrdinalEncoder", (), _unscaled)
