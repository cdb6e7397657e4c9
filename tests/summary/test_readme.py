"""What the README shows of summaries is what kerascop prints today."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from kerascop.cli.summary import command
from kerascop.summary.formats import FORMATS
from kerascop.summary.run import overview
from kerascop.summary.table import render

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
SECTION = README.partition("## Summaries\n")[2].partition("\n## ")[0]


def block(language: str, text: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_the_table_is_that_of_the_program_of_the_tour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("train.py").write_text(block("python", README), "utf-8")
    page = render(overview(["train.py"]))
    shown = block("console", SECTION).removeprefix("$ kerascop summary train.py\n")
    assert page.startswith(shown)
    assert page.removeprefix(shown).startswith(" KC201 "), "the findings follow"


def test_every_format_is_told_and_offered() -> None:
    offered = next(each.type for each in command.params if each.name == "output_format")
    assert isinstance(offered, click.Choice)
    assert set(FORMATS) == set(offered.choices)
    assert all(f"`{name}`" in SECTION for name in FORMATS)
