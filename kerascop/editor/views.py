"""Where in the documents of the editor a place of an analysed text stands, also after edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lsprotocol import types

from kerascop.editor.examining import Examination, Part
from kerascop.editor.positions import Encoding, Ruler, lines_of, without_end
from kerascop.sources.notebooks import cells_of
from kerascop.sources.span import Span


@dataclass(frozen=True)
class View:
    """The documents behind an examination.

    Attributes:
        examination: of some state of them.
        encoding: in which the client counts columns.
    """

    examination: Examination
    encoding: Encoding

    @cached_property
    def _parts(self) -> list[tuple[int, int, Part]]:
        """The parts with the number of lines before each, and the line that it ends with."""
        parts = self.examination.source.parts
        if len(parts) == 1 and parts[0].cell is None:
            return [(0, len(lines_of(self.examination.text)) + 1, parts[0])]
        by_cell = {part.cell: part for part in parts}
        return [
            (cell.before, cell.before + cell.length, by_cell[cell.number])
            for cell in cells_of(self.examination.text)
            if cell.number in by_cell
        ]

    def part_of(self, span: Span) -> tuple[Part, Span] | None:
        """The document that a span lies in, and the span as that counts lines."""
        for before, last, part in self._parts:
            if before < span.start_line <= last:
                moved = replace(
                    span,
                    start_line=span.start_line - before,
                    end_line=min(span.end_line, last) - before,
                )
                return part, moved
        return None

    def range(self, span: Span) -> tuple[Part, types.Range] | None:
        """Where a span stands in the state that was examined."""
        found = self.part_of(span)
        if found is None:
            return None
        part, own = found
        return part, self.ruler(part).range(own)

    def ruler(self, part: Part) -> Ruler:
        """What measures a part."""
        return Ruler(lines_of(part.text), self.encoding)

    def lines(self, part: Part) -> list[str]:
        """The lines of a part as they were analysed, without ends; commands are comments there."""
        for before, last, each in self._parts:
            if each is part:
                lines = [without_end(line) for line in lines_of(self.examination.text)]
                return lines[before:last]
        return []


@dataclass(frozen=True)
class Carried:
    """Places of an older text in a newer one: those in lines before and behind what was edited.

    Attributes:
        older, newer: the lines of both, without their ends.
    """

    older: Sequence[str]
    newer: Sequence[str]

    @cached_property
    def kept(self) -> tuple[int, int]:
        """How many lines are the same at the beginning, and how many others at the end."""
        shorter = min(len(self.older), len(self.newer))
        first = 0
        while first < shorter and self.older[first] == self.newer[first]:
            first += 1
        last = 0
        while last < shorter - first and self.older[-1 - last] == self.newer[-1 - last]:
            last += 1
        return first, last

    def line(self, line: int) -> int | None:
        """The number that a line, from 1, has now; `None` if it was edited."""
        first, last = self.kept
        if line <= first:
            return line
        if line > len(self.older) - last:
            return line + len(self.newer) - len(self.older)
        return None

    def span(self, span: Span) -> Span | None:
        """Where a span stands now; `None` if a line of it was edited, or the lines within it."""
        start, end = self.line(span.start_line), self.line(span.end_line)
        if start is None or end is None:
            return None
        return replace(span, start_line=start, end_line=end)


def carried(older: str, newer: str) -> Carried:
    """Carries places of one text over to another."""
    return Carried(
        [without_end(line) for line in lines_of(older)],
        [without_end(line) for line in lines_of(newer)],
    )
