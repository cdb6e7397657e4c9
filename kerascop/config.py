"""Settings of a run."""

from __future__ import annotations

from dataclasses import dataclass, field

from kerascop.linting.selection import Selection


@dataclass(frozen=True)
class Settings:
    """What a run is asked to do.

    Attributes:
        selection: which rules are on.
    """

    selection: Selection = field(default_factory=Selection)
