"""The format `full`: each finding with code frames of all the places that carry its argument."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from kerascop.linting.group import Severity
from kerascop.reporting.frames import Mark, frame
from kerascop.reporting.showing import closing_line, printable, shown_path

if TYPE_CHECKING:
    from pathlib import Path

    from kerascop.linting.finding import Finding
    from kerascop.linting.run import Report
    from kerascop.sources.span import Span

_STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFO: "bold cyan",
}

_QUIET = "bright_blue"


def render(report: Report, colour: bool) -> str:
    """The report for people: findings with code frames, and a closing line."""
    texts = {path: _lines(text) for path, text in report.texts.items()}
    page: list[Text] = []
    for finding in report.findings:
        page.extend(_finding(finding, texts))
        page.append(Text())
    page.append(Text(closing_line(report), "bold" if report.findings else "bold green"))
    return _printed(page, colour)


def _finding(finding: Finding, texts: dict[Path, list[str]]) -> Iterator[Text]:
    style = _STYLES[finding.severity]
    header = _place(finding.path, finding.span, "bold")
    header.append(": ")
    header.append(f"{finding.code} ", style)
    header.append(f"[{finding.name}] ", "dim")
    header.append(f"{finding.severity.value}: ", style)
    header.append(printable(finding.message), "bold")
    yield header
    marks = {finding.path: [Mark(finding.span, "^", style, context=2)]}
    for related in finding.related:
        mark = Mark(related.span, "-", _QUIET, label=related.message)
        marks.setdefault(related.path, []).append(mark)
    # The context below a span may reach a number with one more digit.
    gutter = len(str(max(mark.span.end_line for group in marks.values() for mark in group) + 2))
    for path, group in marks.items():
        if path != finding.path:
            arrow = Text(" " * gutter + "--> ", _QUIET)
            yield arrow.append_text(_place(path, group[0].span, ""))
        yield from frame(texts.get(path, []), group, gutter)


def _place(path: Path, span: Span, style: str) -> Text:
    shown = f"{printable(shown_path(path))}:{span.start_line}:{span.start_column}"
    return Text(shown, style)


def _lines(text: str) -> list[str]:
    return text.rstrip().replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _printed(page: list[Text], colour: bool) -> str:
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        force_terminal=colour,
        color_system="auto" if colour else None,
        no_color=not colour,
        highlight=False,
        legacy_windows=False,
    )
    for line in page:
        console.print(line, soft_wrap=True)
    return buffer.getvalue()
