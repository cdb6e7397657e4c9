"""The README says what is true. What it shows is what kerascop prints today."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kerascop.config import Settings
from kerascop.linting.catalogue import table
from kerascop.linting.loader import builtin_folder, load_rules
from kerascop.linting.run import Report, lint
from kerascop.reporting import FORMATS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def tour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """The program of the tour, linted."""
    monkeypatch.chdir(tmp_path)
    Path("train.py").write_text(block("python"), "utf-8")
    return lint(["train.py"])


def test_the_tour_is_what_the_report_looks_like(tour: Report) -> None:
    assert block("console") == f"$ kerascop lint train.py\n{FORMATS['full'](tour, False)}"


def test_the_json_is_that_of_the_last_finding_of_the_tour(tour: Report) -> None:
    last = lint(["train.py"], Settings(docs_url="https://docs.example.org/kerascop/"))
    assert json.loads(block("json")) == json.loads(FORMATS["json"](last, False))[-1:]


def test_the_table_of_rules_is_what_kerascop_rule_prints() -> None:
    assert table(load_rules(builtin_folder())) in README


def test_ci_runs_the_test_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    pattern = re.search(r"grep --max-count=1 '(.*)' README\.md", script)
    assert pattern is not None
    assert re.findall(pattern[1], README, re.MULTILINE) == [
        "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/pytest -n auto"
    ]
