"""The format `grouped`: the findings of each file below its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from kerascop.reporting.places import Places
from kerascop.reporting.printing import closing_text, code_of, printed
from kerascop.reporting.showing import confirmed_by, shown_path
from kerascop.terminal import printable

if TYPE_CHECKING:
    from kerascop.linting.finding import Finding
    from kerascop.linting.run import Report


def render(report: Report, colour: bool, quiet: bool) -> str:
    """The report as a list of files, each with its findings, and a closing line."""
    places = Places(report.texts)
    page: list[Text] = []
    for path, findings in groupby(report.findings, key=lambda finding: finding.path):
        page.append(Text(f"{printable(shown_path(path))}:", "bold underline"))
        page.extend(_rows(list(findings), places))
        page.append(Text())
    if not quiet:
        page.append(closing_text(report))
    return printed(page, colour)


def _rows(findings: Sequence[Finding], places: Places) -> Iterator[Text]:
    """A row for each finding of a file: place, code and message, one below the other."""
    where = [places.of(finding.path, finding.span).within for finding in findings]
    width = max(map(len, where))
    for finding, place in zip(findings, where, strict=True):
        row = Text(f"  {place:<{width}}  ")
        row.append_text(code_of(finding))
        row.append(printable(finding.message))
        confirmed = confirmed_by(finding)
        if confirmed:
            row.append(f" [{confirmed}]", "dim")
        yield row
