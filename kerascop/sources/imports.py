"""The imports that a file's bytes seem to make, without parsing them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FROM = re.compile(
    rb"^[ \t]*from[ \t]+(\.*)[ \t]*([\w.]*)[ \t]+import[ \t]*(\([^)]*\)|(?:[^\n\\]|\\\r?\n)*)",
    re.MULTILINE,
)
_IMPORT = re.compile(rb"^[ \t]*import[ \t]+((?:[^\n\\#;]|\\\r?\n)+)", re.MULTILINE)
_COMMENT = re.compile(rb"#[^\n]*")
_NAME = re.compile(rb"[^\W\d][\w.]*")

MAX_PARTS = 30
"""Of a dotted name. Folders are not nested deeper."""


@dataclass(frozen=True)
class ImportedName:
    """A dotted name as an import statement writes it, with the number of leading dots."""

    name: str
    level: int


def scan_imports(data: bytes) -> Iterator[ImportedName]:
    """The modules that the file may import: every prefix that an import can mean, some twice.

    Names of more than `MAX_PARTS` parts are no modules. Text inside strings may look like an import
    too; whoever asks only loses time by it.
    """
    return (found for found in _scanned(data) if found.name.count(".") < MAX_PARTS)


def _scanned(data: bytes) -> Iterator[ImportedName]:
    for match in _FROM.finditer(data):
        level = len(match[1])
        base = match[2].decode("utf-8", "replace")
        if base or level:
            yield ImportedName(base, level)
        for name in _NAME.findall(_COMMENT.sub(b"", match[3])):
            separator = "." if base else ""
            yield ImportedName(f"{base}{separator}{name.decode('utf-8', 'replace')}", level)
    for match in _IMPORT.finditer(data):
        for clause in match[1].split(b","):
            found = _NAME.search(clause)
            if found is None:
                continue
            parts = found[0].decode("utf-8", "replace").split(".")
            for end in range(1, min(len(parts), MAX_PARTS) + 1):
                yield ImportedName(".".join(parts[:end]), 0)
