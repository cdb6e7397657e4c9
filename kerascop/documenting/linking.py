"""Findings with links that lead somewhere on the machine that they are read on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from kerascop.documenting.shelf import address_on_disk

if TYPE_CHECKING:
    from kerascop.linting.finding import Finding
    from kerascop.linting.rule import Rule
    from kerascop.linting.run import Report


def linked(report: Report) -> Report:
    """The report, where rules are not published with links to pages on this machine."""
    found = {finding.code: finding for finding in report.findings if finding.url is None}
    pages = {code: address_of(finding, report.rules) for code, finding in found.items()}
    findings = (
        finding if finding.url is not None else replace(finding, url=pages[finding.code])
        for finding in report.findings
    )
    return replace(report, findings=tuple(findings))


def unlinked(report: Report) -> Report:
    """The report without links, for where nobody could follow them."""
    return replace(report, findings=tuple(replace(each, url=None) for each in report.findings))


def address_of(finding: Finding, rules: Iterable[Rule]) -> str | None:
    """Where the rule of a finding is documented, for readers on this machine."""
    if finding.url is not None:
        return finding.url
    rule = next((rule for rule in rules if rule.code == finding.code), None)
    return None if rule is None else address_on_disk(rule)
