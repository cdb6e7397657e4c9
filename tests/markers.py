"""Markers in fixtures, at the end of a faulty line: `# KC204`, or with the column `# KC204: 12`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_ONE = r"KC\d{3}(?:: ?\d+)?"
_MARKER = re.compile(rf"#\s*({_ONE}(?:[\s,]+{_ONE})*)\s*$")
_CODE = re.compile(r"(KC\d{3})(?:: ?(\d+))?")


@dataclass(frozen=True, order=True)
class Mark:
    """A finding that a fixture expects: `column` 0 leaves the column open."""

    path: Path
    line: int
    code: str
    column: int = 0


def marked(path: Path) -> Iterator[Mark]:
    """The marks of a file. Several on one line stand for as many findings."""
    text = path.read_bytes().decode("utf-8", "replace")
    for number, line in enumerate(text.splitlines(), start=1):
        marker = _MARKER.search(line)
        if marker is None:
            continue
        for code, column in _CODE.findall(marker[1]):
            yield Mark(path, number, code, int(column or 0))
