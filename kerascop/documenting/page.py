"""The page of a rule as one HTML file that loads nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

import kerascop
from kerascop.summary.highlighting import highlighted
from kerascop.summary.palette import variables

if TYPE_CHECKING:
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_PLAIN_ADDRESS = re.compile(r"https?://[^\s<>\"]*[\w/#]")


def as_html(title: str, markdown: str) -> str:
    """The page.

    Args:
        title: what the window is called.
        markdown: what stands on it. HTML in it is text.
    """
    reader = MarkdownIt("commonmark", {"html": False, "highlight": _code}).enable("table")
    reader.add_render_rule("text", _text)
    style = variables() + files(__package__).joinpath("page.css").read_text("utf-8")
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)} – kerascop</title>",
            f"<style>\n{style}</style>",
            "</head>",
            "<body>",
            f"<main>\n{reader.render(markdown)}</main>",
            f"<footer>kerascop {kerascop.__version__}</footer>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _code(code: str, language: str, _: str) -> str:
    """A block of code; nothing, and so the usual way, for what is no Python."""
    return "\n".join(highlighted(code)) if language == "python" else ""


def _text(_: RendererHTML, tokens: Sequence[Token], at: int, __: Any, ___: Any) -> str:
    """Text, in which bare addresses are links unless it is the text of one."""
    text = escape(tokens[at].content, quote=False)
    if at and tokens[at - 1].type == "link_open":
        return text
    return _PLAIN_ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', text)
