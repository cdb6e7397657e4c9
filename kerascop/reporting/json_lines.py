"""The format `json-lines`: the objects of the format `json`, one a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kerascop.reporting.json import as_json
from kerascop.reporting.places import Places

if TYPE_CHECKING:
    from kerascop.linting.run import Report


def render(report: Report) -> str:
    """The report as one JSON object a line; nothing if there are no findings."""
    places = Places(report.texts)
    return "".join(f"{json.dumps(as_json(finding, places))}\n" for finding in report.findings)
