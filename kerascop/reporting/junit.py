"""The format `junit`: each finding as a test that failed, for servers that show tests.

It keeps to the schema of Jenkins' xUnit plugin, which has no attributes for files and lines: they
are in the name and in the text.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from kerascop.reporting.hosting import places_of
from kerascop.reporting.showing import shown_path
from kerascop.reporting.xml import document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kerascop.linting.finding import Finding
    from kerascop.linting.run import Report
    from kerascop.reporting.places import Places

_NAME = "kerascop"


def render(report: Report) -> str:
    """The report as XML: a suite for each file with findings, or one test that passed."""
    places = places_of(report)
    clean = not report.findings
    root = Element("testsuites", {"name": _NAME, **_counts(len(report.findings), clean=clean)})
    if clean:
        suite = SubElement(root, "testsuite", {"name": _NAME, **_counts(0, clean=True)})
        SubElement(suite, "testcase", name="no findings", classname=_NAME, time="0")
    for path, group in groupby(report.findings, key=lambda finding: finding.path):
        findings = list(group)
        counts = _counts(len(findings), clean=False)
        _add_tests(
            SubElement(root, "testsuite", {"name": shown_path(path), **counts}), findings, places
        )
    return document(root)


def _counts(failures: int, *, clean: bool) -> dict[str, str]:
    """The attributes that count; a clean report has the one test that passed."""
    tests = failures + clean
    return {"tests": str(tests), "failures": str(failures), "errors": "0", "time": "0"}


def _add_tests(suite: Element, findings: Sequence[Finding], places: Places) -> None:
    for finding in findings:
        place = places.of(finding.path, finding.span)
        file = shown_path(finding.path)
        test = SubElement(
            suite,
            "testcase",
            name=f"{finding.code} {finding.name} ({place.within})",
            classname=f"{_NAME}.{file.rpartition('.')[0].strip('/').replace('/', '.')}",
            time="0",
        )
        failure = SubElement(test, "failure", type=finding.severity.value, message=finding.message)
        link = "" if finding.url is None else f"\n{finding.url}"
        failure.text = f"{place.shown}: {finding.code} {finding.message}{link}"
