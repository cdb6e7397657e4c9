"""What fixes change, as a unified diff, and as a list of what was fixed."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kerascop.reporting.showing import counted, printable, shown_path
from kerascop.sources.notebook_edits import source_of
from kerascop.sources.notebooks import SUFFIX, cells_of
from kerascop.sources.reading import decode

if TYPE_CHECKING:
    from kerascop.linting.fixing import FixedFile


def unified(files: Iterable[FixedFile]) -> str:
    """The changes of files as a unified diff; those of a notebook cell by cell."""
    return "".join(line for file in files for line in _changes(file))


def told(files: Iterable[FixedFile]) -> str:
    """What was fixed, file by file."""
    lines = []
    for file in files:
        fixed = Counter((finding.code, finding.name) for finding in file.findings)
        lines.append(f"{printable(shown_path(file.path))}:")
        lines += [f"    {number} × {code} {name}" for (code, name), number in sorted(fixed.items())]
    return "".join(f"{line}\n" for line in lines)


def fixed_line(files: Iterable[FixedFile]) -> str:
    """The one line that says how much was fixed; empty if nothing was."""
    total = sum(len(file.findings) for file in files)
    return f"Fixed {counted(total, 'finding')}.\n" if total else ""


def _changes(file: FixedFile) -> Iterator[str]:
    shown = printable(shown_path(file.path))
    before, after = decode(file.path, file.before), decode(file.path, file.after)
    if file.path.suffix != SUFFIX:
        yield from _diff(shown, before, after)
        return
    raw_before, raw_after = file.before.decode("utf-8"), file.after.decode("utf-8")
    for cell in cells_of(before):
        yield from _diff(
            f"{shown}:cell {cell.number}",
            source_of(raw_before, cell.number) + "\n",
            source_of(raw_after, cell.number) + "\n",
        )


def _diff(name: str, before: str, after: str) -> Iterator[str]:
    for line in difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), name, name
    ):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
