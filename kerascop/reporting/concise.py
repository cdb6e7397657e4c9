"""The format `concise`: one line a finding, for grep and for editors that know compilers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.reporting.places import Places
from kerascop.reporting.showing import closing_line, confirmed_by, hyperlink
from kerascop.terminal import printable

if TYPE_CHECKING:
    from kerascop.linting.finding import Finding
    from kerascop.linting.run import Report


def render(report: Report, colour: bool, quiet: bool) -> str:
    """The report as lines `path:line:column: code message` and a closing line.

    It has no colours. Where the output shows them, codes are links to their pages.
    In a notebook, `path:cell 3:line:column: …`.
    """
    places = Places(report.texts)
    lines = [
        f"{places.of(finding.path, finding.span).shown}: "
        f"{hyperlink(finding.code, finding.url if colour else None)} {printable(finding.message)}"
        f"{_mark(finding)}"
        for finding in report.findings
    ]
    if not quiet:
        lines.append(closing_line(report))
    return "".join(f"{line}\n" for line in lines)


def _mark(finding: Finding) -> str:
    confirmed = confirmed_by(finding)
    return f" [{confirmed}]" if confirmed else ""
