"""Edits of a notebook's cells in its own text, byte for byte the same everywhere else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kerascop.sources.lines import lines_of
from kerascop.sources.notebooks import cell_lines

_SPACE = re.compile(r"[ \t\r\n]*")
_CHARACTER = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|.")
"""One character of a string as JSON writes it."""
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class _Literal:
    """A string in the text of a JSON document: its value, and where it begins and ends."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class _Source:
    """The source of a cell: the strings that it is joined from; one alone if it is no list."""

    literals: tuple[_Literal, ...]
    start: int
    end: int
    is_list: bool

    @property
    def text(self) -> str:
        return "".join(literal.value for literal in self.literals)


def with_sources(text: str, changed: Mapping[int, str]) -> str:
    """The text of a notebook with other sources in some cells.

    Args:
        text: the notebook as its file has it.
        changed: the new source of cells, by their numbers, cells of every kind counted from 1.

    Lines of a cell that stay as they were keep their bytes; so does everything outside the cells.

    Raises:
        ValueError: the text is no notebook, or has no such cell.
    """
    sources = _sources_by_number(text)
    for number in sorted(changed, reverse=True):
        if number not in sources:
            raise ValueError(f"there is no cell {number}")
        source = sources[number]
        text = text[: source.start] + _written(text, source, changed[number]) + text[source.end :]
    return text


def source_of(text: str, number: int) -> str:
    """The source of a cell of a notebook.

    Raises:
        ValueError: the text is no notebook, or has no such cell.
    """
    source = _sources_by_number(text).get(number)
    if source is None:
        raise ValueError(f"there is no cell {number}")
    return source.text


def offset_of(text: str, number: int, row: int, column: int) -> int:
    """Where the text of a notebook has a character of a cell, both counted from 0.

    Args:
        text: the notebook as its file has it.
        number: of the cell, cells of every kind counted from 1.
        row, column: the place in the cell, from 1.

    Raises:
        ValueError: the text is no notebook, or the place is not in it.
    """
    sources = _sources_by_number(text)
    source = sources[number].text if number in sources else None
    if source is None or not 1 <= row <= len(cell_lines(source)):
        raise ValueError(f"there is no row {row} in a cell {number}")
    left = sum(map(len, lines_of(source)[: row - 1])) + column - 1
    literals = sources[number].literals
    for literal in literals:
        if left < len(literal.value) or literal is literals[-1]:
            written = _CHARACTER.findall(text[literal.start + 1 : literal.end - 1])
            return literal.start + 1 + sum(map(len, written[:left]))
        left -= len(literal.value)
    raise ValueError(f"there is nothing in cell {number}")


def _written(text: str, source: _Source, new: str) -> str:
    ascii_only = text[source.start : source.end].isascii()
    if not source.is_list:
        return json.dumps(new, ensure_ascii=ascii_only)
    written = {literal.value: text[literal.start : literal.end] for literal in source.literals}
    lines = re.findall(r"[^\n]*\n|[^\n]+", new)
    parts = [written.get(line) or json.dumps(line, ensure_ascii=ascii_only) for line in lines]
    if not parts:
        return "[]"
    first, last = source.literals[0], source.literals[-1]
    between = ", "
    if len(source.literals) > 1:
        between = text[first.end : source.literals[1].start]
    return text[source.start : first.start] + between.join(parts) + text[last.end : source.end]


@lru_cache(maxsize=1)
def _sources_by_number(text: str) -> Mapping[int, _Source]:
    """The sources of the cells; kept, since one asks for many places of one notebook."""
    return dict(_sources(text))


def _sources(text: str) -> Iterator[tuple[int, _Source]]:
    """The sources of the cells, with their numbers."""
    # Of a key that is there twice JSON's readers take the last value.
    document = dict(_members(text, _skip(text, 0)))
    if "cells" not in document:
        return
    for number, start in enumerate(_items(text, document["cells"]), 1):
        cell = dict(_members(text, start))
        if "source" in cell:
            yield number, _source_at(text, cell["source"])


def _source_at(text: str, at: int) -> _Source:
    if text[at] == '"':
        value, end = _DECODER.raw_decode(text, at)
        return _Source((_Literal(value, at, end),), at, end, is_list=False)
    literals = []
    for item in _items(text, at):
        if text[item] != '"':
            raise ValueError("a line of a cell is no string")
        value, end = _DECODER.raw_decode(text, item)
        literals.append(_Literal(value, item, end))
    _, end = _DECODER.raw_decode(text, at)
    return _Source(tuple(literals), at, end, is_list=True)


def _members(text: str, at: int) -> Iterator[tuple[str, int]]:
    """The keys of the object that starts at a place, and where their values start."""
    for start in _parts(text, at, "{"):
        key, end = _DECODER.raw_decode(text, start)
        colon = _skip(text, end)
        yield key, _skip(text, colon + 1)


def _items(text: str, at: int) -> Sequence[int]:
    """Where the items of the array that starts at a place start."""
    return list(_parts(text, at, "["))


def _parts(text: str, at: int, opening: str) -> Iterator[int]:
    if text[at : at + 1] != opening:
        raise ValueError(f"expected {opening} at character {at}")
    closing = "}" if opening == "{" else "]"
    at = _skip(text, at + 1)
    while text[at : at + 1] != closing:
        yield at
        if opening == "{":
            _, end = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, end) + 1)
        _, end = _DECODER.raw_decode(text, at)
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()
