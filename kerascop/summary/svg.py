"""The format `svg`: the picture of the graph, for documents. The page of `html` shows it too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from kerascop.reporting.showing import counted
from kerascop.summary.diagram import Box, Diagram, Frame, diagram_of
from kerascop.summary.drawing import (
    BOLD,
    MONO,
    PADDING,
    SMALL,
    Arrow,
    Drawing,
    Point,
    Rectangle,
    draw,
)
from kerascop.summary.palette import DARK, LIGHT, kind_rules, resolved
from kerascop.summary.showing import shown_count, shown_place
from kerascop.terminal import printable

if TYPE_CHECKING:
    from kerascop.summary.views import ModelView, Overview

_HEADING = 44.0
_LARGE = 10.5
_ROUND = 9.0
_NONE = 24.0


def render(overview: Overview, fold: bool | None = None) -> str:
    """The pictures of all models, one below the other, as one SVG document."""
    parts: list[str] = []
    y, width = 0.0, 320.0
    for view in overview.models:
        diagram = diagram_of(view, fold)
        drawing = draw(diagram)
        parts.append(f'<g transform="translate(0 {_n(y)})">')
        parts.append(_heading(view))
        parts.append(f'<g transform="translate(0 {_n(_HEADING)})">')
        parts.extend(picture(diagram, drawing))
        parts.append("</g></g>")
        y += _HEADING + max(drawing.height, _NONE)
        width = max(width, drawing.width, _heading_width(view))
    height = max(y, _NONE)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="kc-picture" viewBox="0 0 {_n(width)} '
        f'{_n(height)}" width="{_n(width)}" height="{_n(height)}">\n'
        f"<style>\n{_style()}</style>\n"
        f'<rect class="kc-paper" width="100%" height="100%"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def asset(name: str) -> str:
    """The text of a file that pictures and pages are made of."""
    return files("kerascop.summary").joinpath("assets").joinpath(name).read_text("utf-8")


def _style() -> str:
    """The style sheet without variables, which some programs that read SVG do not know."""
    rules = asset("picture.css")
    dark = resolved(rules, DARK)
    return (
        f"{resolved(rules, LIGHT)}{kind_rules()}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"
    )


def picture(diagram: Diagram, drawing: Drawing) -> Iterator[str]:
    """The elements of a picture: frames below arrows below boxes."""
    for frame, place in zip(diagram.frames, drawing.frames, strict=True):
        yield _frame(diagram, frame, place)
    for arrow in drawing.arrows:
        yield _arrow(arrow)
    for box, place in zip(diagram.boxes, drawing.boxes, strict=True):
        yield _box(box, place)


def _facts(view: ModelView) -> str:
    summary = view.summary
    facts = [
        counted(len(summary.layers), "layer"),
        f"{shown_count(summary.parameters)} parameters",
        shown_place(summary.origin),
        *([] if summary.complete else ["partly known"]),
    ]
    return " · ".join(fact for fact in facts if fact)


def _heading(view: ModelView) -> str:
    return (
        f'<text class="kc-heading" x="24" y="34">{escape(printable(view.summary.name))}'
        f'<tspan dx="10">{escape(_facts(view))}</tspan></text>'
    )


def _heading_width(view: ModelView) -> float:
    return 60 + len(view.summary.name) * _LARGE + len(_facts(view)) * SMALL * 1.1


def _frame(diagram: Diagram, frame: Frame, place: Rectangle) -> str:
    hint = f"{frame.count} equal blocks of {counted(frame.layers, 'layer')}, one after the other"
    first = next((index for box in frame.boxes for index in diagram.boxes[box].layers), 0)
    return (
        f'<g class="kc-frame" data-first="{first}">'
        f"<title>{hint}</title>"
        f'<rect x="{_n(place.x)}" y="{_n(place.y)}" width="{_n(place.width)}" '
        f'height="{_n(place.height)}" rx="10"/>'
        f'<text x="{_n(place.x + 12)}" y="{_n(place.y + 19)}">{frame.label}</text></g>'
    )


def _box(box: Box, place: Rectangle) -> str:
    classes = ["kc-box"]
    if box.severity is not None:
        classes.append(f"kc-{box.severity.value}")
    if not box.complete:
        classes.append("kc-incomplete")
    if not box.layers:
        classes.append("kc-operation")
    x, y = place.x + 14, place.y
    room = place.width - PADDING
    title = box.title if len(box.title) * BOLD <= room else _cut(box.title, room / BOLD)
    name = _cut(box.name, (room - len(title) * BOLD - 8) / SMALL)
    shape = _cut(box.shape, (room - (len(box.parameters) + 1) * MONO) / MONO)
    return (
        f'<g class="{" ".join(classes)}" data-layers="{" ".join(map(str, box.layers))}">'
        f"<title>{escape(_hint(box))}</title>"
        f'<rect class="kc-body" x="{_n(place.x)}" y="{_n(y)}" width="{_n(place.width)}" '
        f'height="{_n(place.height)}" rx="7"/>'
        f'<rect class="kc-stripe kc-{box.kind.value}" x="{_n(place.x + 4)}" y="{_n(y + 7)}" '
        f'width="4" height="{_n(place.height - 14)}" rx="2"/>'
        f'<text class="kc-class" x="{_n(x)}" y="{_n(y + 17)}">{escape(title)}</text>'
        f'<text class="kc-name" x="{_n(place.x + place.width - 10)}" y="{_n(y + 17)}" '
        f'text-anchor="end">{escape(name)}</text>'
        f'<text class="kc-shape" x="{_n(x)}" y="{_n(y + 34)}">{escape(shape)}</text>'
        f'<text class="kc-parameters" x="{_n(place.x + place.width - 10)}" y="{_n(y + 34)}" '
        f'text-anchor="end">{escape("" if box.parameters == "0" else box.parameters)}</text>'
        f"{_badge(box, place)}</g>"
    )


def _badge(box: Box, place: Rectangle) -> str:
    if not box.findings:
        return ""
    return (
        f'<g class="kc-badge"><circle cx="{_n(place.x + place.width)}" cy="{_n(place.y)}" r="9"/>'
        f'<text x="{_n(place.x + place.width)}" y="{_n(place.y + 4)}">{len(box.findings)}</text>'
        "</g>"
    )


def _hint(box: Box) -> str:
    lines = [
        f"{box.name}: {box.title}" if box.name else box.title,
        f"output {box.shape}",
        f"{box.parameters} parameters" if box.layers else "an operation, no layer",
        shown_place(box.origin),
        "" if box.complete else "not all of it is known",
        *(f"{finding.code}: {printable(finding.message)}" for finding in box.findings),
    ]
    return "\n".join(line for line in lines if line)


def _cut(text: str, letters: float) -> str:
    if len(text) <= letters:
        return text
    return f"…{text[1 - int(letters) :]}" if letters >= 5 else ""


def _arrow(arrow: Arrow) -> str:
    path = _round_corners(arrow.points) if arrow.turns else _curve(arrow.points)
    x, y = arrow.points[-1]
    head = "" if arrow.snug else f'<path class="kc-head" d="M{_n(x)} {_n(y)}l-4 -7h8z"/>'
    return (
        f'<g data-arrow="{arrow.source} {arrow.target}">'
        f'<path class="kc-arrow" d="{path}"/>{head}</g>'
    )


def _curve(points: Sequence[Point]) -> str:
    """Straight down where it goes straight down, else an S."""
    commands = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for (x, y), (u, v) in pairwise(points):
        if abs(x - u) < 1:
            commands.append(f"L{_n(u)} {_n(v)}")
        else:
            middle = _n((y + v) / 2)
            commands.append(f"C{_n(x)} {middle} {_n(u)} {middle} {_n(u)} {_n(v)}")
    return "".join(commands)


def _round_corners(points: Sequence[Point]) -> str:
    """Straight lines with rounded corners."""
    commands = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        enter, leave = _towards(corner, before), _towards(corner, after)
        commands.append(f"L{_n(enter[0])} {_n(enter[1])}")
        commands.append(f"Q{_n(corner[0])} {_n(corner[1])} {_n(leave[0])} {_n(leave[1])}")
    commands.append(f"L{_n(points[-1][0])} {_n(points[-1][1])}")
    return "".join(commands)


def _towards(start: Point, end: Point) -> Point:
    """The point on the way from start to end, a corner's radius away from the start at most."""
    length = max(abs(end[0] - start[0]) + abs(end[1] - start[1]), 1e-9)
    share = min(_ROUND, length / 2) / length
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
