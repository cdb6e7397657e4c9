"""scikit-learn's functions that divide and reorder samples: train_test_split, folds, shuffle."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kerascop.dimensions import Dim, subtract
from kerascop.graph.arrays import ArrayFacts, Part
from kerascop.interpreter.libraries.facts import array_of, fresh_dim, plain
from kerascop.interpreter.libraries.literals import is_real
from kerascop.interpreter.registry import FUNCTIONS, OBJECT_METHODS, function
from kerascop.interpreter.translating import dim_of
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    ArrayValue,
    Constant,
    LibraryObject,
    ListValue,
    TupleValue,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_FOLDS = "sklearn.model_selection.KFold"


@function(
    "sklearn.model_selection.train_test_split",
    "sklearn.cross_validation.train_test_split",
    "dask_ml.model_selection.train_test_split",
)
def train_test_split(machine: Machine, arguments: Arguments) -> Value | None:
    """`train_test_split(x, y, test_size)`: two parts of each array, in the order of the arrays."""
    if arguments.incomplete or not arguments.positional:
        return None
    sources = [_samples(argument.value) for argument in arguments.positional]
    shape = next((source.facts.shape for source in sources if source and source.facts.shape), None)
    sizes = _sizes(machine, None if shape is None else shape[0], arguments)
    parts: list[Value] = []
    for position, source in enumerate(sources):
        for side, size in zip(Part, sizes, strict=True):
            if source is None:
                parts.append(Unknown(("call", side.value, id(arguments.origin.node), position)))
            else:
                parts.append(ArrayValue(_part(source.facts, side, size, arguments)))
    return ListValue(tuple(parts))


def _samples(value: Value) -> ArrayValue | None:
    array = array_of(value)
    if array is None and isinstance(value, ListValue):
        return ArrayValue(ArrayFacts())
    return array


def _part(facts: ArrayFacts, side: Part, size: Dim, arguments: Arguments) -> ArrayFacts:
    shape = None if facts.shape is None else (size, *facts.shape[1:])
    return plain(facts, shape=shape, part=side, origin=facts.origin or arguments.origin)


def _sizes(machine: Machine, total: Dim, arguments: Arguments) -> tuple[Dim, Dim]:
    """The numbers of samples for training and for test: test sizes are rounded up."""
    test, train = (_share(arguments.get(name), total) for name in ("test_size", "train_size"))
    if test == "absent" and train == "absent":
        test = _rounded(0.25, total, math.ceil)
    if test == "absent":
        test = None if train is None else subtract(total, train)
    elif train == "absent":
        train = None if test is None else subtract(total, test)
    known = [size if isinstance(size, int) and size > 0 else None for size in (train, test)]
    return (
        known[0] if known[0] is not None else fresh_dim(machine, "training samples"),
        known[1] if known[1] is not None else fresh_dim(machine, "test samples"),
    )


def _share(given: Value | None, total: Dim) -> Any:
    if given is None or given == NONE:
        return "absent"
    if isinstance(given, Constant) and isinstance(given.value, float):
        return None if not 0 < given.value < 1 else _rounded(given.value, total, math.ceil)
    return dim_of(given)


def _rounded(share: float, total: Any, rounding: Any) -> Dim:
    return int(rounding(share * total)) if is_real(total) else None


@function("sklearn.utils.shuffle", "sklearn.utils.resample")
def shuffle(machine: Machine, arguments: Arguments) -> Value | None:
    """`shuffle(x, y)`: the same samples in another order, all arrays alike."""
    if arguments.incomplete or not arguments.positional:
        return None
    resized = any(arguments.get(name) is not None for name in ("n_samples", "stratify"))
    results: list[Value] = []
    for argument in arguments.positional:
        array = array_of(argument.value)
        if array is None:
            return None
        shape = array.facts.shape
        if resized and shape is not None:
            shape = (None, *shape[1:])
        results.append(
            ArrayValue(
                plain(array.facts, shape=shape, origin=array.facts.origin or arguments.origin)
            )
        )
    return results[0] if len(results) == 1 else ListValue(tuple(results))


def _make_folds(machine: Machine, arguments: Arguments) -> Value | None:
    return LibraryObject(_FOLDS, None, dict(arguments.keywords), arguments.origin)


def _split(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    """`folds.split(x, y)`: ids of training and test samples, fold by fold."""
    pair = tuple(
        ArrayValue(
            ArrayFacts(
                shape=(fresh_dim(machine, f"{side} samples"),),
                dtype="int64",
                whole_numbers=True,
                random=True,
                origin=arguments.origin,
            )
        )
        for side in ("training", "test")
    )
    return ListValue((TupleValue(pair),), exact=False)


for _name in (
    "KFold",
    "StratifiedKFold",
    "GroupKFold",
    "RepeatedKFold",
    "RepeatedStratifiedKFold",
    "ShuffleSplit",
    "StratifiedShuffleSplit",
    "GroupShuffleSplit",
    "TimeSeriesSplit",
    "LeaveOneOut",
):
    for _module in ("sklearn.model_selection", "sklearn.cross_validation"):
        FUNCTIONS[f"{_module}.{_name}"] = _make_folds
OBJECT_METHODS[_FOLDS, "split"] = _split
