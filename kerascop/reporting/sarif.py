"""The format `sarif`: SARIF 2.1.0, with the documentation of the rules that found something.

Sources: the OASIS standard, and GitHub's page on what code scanning takes of it. GitHub shows
related locations only if the message links to them, so it does. Code scanning numbers the lines
of a file as the repository has it: places in notebooks are those in the JSON file, with the cell as
a logical location, and what is to be written into a notebook is left to `--fix`.
`partialFingerprints` stay the same under edits elsewhere in the file; GitHub's own,
`primaryLocationLineHash`, is left to its upload action.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import kerascop
from kerascop.linting.finding import Applicability
from kerascop.linting.group import Group, Severity
from kerascop.reporting.hosting import fingerprints, hosted_path, places_of, told
from kerascop.sources.notebooks import SUFFIX

if TYPE_CHECKING:
    from kerascop.linting.finding import Finding, Fix
    from kerascop.linting.rule import Rule
    from kerascop.linting.run import Report
    from kerascop.reporting.places import Places
    from kerascop.sources.span import Span

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "recommendation",
}
_PRECISIONS = {
    Group.CORRECTNESS: "very-high",
    Group.DESIGN: "medium",
}
"""How sure the findings of a group are, as GitHub orders them; `high` for the others."""


def render(report: Report) -> str:
    """The report as a SARIF log of one run."""
    places = places_of(report)
    rules = _rules(report)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    results = [
        _result(finding, index[finding.code], fingerprint, places)
        for finding, fingerprint in zip(report.findings, fingerprints(report, places), strict=True)
    ]
    driver = {
        "name": "kerascop",
        "version": kerascop.__version__,
        "semanticVersion": kerascop.__version__,
        **_optional("informationUri", report.site),
        "rules": rules,
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the checkout."}}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rules(report: Report) -> list[dict[str, Any]]:
    """The rules of the findings, as far as they are known; all would be half a megabyte."""
    known = {rule.code: rule for rule in report.rules}
    found = {finding.code: finding for finding in report.findings}
    return [
        _rule(known[code], finding.url) if code in known else _unknown_rule(code, finding.name)
        for code, finding in sorted(found.items())
    ]


def _rule(rule: Rule, url: str | None) -> dict[str, Any]:
    documentation, severity = rule.documentation, rule.group.severity
    return {
        "id": rule.code,
        "name": _pascal(rule.name),
        "shortDescription": {"text": documentation.title},
        "fullDescription": {"text": documentation.sections["What it does"]},
        "help": {"text": documentation.text, "markdown": documentation.text},
        **_optional("helpUri", url),
        "defaultConfiguration": {"level": _LEVELS[severity], "enabled": rule.on_by_default},
        "properties": {
            "tags": [rule.group.value],
            "precision": _PRECISIONS.get(rule.group, "high"),
            "problem.severity": _PROBLEMS[severity],
        },
    }


def _unknown_rule(code: str, name: str) -> dict[str, Any]:
    """A rule of which nothing but the name is known; GitHub wants descriptions all the same."""
    text = {"text": name.replace("-", " ")}
    described = {"shortDescription": text, "fullDescription": text, "help": text}
    return {"id": code, "name": _pascal(name), **described}


def _pascal(name: str) -> str:
    """The name of a rule as SARIF writes names: `SingleUnitSoftmax`."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("-"))


def _result(finding: Finding, index: int, fingerprint: str, places: Places) -> dict[str, Any]:
    place = places.of(finding.path, finding.span)
    links = "".join(
        f"\n[{_bracketed(related.message)}]({number})"
        for number, related in enumerate(finding.related, 1)
    )
    message = told(finding.message, place)
    primary = _location(finding.path, finding.span, places)
    if place.cell is not None:
        primary["logicalLocations"] = [{"name": f"cell {place.cell}", "kind": "cell"}]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{message}\n{links}" if links else message},
        "locations": [primary],
        "partialFingerprints": {"kerascopFinding/v1": fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                **_location(related.path, related.span, places),
                "message": {"text": related.message},
            }
            for number, related in enumerate(finding.related, 1)
        ]
    # What is to be written into a notebook is not what stands in its file.
    if finding.fix is not None and finding.path.suffix != SUFFIX:
        result |= _fixes(finding.fix, finding.path)
    return result


def _bracketed(text: str) -> str:
    """Text that may stand in the brackets of a link."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _fixes(fix: Fix, path: Path) -> dict[str, Any]:
    """A fix that can be applied; nothing for one that is only for show."""
    if fix.applicability is Applicability.DISPLAY or not fix.edits:
        return {}
    replacements = [
        {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    change = {"artifactLocation": _artifact(path), "replacements": replacements}
    described = f"{fix.message} ({fix.applicability.value})"
    return {"fixes": [{"description": {"text": described}, "artifactChanges": [change]}]}


def _location(path: Path, span: Span, places: Places) -> dict[str, Any]:
    region = _region(places.in_file(path, span))
    return {"physicalLocation": {"artifactLocation": _artifact(path), "region": region}}


def _artifact(path: Path) -> dict[str, str]:
    """The address of a file: from the root, or a whole one for what lies elsewhere."""
    shown = hosted_path(path)
    if Path(shown).is_absolute():
        return {"uri": Path(shown).as_uri()}
    return {"uri": quote(os.fsencode(shown)), "uriBaseId": _ROOT}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.start_line,
        "startColumn": span.start_column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _optional(key: str, value: str | None) -> dict[str, str]:
    return {} if value is None else {key: value}
