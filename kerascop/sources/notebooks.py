"""Notebooks: their code cells as one Python text, and where a line of it stands in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kerascop.sources.dialects import without_command
from kerascop.sources.parsing import tree_of
from kerascop.syntax.depth import line_too_deep

SUFFIX = ".ipynb"

_MARKER = re.compile(r"# %% cell ([0-9]{1,9})")
_UNREADABLE = re.compile(r"[\0\ud800-\udfff]")
"""What no text of Python may contain, not even in a comment."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_TIMING = re.compile(r"%%(time|timeit|capture|prun|memit)\b")
"""Cell magics whose cell is Python all the same."""


_MAX_DEPTH = 200
"""Levels of a document. Python's decoder recurses, and would fail somewhere beyond."""
_TOO_DEEP = "is no notebook: it is nested too deeply"


class NotebookError(Exception):
    """The text is no notebook of Python cells; the message says why."""

    def __init__(self, reason: str, line: int = 1, column: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column


class ForeignNotebook(NotebookError):
    """The notebook is sound, but its language is not Python."""


@lru_cache(maxsize=1)
def python_text(text: str) -> str:
    """The code cells of a notebook, each behind a line `# %% cell 3`, cells counted from 1.

    The last is kept: whoever asks does so for each of its findings.

    Lines that are IPython's own (`%matplotlib inline`, `!pip install …`, `model?`) do nothing; a
    cell that is no Python even so, or nested too deeply, becomes a comment.

    Raises:
        ForeignNotebook: its language is not Python.
        NotebookError: the text is no notebook.
    """
    try:
        document: Any = json.loads(text)
    except ValueError as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        raise NotebookError(f"is no notebook: {error}", line, column) from error
    except RecursionError as error:
        raise NotebookError(_TOO_DEEP) from error
    if _depth(document) > _MAX_DEPTH:
        raise NotebookError(_TOO_DEEP)
    if not isinstance(document, dict):
        raise NotebookError("is no notebook: it holds no cells")
    language = _language(document)
    if language not in ("python", ""):
        raise ForeignNotebook(f"is a notebook in {language}")
    lines: list[str] = []
    for number, source in _code_cells(document):
        lines += [f"# %% cell {number}", *_python_lines(source)]
    return "\n".join((*lines, ""))


@dataclass(frozen=True)
class Cell:
    """A code cell in `python_text`.

    Attributes:
        number: of the cell, counted from 1 over cells of every kind.
        before: how many lines of the text come before its first one.
        length: how many lines it has.
    """

    number: int
    before: int
    length: int


@lru_cache(maxsize=1)
def cells_of(text: str) -> tuple[Cell, ...]:
    """The cells of a `python_text`, in order; none if the text is something else."""
    lines = text.split("\n")
    marks = [
        (at, int(marker[1]))
        for at, line in enumerate(lines)
        if (marker := _MARKER.fullmatch(line)) is not None
    ]
    ends = (*(at for at, _ in marks[1:]), len(lines))
    return tuple(
        Cell(number, at + 1, end - at - 1) for (at, number), end in zip(marks, ends, strict=False)
    )


def cell_lines(source: str) -> list[str]:
    """The lines of a cell's source as Python counts them, without their ends."""
    return _LINE_END.split(source)


def cell_of(text: str, line: int) -> tuple[int, int]:
    """The cell that a line of `python_text` stands in, and its number in it, both from 1."""
    for cell in reversed(cells_of(text)):
        if cell.before < line:
            return cell.number, line - cell.before
    return 1, line


def _depth(document: object) -> int:
    """The levels of lists and objects, or one more than the limit."""
    level, depth = [document] if isinstance(document, dict | list) else [], 0
    while level and depth <= _MAX_DEPTH:
        level = [
            part
            for each in level
            for part in (each.values() if isinstance(each, dict) else each)
            if isinstance(part, dict | list)
        ]
        depth += 1
    return depth


def _language(document: dict[str, Any]) -> str:
    metadata = document.get("metadata")
    found = ""
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        part = metadata.get(key) if isinstance(metadata, dict) else None
        if isinstance(part, dict) and isinstance(part.get(name), str):
            found = found or str(part[name]).lower()
    return found


def _code_cells(document: dict[str, Any]) -> Iterator[tuple[int, str]]:
    cells = document.get("cells")
    if cells is None:
        worksheets = document.get("worksheets")
        first = worksheets[0] if isinstance(worksheets, list) and worksheets else None
        cells = first.get("cells") if isinstance(first, dict) else None
    if not isinstance(cells, list):
        raise NotebookError("is no notebook: it holds no cells")
    for number, cell in enumerate(cells, 1):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", cell.get("input", ""))
            yield number, "".join(map(str, source)) if isinstance(source, list) else str(source)


def _python_lines(source: str) -> list[str]:
    lines = cell_lines(source)
    if lines[0].startswith("%%") and not _TIMING.match(lines[0]):
        return _commented(lines)
    plain = [_unlike_a_marker(without_command(line)) for line in lines]
    tree = tree_of("\n".join(plain))
    return _commented(lines) if tree is None or line_too_deep(tree) is not None else plain


def _unlike_a_marker(line: str) -> str:
    """A line of a cell that looks like one of ours between cells, with another kind of blank."""
    return line.replace(" ", "\xa0", 1) if _MARKER.fullmatch(line) else line


def _commented(lines: list[str]) -> list[str]:
    return [_unlike_a_marker(f"# {_UNREADABLE.sub('?', line)}") for line in lines]
