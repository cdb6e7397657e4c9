"""What fixes change, as a unified diff, and as a list of what was fixed."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.reporting.showing import counted, shown_path
from kerascop.sources.notebook_edits import source_of
from kerascop.sources.notebooks import SUFFIX, cells_of
from kerascop.sources.reading import decode
from kerascop.terminal import printable

if TYPE_CHECKING:
    from kerascop.linting.fixing import FixedFile


def unified(files: Iterable[FixedFile]) -> bytes:
    """The changes of files as a patch for `git apply` and `patch -p1`.

    Those of a notebook are told cell by cell, which no such program can apply.
    """
    return b"".join(line for file in files for line in _changes(file))


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


def _changes(file: FixedFile) -> Iterator[bytes]:
    """The hunks of a file by its bytes, whatever they encode; of a notebook by its cells."""
    name = shown_path(file.path)
    if file.path.suffix != SUFFIX:
        before, after = (
            data.decode("utf-8", "surrogateescape") for data in (file.before, file.after)
        )
        prefixed = ("a/", "b/") if not Path(name).is_absolute() else ("", "")
        names = [_header(f"{prefix}{name}") for prefix in prefixed]
        for line in _diff(names, before, after):
            yield line.encode("utf-8", "surrogateescape")
        return
    raw_before, raw_after = file.before.decode("utf-8"), file.after.decode("utf-8")
    for cell in cells_of(decode(file.path, file.before)):
        names = [_header(f"{name}:cell {cell.number}")] * 2
        before, after = (source_of(raw, cell.number) + "\n" for raw in (raw_before, raw_after))
        for line in _diff(names, before, after):
            yield line.encode("utf-8", "backslashreplace")


def _header(name: str) -> str:
    """A name as the head of a patch has it: without the tab, one with a blank would end there."""
    return f"{printable(name)}\t" if " " in name else printable(name)


def _diff(names: Sequence[str], before: str, after: str) -> Iterator[str]:
    # `git apply` and `patch` know no other ends of lines, and leave a carriage return in the line.
    old, new = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (before, after))
    for line in difflib.unified_diff(old, new, names[0], names[1]):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
