"""The format `json`: a list of objects in which every key is always present."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kerascop.reporting.showing import shown_path

if TYPE_CHECKING:
    from kerascop.linting.finding import Finding, Fix, Related
    from kerascop.linting.run import Report
    from kerascop.sources.span import Span


def render(report: Report, colour: bool) -> str:
    """The report as JSON: rows and columns from 1, columns in characters, ends exclusive."""
    return json.dumps([_finding(finding) for finding in report.findings], indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "filename": shown_path(finding.path),
        **_place(finding.span),
        "cell": None,
        "code": finding.code,
        "name": finding.name,
        "group": finding.group.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "related": [_related(related) for related in finding.related],
        "fix": finding.fix and _fix(finding.fix),
        "url": finding.url,
    }


def _related(related: Related) -> dict[str, Any]:
    return {
        "filename": shown_path(related.path),
        **_place(related.span),
        "message": related.message,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "applicability": fix.applicability.value,
        "message": fix.message,
        "edits": [{**_place(edit.span), "content": edit.text} for edit in fix.edits],
    }


def _place(span: Span) -> dict[str, dict[str, int]]:
    return {
        "location": {"row": span.start_line, "column": span.start_column},
        "end_location": {"row": span.end_line, "column": span.end_column},
    }
