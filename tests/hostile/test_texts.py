"""Source that is too deep, too long or no Python: one finding at most, and the others are linted.

Everything runs in processes of its own: what is guarded against is their end.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.hostile.control import CODE, NAME, write_control
from tests.hostile.doors import DOORS, Outcome, opened
from tests.hostile.encodings import FOUND, REFUSED
from tests.hostile.notebooks import ABSURD
from tests.hostile.texts import BROKEN, DEEP, LONG, NEWER, Text

_HEAD = "import keras\nfrom keras import Sequential\nfrom keras.layers import Dense\n"


def looked_at(door: str, folder: Path, data: bytes, name: str = "hostile.py") -> Outcome:
    (folder / name).write_bytes(data)
    write_control(folder)
    outcome = opened(door, folder)
    assert outcome.trouble is None
    assert CODE in {code for _, code in outcome.of(NAME)}
    return outcome


def through_doors(texts: Mapping[str, Text]) -> list[ParameterSet]:
    """All of the texts for lint, every third one for the other doors."""
    return [
        pytest.param(door, text, id=f"{name}-{door}")
        for at, (name, text) in enumerate(texts.items())
        for turn, door in enumerate(DOORS)
        if door == "lint" or (at + turn) % 3 == 0
    ]


def encoded(text: Text) -> bytes:
    return (_HEAD + text()).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(("door", "text"), through_doors(DEEP))
def test_deep_text_is_analysed_or_refused_with_one_finding(
    door: str, text: Text, tmp_path: Path
) -> None:
    found = looked_at(door, tmp_path, encoded(text)).of("hostile.py")
    assert len([code for _, code in found if code == "KC901"]) <= 1


@pytest.mark.parametrize("text", NEWER.values(), ids=NEWER)
def test_deep_text_in_newer_syntax_is_analysed_or_refused_with_one_finding(
    text: Text, tmp_path: Path
) -> None:
    found = looked_at("lint", tmp_path, encoded(text)).of("hostile.py")
    assert len([code for _, code in found if code == "KC901"]) <= 1


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_long_text_is_analysed_or_refused(text: Text, tmp_path: Path) -> None:
    looked_at("lint", tmp_path, encoded(text))


@pytest.mark.parametrize(("door", "text"), through_doors(BROKEN))
def test_text_that_is_no_python_is_survived(door: str, text: Text, tmp_path: Path) -> None:
    looked_at(door, tmp_path, encoded(text))


@pytest.mark.parametrize("data", FOUND.values(), ids=FOUND)
def test_every_encoding_and_line_end_that_python_takes_is_analysed(
    data: bytes, tmp_path: Path
) -> None:
    found = looked_at("lint", tmp_path, data).of("hostile.py")
    assert [code for _, code in found] == [CODE]


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_bytes_that_are_no_text_are_one_finding(data: bytes, tmp_path: Path) -> None:
    found = looked_at("lint", tmp_path, data).of("hostile.py")
    assert [code for _, code in found] == ["KC901"]


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_bytes_that_are_no_text_can_be_summarised_and_edited(data: bytes, tmp_path: Path) -> None:
    looked_at("summary", tmp_path, data)
    looked_at("editor", tmp_path, data)


@pytest.mark.parametrize("data", ABSURD.values(), ids=ABSURD)
def test_absurd_notebooks_are_survived(data: object, tmp_path: Path) -> None:
    assert callable(data)
    outcome = looked_at("lint", tmp_path, data(), "hostile.ipynb")
    assert len([code for _, code in outcome.of("hostile.ipynb") if code == "KC901"]) <= 1


def test_absurd_notebooks_can_be_summarised(tmp_path: Path) -> None:
    for at, data in enumerate(ABSURD.values()):
        if len(written := data()) < 1_000_000:
            (tmp_path / f"notebook_{at}.ipynb").write_bytes(written)
    looked_at("summary", tmp_path, encoded(lambda: "x = 1\n"))
