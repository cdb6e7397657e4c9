"""The format `markdown`: a short report for the comment of a pull request, or a job's summary."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from kerascop.linting.group import Severity
from kerascop.reporting.hosting import hosted_path, page_in, places_of
from kerascop.reporting.showing import closing_line, confirmed_by
from kerascop.terminal import printable

if TYPE_CHECKING:
    from kerascop.linting.finding import Finding
    from kerascop.linting.run import Report
    from kerascop.reporting.places import Places

MOST = 50
"""Findings that are shown: a comment on GitHub has room for 65,536 characters."""

_SIGNS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.INFO: "💡"}
_CODE = re.compile(r"(`[^`]*`)")
_SPECIAL = re.compile(r"([\\*_\[\]<>~#`])")
_MENTION = re.compile(r"@(?=\w)")


def render(report: Report) -> str:
    """The report as Markdown: what was found, and a table for each file with links to lines."""
    lines = [f"### kerascop: {_total(report)}", ""]
    shown = report.findings[:MOST]
    places = places_of(report)
    for path, findings in groupby(shown, key=lambda finding: finding.path):
        lines += [f"**{_text(hosted_path(path))}**", "", "| | line | rule | what is wrong |"]
        lines += ["| --- | --- | --- | --- |", *_rows(list(findings), places), ""]
    left = len(report.findings) - len(shown)
    if left:
        lines += [f"And {left} more finding{'' if left == 1 else 's'}.", ""]
    return "\n".join(lines[:-1]) + "\n"


def _total(report: Report) -> str:
    """The first sentence of the line that sums up: `2 findings (1 error, 1 warning)`."""
    total = closing_line(report).partition(".")[0].removeprefix("Found ")
    return total[0].lower() + total[1:]


def _rows(findings: Sequence[Finding], places: Places) -> Iterator[str]:
    for finding in findings:
        where = _where(finding.path, finding, places)
        rule = finding.code if finding.url is None else f"[{finding.code}]({finding.url})"
        confirmed = confirmed_by(finding)
        message = _text(finding.message) + (f" ({confirmed})" if confirmed else "")
        yield f"| {_SIGNS[finding.severity]} | {where} | {rule} {finding.name} | {message} |"


def _where(path: Path, finding: Finding, places: Places) -> str:
    """The line, or the cell and its row; a link where a host runs this."""
    place = places.of(path, finding.span)
    cell = "" if place.cell is None else f"cell {place.cell}:"
    label = f"{cell}{place.span.start_line}"
    line = places.in_file(path, finding.span).start_line
    address = page_in(quote(os.fsencode(hosted_path(path))), line, os.environ)
    return label if address is None else f"[{label}]({address})"


def _text(text: str) -> str:
    """Text in the cell of a table: code stays code, all else means nothing to Markdown."""
    parts = _CODE.split(printable(text))
    plain = (part if part.startswith("`") and len(part) > 1 else _escaped(part) for part in parts)
    return "".join(plain).replace("|", "\\|")


def _escaped(text: str) -> str:
    """Text outside of code, in which nobody is mentioned by accident."""
    return _MENTION.sub("@\N{WORD JOINER}", _SPECIAL.sub(r"\\\1", text))
