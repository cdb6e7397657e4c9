"""The format `json`: a list of objects in which every key is always present."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kerascop.reporting.places import Place, Places
from kerascop.reporting.showing import shown_path

if TYPE_CHECKING:
    from pathlib import Path

    from kerascop.linting.finding import Confirmation, Finding, Fix
    from kerascop.linting.run import Report


def render(report: Report) -> str:
    """The report as JSON: rows and columns from 1, columns in characters, ends exclusive.

    In a notebook rows count from the start of the `cell`, which is `null` elsewhere.
    """
    places = Places(report.texts)
    return json.dumps([as_json(finding, places) for finding in report.findings], indent=2) + "\n"


def as_json(finding: Finding, places: Places) -> dict[str, Any]:
    """A finding as an object in which every key is always present."""
    return {
        **_place(places.of(finding.path, finding.span)),
        "code": finding.code,
        "name": finding.name,
        "group": finding.group.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "related": [
            {**_place(places.of(related.path, related.span)), "message": related.message}
            for related in finding.related
        ],
        "fix": finding.fix and _fix(finding.fix, finding.path, places),
        "url": finding.url,
        "confirmation": finding.confirmation and _confirmation(finding.confirmation),
    }


def _confirmation(confirmation: Confirmation) -> dict[str, Any]:
    return {
        "status": confirmation.status.value,
        "by": confirmation.by,
        "message": confirmation.message,
    }


def _fix(fix: Fix, path: Path, places: Places) -> dict[str, Any]:
    return {
        "applicability": fix.applicability.value,
        "message": fix.message,
        "edits": [
            {**_stretch(places.of(path, edit.span)), "content": edit.text} for edit in fix.edits
        ],
    }


def _place(place: Place) -> dict[str, Any]:
    return {"filename": shown_path(place.path), **_stretch(place)}


def _stretch(place: Place) -> dict[str, Any]:
    span = place.span
    return {
        "location": {"row": span.start_line, "column": span.start_column},
        "end_location": {"row": span.end_line, "column": span.end_column},
        "cell": place.cell,
    }
