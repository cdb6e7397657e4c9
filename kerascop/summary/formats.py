"""The output formats of a summary by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kerascop.summary import dot, html, json, mermaid, svg, table

if TYPE_CHECKING:
    from kerascop.summary.views import Overview


@dataclass(frozen=True)
class Look:
    """How the output is to look, as far as a format has a choice.

    Attributes:
        width: of the terminal, in cells; `None` if the output is no terminal.
        colour: does the output show colours?
        fold: show repeated blocks once; `None`: in long models.
    """

    width: int | None = None
    colour: bool = False
    fold: bool | None = None


FORMATS: Mapping[str, Callable[[Overview, Look], str]] = {
    "table": lambda overview, look: table.render(overview, look.width, look.colour),
    "json": lambda overview, look: json.render(overview),
    "mermaid": lambda overview, look: mermaid.render(overview, look.fold),
    "dot": lambda overview, look: dot.render(overview, look.fold),
    "svg": lambda overview, look: svg.render(overview, look.fold),
    "html": lambda overview, look: html.render(overview, look.fold),
}
"""From an overview to the text of the output."""
