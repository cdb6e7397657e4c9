"""The format `full`: each finding with code frames of all the places that carry its argument."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from kerascop.linting.finding import Verdict
from kerascop.reporting.frames import Mark, frame
from kerascop.reporting.places import Place, Places
from kerascop.reporting.printing import STYLES, closing_text, code_of, printed
from kerascop.reporting.showing import confirmed_by
from kerascop.terminal import printable

if TYPE_CHECKING:
    from pathlib import Path

    from kerascop.linting.finding import Finding
    from kerascop.linting.run import Report

_QUIET = "bright_blue"
_VERDICTS = {Verdict.CONFIRMED: "bold green", Verdict.REFUTED: "bold magenta"}


def render(report: Report, colour: bool, quiet: bool) -> str:
    """The report for people: findings with code frames, and a closing line."""
    places = Places(report.texts, report.contents)
    page: list[Text] = []
    for finding in report.findings:
        page.extend(_finding(finding, places))
        page.append(Text())
    if not quiet:
        page.append(closing_text(report))
    return printed(page, colour)


def _finding(finding: Finding, places: Places) -> Iterator[Text]:
    style = STYLES[finding.severity]
    primary = places.of(finding.path, finding.span)
    header = Text(primary.shown, "bold")
    header.append(": ")
    header.append_text(code_of(finding))
    header.append(f"[{finding.name}] ", "dim")
    header.append(f"{finding.severity.value}: ", style)
    header.append(printable(finding.message), "bold")
    yield header
    frames = {_source(primary): [(primary, Mark(primary.span, "^", style, context=2))]}
    for related in finding.related:
        place = places.of(related.path, related.span)
        mark = Mark(place.span, "-", _QUIET, label=related.message)
        frames.setdefault(_source(place), []).append((place, mark))
    # The context below a span may reach a number with one more digit.
    last = max(mark.span.end_line for group in frames.values() for _, mark in group)
    gutter = len(str(last + 2))
    for source, group in frames.items():
        first = group[0][0]
        if source != _source(primary):
            arrow = Text(" " * gutter + "--> ", _QUIET)
            yield arrow.append(first.shown)
        yield from frame(places.lines(first), [mark for _, mark in group], gutter)
    confirmed = confirmed_by(finding)
    if confirmed and finding.confirmation is not None:
        line = Text(f"{' ' * gutter} = ", _QUIET)
        line.append(confirmed, _VERDICTS[finding.confirmation.status])
        yield line.append(f": {printable(finding.confirmation.message)}")


def _source(place: Place) -> tuple[Path, int | None]:
    return place.path, place.cell
