"""Where findings are, as reports tell it: in a notebook by the cell and the line in the cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kerascop.reporting.showing import shown_path
from kerascop.sources.notebook_edits import offset_of, source_of
from kerascop.sources.notebooks import SUFFIX, Cell, cell_lines, cells_of
from kerascop.sources.span import Span
from kerascop.terminal import printable


@dataclass(frozen=True)
class Place:
    """A stretch of a file.

    Attributes:
        path: the file.
        span: the stretch, its lines counted from the start of the cell in a notebook.
        cell: the number of the notebook's cell, every kind of cell counted from 1; `None` for
            other files, and for a notebook that cannot be read.
    """

    path: Path
    span: Span
    cell: int | None = None

    @property
    def shown(self) -> str:
        """The place as text reports write it: `model.py:3:8`, `book.ipynb:cell 3:1:5`."""
        return f"{printable(shown_path(self.path))}:{self.within}"

    @property
    def within(self) -> str:
        """The place within the file: `3:8`, `cell 3:1:5`."""
        cell = "" if self.cell is None else f"cell {self.cell}:"
        return f"{cell}{self.span.start_line}:{self.span.start_column}"


@dataclass
class Places:
    """The places of a report.

    Args:
        texts: the texts of the files, of notebooks as `python_text` has them.
        contents: the bytes of notebooks.
    """

    texts: Mapping[Path, str]
    contents: Mapping[Path, bytes] = field(default_factory=dict)
    _cells: dict[Path, tuple[Cell, ...]] = field(default_factory=dict)
    _lines: dict[Path, list[str]] = field(default_factory=dict)
    _notebooks: dict[Path, str] = field(default_factory=dict)

    def of(self, path: Path, span: Span) -> Place:
        """The place that a span of a file's text is shown as."""
        for cell in reversed(self._cells_of(path)):
            if cell.before < span.start_line:
                moved = replace(
                    span,
                    start_line=span.start_line - cell.before,
                    end_line=span.end_line - cell.before,
                )
                return Place(path, moved, cell.number)
        return Place(path, span)

    def in_file(self, path: Path, span: Span) -> Span:
        """The span by the lines of the file itself, for those to whom a notebook is a JSON file.

        Where that is not known it is the first character; in all other files, what was given.
        """
        place = self.of(path, span)
        if place.cell is None:
            return span
        here = place.span
        try:
            text = self._notebook(path)
            start = offset_of(text, place.cell, here.start_line, here.start_column)
            end = offset_of(text, place.cell, here.end_line, here.end_column)
        except ValueError:
            return Span(1, 1, 1, 1)
        return Span(*_row_and_column(text, start), *_row_and_column(text, max(start, end)))

    def lines(self, place: Place) -> Sequence[str]:
        """The lines that the span of a place counts in: of its file, or of its cell."""
        lines = self._lines_of(place.path)
        cells = self._cells_of(place.path)
        for cell in cells:
            if cell.number == place.cell:
                analysed = lines[cell.before : cell.before + cell.length]
                return self._as_written(place.path, cell, analysed)
        return lines

    def _as_written(self, path: Path, cell: Cell, analysed: list[str]) -> list[str]:
        """The lines of a cell with IPython's own commands, which were left out for the analysis."""
        try:
            written = cell_lines(source_of(self._notebook(path), cell.number))
        except ValueError:
            return analysed
        # The end of the last line of all counts as a line of the last cell.
        return written if 0 <= cell.length - len(written) <= 1 else analysed

    def lines_of_file(self, path: Path) -> Sequence[str]:
        """The lines that `in_file` counts in: of a notebook those of its JSON."""
        if path.suffix != SUFFIX:
            return self._lines_of(path)
        return self._notebook(path).split("\n")

    def _notebook(self, path: Path) -> str:
        """The text of a notebook's file; empty if it is not known."""
        known = self._notebooks.get(path)
        if known is None:
            known = self.contents.get(path, b"").decode("utf-8-sig", "replace")
            self._notebooks[path] = known
        return known

    def _lines_of(self, path: Path) -> list[str]:
        known = self._lines.get(path)
        if known is None:
            text = self.texts.get(path, "").rstrip()
            known = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._lines[path] = known
        return known

    def _cells_of(self, path: Path) -> tuple[Cell, ...]:
        if path.suffix != SUFFIX:
            return ()
        known = self._cells.get(path)
        if known is None:
            known = self._cells[path] = cells_of(self.texts.get(path, ""))
        return known


def _row_and_column(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")
