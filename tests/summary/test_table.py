"""`--output-format table`: what Keras users know, and what Keras does not tell them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascop.summary.table import render
from kerascop.summary.views import Overview
from tests.summary.samples import DIGITS, PARTLY, TOWERS, shown


def rows(page: str) -> dict[str, list[str]]:
    """The cells of each layer by what stands in the first."""
    lines = (line for line in page.splitlines() if line.startswith("│"))
    cells = ([cell.strip() for cell in line.strip("│").split("│")] for line in lines)
    return {first: rest for first, *rest in cells}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_chain_of_layers_is_told_as_keras_tells_it(tmp_path: Path) -> None:
    page = render(shown(tmp_path, DIGITS, "build"))
    assert page.startswith('Model: "digits"  built by build  model.py:5\n')
    assert "Connected to" not in page
    assert rows(page)["conv2d (Conv2D)"][:2] == ["(None, 26, 26, 32)", "320"]
    assert rows(page)["dense (Dense)"][:2] == ["(None, 128)", "131,200"]
    assert " Total params: 187,201\n Trainable params: 187,137\n Non-trainable params: 64\n" in page


def test_branches_say_what_they_are_connected_to(tmp_path: Path) -> None:
    page = render(shown(tmp_path, TOWERS, "towers"))
    table = rows(page)
    assert table["both (Concatenate)"] == ["(None, 64, 64, 32)", "0", "narrow, wide"]
    assert table["tabular (Dense)"][:2] == ["(None, 8)", "8·n_features + 8"]


def test_findings_stand_at_their_layers_and_are_told_below(tmp_path: Path) -> None:
    page = render(shown(tmp_path, DIGITS, "build"))
    table = rows(page)
    assert table["dense_1 (Dense)"][-1] == "KC204"
    assert table["conv2d_1 (Conv2D)"][-1] == "KC201"
    assert table["dense (Dense)"][-1] == ""
    assert "\n KC204 `softmax` over " in page


def test_what_is_not_known_is_a_question_mark_and_said_below(tmp_path: Path) -> None:
    page = render(shown(tmp_path, PARTLY))
    assert rows(page)["mystery (Lambda)"][0] == "?"
    assert "Not known: the output shape and the parameters of `mystery`." in page
    assert " Total params: ?\n" in page


def test_a_narrow_terminal_loses_nothing(tmp_path: Path) -> None:
    page = render(shown(tmp_path, DIGITS, "build"), width=40)
    assert "BatchNormalization" in page.replace("│", "").replace("\n", "").replace(" ", "")
    assert max(len(line) for line in page.splitlines() if line.startswith("│")) <= 40


def test_nothing_is_said_to_be_nothing() -> None:
    assert render(Overview(())) == "No model found.\n"


def test_an_escape_sequence_in_a_name_does_not_reach_the_terminal(tmp_path: Path) -> None:
    page = render(shown(tmp_path, DIGITS.replace('"digits"', r'"di\x1b[31mgits"'), "build"))
    assert "\x1b" not in page
    assert "gits" in page
