"""A stretch of source text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of source text: lines and columns from 1, columns in characters, end exclusive."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int

    def contains(self, other: Span) -> bool:
        """Does `other` lie within this span, ends included?"""
        return (self.start_line, self.start_column) <= (other.start_line, other.start_column) and (
            other.end_line,
            other.end_column,
        ) <= (self.end_line, self.end_column)
