"""The table of strategies that draw calls of layers: one for each class of `keras.layers`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from hypothesis import strategies as st

from tests.keras_api.shapes.calls import Trial

Trials: TypeAlias = "st.SearchStrategy[Trial]"

TRIALS: dict[str, Trials] = {}
"""Calls of each layer, by its class name."""


def trials_of(*names: str) -> Callable[[Callable[[str], Trials]], Callable[[str], Trials]]:
    """Registers a function that makes the strategy of a class, for these classes."""

    def register(make: Callable[[str], Trials]) -> Callable[[str], Trials]:
        TRIALS.update({name: make(name) for name in names})
        return make

    return register


def each_rank(*patterns: str, ranks: tuple[int, ...] = (1, 2, 3)) -> tuple[str, ...]:
    """`Conv{}D` for each number of spatial axes."""
    return tuple(pattern.format(rank) for pattern in patterns for rank in ranks)


def rank_of(name: str) -> int:
    """The number of spatial axes that a class name tells."""
    return next(int(letter) for letter in name if letter.isdigit())
