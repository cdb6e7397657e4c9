"""The format `github`: workflow commands, from which GitHub Actions makes annotations.

The commands and their escapes are those of "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.linting.group import Severity
from kerascop.reporting.hosting import hosted_path, places_of, told
from kerascop.terminal import printable

if TYPE_CHECKING:
    from kerascop.linting.finding import Finding
    from kerascop.linting.run import Report
    from kerascop.reporting.places import Places

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_IN_DATA, ":": "%3A", ",": "%2C"}


def render(report: Report) -> str:
    """The report as one command a finding; nothing if there are none."""
    places = places_of(report)
    return "".join(f"{_command(finding, places)}\n" for finding in report.findings)


def _command(finding: Finding, places: Places) -> str:
    span = places.in_file(finding.path, finding.span)
    properties: dict[str, object] = {
        "title": f"{finding.code} {finding.name}",
        "file": hosted_path(finding.path),
        "line": span.start_line,
        "endLine": span.end_line,
    }
    if span.start_line == span.end_line:
        # GitHub takes columns only of annotations of one line.
        properties |= {"col": span.start_column, "endColumn": span.end_column}
    said = ",".join(
        f"{key}={_escaped(str(value), _IN_PROPERTIES)}" for key, value in properties.items()
    )
    message = told(finding.message, places.of(finding.path, finding.span))
    if finding.url is not None:
        message += f"\n{finding.url}"
    return f"::{_COMMANDS[finding.severity]} {said}::{_escaped(message, _IN_DATA)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, printable(character)) for character in text)
