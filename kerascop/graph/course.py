"""The course of a program: what is frozen when, and what is read of the results of training.

Everything that happens has an order number: a smaller one happened first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kerascop.graph.tensors import LayerConfig
    from kerascop.syntax.origin import Origin


class TrainableChange(Struct, frozen=True, eq=False):
    """`….trainable = flag`, with the layers and models for which that says something new.

    `partial` tells that it is said of some layers of a model that are not known one by one; the
    model then stands for them.
    """

    layers: frozenset[LayerConfig]
    flag: bool
    origin: Origin
    order: int
    partial: bool = False


class LogRead(Struct, frozen=True, eq=False):
    """`history.history[key]`, unguarded: nothing asks first whether the key is there."""

    key: str
    origin: Origin


class NamedResult(Struct, frozen=True, eq=False):
    """A name that is given to the number at `place` of what `evaluate` returns."""

    place: int
    name: str
    origin: Origin


class Loop(Struct, frozen=True, eq=False):
    """A loop around a call; `rounds` is `None` where its length is not known."""

    origin: Origin
    rounds: int | None
    endless: bool
    order: int
