"""Where the file of a notebook has the characters of its cells."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerascop.sources.notebook_edits import offset_of

SOURCES = st.text(st.one_of(st.sampled_from('\n\n"\\é\t😀u/'), st.characters(codec="utf-8")))


def notebook(sources: list[str | list[str]], *, ascii_only: bool, indent: int | None) -> str:
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return json.dumps({"metadata": {}, "cells": cells}, ensure_ascii=ascii_only, indent=indent)


@given(
    sources=st.lists(SOURCES, min_size=1, max_size=3),
    in_lines=st.booleans(),
    ascii_only=st.booleans(),
    indent=st.sampled_from([None, 1]),
)
def test_every_character_of_a_cell_is_found_in_the_file(
    sources: list[str], in_lines: bool, ascii_only: bool, indent: int | None
) -> None:
    written = [
        [line + "\n" for line in source.split("\n")[:-1]] + source.split("\n")[-1:]
        if in_lines
        else source
        for source in sources
    ]
    text = notebook(written, ascii_only=ascii_only, indent=indent)
    for number, source in enumerate(sources, 1):
        for row, line in enumerate(source.split("\n"), 1):
            for column, character in enumerate(line, 1):
                start = offset_of(text, number, row, column)
                end = offset_of(text, number, row, column + 1)
                found = text[start:end]
                assert found == character or json.loads(f'"{found}"') == character


@pytest.mark.parametrize("place", [(2, 1, 1), (1, 2, 1), (1, 0, 1)])
def test_what_is_not_there_is_an_error(place: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="there is no row"):
        offset_of(notebook(["x = 1"], ascii_only=True, indent=1), *place)


@pytest.mark.parametrize("text", ["", "[]", "{", "no notebook"])
def test_what_is_no_notebook_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"[Ee]xpect|there is no row"):
        offset_of(text, 1, 1, 1)
