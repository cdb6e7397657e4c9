"""What `lint` tells, where, and with which status, as its flags say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from kerascop.cli import app
from kerascop.reporting import FORMATS

ERROR = """\
from keras import Sequential, layers

model = Sequential([layers.Input((4,)), layers.Dense(3)])
model.compile("adam", "categorical_crossentropy")
"""
WARNINGS = """\
from keras.optimizers import Adam

first, second = Adam(lr=0.1), Adam(lr=0.2)
"""

Lint = Callable[..., tuple[int, str, str]]


@pytest.fixture
def lint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lint:
    """Runs `kerascop lint` in a folder with an error, two warnings, and files without findings."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, text in {"error.py": ERROR, "warnings.py": WARNINGS, "clean.py": ""}.items():
        (tmp_path / name).write_text(text, "utf-8")

    def run(*words: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, ["lint", "--isolated", *words])
        return result.exit_code, result.stdout, result.stderr

    return run


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_goes_to_a_file_as_it_goes_to_standard_output(lint: Lint, name: str) -> None:
    status, shown, _ = lint("--output-format", name)
    assert status == 1
    assert "KC302" in shown
    assert lint("--output-format", name, "--output-file", "report.txt") == (1, "", "")
    assert Path("report.txt").read_text("utf-8") == shown


def test_a_file_holds_no_colours(lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in lint("error.py")[1]
    lint("error.py", "-o", "report.txt")
    assert "\x1b[" not in Path("report.txt").read_text("utf-8")


def test_a_file_that_cannot_be_written_is_one_line_and_status_2(lint: Lint) -> None:
    status, shown, errors = lint("error.py", "--output-file", "absent/report.txt")
    assert (status, shown) == (2, "")
    assert errors == "kerascop: `absent/report.txt` cannot be written: No such file or directory\n"


def test_an_unknown_format_is_told_the_nearest_one(lint: Lint) -> None:
    assert lint("--output-format", "jsonlines") == (
        2,
        "",
        "kerascop: unknown output format `jsonlines`; did you mean `json-lines`?\n",
    )


def test_grouped_tells_the_findings_of_each_file_below_its_name(lint: Lint) -> None:
    lines = lint("--output-format", "grouped")[1].splitlines()
    assert lines[0] == "error.py:"
    assert lines[1].startswith("  4:23  KC302 `categorical_crossentropy` expects")
    assert lines[2:4] == ["", "warnings.py:"]
    assert [line[:13] for line in lines[4:6]] == ["  3:22  KC701", "  3:36  KC701"]
    assert lines[-1].startswith("Found 3 findings (1 error, 2 warnings).")


def test_json_lines_are_the_objects_of_json(lint: Lint) -> None:
    lines = lint("--output-format", "json-lines")[1].splitlines()
    assert [json.loads(line) for line in lines] == json.loads(lint("--output-format", "json")[1])


def test_statistics_count_the_findings_of_each_rule(lint: Lint) -> None:
    status, shown, _ = lint("--statistics")
    assert status == 1
    assert shown == "2  KC701 removed-argument\n1  KC302 logits-as-probabilities\n"
    first, _ = json.loads(lint("--statistics", "--output-format", "json")[1])
    assert first == {"code": "KC701", "name": "removed-argument", "count": 2, "fixable": 2}
    assert lint("--statistics", "clean.py") == (0, "", "")


def test_statistics_have_no_place_in_other_formats(lint: Lint) -> None:
    status, shown, errors = lint("--statistics", "--output-format", "sarif")
    assert (status, shown) == (2, "")
    assert errors.startswith("kerascop: `--statistics` has no `sarif`; it has full, concise")


@pytest.mark.parametrize("name", ["full", "concise", "grouped"])
def test_quiet_tells_the_findings_and_nothing_else(lint: Lint, name: str) -> None:
    shown = lint("--output-format", name)[1]
    quiet = lint("--quiet", "--output-format", name)
    assert shown.startswith(quiet[1])
    assert shown.removeprefix(quiet[1]).startswith("Found 3 findings")
    assert shown.removeprefix(quiet[1]).count("\n") == 1
    assert quiet[::2] == (1, "")
    assert lint("-q", "--output-format", name, "clean.py") == (0, "", "")


def test_quiet_fixes_in_silence(lint: Lint) -> None:
    assert lint("--quiet", "--fix", "warnings.py") == (0, "", "")
    assert "learning_rate=0.1" in Path("warnings.py").read_text("utf-8")


def test_exit_zero_tells_findings_and_is_content(lint: Lint) -> None:
    status, shown, _ = lint("--exit-zero")
    assert status == 0
    assert "KC302" in shown
    assert lint("--exit-zero", "--diff", "warnings.py")[0] == 0
    assert lint("--exit-zero", "absent.py")[0] == 2


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["warnings.py", "--max-warnings", "2"], 0),
        (["warnings.py", "--max-warnings", "1"], 1),
        (["warnings.py", "--max-warnings", "0"], 1),
        (["warnings.py"], 1),
        (["error.py", "--max-warnings", "2"], 1),
        (["clean.py", "--max-warnings", "0"], 0),
        (["warnings.py", "--max-warnings", "0", "--severity", "KC701=info"], 0),
        (["warnings.py", "--max-warnings", "0", "--exit-zero"], 0),
    ],
)
def test_so_many_warnings_are_no_failure(lint: Lint, words: list[str], status: int) -> None:
    assert lint(*words)[0] == status


def test_too_many_warnings_are_told_apart(lint: Lint) -> None:
    assert lint("warnings.py", "--max-warnings", "1")[2] == "kerascop: 2 warnings, more than 1\n"
    assert lint("warnings.py", "--max-warnings", "2")[2] == ""
    assert lint("warnings.py", "--max-warnings", "-1")[0] == 2


def test_what_fixes_would_change_goes_to_the_file_too(lint: Lint) -> None:
    shown = lint("--diff", "warnings.py")[1]
    assert lint("--diff", "warnings.py", "-o", "fixes.patch") == (1, "", "")
    assert Path("fixes.patch").read_text("utf-8") == shown
