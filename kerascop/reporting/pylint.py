"""The format `pylint`: the lines that tools for Pylint's parseable output read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.reporting.hosting import places_of, told
from kerascop.reporting.showing import shown_path
from kerascop.terminal import printable

if TYPE_CHECKING:
    from kerascop.linting.run import Report


def render(report: Report) -> str:
    """The report as lines `path:line: [code] message`; nothing if there are no findings."""
    places = places_of(report)
    lines = []
    for finding in report.findings:
        span = places.in_file(finding.path, finding.span)
        message = told(finding.message, places.of(finding.path, finding.span))
        path = printable(shown_path(finding.path))
        lines.append(f"{path}:{span.start_line}: [{finding.code}] {printable(message)}\n")
    return "".join(lines)
