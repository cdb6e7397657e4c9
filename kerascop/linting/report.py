"""What a run found, and all that a report may want to tell of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.linting.finding import Finding
from kerascop.linting.pages import site

if TYPE_CHECKING:
    from kerascop.linting.profiling import Profile
    from kerascop.linting.rule import Rule


@dataclass(frozen=True)
class Report:
    """What a run found.

    Attributes:
        findings: ordered by path, line, column and code.
        files: how many files were looked at.
        analysed: how many of them had to do with Keras.
        notes: what could not be known, and why, for those who ask with `--verbose`.
        texts: of the files that findings point into.
        contents: the bytes of the files that fixes would change, and of notebooks with findings.
        linted: the files that were looked at.
        rules: all that there are, whether they were applied or not; loaded when somebody asks.
        docs_url: where the settings say that the documentation lies.
        warnings: what everybody should know who does not ask.
        interrupted: did somebody end the run before all files were looked at?
        profile: what the run cost, if that was asked for.
    """

    findings: tuple[Finding, ...]
    files: int
    analysed: int
    notes: tuple[str, ...]
    texts: dict[Path, str]
    contents: Mapping[Path, bytes] = field(default_factory=dict)
    linted: tuple[Path, ...] = ()
    rules: Sequence[Rule] = ()
    docs_url: str | None = None
    warnings: tuple[str, ...] = ()
    interrupted: bool = False
    profile: Profile | None = None

    @property
    def site(self) -> str | None:
        """Where the documentation lies, if anywhere."""
        return self.docs_url or site()
