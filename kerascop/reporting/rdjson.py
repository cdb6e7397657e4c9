"""The format `rdjson`: reviewdog's diagnostic format, for bots that comment on reviews.

Rows and columns count from 1 as everywhere, but columns in bytes of UTF-8; ends are exclusive.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kerascop.linting.group import Severity
from kerascop.reporting.hosting import places_of, told
from kerascop.reporting.showing import shown_path
from kerascop.reporting.suggesting import replacement
from kerascop.sources.notebooks import SUFFIX
from kerascop.sources.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kerascop.linting.finding import Finding
    from kerascop.linting.run import Report
    from kerascop.reporting.places import Places

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render(report: Report) -> str:
    """The report as one object with a list of diagnostics."""
    places = places_of(report)
    diagnostics = [as_diagnostic(finding, places) for finding in report.findings]
    return json.dumps({"source": source(report), "diagnostics": diagnostics}, indent=2) + "\n"


def source(report: Report) -> dict[str, str]:
    """Who says all this."""
    address = report.site
    return {"name": "kerascop", **({} if address is None else {"url": address})}


def as_diagnostic(finding: Finding, places: Places) -> dict[str, Any]:
    """A finding as reviewdog's `Diagnostic`; a fix of several edits is one suggestion."""
    path = finding.path
    code = {"value": finding.code, **({} if finding.url is None else {"url": finding.url})}
    diagnostic: dict[str, Any] = {
        "message": told(f"{finding.name}: {finding.message}", places.of(path, finding.span)),
        "location": _location(path, finding.span, places),
        "severity": _SEVERITIES[finding.severity],
        "code": code,
    }
    # What is to be written into a notebook is not what stands in its file.
    edit = None
    if finding.fix is not None and path.suffix != SUFFIX:
        edit = replacement(finding.fix, places.lines(places.of(path, finding.span)))
    if edit is not None:
        diagnostic["suggestions"] = [{"range": _range(path, edit.span, places), "text": edit.text}]
    if finding.related:
        diagnostic["related_locations"] = [
            {"message": related.message, "location": _location(related.path, related.span, places)}
            for related in finding.related
        ]
    return diagnostic


def _location(path: Path, span: Span, places: Places) -> dict[str, Any]:
    return {"path": shown_path(path), "range": _range(path, span, places)}


def _range(path: Path, span: Span, places: Places) -> dict[str, Any]:
    here = places.in_file(path, span)
    lines = places.lines_of_file(path)
    return {
        "start": _position(here.start_line, here.start_column, lines),
        "end": _position(here.end_line, here.end_column, lines),
    }


def _position(row: int, column: int, lines: Sequence[str]) -> dict[str, int]:
    """A position with its column in bytes."""
    if row > len(lines):
        return {"line": row, "column": column}
    line = lines[row - 1]
    before = len(line[: column - 1].encode("utf-8", "surrogatepass"))
    return {"line": row, "column": before + max(0, column - 1 - len(line)) + 1}
