"""The format `concise`: one line a finding, for grep and for editors that know compilers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.reporting.showing import closing_line, printable, shown_path

if TYPE_CHECKING:
    from kerascop.linting.run import Report


def render(report: Report, colour: bool) -> str:
    """The report as lines `path:line:column: code message` and a closing line, never coloured."""
    lines = [
        printable(
            f"{shown_path(finding.path)}:{finding.span.start_line}:{finding.span.start_column}: "
            f"{finding.code} {finding.message}"
        )
        for finding in report.findings
    ]
    return "\n".join([*lines, closing_line(report)]) + "\n"
