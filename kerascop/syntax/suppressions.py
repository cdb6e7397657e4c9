"""The comments that silence findings: `# noqa: KC204`, `# kerascop: ignore[KC204]`, whole files."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from kerascop.sources.lines import lines_of
from kerascop.sources.span import Span
from kerascop.sources.tokens import tokens_of

_CODE = re.compile(r"[A-Za-z]+[0-9]+")
_WORD = re.compile(r"[A-Za-z][\w-]*")
_CODES = r"[A-Za-z]+[0-9]+(?:[,\s]+[A-Za-z]+[0-9]+)*"
_NOQA = re.compile(
    rf"#\s*(?P<file>(?:flake8|ruff)\s*:\s*)?noqa\b(?:\s*:\s*(?P<codes>{_CODES})|(?!\s*:))",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"#\s*kerascop\s*:\s*(?P<file>file-)?ignore\b(?:\s*\[(?P<codes>[^\]\n]*)\])?", re.IGNORECASE
)
_ANY = re.compile(r"noqa|kerascop\s*:", re.IGNORECASE)
_NAMED = re.compile(rb"\b[A-Z]{2,6}\d{3}\b", re.IGNORECASE)
_OWN_NAMED = re.compile(rb"kerascop\s*:", re.IGNORECASE)

_NEITHER = frozenset(
    {tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
)


class Scope(Enum):
    """What a suppression silences."""

    STATEMENT = "statement"
    """The findings of the statement that it stands in or behind."""
    FILE = "file"


@dataclass(frozen=True)
class SuppressedCode:
    """A code or name of a rule as a suppression writes it, and where; empty for every rule."""

    path: Path
    text: str
    span: Span


@dataclass(frozen=True)
class Suppression:
    """A comment that silences findings.

    Attributes:
        path, span: where the directive is written.
        scope: what it silences.
        codes: which rules it is about; none: every rule.
        first_line, last_line: the lines of the statement that it belongs to.
        is_own: is it written as kerascop's own directive, not as the `noqa` of all linters?
        comment: the whole comment that it is written in; `comment_column` where that begins.
        before: what stands before the comment in its line.
    """

    path: Path
    span: Span
    scope: Scope
    codes: tuple[SuppressedCode, ...]
    first_line: int
    last_line: int
    is_own: bool
    comment: str
    comment_column: int
    before: str

    def covers(self, line: int) -> bool:
        """Does it silence what starts in this line?"""
        return self.scope is Scope.FILE or self.first_line <= line <= self.last_line


def names_rules(data: bytes) -> bool:
    """Is there anything in a file that looks like a suppression of rules of kerascop?"""
    # Few files have either word, and over the others a pattern would go a hundred times slower.
    lower = data.lower()
    if b"kerascop" in lower and _OWN_NAMED.search(data) is not None:
        return True
    # A line is searched once, from its first `noqa` on: one may have thousands.
    return b"noqa" in lower and any(
        _NAMED.search(line, at + 4) is not None
        for line in lower.split(b"\n")
        if (at := line.find(b"noqa")) >= 0
    )


def suppressions_in(path: Path, text: str) -> tuple[Suppression, ...]:
    """The suppressions of a text, in its order. Of a text that is no Python, line by line."""
    if _ANY.search(text) is None:
        return ()
    text = _as_python_counts(text)
    rows = text.split("\n")
    return tuple(
        suppression
        for comment, start, lines in _comments(text)
        for suppression in _directives(path, comment, start, lines, rows[start[0] - 1])
    )


def _as_python_counts(text: str) -> str:
    """The text with one kind of line end: a lone CR ends lines of Python's, not of `tokenize`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def last_lines(text: str) -> dict[int, int]:
    """The last line of the statement that a line belongs to, by lines, as far as it is Python."""
    found: dict[int, int] = {}
    first: int | None = None
    try:
        for token in tokens_of(io.StringIO(_as_python_counts(text)).readline):
            if token.type == tokenize.NEWLINE:
                last = token.start[0]
                found.update(dict.fromkeys(range(first or last, last + 1), last))
                first = None
            elif token.type not in _NEITHER and first is None:
                first = token.start[0]
    except (tokenize.TokenError, SyntaxError):
        return found
    return found


_Comment = tuple[str, tuple[int, int], tuple[int, int]]
"""The text of a comment, its line and column from 1, the first and last line of its statement."""


def _comments(text: str) -> Iterator[_Comment]:
    waiting: list[tuple[str, tuple[int, int]]] = []
    first: int | None = None
    try:
        for token in tokens_of(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                waiting.append((token.string, (token.start[0], token.start[1] + 1)))
            elif token.type == tokenize.NEWLINE or (token.type == tokenize.NL and first is None):
                begin = token.start[0] if first is None else first
                yield from ((*comment, (begin, token.start[0])) for comment in waiting)
                waiting, first = [], None
            elif token.type not in _NEITHER and first is None:
                first = token.start[0]
    except (tokenize.TokenError, SyntaxError):
        # What follows cannot be divided into statements: each line stands for itself.
        seen = {start for _, start in waiting}
        after = max((line for line, _ in seen), default=first or 1)
        yield from ((comment, start, (start[0], start[0])) for comment, start in waiting)
        for number, line in enumerate(lines_of(text)[after:], after + 1):
            at = line.find("#")
            if at >= 0:
                yield line[at:].rstrip("\r\n"), (number, at + 1), (number, number)
        return
    yield from ((comment, start, (start[0], start[0])) for comment, start in waiting)


def _directives(
    path: Path, comment: str, start: tuple[int, int], lines: tuple[int, int], row: str
) -> Iterator[Suppression]:
    line, column = start
    for pattern, word in ((_NOQA, _CODE), (_OWN, _WORD)):
        for found in pattern.finditer(comment):
            codes = tuple(
                SuppressedCode(
                    path,
                    each.group(),
                    _within(line, column, each.start() + found.start("codes"), each.group()),
                )
                for each in word.finditer(found["codes"] or "")
            )
            if found["codes"] is not None and not codes:
                continue
            yield Suppression(
                path,
                _within(line, column, found.start(), found.group()),
                Scope.FILE if found["file"] else Scope.STATEMENT,
                codes,
                *lines,
                is_own=pattern is _OWN,
                comment=comment.rstrip("\r"),
                comment_column=column,
                before=row[: column - 1],
            )


def _within(line: int, column: int, offset: int, text: str) -> Span:
    return Span(line, column + offset, line, column + offset + len(text))
