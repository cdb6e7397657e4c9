"""Somebody who looks on while a run works, such as an editor: it sees more, and may end the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kerascop.interpreter import Analysis
    from kerascop.syntax.module import ParsedModule


class Interrupted(Exception):
    """Nobody waits for the result of the run any more."""


@dataclass(frozen=True)
class Surroundings:
    """What a run knows of besides the files that it looks at.

    Attributes:
        folders: they count as named by the user when requirements are looked for.
        files: what may be imported without being looked at itself, with its bytes.
    """

    folders: tuple[Path, ...] = ()
    files: Mapping[Path, bytes] = field(default_factory=dict)


class Onlooker:
    """Looks on, and does nothing about it.

    Attributes:
        surroundings: what the run may know besides its files.
    """

    surroundings = Surroundings()

    def proceed(self) -> None:
        """Asked often while a file is analysed.

        Raises:
            Interrupted: nobody wants to know any more.
        """

    def analysed(self, module: ParsedModule, analysis: Analysis) -> None:
        """A file was analysed; its rules are asked afterwards."""
