"""Rules that do not come with kerascop: of the settings' `rules-dir`, and of installed packages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from click.testing import CliRunner

from kerascop.cli import app

ROOT = Path(__file__).parents[2]
NOISY = """\
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input((20,)))
model.add(layers.GaussianNoise(5.0))
model.add(layers.Dense(1))
"""


class Result(Protocol):
    """What a command says and how it ends."""

    exit_code: int

    @property
    def stdout(self) -> str: ...
    @property
    def stderr(self) -> str: ...


Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls kerascop in a working folder with one noisy program."""
    monkeypatch.chdir(tmp_path)
    Path("model.py").write_text(NOISY)

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, [*words])

    return run


@pytest.fixture
def project(call: Call) -> Call:
    """The same with a rule of its own, `MY001 loud-noise`, that the settings name."""
    Path("kerascop.toml").write_text('rules-dir = "checks"\nextend-exclude = ["checks"]\n')
    assert call("new-rule", "loud-noise").exit_code == 0
    return call


def test_a_rule_of_the_settings_is_applied(project: Call) -> None:
    result = project("lint", "--output-format=concise")
    assert result.stdout.startswith("model.py:6:11: MY001 ")
    assert result.exit_code == 1


def test_it_is_selected_and_ignored_like_any_other(project: Call) -> None:
    for words in (["--ignore=MY001"], ["--ignore=MY"], ["--ignore=loud-noise"], ["--select=KC"]):
        assert project("lint", *words).exit_code == 0
    for words in (["--select=MY"], ["--select=MY0"], ["--ignore=MY", "--extend-select=MY001"]):
        assert project("lint", *words).exit_code == 1
    shown = project("lint", "--output-format=json", "--severity=MY=error").stdout
    assert '"severity": "error"' in shown


def test_it_is_silenced_by_comments_and_the_comments_are_judged(project: Call) -> None:
    Path("model.py").write_text(NOISY.replace("(5.0))", "(5.0))  # noqa: MY001"))
    assert project("lint").exit_code == 0
    Path("model.py").write_text(NOISY.replace("(5.0))", "(0.5))  # noqa: MY001"))
    result = project("lint", "--output-format=concise", "--extend-select=KC902")
    assert " KC902 " in result.stdout


def test_it_has_its_documentation(project: Call) -> None:
    assert project("rule", "MY001").stdout.startswith("# MY001 loud-noise")
    assert "| MY001 | loud-noise | suspicious | on |" in project("rule").stdout


def test_without_settings_it_is_unknown(project: Call) -> None:
    assert project("lint", "--isolated").exit_code == 0
    result = project("lint", "--isolated", "--select=MY001")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert project("lint", "--isolated", "--rules-dir=checks").exit_code == 1
    assert project("lint", "--isolated", "--config=rules-dir = 'checks'").exit_code == 1


def test_what_is_linted_does_not_choose_what_is_run(
    project: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "checks" / "my001_loud_noise.py").write_text("raise SystemExit('it was run')")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kerascop.toml").write_text("")
    monkeypatch.chdir(elsewhere)
    result = project("lint", "../model.py")
    assert result.exit_code == 2
    assert "it was run" not in result.stderr
    assert "`rules-dir` counts in the settings of the working folder only" in result.stderr
    assert f"--rules-dir {tmp_path / 'checks'}" in result.stderr


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ('rules-dir = "nowhere"', "rules-dir: there is no folder `"),
        ('rules-dir = "."', "holds no rules; their files are called by code and name"),
        ('rules-dir = ["checks"]', "`rules-dir`: expected `str`, got `list`"),
        ('rule-dir = "checks"', "unknown key `rule-dir`; did you mean `rules-dir`?"),
    ],
)
def test_wrong_settings_are_told_in_one_line(call: Call, settings: str, complaint: str) -> None:
    Path("kerascop.toml").write_text(settings)
    result = call("lint")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert complaint in result.stderr


def test_a_code_or_name_of_kerascop_is_taken(project: Call) -> None:
    rule = Path("checks/my001_loud_noise.py")
    text = rule.read_text()
    rule.unlink()
    Path("checks/kc204_loud_noise.py").write_text(text.replace("MY001", "KC204"))
    result = project("lint")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "`KC204` exists twice" in result.stderr


def offer(site: Path, rule: str, target: str = "acme_rules") -> None:
    """What installing a package leaves behind: its rule files, and an entry point."""
    package, about = site / "acme_rules", site / "acme_rules-1.0.dist-info"
    package.mkdir(parents=True)
    about.mkdir()
    (package / "__init__.py").write_text("")
    (package / "acme001_loud_noise.py").write_text(rule)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-rules\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[kerascop.rules]\nacme = {target}\n")


def in_process(site: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kerascop", *words],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(ROOT)])},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_an_installed_package_offers_rules(project: Call, tmp_path: Path) -> None:
    rule = Path("checks/my001_loud_noise.py").read_text().replace("MY001", "ACME001")
    offer(tmp_path / "site", rule)
    done = in_process(
        tmp_path / "site", "lint", "--isolated", "--output-format=concise", "model.py"
    )
    assert done.stdout.startswith("model.py:6:11: ACME001 "), done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("target", "complaint"),
    [("acme_rulez", "names no package"), ("json.tool", "names no package"), ("json", "no rules")],
)
def test_a_package_that_offers_none_is_told_of(
    call: Call, tmp_path: Path, target: str, complaint: str
) -> None:
    offer(tmp_path / "site", "", target)
    done = in_process(tmp_path / "site", "lint")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert f"the entry point `acme = {target}` of acme-rules" in done.stderr
    assert complaint in done.stderr
