"""Somebody who looks on while a run works, such as an editor: it sees more, and may end the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.syntax.module import ParsedModule, parse

if TYPE_CHECKING:
    from kerascop.interpreter import Analysis
    from kerascop.linting.finding import Finding
    from kerascop.linting.rule import Rule


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

    def parse(self, path: Path, text: str) -> ParsedModule:
        """Parses the text of a file, or remembers it.

        Raises:
            SourceError: the text is no Python, or is nested too deeply to be analysed.
        """
        return parse(path, text)

    def analysed(self, module: ParsedModule, analysis: Analysis) -> None:
        """A file was analysed; its rules are asked afterwards."""

    def judged(
        self, analysis: Analysis, findings: Sequence[Finding], rules: Sequence[Rule]
    ) -> Sequence[Finding]:
        """The findings of a file as they are to be told; `rules` are those that were asked."""
        return findings
