"""Positions as the protocol has them, from 0 and in units of an encoding, and our own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from lsprotocol import types

from kerascop.sources.span import Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Encoding(Enum):
    """In which units client and server have agreed to count columns."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"

    @staticmethod
    def of(name: str | None) -> Encoding:
        """The encoding of this name; UTF-16, which is the protocol's own, for any other."""
        return next((each for each in Encoding if each.value == name), Encoding.UTF16)

    def width(self, character: str) -> int:
        """How many units a character takes."""
        code = ord(character)
        if self is Encoding.UTF32 or code < 0x80:
            return 1
        if self is Encoding.UTF16:
            return 1 if code < 0x10000 else 2
        return 2 if code < 0x800 else 3 if code < 0x10000 else 4

    def units(self, text: str) -> int:
        """How many units a text takes."""
        return len(text) if text.isascii() else sum(map(self.width, text))

    def characters(self, line: str, units: int) -> int:
        """How many characters of a line lie before a column; one that it splits does not."""
        if line.isascii() or self is Encoding.UTF32:
            return max(0, min(units, len(line)))
        for at, character in enumerate(line):
            units -= self.width(character)
            if units < 0:
                return at
        return len(line)


def lines_of(text: str) -> list[str]:
    """The lines of a text with their ends, as the protocol divides it; the last one has no end."""
    lines: list[str] = _LINE.findall(text)
    if not lines or lines[-1][-1] in "\r\n":
        lines.append("")
    return lines


def without_end(line: str) -> str:
    """A line without what ends it."""
    return line.rstrip("\r\n")


@dataclass(frozen=True)
class Ruler:
    """Measures one text.

    Attributes:
        lines: of the text, with or without their ends.
        encoding: in which the client counts.
    """

    lines: Sequence[str]
    encoding: Encoding

    def position(self, line: int, column: int) -> types.Position:
        """The protocol's position of a line and a column, both from 1; the nearest that exists."""
        row = max(0, min(line - 1, len(self.lines) - 1))
        if not self.lines:
            return types.Position(0, 0)
        text = without_end(self.lines[row])
        if line > len(self.lines):
            return types.Position(row, self.encoding.units(text))
        return types.Position(row, self.encoding.units(text[: max(0, column - 1)]))

    def range(self, span: Span) -> types.Range:
        """The protocol's range of a span."""
        return types.Range(
            self.position(span.start_line, span.start_column),
            self.position(span.end_line, span.end_column),
        )

    def place(self, position: types.Position) -> tuple[int, int]:
        """The line and column, from 1, of a position; the nearest that exist."""
        if not self.lines:
            return 1, 1
        row = max(0, position.line)
        if row >= len(self.lines):
            return len(self.lines), len(without_end(self.lines[-1])) + 1
        text = without_end(self.lines[row])
        return row + 1, self.encoding.characters(text, position.character) + 1
