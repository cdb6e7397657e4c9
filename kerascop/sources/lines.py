"""The lines of a text as Python counts them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def lines_of(text: str) -> list[str]:
    """The lines with their ends. A form feed ends none, as it does for `str.splitlines`."""
    lines: list[str] = _LINE.findall(text)
    return lines


def same_ends(older: Sequence[str], newer: Sequence[str]) -> tuple[int, int]:
    """How much of two texts, or lists of lines, is the same at the beginning, and how much of the
    rest at the end.
    """
    shorter = min(len(older), len(newer))
    first = 0
    while first < shorter and older[first] == newer[first]:
        first += 1
    last = 0
    while last < shorter - first and older[-1 - last] == newer[-1 - last]:
        last += 1
    return first, last
