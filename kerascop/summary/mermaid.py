"""The format `mermaid`: a flowchart for Markdown pages that draw Mermaid, as GitHub's do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kerascop.summary.diagram import Box, Diagram, diagram_of
from kerascop.summary.kinds import Kind
from kerascop.summary.palette import KINDS, LIGHT
from kerascop.terminal import printable

if TYPE_CHECKING:
    from kerascop.summary.views import ModelView, Overview

_SPECIAL = {ord(letter): f"#{ord(letter)};" for letter in '"#&<>`;[]{}|\\'}
"""Characters that Mermaid reads as its own or as Markdown, and how it wants them written."""


def render(overview: Overview, fold: bool | None = None) -> str:
    """All models as one flowchart, each in a subgraph of its own."""
    lines = ["flowchart TB"]
    kinds: dict[Kind, None] = {}
    found = False
    for number, view in enumerate(overview.models):
        diagram = diagram_of(view, fold)
        lines.extend(f"  {line}" for line in _model(f"m{number}", view, diagram))
        kinds.update(dict.fromkeys(box.kind for box in diagram.boxes))
        found = found or any(box.findings for box in diagram.boxes)
    lines.extend(f"  classDef {kind.value} stroke:{KINDS[kind]},stroke-width:2px" for kind in kinds)
    if found:
        lines.append(f"  classDef found stroke:{LIGHT['error']},stroke-width:4px")
    return "\n".join(lines) + "\n"


def _model(name: str, view: ModelView, diagram: Diagram) -> Iterator[str]:
    yield f'subgraph {name}["{_text(view.summary.name)}"]'
    yield "  direction TB"
    framed = {box: frame for frame in diagram.frames for box in frame.boxes}
    for number, box in enumerate(diagram.boxes):
        frame = framed.get(number)
        if frame is not None and number == frame.boxes[0]:
            yield f'  subgraph {name}_r{number}["{frame.label}"]'
            yield "    direction TB"
        yield f"{'  ' if frame is None else '    '}{_box(f'{name}_{number}', box)}"
        if frame is not None and number == frame.boxes[-1]:
            yield "  end"
    for source, target in diagram.arrows:
        yield f"  {name}_{source} --> {name}_{target}"
    for number, box in enumerate(diagram.boxes):
        if box.findings:
            yield f"  class {name}_{number} found"
    yield "end"


def _box(name: str, box: Box) -> str:
    count = "" if box.parameters == "0" else f"{box.parameters} params"
    codes = ", ".join(dict.fromkeys(finding.code for finding in box.findings))
    unknown = "" if box.complete else "not all known"
    lines = [
        f"{box.title} · {box.name}" if box.name else box.title,
        box.shape,
        count,
        unknown,
        codes,
    ]
    return f'{name}["{"<br/>".join(_text(line) for line in lines if line)}"]:::{box.kind.value}'


def _text(text: str) -> str:
    return printable(text).translate(_SPECIAL)
