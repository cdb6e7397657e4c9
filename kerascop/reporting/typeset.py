"""Markdown as a terminal shows it."""

from __future__ import annotations

import io

from rich.console import Console
from rich.markdown import Markdown

_WIDEST = 100


def for_terminal(text: str) -> str:
    """The Markdown text with headings, tables and code in colour, wrapped to the terminal."""
    buffer = io.StringIO()
    width = min(Console().width, _WIDEST)
    Console(file=buffer, force_terminal=True, width=width).print(Markdown(text))
    return buffer.getvalue()
