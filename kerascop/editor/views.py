"""Where in the documents of the editor a place of an analysed text stands."""

from __future__ import annotations

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
