"""Positions: there and back in every encoding, and over edits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("pygls")

from lsprotocol import types

from kerascop.editor.carrying import carried
from kerascop.editor.documents import Document
from kerascop.editor.positions import Encoding, Ruler, lines_of

TEXTS = st.text(st.sampled_from("ab é😀\n\r\x0c\u2028"), max_size=40)
ENCODINGS = st.sampled_from(list(Encoding))


@given(TEXTS)
def test_the_lines_of_a_text_are_the_text(text: str) -> None:
    assert "".join(lines_of(text)) == text


@given(TEXTS, ENCODINGS, st.data())
def test_a_place_survives_the_way_to_the_client_and_back(
    text: str, encoding: Encoding, data: st.DataObject
) -> None:
    lines = lines_of(text)
    line = data.draw(st.integers(1, len(lines)))
    column = data.draw(st.integers(1, len(lines[line - 1].rstrip("\r\n")) + 1))
    ruler = Ruler(lines, encoding)
    assert ruler.place(ruler.position(line, column)) == (line, column)


@given(TEXTS, ENCODINGS)
def test_units_are_those_of_the_encoded_text(text: str, encoding: Encoding) -> None:
    size = {Encoding.UTF8: 1, Encoding.UTF16: 2, Encoding.UTF32: 4}[encoding]
    name = encoding.value if encoding is Encoding.UTF8 else f"{encoding.value}-le"
    assert encoding.units(text) == len(text.encode(name)) // size


@given(TEXTS, TEXTS, ENCODINGS, st.integers(0, 9), st.integers(0, 99), st.integers(0, 9))
def test_no_edit_of_a_client_is_refused(
    text: str, new: str, encoding: Encoding, line: int, character: int, length: int
) -> None:
    document = Document("file:///a.py", "python", 1, text)
    start = types.Position(line, character)
    end = types.Position(line + length, character)
    change = types.TextDocumentContentChangePartial(types.Range(start, end), new)
    document.change([change], encoding)
    assert new in document.text


@given(TEXTS, TEXTS, TEXTS)
def test_lines_before_and_behind_an_edit_are_found_again(one: str, two: str, three: str) -> None:
    before, after = f"first\n{one}\nlast", f"first\n{two}\n{three}\nlast"
    moved = carried(before, after)
    older = [line.rstrip("\r\n") for line in lines_of(before)]
    newer = [line.rstrip("\r\n") for line in lines_of(after)]
    assert moved.line(1) == 1
    assert moved.line(len(older)) == len(newer)
    for line, text in enumerate(older, 1):
        now = moved.line(line)
        assert now is None or newer[now - 1] == text
