"""The docstring of every rule keeps its promises: its example is flagged, its remedy is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascop.confirming.outcome import BuildFailure, Disagreement
from kerascop.linting.loader import builtin_folder, load_rules, subject_of
from kerascop.linting.rule import Rule
from kerascop.linting.run import lint
from tests.building import extended
from tests.markers import marked

RULES = [
    rule
    for rule in load_rules(builtin_folder())
    if subject_of(rule) not in (BuildFailure, Disagreement)
]
"""Those that speak without Keras; the others are asked in `tests/confirming/test_judging.py`."""


@pytest.fixture(params=RULES, ids=lambda rule: rule.code)
def rule(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Rule:
    # A defect of kerascop in an example must not pass for silence.
    monkeypatch.setenv("KERASCOP_DEBUG", "1")
    found = request.param
    assert isinstance(found, Rule)
    return found


def test_the_example_is_flagged_once_where_it_is_marked(rule: Rule, tmp_path: Path) -> None:
    path = tmp_path / "example.py"
    path.write_text(rule.documentation.example, "utf-8")
    report = lint([path], extended(rule.code))
    found = [finding.span for finding in report.findings if finding.code == rule.code]
    assert len(found) == 1
    marks = [mark for mark in marked(path) if mark.code == rule.code]
    assert [mark.line for mark in marks] in ([], [found[0].start_line])


def test_the_remedy_is_silent(rule: Rule, tmp_path: Path) -> None:
    path = tmp_path / "use_instead.py"
    path.write_text(rule.documentation.use_instead, "utf-8")
    report = lint([path], extended(rule.code))
    assert [(finding.code, finding.span, finding.message) for finding in report.findings] == []


def test_the_rule_has_faulty_and_clean_fixtures(rule: Rule) -> None:
    stem = f"{rule.code.lower()}_{rule.name.replace('-', '_')}"
    folder = Path(__file__).parents[1] / "fixtures" / "rules" / stem
    names = {path.name.split("_")[0].split(".")[0] for path in folder.glob("*")}
    assert names >= {"buggy", "clean"}
