"""The format `dot`: a graph for Graphviz."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kerascop.summary.diagram import Box, Diagram, diagram_of
from kerascop.summary.palette import LIGHT
from kerascop.terminal import printable

if TYPE_CHECKING:
    from kerascop.summary.views import ModelView, Overview


def render(overview: Overview, fold: bool | None = None) -> str:
    """All models as one directed graph, each in a cluster of its own."""
    lines = [
        "digraph kerascop {",
        '  node [shape=box, style="rounded", fontname="Helvetica", fontsize=11];',
        '  graph [fontname="Helvetica", fontsize=12];',
        "  edge [arrowsize=0.7];",
    ]
    for number, view in enumerate(overview.models):
        lines.extend(f"  {line}" for line in _model(f"m{number}", view, diagram_of(view, fold)))
    return "\n".join([*lines, "}"]) + "\n"


def _model(name: str, view: ModelView, diagram: Diagram) -> Iterator[str]:
    yield f"subgraph cluster_{name} {{"
    yield f"  label={_quoted(view.summary.name)};"
    framed = {box: frame for frame in diagram.frames for box in frame.boxes}
    for number, box in enumerate(diagram.boxes):
        frame = framed.get(number)
        if frame is not None and number == frame.boxes[0]:
            yield f"  subgraph cluster_{name}_r{number} {{"
            yield f'    label={_quoted(frame.label)}; labeljust=l; style="dashed,rounded";'
        yield f"{'  ' if frame is None else '    '}{name}_{number} {_attributes(box)};"
        if frame is not None and number == frame.boxes[-1]:
            yield "  }"
    for source, target in diagram.arrows:
        yield f"  {name}_{source} -> {name}_{target};"
    yield "}"


def _attributes(box: Box) -> str:
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
    given = [f"label={_quoted(*(line for line in lines if line))}"]
    if not box.complete:
        given.append('style="rounded,dashed"')
    if box.findings:
        messages = (f"{finding.code}: {finding.message}" for finding in box.findings)
        colour = LIGHT["error"]
        given.append(f'color="{colour}", penwidth=2, tooltip={_quoted(*messages)}')
    return f"[{', '.join(given)}]"


def _quoted(*lines: str) -> str:
    """A quoted string of Graphviz, its lines broken."""
    escaped = (printable(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    text = "\\n".join(escaped)
    return f'"{text}"'
