"""What other programs read of the repository: the hooks of pre-commit, the action, the examples."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kerascop.cli import app

yaml = pytest.importorskip("yaml", reason="the extra `docs` is not installed")

ROOT = Path(__file__).parents[1]
CLEAN = """\
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(1, activation="sigmoid")])
"""
FAULTY = CLEAN.replace("sigmoid", "softmax")


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def flags_of(command: str) -> set[str]:
    return set(re.findall(r"(?<!\S)--[a-z-]+", command))


KNOWN = flags_of(
    CliRunner().invoke(app, ["lint", "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"}).output
)


def test_there_is_a_hook_to_lint_and_one_to_fix() -> None:
    lint, fix = read(".pre-commit-hooks.yaml")
    assert (lint["id"], lint["entry"]) == ("kerascop", "kerascop lint")
    assert (fix["id"], fix["entry"]) == ("kerascop-fix", "kerascop lint --fix")
    for hook in (lint, fix):
        assert hook["language"] == "python"
        assert hook["types_or"] == ["python", "jupyter"]


def test_every_example_is_yaml_and_its_flags_exist() -> None:
    text = (ROOT / "docs" / "ci.md").read_text("utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 4
    for block in blocks:
        assert yaml.safe_load(block)
        for command in re.findall(r"kerascop lint [^|>\n]*", block):
            assert flags_of(command) <= KNOWN, command


def test_the_documentation_has_every_input_of_the_action() -> None:
    text = (ROOT / "docs" / "ci.md").read_text("utf-8")
    for name, said in read("action.yml")["inputs"].items():
        default = f"`{said['default']}`" if said["default"] else ""
        assert re.search(rf"^\| `{name}` \| {re.escape(default)} ?\|", text, re.MULTILINE), name


Step = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def step(tmp_path: Path) -> Step:
    """Runs the step that lints, in a repository with a faulty commit and another one behind it."""
    if shutil.which("bash") is None or shutil.which("git") is None:
        pytest.skip("bash or git is not installed")
    (script,) = (
        each["run"] for each in read("action.yml")["runs"]["steps"] if each.get("id") == "lint"
    )
    work, temp = tmp_path / "work", tmp_path / "temp"
    work.mkdir()
    temp.mkdir()
    command = tmp_path / "kerascop"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m kerascop "$@"\n')
    command.chmod(0o755)

    def git(*words: str) -> None:
        author = ("-c", "user.name=n", "-c", "user.email=n@example.org")
        subprocess.run(["git", *author, *words], cwd=work, check=True, capture_output=True)

    git("init", "-q")
    (work / "old.py").write_text(FAULTY)
    git("add", ".")
    git("commit", "-qm", "old")
    git("tag", "start")
    (work / "new.py").write_text(FAULTY)
    git("add", ".")
    git("commit", "-qm", "new")

    def run(event: str = "pull_request", **given: str) -> subprocess.CompletedProcess[str]:
        variables = {
            "KERASCOP_PATHS": ".",
            "KERASCOP_ARGS": "--isolated",
            "KERASCOP_CHANGED": "auto",
            "KERASCOP_BASE": "start",
            "KERASCOP_FAIL": "true",
            "KERASCOP_COMMAND": str(command),
            "GITHUB_EVENT_NAME": event,
            "GITHUB_OUTPUT": str(temp / "output"),
            "RUNNER_TEMP": str(temp),
            "PYTHONPATH": str(ROOT),
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script],
            cwd=work,
            env={**os.environ, **variables, **given},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


def found(tmp_path: Path) -> list[str]:
    """The files that the SARIF file of the action has findings in."""
    log = json.loads((tmp_path / "temp" / "kerascop.sarif").read_text("utf-8"))
    return [
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in log["runs"][0]["results"]
        for place in result["locations"]
    ]


def test_on_a_pull_request_the_action_tells_what_is_new(step: Step, tmp_path: Path) -> None:
    done = step()
    assert done.returncode == 1, done.stderr
    assert found(tmp_path) == ["new.py"]
    assert "file=new.py,line=3" in done.stdout
    outputs = (tmp_path / "temp" / "output").read_text().splitlines()
    assert outputs == ["status=1", f"sarif={tmp_path / 'temp' / 'kerascop.sarif'}"]


def test_on_a_push_it_tells_everything(step: Step, tmp_path: Path) -> None:
    assert step("push").returncode == 1
    assert found(tmp_path) == ["new.py", "old.py"]


def test_it_need_not_let_the_job_fail(step: Step, tmp_path: Path) -> None:
    assert step(KERASCOP_FAIL="false").returncode == 0
    assert found(tmp_path) == ["new.py"]
    assert step(KERASCOP_PATHS="old.py").returncode == 0
    assert found(tmp_path) == []


def test_misuse_lets_the_job_fail_whatever_is_asked(step: Step) -> None:
    done = step(KERASCOP_ARGS="--select KC2044", KERASCOP_FAIL="false")
    assert done.returncode == 2
    assert "unknown rule or group `KC2044`" in done.stderr
    done = step(KERASCOP_BASE="", KERASCOP_FAIL="false")
    assert done.returncode == 2
    assert "changed-lines needs base" in done.stdout


def test_inputs_are_words_and_no_commands(step: Step, tmp_path: Path) -> None:
    done = step(KERASCOP_PATHS="$(touch${IFS}hurt) ; touch hurt", KERASCOP_CHANGED="false")
    assert done.returncode == 2
    assert not (tmp_path / "work" / "hurt").exists()
