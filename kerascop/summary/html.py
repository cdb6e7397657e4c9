"""The format `html`: one self-contained page with the pictures, the findings and the source."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kerascop.dimensions import subtract
from kerascop.reporting.showing import counted, shown_path
from kerascop.summary.diagram import FOLD_FROM, diagram_of
from kerascop.summary.drawing import draw
from kerascop.summary.flow import predecessors
from kerascop.summary.highlighting import highlighted
from kerascop.summary.kinds import kind_of
from kerascop.summary.missing import missing_in, missing_of
from kerascop.summary.palette import kind_rules, variables
from kerascop.summary.showing import shown_class, shown_count, shown_place, shown_shapes
from kerascop.summary.svg import asset, picture
from kerascop.terminal import printable

if TYPE_CHECKING:
    from kerascop.linting.finding import Finding, Located
    from kerascop.summary.views import ModelView, Overview

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def render(overview: Overview, fold: bool | None = None) -> str:
    """The page. It loads nothing, and works from a file."""
    return _Page(overview, fold).html()


class _Page:
    def __init__(self, overview: Overview, fold: bool | None) -> None:
        self._overview = overview
        self._fold = fold
        self._files = {path: number for number, path in enumerate(overview.texts)}

    def html(self) -> str:
        models = self._overview.models
        names = ", ".join(dict.fromkeys(printable(view.summary.name) for view in models))
        style = variables() + asset("picture.css") + kind_rules() + asset("page.css")
        data = json.dumps({"models": [self._data(view) for view in models]}, ensure_ascii=False)
        return "\n".join(
            [
                "<!doctype html>",
                '<html lang="en">',
                "<head>",
                '<meta charset="utf-8">',
                f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                f"<title>{escape(names or 'No model')} – kerascop</title>",
                f"<style>\n{style}</style>",
                "</head>",
                "<body>",
                *self._header(),
                "<main>",
                *(line for number, view in enumerate(models) for line in self._model(number, view)),
                *([] if models else ['<p class="nothing">No model found.</p>']),
                *self._side(),
                "</main>",
                f'<script type="application/json" id="data">{_harmless(data)}</script>',
                f"<script>\n{asset('page.js')}</script>",
                "</body>",
                "</html>",
                "",
            ]
        )

    def _header(self) -> Iterator[str]:
        yield "<header>"
        yield "<h1>kerascop <span>summary</span></h1>"
        if len(self._overview.models) > 1:
            yield '<label class="choice">Model <select id="model">'
            for number, view in enumerate(self._overview.models):
                yield f'<option value="{number}">{escape(_title(view))}</option>'
            yield "</select></label>"
        yield (
            '<input id="search" type="search" placeholder="Find a layer" aria-label="Find a layer" '
            'title="Find a layer (/)" autocomplete="off" spellcheck="false">'
        )
        yield (
            '<label class="choice" title="Show equal blocks once (f)">'
            '<input id="fold" type="checkbox"> Fold repeated blocks</label>'
        )
        yield '<span class="zoom" role="group" aria-label="Zoom">'
        yield '<button id="out" title="Zoom out (-)" aria-label="Zoom out">−</button>'
        yield '<button id="fit" title="Show all of the graph (0)">Fit</button>'
        yield '<button id="in" title="Zoom in (+)" aria-label="Zoom in">+</button>'
        yield "</span>"
        yield "</header>"

    def _model(self, number: int, view: ModelView) -> Iterator[str]:
        yield f'<section class="model" id="m{number}" aria-label="{escape(_title(view))}">'
        yield '<nav class="layers">'
        yield from self._facts(view)
        if view.findings:
            yield f"<h3>{counted(len(view.findings), 'finding')}</h3>"
            yield '<ul class="findings">'
            for place, finding in enumerate(view.findings):
                yield (
                    f'<li><button class="finding {finding.severity.value}" data-finding="{place}">'
                    f"<span><b>{finding.code}</b> {escape(printable(finding.message))}</span>"
                    "</button></li>"
                )
            yield "</ul>"
        yield f"<h3>{counted(len(view.layers), 'layer')}</h3>"
        yield '<p class="none" hidden>None of them.</p>'
        yield '<ol class="rows">'
        for index in range(len(view.layers)):
            yield self._row(number, view, index)
        yield "</ol></nav>"
        yield (
            '<div class="graph" tabindex="0" role="group" aria-label="The graph: arrow keys move '
            'between layers, plus and minus zoom">'
        )
        yield from self._pictures(view)
        yield "</div></section>"

    def _facts(self, view: ModelView) -> Iterator[str]:
        summary = view.summary
        frozen = subtract(summary.parameters, summary.trainable_parameters)
        yield f"<h2>{escape(printable(summary.name))}</h2>"
        yield '<dl class="facts">'
        if summary.builder is not None:
            yield f"<dt>built by</dt><dd>{escape(printable(summary.builder))}</dd>"
        if summary.origin is not None:
            yield f"<dt>in</dt><dd>{self._link(summary.origin)}</dd>"
        if view.assumptions:
            yield f"<dt>if</dt><dd>{escape(printable(', '.join(view.assumptions)))}</dd>"
        yield f"<dt>inputs</dt><dd>{escape(shown_shapes(summary.inputs))}</dd>"
        yield f"<dt>outputs</dt><dd>{escape(shown_shapes(summary.outputs))}</dd>"
        yield f"<dt>parameters</dt><dd>{escape(shown_count(summary.parameters))}</dd>"
        yield f"<dt>not trained</dt><dd>{escape(shown_count(frozen))}</dd>"
        yield "</dl>"
        for line in missing_in(view):
            yield f'<p class="missing">{escape(line)}</p>'

    def _row(self, number: int, view: ModelView, index: int) -> str:
        layer = view.layers[index]
        findings = view.concerning(index)
        count = "" if layer.parameters == 0 else shown_count(layer.parameters)
        codes = ", ".join(dict.fromkeys(finding.code for finding in findings))
        mark = f'<span class="mark {findings[0].severity.value}">{codes}</span>' if codes else ""
        unknown = "" if layer.complete else '<span class="mark unknown">?</span>'
        return (
            f'<li><button id="m{number}-l{index}" data-layer="{index}" tabindex="-1">'
            f'<svg width="4" height="30" aria-hidden="true"><rect width="4" height="30" rx="2" '
            f'class="kc-{kind_of(layer.cls).value}"/></svg>'
            f'<span class="line"><span class="name">{escape(printable(layer.name))}</span>'
            f"{mark}{unknown}"
            f'<span class="class">{escape(shown_class(layer))}</span></span>'
            f'<span class="line"><span class="shape">'
            f"{escape(shown_shapes(layer.output_shape))}</span>"
            f'<span class="count">{escape(count)}</span></span></button></li>'
        )

    def _pictures(self, view: ModelView) -> Iterator[str]:
        """The picture with all layers, and the one with repeated blocks folded if there are any."""
        whole, folded = diagram_of(view, fold=False), diagram_of(view, fold=True)
        start_folded = len(view.layers) > FOLD_FROM if self._fold is None else self._fold
        shown = [(False, whole), *([(True, folded)] if folded.frames else [])]
        for is_folded, diagram in shown:
            drawing = draw(diagram)
            hidden = len(shown) > 1 and is_folded != start_folded
            yield (
                f'<svg class="kc-picture{" starts-hidden" if hidden else ""}" '
                f'data-folded="{str(is_folded).lower()}" '
                f'data-width="{drawing.width:.0f}" data-height="{drawing.height:.0f}" '
                f'width="{drawing.width:.0f}" height="{drawing.height:.0f}"><g class="scene">'
            )
            yield from picture(diagram, drawing)
            yield "</g></svg>"

    def _side(self) -> Iterator[str]:
        yield '<aside class="side">'
        yield '<section id="details" aria-live="polite">'
        yield '<p class="hint">Choose a layer.</p></section>'
        for path, text in self._overview.texts.items():
            number = self._files[path]
            yield f'<section class="source" id="f{number}"><h3>{escape(_shown(path))}</h3><pre>'
            # Lines are blocks of their own: a line break between them would show as an empty one.
            yield "".join(
                f'<span id="f{number}-L{row}" data-row="{row}">{line}</span>'
                for row, line in enumerate(highlighted(text), 1)
            )
            yield "</pre></section>"
        yield "</aside>"

    def _data(self, view: ModelView) -> dict[str, Any]:
        number = {finding: place for place, finding in enumerate(view.findings)}
        return {
            "layers": [
                {
                    "name": printable(layer.name),
                    "class": shown_class(layer),
                    "shape": shown_shapes(layer.output_shape),
                    "parameters": shown_count(layer.parameters),
                    "trainable": shown_count(layer.trainable_parameters),
                    "sources": sources,
                    "place": None if layer.origin is None else self._place(layer.origin),
                    "missing": "" if layer.complete else missing_of(layer),
                    "findings": [number[finding] for finding in view.concerning(index)],
                }
                for index, (layer, sources) in enumerate(
                    zip(view.layers, predecessors(view.layers), strict=True)
                )
            ],
            "findings": [self._finding(view, finding) for finding in view.findings],
        }

    def _finding(self, view: ModelView, finding: Finding) -> dict[str, Any]:
        return {
            "code": finding.code,
            "name": finding.name,
            "severity": finding.severity.value,
            "message": printable(finding.message),
            "place": self._place(finding),
            "related": [
                {"message": printable(related.message), "place": self._place(related)}
                for related in finding.related
            ],
            "layers": [
                index for index in range(len(view.layers)) if finding in view.concerning(index)
            ],
        }

    def _place(self, place: Located) -> dict[str, Any]:
        """A place as the page's script reads it: its text, and where the page has its lines."""
        span = place.span
        return {
            "text": f"{_shown(place.path)}:{span.start_line}",
            "file": self._files.get(place.path),
            "first": span.start_line,
            "last": max(span.start_line, span.end_line - (span.end_column == 1)),
        }

    def _link(self, place: Located) -> str:
        number, row = self._files.get(place.path), place.span.start_line
        text = escape(f"{_shown(place.path)}:{row}")
        return text if number is None else f'<a href="#f{number}-L{row}">{text}</a>'


def _title(view: ModelView) -> str:
    """The name of a model and where it is made, by which equal names are told apart."""
    return f"{printable(view.summary.name)} ({shown_place(view.summary.origin)})"


def _shown(path: Path) -> str:
    return printable(shown_path(path))


def _harmless(data: str) -> str:
    """JSON in which nothing can end the element that it stands in."""
    return data.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
