"""Optimizers: which one, how fast it learns, and who shares it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.graph.facts import NO_ARGUMENT, UNKNOWN, Argument, Configured

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin

NORMALISING = frozenset({"Adam", "AdamW", "Adamax", "Nadam", "RMSprop", "Lion"})
"""Those whose steps are about as long as the learning rate, however large the gradients are."""

LEAST_DECAY = 1e-4
"""Of the old `decay=` argument: what slows training down noticeably within an epoch or two."""


class Optimizer(Struct, frozen=True, eq=False):
    """An optimizer. Two compiles have the very same object if they are given the same instance.

    Attributes:
        name: Keras' class name, `Adam`.
        arguments: what its constructor is given, under today's names.
        origin: the expression that makes it: a call, or the string in `compile`.
        changed: does the program set its learning rate later?
        is_instance: is it an object of the program's, not a string?
        is_legacy: is it one of those that take in new weights at any time, as all did before 2.11?
        order: grows with everything that happens.
    """

    name: str
    origin: Origin
    arguments: Mapping[str, Argument] = {}
    changed: bool = False
    is_instance: bool = False
    is_legacy: bool = False
    order: int = 0

    @property
    def rate(self) -> Argument:
        """The learning rate as it is given."""
        return self.arguments.get("learning_rate", NO_ARGUMENT)

    @property
    def learning_rate(self) -> float | None:
        """The learning rate that the source gives as a number and leaves at that, else `None`."""
        value = self.rate.value
        decay = self.arguments.get("decay", NO_ARGUMENT)
        number = decay.value if isinstance(decay.value, int | float) else None
        decays = decay.given and (number is None or number >= LEAST_DECAY)
        if self.changed or decays or isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value)

    @property
    def has_schedule(self) -> bool:
        """Does the learning rate follow a schedule, or something that is not known?"""
        return isinstance(self.rate.value, Configured) or (
            self.rate.given and self.rate.value is UNKNOWN
        )

    @property
    def normalises(self) -> bool:
        """Are its steps about as long as the learning rate, however large the gradients are?"""
        return self.name in NORMALISING
