"""Comments that silence findings, and how far they reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascop.config import Settings
from kerascop.linting.run import lint
from kerascop.linting.selection import Selection

MODEL = """\
from keras import Sequential, layers
model = Sequential([
    layers.Input((4,)),
    layers.Dense(1, activation="softmax"),{inside}
]){behind}
model.compile("sgd", "binary_crossentropy"){elsewhere}
"""


def found(folder: Path, ending: str = "\n", **comments: str) -> list[str]:
    text = MODEL.format_map({"inside": "", "behind": "", "elsewhere": ""} | comments)
    path = folder / "model.py"
    path.write_bytes(text.replace("\n", ending).encode())
    settings = Settings(Selection(select=("KC204", "KC902", "KC903")))
    return [finding.code for finding in lint([path], settings).findings]


def test_without_a_comment_the_mistake_is_found(tmp_path: Path) -> None:
    assert found(tmp_path) == ["KC204"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "#noqa",
        "# NOQA: kc204",
        "# noqa: KC204",
        "# noqa:E501,KC204",
        "# noqa : W605 KC204",
        "# type: ignore # noqa: KC204",
        "# kerascop: ignore",
        "# kerascop: ignore[KC204]",
        "# kerascop: ignore[KC204] one class for now",
        "# kerascop:ignore[ kc204 ]",
        "# kerascop: ignore[single-unit-softmax]",
    ],
)
@pytest.mark.parametrize("place", ["inside", "behind"])
def test_a_comment_on_any_line_of_the_statement_silences_it(
    comment: str, place: str, ending: str, tmp_path: Path
) -> None:
    assert found(tmp_path, ending, **{place: f"  {comment}"}) == []


@pytest.mark.parametrize(
    "comment", ["# flake8: noqa", "# kerascop: file-ignore[KC204]", "# ruff: noqa: KC204"]
)
def test_a_comment_anywhere_silences_the_file(comment: str, tmp_path: Path) -> None:
    assert found(tmp_path, elsewhere=f"\n{comment}") == []


@pytest.mark.parametrize(
    "comment",
    ["# noqa: E501", "# noqa: KC", "# noqa:", "# noqual", "# kerascop: ignored", "# ignore[KC204]"],
)
def test_other_comments_silence_nothing(comment: str, tmp_path: Path) -> None:
    assert found(tmp_path, inside=f"  {comment}") == ["KC204"]


def test_a_comment_on_another_statement_silences_nothing_and_is_reported(tmp_path: Path) -> None:
    assert found(tmp_path, elsewhere="  # noqa: KC204") == ["KC204", "KC902"]


def test_a_comment_about_a_rule_that_did_not_run_is_left_alone(tmp_path: Path) -> None:
    assert found(tmp_path, elsewhere="  # noqa: KC305") == ["KC204"]


def test_a_comment_about_every_rule_is_judged_only_if_the_usual_rules_ran(tmp_path: Path) -> None:
    path = tmp_path / "plain.py"
    path.write_text("x = 1  # kerascop: ignore\n")
    narrow = Settings(Selection(select=("KC204", "KC902")))
    assert lint([path], narrow).findings == ()
    usual = Settings(Selection(extend_select=("KC902",)))
    assert [each.code for each in lint([path], usual).findings] == ["KC902"]


def test_a_file_that_has_nothing_to_do_with_keras_is_judged_too(tmp_path: Path) -> None:
    path = tmp_path / "plain.py"
    path.write_text("x = 1  # noqa: KC204\ny = 2  # kerascop: ignore[KC299]\n")
    settings = Settings(Selection(select=("KC204", "KC902", "KC903")))
    assert [each.code for each in lint([path], settings).findings] == ["KC902", "KC903"]
    assert [each.code for each in lint([path]).findings] == ["KC903"]


def test_comments_of_a_text_that_is_no_python_count_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.py"
    path.write_text("from keras import layers\nlayers.Dense(  # noqa: KC901\n")
    assert lint([path]).findings == ()
