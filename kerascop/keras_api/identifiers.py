"""The strings that Keras takes in place of an object: `"relu"`, `"mse"`, `"adam"`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import cast

from kerascop.keras_api import tables
from kerascop.keras_api.symbols import Kind, Symbol

_NEWEST_FIRST = ("3", "2")

_CHOSEN_BY_OUTPUT = {
    "accuracy": "keras.metrics.accuracy",
    "acc": "keras.metrics.accuracy",
    "crossentropy": "keras.metrics.crossentropy",
    "ce": "keras.metrics.crossentropy",
}
"""Metrics that `compile` turns into the variant that fits the output's shape and the loss."""

_OLD = {
    Kind.INITIALIZER: {"one": "keras.initializers.Ones", "zero": "keras.initializers.Zeros"},
    Kind.LOSS: {
        "cosine": "keras.losses.CosineSimilarity",
        "cosine_proximity": "keras.losses.CosineSimilarity",
    },
}


def identifier(category: Kind, text: str, version: int | None = None) -> Symbol | None:
    """What a string stands for in a category (`Kind.LOSS`, `Kind.ACTIVATION`, ...).

    A loss or metric is its class, so `"mse"`, `"MSE"` and `"mean_squared_error"` are all
    `keras.losses.MeanSquaredError`. The metrics `"accuracy"` and `"acc"` are
    `keras.metrics.accuracy`, a symbol of its own: `compile` chooses the class by the output.
    Without a version, a string of any version counts; with one, `None` means that this version
    refuses the string. Optimizers are looked up regardless of case.
    """
    if category is Kind.METRIC and text.lower() in _CHOSEN_BY_OUTPUT:
        return _chosen_by_output(_CHOSEN_BY_OUTPUT[text.lower()])
    key = text.lower() if category is Kind.OPTIMIZER else text
    for candidate in _NEWEST_FIRST if version is None else (str(version),):
        name = _table(candidate, category).get(key)
        if name is not None:
            return tables.symbol(name)
    if version is None and key in _OLD.get(category, {}):
        return tables.symbol(_OLD[category][key])
    return None


def identifiers(category: Kind, version: int = 3) -> tuple[str, ...]:
    """Every string that a version takes in a category, sorted: for suggesting the nearest."""
    names = set(_table(str(version), category))
    if category is Kind.METRIC:
        names |= set(_CHOSEN_BY_OUTPUT)
    return tuple(sorted(names))


def _table(version: str, category: Kind) -> Mapping[str, str]:
    return cast(
        "Mapping[str, str]", tables.identifier_table().get(version, {}).get(category.value, {})
    )


@cache
def _chosen_by_output(name: str) -> Symbol:
    return Symbol(
        name=name,
        kind=Kind.METRIC,
        versions=frozenset({1, 2, 3}),
        aliases=frozenset(),
        signatures={},
        keywords={},
        takes_any_keyword=frozenset(),
        methods={},
    )
