"""By what means a run works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kerascop.caching.cache import Cache
    from kerascop.spreading.spread import Spread


@dataclass(frozen=True)
class Means:
    """By what means a run works. What it finds does not depend on them.

    Attributes:
        spread: who works on the files besides this process, if anybody.
        cache: where the outcomes of earlier runs lie.
        profiled: is it measured what the run costs?
        partial: does an interrupt end the run with what was found so far?
    """

    spread: Callable[[], Spread] | None = None
    cache: Cache | None = None
    profiled: bool = False
    partial: bool = False

    @property
    def alone(self) -> Means:
        """The same without anybody else, and without a memory."""
        return replace(self, spread=None, cache=None)


PLAIN = Means()
"""This process alone, without a cache."""
