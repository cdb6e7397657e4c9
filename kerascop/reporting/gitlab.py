"""The format `gitlab`: a report for GitLab's Code Quality."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kerascop.linting.group import Severity
from kerascop.reporting.hosting import fingerprints, hosted_path, places_of, told

if TYPE_CHECKING:
    from kerascop.linting.run import Report

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report) -> str:
    """The report as a list of issues."""
    places = places_of(report)
    issues = []
    for finding, fingerprint in zip(report.findings, fingerprints(report, places), strict=True):
        span = places.in_file(finding.path, finding.span)
        message = told(finding.message, places.of(finding.path, finding.span))
        issues.append(
            {
                "type": "issue",
                "check_name": finding.code,
                "description": f"{finding.code} {finding.name}: {message}",
                **({} if finding.url is None else {"content": {"body": _body(finding.url)}}),
                "categories": ["Bug Risk"],
                "severity": _SEVERITIES[finding.severity],
                "fingerprint": fingerprint,
                "location": {
                    "path": hosted_path(finding.path),
                    "lines": {"begin": span.start_line, "end": span.end_line},
                },
            }
        )
    return json.dumps(issues, indent=2) + "\n"


def _body(url: str) -> str:
    """What else there is to read, as Markdown."""
    return f"[What this means, and what to do about it]({url})"
