"""`kerascop new-rule`: what it writes works, and what is taken it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kerascop.cli import app
from kerascop.linting import Group
from kerascop.linting.loader import load_rules


def call(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [*words])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_skeleton_keeps_the_contract(here: Path) -> None:
    status, page, hint = call("new-rule", "loud-noise", "--group", "design")
    assert status == 0
    stem = "my001_loud_noise"
    assert page.splitlines() == [
        f"kerascop_rules/{stem}.py",
        f"kerascop_rules/fixtures/{stem}/buggy.py",
        f"kerascop_rules/fixtures/{stem}/clean.py",
    ]
    assert '`rules-dir = "kerascop_rules"`' in hint
    (rule,) = load_rules(here / "kerascop_rules")
    assert (rule.code, rule.name, rule.group) == ("MY001", "loud-noise", Group.DESIGN)
    assert (here / "kerascop_rules/fixtures" / stem / "buggy.py").read_text() == (
        rule.documentation.example
    )


def test_the_faulty_program_is_found_and_the_clean_one_is_not(here: Path) -> None:
    call("new-rule", "loud-noise", "--code", "ACME042", "--rules-dir", "checks")
    words = ("--rules-dir", "checks", "--select", "ACME042", "--output-format", "concise")
    status, page, _ = call("lint", *words, "checks/fixtures")
    assert status == 1
    assert page.splitlines()[0].startswith("checks/fixtures/acme042_loud_noise/buggy.py:6:11: ACME")
    assert page.splitlines()[1] == "Found 1 finding (1 warning)."


def test_codes_count_up_from_the_last_one_of_the_folder() -> None:
    call("new-rule", "loud-noise", "--code", "ACME042")
    _, page, _ = call("new-rule", "other-noise")
    assert page.startswith("kerascop_rules/acme043_other_noise.py\n")


def test_the_folder_of_the_settings_is_used_though_it_is_not_there_yet(here: Path) -> None:
    (here / "kerascop.toml").write_text('rules-dir = "lint/rules"')
    status, page, hint = call("new-rule", "loud-noise")
    assert status == 0
    assert page.startswith("lint/rules/my001_loud_noise.py\n")
    assert hint.startswith("Try it: ")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["single-unit-softmax"], "`single-unit-softmax` is taken by KC204"),
        (["loud-noise"], "`loud-noise` is taken by MY001"),
        (["other-noise", "--code", "MY001"], "`MY001` is taken by MY001 loud-noise"),
        (["other-noise", "--code", "KC204"], "`KC204`: codes that begin with KC"),
        (["other-noise", "--code", "KC999"], "`KC999`: codes that begin with KC"),
        (["other-noise", "--code", "M1"], "two to six letters and three digits, not `M1`"),
        (["Other_Noise"], "such as `other-noise`: not `Other_Noise`"),
        (["../noise"], "lower case words joined by hyphens: not `../noise`"),
        (["other-noise", "--group", "desing"], "unknown group `desing`; did you mean `design`?"),
        (["other-noise", "--rules-dir", "file"], "`file` is no folder"),
    ],
)
def test_what_is_taken_or_malformed_is_refused(
    here: Path, words: list[str], complaint: str
) -> None:
    call("new-rule", "loud-noise")
    (here / "file").write_text("")
    before = sorted(here.rglob("*"))
    status, _, error = call("new-rule", *words)
    assert (status, error.count("\n")) == (2, 1)
    assert complaint in error
    assert [path for path in sorted(here.rglob("*")) if "__pycache__" not in path.parts] == [
        path for path in before if "__pycache__" not in path.parts
    ]


def test_nothing_is_overwritten(here: Path) -> None:
    left = here / "kerascop_rules/fixtures/my001_loud_noise/clean.py"
    left.parent.mkdir(parents=True)
    left.write_text("mine")
    status, _, error = call("new-rule", "loud-noise")
    assert (status, left.read_text()) == (2, "mine")
    assert "is there already" in error
    assert not (here / "kerascop_rules/my001_loud_noise.py").exists()
