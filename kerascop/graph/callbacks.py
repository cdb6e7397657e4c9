"""The callbacks of a training call: what they are made with, and what they may log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.graph.facts import NO_ARGUMENT, Argument

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin

RATE_CALLBACKS = frozenset({"LearningRateScheduler", "ReduceLROnPlateau"})
"""Keras' own that change the learning rate, and log it."""


class Callback(Struct, frozen=True, eq=False):
    """One callback.

    Attributes:
        symbol: Keras' canonical name, `keras.callbacks.EarlyStopping`; `None` for others.
        arguments: of its constructor, defaults included; those of Keras' own alone.
        origin: the expression that constructs it.
        may_log: may it add keys to the logs that are not known?
        may_set_rate: may it change the learning rate?
    """

    symbol: str | None
    arguments: Mapping[str, Argument]
    origin: Origin
    may_log: bool
    may_set_rate: bool

    @property
    def short(self) -> str | None:
        """The class name alone, of Keras' own: `EarlyStopping`."""
        return None if self.symbol is None else self.symbol.rpartition(".")[2]

    @property
    def logs_rate(self) -> bool:
        """Does it log the learning rate, as `lr` on Keras 2 and `learning_rate` on Keras 3?

        Source: `on_epoch_end` in keras/src/callbacks/reduce_lr_on_plateau.py.
        """
        return self.short in RATE_CALLBACKS

    def argument(self, name: str) -> Argument:
        """The constructor's argument `name`, given or default."""
        return self.arguments.get(name, NO_ARGUMENT)
