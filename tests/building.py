"""Small values that several tests are about."""

from __future__ import annotations

from pathlib import Path

from kerascop.config import Settings
from kerascop.linting.finding import Finding, Related
from kerascop.linting.group import Group, Severity
from kerascop.linting.run import Report
from kerascop.linting.selection import Selection
from kerascop.sources.span import Span


def finding(
    path: Path | str = "model.py",
    span: tuple[int, int, int, int] = (1, 1, 1, 2),
    code: str = "KC999",
    message: str = "the head does not fit the loss",
    severity: Severity = Severity.ERROR,
    related: tuple[Related, ...] = (),
) -> Finding:
    """A finding of an imaginary rule."""
    return Finding(
        path=Path(path),
        span=Span(*span),
        code=code,
        name="imaginary-rule",
        group=Group.CORRECTNESS,
        severity=severity,
        message=message,
        related=related,
    )


def report(*findings: Finding, texts: dict[Path, str] | None = None) -> Report:
    """A report of these findings."""
    return Report(findings, files=1, analysed=1, notes=(), texts=texts or {})


def extended(*words: str) -> Settings:
    """The settings of `--extend-select`."""
    return Settings(Selection(extend_select=words))


def only(*words: str) -> Settings:
    """The settings of `--select`."""
    return Settings(Selection(select=words))
