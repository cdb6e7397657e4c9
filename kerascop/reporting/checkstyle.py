"""The format `checkstyle`: the XML of the linter Checkstyle, which many tools read."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from kerascop.reporting.hosting import places_of, told
from kerascop.reporting.showing import shown_path
from kerascop.reporting.xml import document

if TYPE_CHECKING:
    from kerascop.linting.run import Report

_VERSION = "4.3"
"""Of Checkstyle: the one that other linters name in such files."""


def render(report: Report) -> str:
    """The report as XML: a `file` for each file with findings, an `error` for each of these."""
    places = places_of(report)
    root = Element("checkstyle", version=_VERSION)
    for path, findings in groupby(report.findings, key=lambda finding: finding.path):
        file = SubElement(root, "file", name=shown_path(path))
        for finding in findings:
            span = places.in_file(path, finding.span)
            SubElement(
                file,
                "error",
                line=str(span.start_line),
                column=str(span.start_column),
                severity=finding.severity.value,
                message=told(finding.message, places.of(path, finding.span)),
                source=f"kerascop.{finding.code}",
            )
    return document(root)
