"""Python source as lines of HTML in which keywords, strings, numbers and comments are marked."""

from __future__ import annotations

import io
import keyword
import tokenize
from html import escape

from kerascop.sources.tokens import tokens_of
from kerascop.terminal import printable

_STRINGS = {
    kind
    for kind in (
        getattr(tokenize, name, None)
        for name in ("STRING", "FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END")
    )
    if kind is not None
}
_TAB = "    "


def highlighted(text: str) -> list[str]:
    """The lines of a file as HTML. What is no Python stays as it is."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    marks: list[list[tuple[int, int, str]]] = [[] for _ in lines]
    for kind, first, last in _tokens("\n".join(lines)):
        for row in range(first[0], last[0] + 1):
            start = first[1] if row == first[0] else 0
            end = last[1] if row == last[0] else len(lines[row - 1])
            marks[row - 1].append((start, end, kind))
    return [_line(line, each) for line, each in zip(lines, marks, strict=True)]


def _tokens(text: str) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    found: list[tuple[str, tuple[int, int], tuple[int, int]]] = []
    try:
        for token in tokens_of(io.StringIO(text).readline):
            kind = _kind(token)
            if kind:
                found.append((kind, token.start, token.end))
    except (tokenize.TokenError, SyntaxError):
        return []
    return found


def _kind(token: tokenize.TokenInfo) -> str:
    if token.type == tokenize.COMMENT:
        return "comment"
    if token.type in _STRINGS:
        return "string"
    if token.type == tokenize.NUMBER:
        return "number"
    return "keyword" if keyword.iskeyword(token.string) else ""


def _line(line: str, marks: list[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end, kind in marks:
        parts.append(_text(line[at:start]))
        parts.append(f'<span class="{kind}">{_text(line[start:end])}</span>')
        at = end
    return "".join([*parts, _text(line[at:])])


def _text(text: str) -> str:
    return escape(printable(text.replace("\t", _TAB)), quote=False)
