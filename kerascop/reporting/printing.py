"""Styled text as a terminal reads it, and the styles that findings have."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from rich.console import Console
from rich.style import Style
from rich.text import Text

from kerascop.linting.group import Severity
from kerascop.reporting.showing import closing_line

if TYPE_CHECKING:
    from kerascop.linting.finding import Finding
    from kerascop.linting.run import Report

STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFO: "bold cyan",
}
"""The colours of severities, as rich names them."""


def printed(page: Iterable[Text], colour: bool) -> str:
    """The lines of a page, with the codes of colours or without."""
    buffer = io.StringIO()
    # What is printed here goes elsewhere: whether that shows colours is known already.
    console = Console(
        file=buffer,
        force_terminal=colour,
        color_system=_colours() if colour else None,
        no_color=not colour,
        highlight=False,
        legacy_windows=False,
    )
    for line in page:
        console.print(line, soft_wrap=True)
    return buffer.getvalue()


def code_of(finding: Finding) -> Text:
    """The code of a finding in the colour of its severity, with a link to its page."""
    style = Style.parse(STYLES[finding.severity])
    return Text().append(finding.code, style + Style(link=finding.url)).append(" ", style)


def closing_text(report: Report) -> Text:
    """The line that sums a report up, in its style."""
    return Text(closing_line(report), "bold" if report.findings else "bold green")


def _colours() -> Literal["auto", "standard"]:
    """The colours that the terminal has; the oldest ones if it says that it has none."""
    known = Console(file=io.StringIO(), force_terminal=True).color_system
    return "auto" if known else "standard"
