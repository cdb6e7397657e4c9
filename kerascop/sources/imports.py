"""The imports that a file's bytes seem to make, without parsing them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FROM = re.compile(
    rb"""
    ^[ \t]*from [ \t]+(?![ \t]) (\.*)(?!\.)
    (?: [ \t]*(?![ \t]) ([\w.]+)(?![\w.]) )?
    [ \t]+(?![ \t]) import (?=[ \t(\\*]) [ \t]*(?![ \t])
    """,
    re.MULTILINE | re.VERBOSE,
)
"""An import as far as what it imports. Each part has to be taken whole, so that no text can be
divided in more ways than one, all of which would be tried.
"""
_REST = re.compile(rb"(?:[^\n\\]|\\\r?\n)*")
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
    for match, names in _from_statements(data):
        level = len(match[1])
        base = (match[2] or b"").decode("utf-8", "replace")
        if base or level:
            yield ImportedName(base, level)
        for name in _NAME.findall(_COMMENT.sub(b"", names)):
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


def _from_statements(data: bytes) -> Iterator[tuple[re.Match[bytes], bytes]]:
    """The beginnings of such statements, and what follows `import` in each."""
    last_closing = data.rfind(b")")
    match = _FROM.search(data)
    while match is not None:
        start = match.end()
        if start < last_closing and data.startswith(b"(", start):
            end = data.index(b")", start)
        else:
            rest = _REST.match(data, start)
            end = start if rest is None else rest.end()
        yield match, data[start:end]
        match = _FROM.search(data, end)
