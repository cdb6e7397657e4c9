"""Findings that are known: baselines, `--add-noqa`, and lines that changed since a revision."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from kerascop.cli import app

HEAD = "from keras import Sequential, layers\n"
MODEL = """\
{name} = Sequential([
    layers.Input((4,)),
    layers.Dense(1, activation="softmax"),
])
"""


def models(*names: str) -> str:
    return HEAD + "".join(MODEL.format(name=name) for name in names)


def run(*arguments: str) -> tuple[int, list[str], str]:
    """The exit status, the places of the findings, and what is told on standard error."""
    result = CliRunner().invoke(app, ["lint", "--output-format", "concise", *arguments])
    lines = [line for line in result.stdout.splitlines() if " KC" in line]
    return result.exit_code, [":".join(line.split(":")[:2]) for line in lines], result.stderr


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KERASCOP_DEBUG", "1")
    (tmp_path / "net.py").write_text(models("a", "b"))
    return tmp_path


def test_a_baseline_silences_what_it_counts(folder: Path) -> None:
    assert run("net.py")[:2] == (1, ["net.py:4", "net.py:8"])
    assert run("net.py", "--write-baseline")[:2] == (0, [])
    assert json.loads((folder / "kerascop-baseline.json").read_text()) == {
        "version": 1,
        "files": {"net.py": {"KC204": 2}},
    }
    assert run("net.py")[:2] == (0, [])
    assert run("net.py", "--no-baseline")[0] == 1


def test_only_the_surplus_is_told_wherever_lines_moved(folder: Path) -> None:
    run(".", "--write-baseline")
    (folder / "net.py").write_text("# moved\n\n" + models("a", "b", "c"))
    (folder / "new.py").write_text(models("a"))
    assert run(".")[:2] == (1, ["net.py:14", "new.py:4"])


def test_a_pruned_baseline_holds_no_more_than_there_is(folder: Path) -> None:
    run(".", "--write-baseline")
    (folder / "net.py").write_text(models("a"))
    (folder / "new.py").write_text(models("a"))
    assert run(".", "--prune-baseline")[0] == 0
    assert json.loads((folder / "kerascop-baseline.json").read_text())["files"] == {
        "net.py": {"KC204": 1}
    }
    assert run(".")[1] == ["new.py:4"]


def test_files_that_are_not_linted_keep_their_counts_while_they_exist(folder: Path) -> None:
    (folder / "other.py").write_text(models("a"))
    (folder / "gone.py").write_text(models("a"))
    run(".", "--write-baseline")
    (folder / "gone.py").unlink()
    run("net.py", "--prune-baseline")
    files = json.loads((folder / "kerascop-baseline.json").read_text())["files"]
    assert set(files) == {"net.py", "other.py"}


def test_a_baseline_lies_where_it_is_told_or_beside_the_settings(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(".", "--write-baseline", "--baseline", "known.json")[0] == 0
    assert run(".", "--baseline", "known.json")[0] == 0
    assert run(".")[0] == 1
    (folder / "known.json").rename(folder / "kerascop-baseline.json")
    (folder / "kerascop.toml").write_text("")
    (folder / "deep").mkdir()
    monkeypatch.chdir(folder / "deep")
    assert run("../net.py")[0] == 0


def test_a_baseline_elsewhere_means_the_same_files_on_every_machine(folder: Path) -> None:
    (folder / "ci").mkdir()
    assert run("net.py", "--write-baseline", "--baseline", "ci/known.json")[0] == 0
    files = json.loads((folder / "ci" / "known.json").read_text())["files"]
    assert files == {"../net.py": {"KC204": 2}}
    assert run("net.py", "--baseline", "ci/known.json")[:2] == (0, [])


@pytest.mark.parametrize("flag", ["--prune-baseline", "--write-baseline"])
def test_rules_that_were_not_applied_keep_their_counts(folder: Path, flag: str) -> None:
    run(".", "--write-baseline")
    assert run(".", flag, "--select", "KC7")[0] == 0
    assert run(".")[:2] == (0, [])
    run(".", flag, "--per-file-ignores", "net.py:KC204")
    assert run(".")[:2] == (0, [])


@pytest.mark.parametrize(
    "text", ["", "[]", '{"version": 1}', '{"version": 1, "files": {"a": 2}}', '{"files": {}}']
)
def test_a_broken_baseline_is_misuse(text: str, folder: Path) -> None:
    (folder / "kerascop-baseline.json").write_text(text)
    status, _, errors = run(".")
    assert status == 2
    assert "kerascop-baseline.json" in errors
    assert len(errors.splitlines()) == 1


def test_a_baseline_that_is_not_there_is_misuse(folder: Path) -> None:
    assert run(".", "--baseline", "none.json")[0] == 2
    assert run(".", "--prune-baseline")[0] == 2


def test_comments_are_added_behind_statements(folder: Path) -> None:
    (folder / "net.py").write_text(models("a").rstrip("\n") + "  # a model\n")
    (folder / "two.py").write_text(models("a").rstrip("\n") + "  # noqa: E501\n")
    assert run(".", "--add-noqa")[0] == 0
    assert (folder / "net.py").read_text().endswith("])  # a model  # noqa: KC204\n")
    assert (folder / "two.py").read_text().endswith("])  # noqa: E501, KC204\n")
    assert run(".")[:2] == (0, [])


def git(*arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments],
        check=True,
        capture_output=True,
    )


def test_only_findings_on_changed_lines_are_told(folder: Path) -> None:
    git("init", "--initial-branch", "main")
    git("add", ".")
    git("commit", "--message", "one")
    git("checkout", "-b", "feature")
    git("mv", "net.py", "moved.py")
    (folder / "moved.py").write_text("# moved\n" + models("a", "b", "c"))
    git("commit", "--all", "--message", "two")
    (folder / "new.py").write_text(models("a"))
    git("checkout", "--quiet", "main")
    (folder / "elsewhere.py").write_text(models("a"))
    git("add", "elsewhere.py")
    git("commit", "--message", "three")
    git("checkout", "--quiet", "feature")
    assert run(".", "--diff-base", "main")[:2] == (1, ["moved.py:13", "new.py:4"])
    assert run(".", "--diff-base", "HEAD")[:2] == (1, ["new.py:4"])
    assert run(".", "--diff-base", "nonsense")[0] == 2


def test_form_feeds_do_not_shift_the_changed_lines(folder: Path) -> None:
    git("init", "--initial-branch", "main")
    (folder / "net.py").write_text("\f\n\f\n# \v\n" + models("a"))
    git("add", ".")
    git("commit", "--message", "one")
    assert run("net.py", "--diff-base", "HEAD")[:2] == (0, [])
    (folder / "net.py").write_text("\f\n\f\n# \v\n" + models("a", "b"))
    assert run("net.py", "--diff-base", "HEAD")[:2] == (1, ["net.py:11"])


@pytest.mark.parametrize(
    ("revision", "complaint"),
    [
        ("nonsense", "git knows no revision `nonsense`"),
        ("", "`--diff-base` wants a revision, not nothing"),
    ],
)
def test_a_revision_that_is_none_is_misuse_whatever_is_found(
    folder: Path, revision: str, complaint: str
) -> None:
    git("init", "--initial-branch", "main")
    (folder / "clean.py").write_text("")
    for name in ("clean.py", "net.py"):
        assert run(name, "--diff-base", revision) == (2, [], f"kerascop: {complaint}\n")


def test_a_shallow_clone_says_what_is_missing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("init", "--initial-branch", "main")
    git("add", ".")
    git("commit", "--message", "one")
    (folder / "net.py").write_text(models("a", "b", "c"))
    git("commit", "--all", "--message", "two")
    git("clone", "--depth", "1", folder.as_uri(), "clone")
    monkeypatch.chdir(folder / "clone")
    assert run(".", "--diff-base", "HEAD")[:2] == (0, [])
    assert run(".", "--diff-base", "HEAD~1") == (
        2,
        [],
        "kerascop: git knows no revision `HEAD~1`; the clone is shallow: fetch it first\n",
    )


def test_changed_lines_outside_a_repository_are_misuse(folder: Path) -> None:
    status, _, errors = run(".", "--diff-base", "HEAD")
    assert status == 2
    assert len(errors.splitlines()) == 1
