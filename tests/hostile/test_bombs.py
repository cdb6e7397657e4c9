"""Programs that nobody could run: what is wrong before them is found, and mostly what is behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.bombs.everything import BOMBS
from tests.hostile.control import CODE, NAME, write_control
from tests.hostile.doors import opened
from tests.hostile.programs import BEFORE, around

PIECES = {f"{kind}: {name}": piece for kind, each in BOMBS.items() for name, piece in each.items()}


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_knowledge_is_lost_but_never_time(piece: str, tmp_path: Path) -> None:
    text, behind = around(piece)
    (tmp_path / "hostile.py").write_text(text, encoding="utf-8")
    write_control(tmp_path)
    outcome = opened("lint", tmp_path)
    assert outcome.trouble is None
    assert CODE in {code for _, code in outcome.of(NAME)}
    found = outcome.of("hostile.py")
    assert (BEFORE, CODE) in found
    assert (behind, CODE) in found or any("budget" in note for note in outcome.notes)


@pytest.mark.parametrize("pieces", BOMBS.values(), ids=BOMBS)
def test_they_can_be_edited(pieces: dict[str, str], tmp_path: Path) -> None:
    for at, piece in enumerate(list(pieces.values())[::3]):
        folder = tmp_path / str(at)
        folder.mkdir()
        (folder / "hostile.py").write_text(around(piece)[0], encoding="utf-8")
        outcome = opened("editor", folder)
        assert outcome.trouble is None
        assert (BEFORE, CODE) in outcome.of("hostile.py")


@pytest.mark.parametrize("pieces", BOMBS.values(), ids=BOMBS)
def test_they_can_be_summarised(pieces: dict[str, str], tmp_path: Path) -> None:
    for at, piece in enumerate(list(pieces.values())[1::3]):
        folder = tmp_path / str(at)
        folder.mkdir()
        (folder / "hostile.py").write_text(around(piece)[0], encoding="utf-8")
        outcome = opened("summary", folder)
        assert outcome.trouble is None
        assert (BEFORE, CODE) in outcome.of("hostile.py")
