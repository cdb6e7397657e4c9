"""How paths, source text and counts are shown: what no format may print as it stands."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.linting.finding import Verdict

if TYPE_CHECKING:
    from kerascop.linting.finding import Finding
    from kerascop.linting.run import Report


def shown_path(path: Path) -> str:
    """The path relative to the working folder where it lies below it, with forward slashes."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` would follow links
    try:
        return absolute.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return absolute.as_posix()


def hyperlink(text: str, address: str | None) -> str:
    """Text that terminals show as a link (OSC 8); without an address the text alone."""
    return text if address is None else f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"


def confirmed_by(finding: Finding) -> str:
    """What Keras says of a finding, in words; empty where it says nothing of it.

    `confirmed by keras 3.15.1 (tensorflow)`, or `refuted by …`.
    """
    confirmation = finding.confirmation
    if confirmation is None or confirmation.status is Verdict.UNCONFIRMED:
        return ""
    return f"{confirmation.status.value} by {confirmation.by}"


def closing_line(report: Report) -> str:
    """The one line that sums a report up."""
    total = len(report.findings)
    if not total:
        return "Nothing found so far." if report.interrupted else "All clear."
    counts = Counter(finding.severity.value for finding in report.findings)
    parts = [
        counted(counts[severity], noun)
        for severity, noun in (("error", "error"), ("warning", "warning"), ("info", "hint"))
        if counts[severity]
    ]
    return f"Found {counted(total, 'finding')} ({', '.join(parts)}).{_fixable(report)}"


def _fixable(report: Report) -> str:
    """How many of the findings a fix would remove."""
    kinds = Counter(
        finding.fix.applicability.value for finding in report.findings if finding.fix is not None
    )
    safe, unsafe = kinds["safe"], kinds["unsafe"]
    if safe and unsafe:
        return f" Fixable: {safe} with `--fix`, {unsafe} more with `--unsafe-fixes`."
    if safe:
        return f" Fixable with `--fix`: {safe}."
    return f" Fixable with `--fix --unsafe-fixes`: {unsafe}." if unsafe else ""


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 error`, `2 errors`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
