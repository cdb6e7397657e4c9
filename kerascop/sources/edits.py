"""Edits of a text: other text in the place of spans."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kerascop.sources.lines import lines_of
from kerascop.sources.span import Span

_NEWLINE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Edit:
    """Text to put in the place of a span."""

    span: Span
    text: str

    def conflicts_with(self, other: Edit) -> bool:
        """Do both want to write the same place, in different ways?"""
        if self == other:
            return False
        first, second = sorted((self.span, other.span))
        begin = (second.start_line, second.start_column)
        end = (first.end_line, first.end_column)
        return begin < end or (first.start_line, first.start_column) == begin


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with other text in the place of spans, which must not overlap.

    Raises:
        ValueError: a span lies outside the text.
    """
    lines = lines_of(text) or [""]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    found = _NEWLINE.search(text)
    newline = found.group() if found else "\n"

    def offset(line: int, column: int) -> int:
        if not 1 <= line <= len(starts):
            raise ValueError(f"there is no line {line}")
        place = starts[line - 1] + column - 1
        if place > len(text):
            raise ValueError(f"line {line} has no column {column}")
        return place

    for edit in sorted(edits, key=lambda each: each.span, reverse=True):
        span = edit.span
        start = offset(span.start_line, span.start_column)
        end = offset(span.end_line, span.end_column)
        text = text[:start] + edit.text.replace("\n", newline) + text[end:]
    return text
