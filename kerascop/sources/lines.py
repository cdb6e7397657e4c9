"""The lines of a text as Python counts them."""

import re

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def lines_of(text: str) -> list[str]:
    """The lines with their ends. A form feed ends none, as it does for `str.splitlines`."""
    lines: list[str] = _LINE.findall(text)
    return lines
