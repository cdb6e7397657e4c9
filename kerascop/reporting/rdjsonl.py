"""The format `rdjsonl`: reviewdog's diagnostics, one a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kerascop.reporting.hosting import places_of
from kerascop.reporting.rdjson import as_diagnostic, source

if TYPE_CHECKING:
    from kerascop.linting.run import Report


def render(report: Report) -> str:
    """The report as one diagnostic a line; nothing if there are no findings."""
    places = places_of(report)
    lines = (
        json.dumps({"source": source(report), **as_diagnostic(finding, places)})
        for finding in report.findings
    )
    return "".join(f"{line}\n" for line in lines)
