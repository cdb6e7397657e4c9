"""Markdown as a terminal shows it, or as what shows nothing but text does."""

from __future__ import annotations

import io

from rich.console import Console
from rich.markdown import Markdown

_WIDEST = 100
_PLAIN = 80


def for_terminal(text: str) -> str:
    """The Markdown text with headings, tables and code in colour, wrapped to the terminal."""
    buffer = io.StringIO()
    width = min(Console().width, _WIDEST)
    Console(file=buffer, force_terminal=True, width=width).print(Markdown(text))
    return buffer.getvalue()


def as_plain_text(text: str) -> str:
    """The Markdown text without its marks, in lines of a width that fits any window."""
    buffer = io.StringIO()
    Console(file=buffer, color_system=None, width=_PLAIN).print(Markdown(text, hyperlinks=False))
    return "\n".join(line.rstrip() for line in buffer.getvalue().strip("\n").split("\n"))
