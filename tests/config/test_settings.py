"""Settings as a user meets them: in files, with `--config`, as flags, and with mistakes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from click.testing import CliRunner

from kerascop.cli import app

PROGRAM = """
import keras
from keras import layers

model = keras.Sequential([keras.Input((8,)), layers.Dense(4, activaton="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(lr=0.001), loss="mse", metrics=["accuracy"])
"""


class Result(Protocol):
    """What a command says and how it ends."""

    exit_code: int

    @property
    def stdout(self) -> str: ...
    @property
    def stderr(self) -> str: ...
    @property
    def output(self) -> str: ...


Write = Callable[[str, str], Path]
Lint = Callable[..., Result]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a file below the working folder."""
    monkeypatch.chdir(tmp_path)

    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return write_file


@pytest.fixture
def lint(write: Write) -> Lint:
    """Lints the working folder, which has one program in `model.py`."""
    write("model.py", PROGRAM)

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["lint", *words])

    return run


def codes(result: Result, name: str = "model.py") -> list[str]:
    """The codes of the findings in a file."""
    return [item["code"] for item in items(result) if item["filename"] == name]


def items(result: Result) -> list[dict[str, str]]:
    assert result.exit_code in (0, 1), result.output
    found = json.loads(result.stdout)
    assert isinstance(found, list)
    return found


def severities(result: Result) -> dict[str, str]:
    """The severity of each code."""
    return {item["code"]: item["severity"] for item in items(result)}


def complaint(result: Result) -> str:
    """What is said of a misuse: one line, and status 2."""
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    return str(line).removeprefix("kerascop: ")


JSON = ("--output-format", "json")


# --- where settings lie -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "header"),
    [("kerascop.toml", ""), (".kerascop.toml", ""), ("pyproject.toml", "[tool.kerascop]\n")],
)
def test_settings_lie_beside_the_code(write: Write, lint: Lint, name: str, header: str) -> None:
    write(name, f'{header}select = ["KC303"]')
    assert codes(lint(*JSON)) == ["KC303"]


def test_the_nearest_settings_file_of_each_file_counts(write: Write, lint: Lint) -> None:
    write("kerascop.toml", 'select = ["KC303"]')
    write("old/kerascop.toml", 'select = ["KC701"]')
    write("old/deep/model.py", PROGRAM)
    write("new/model.py", PROGRAM)
    result = lint(*JSON)
    assert codes(result) == codes(result, "new/model.py") == ["KC303"]
    assert codes(result, "old/deep/model.py") == ["KC701"]


def test_a_pyproject_without_the_table_is_passed_over(write: Write, lint: Lint) -> None:
    write("kerascop.toml", 'select = ["KC303"]')
    write("sub/pyproject.toml", "[tool.ruff]\nline-length = 100")
    write("sub/model.py", PROGRAM)
    assert codes(lint(*JSON), "sub/model.py") == ["KC303"]


def test_kerascop_toml_comes_before_pyproject(write: Write, lint: Lint) -> None:
    write("kerascop.toml", 'select = ["KC303"]')
    write("pyproject.toml", '[tool.kerascop]\nselect = ["KC701"]')
    assert codes(lint(*JSON)) == ["KC303"]


def test_a_settings_file_may_extend_another(write: Write, lint: Lint) -> None:
    write("shared/base.toml", 'select = ["KC3", "KC7"]\noutput-format = "json"')
    write("kerascop.toml", 'extend = "shared/base.toml"\nignore = ["KC701"]')
    assert codes(lint()) == ["KC303"]


def test_extending_in_a_circle_is_misuse(write: Write, lint: Lint) -> None:
    write("kerascop.toml", 'extend = "other.toml"')
    write("other.toml", 'extend = "kerascop.toml"')
    assert complaint(lint()).endswith("kerascop.toml: `extend` leads back to itself")


def test_isolated_reads_no_settings(write: Write, lint: Lint) -> None:
    write("kerascop.toml", 'select = ["KC303"]')
    assert "KC701" in codes(lint("--isolated", *JSON))


# --- what beats what --------------------------------------------------------------------------


def test_select_on_the_command_line_beats_the_file(write: Write, lint: Lint) -> None:
    write("kerascop.toml", 'select = ["KC303"]\nignore = ["KC701"]')
    assert codes(lint("--select", "KC701", *JSON)) == ["KC701"]


def test_ignore_and_extend_select_change_what_the_file_selects(write: Write, lint: Lint) -> None:
    write("kerascop.toml", 'select = ["KC303", "KC221"]')
    assert codes(lint("--ignore", "KC2", *JSON)) == ["KC303"]
    assert codes(lint("--extend-select", "KC701", *JSON)) == ["KC221", "KC701", "KC303"]


def test_config_values_beat_files_and_flags_beat_config_values(write: Write, lint: Lint) -> None:
    write("kerascop.toml", 'select = ["KC303"]')
    inline = ("--config", 'select = ["KC701"]')
    assert codes(lint(*inline, *JSON)) == ["KC701"]
    assert codes(lint(*inline, "--select", "KC221", *JSON)) == ["KC221"]
    assert codes(lint("--isolated", *inline, *JSON)) == ["KC701"]


def test_a_config_file_counts_for_all_files(write: Write, lint: Lint) -> None:
    write("kerascop.toml", 'select = ["KC303"]')
    write("other/strict.toml", 'select = ["KC701"]\nextend-exclude = ["left_out.py"]')
    write("left_out.py", PROGRAM)
    result = lint("--config", "other/strict.toml", *JSON)
    assert [item["code"] for item in items(result)] == ["KC701"]


def test_a_config_file_is_not_isolated_and_there_is_one(write: Write, lint: Lint) -> None:
    write("a.toml", "")
    assert "--isolated reads no settings files" in complaint(
        lint("--isolated", "--config", "a.toml")
    )
    assert complaint(lint("--config", "a.toml", "--config", "a.toml")) == (
        "--config takes one settings file"
    )


# --- what settings say ------------------------------------------------------------------------


def test_rules_are_off_in_files_that_match(write: Write, lint: Lint) -> None:
    write("tests/model.py", PROGRAM)
    write("kerascop.toml", 'select = ["KC3", "KC7"]\n[per-file-ignores]\n"tests/**" = ["KC3"]')
    result = lint(*JSON)
    assert codes(result) == ["KC701", "KC303"]
    assert codes(result, "tests/model.py") == ["KC701"]


@pytest.mark.parametrize(
    ("pattern", "here", "there"),
    [
        ("model.py", ["KC303"], ["KC303"]),
        ("old", ["KC701", "KC303"], ["KC303"]),
        ("old/*.py", ["KC701", "KC303"], ["KC303"]),
        ("!old/**", ["KC303"], ["KC701", "KC303"]),
    ],
)
def test_patterns_of_per_file_ignores(
    write: Write, lint: Lint, pattern: str, here: list[str], there: list[str]
) -> None:
    write("old/model.py", PROGRAM)
    result = lint("--select", "KC3,KC7", "--per-file-ignores", f"{pattern}:KC7", *JSON)
    assert codes(result) == here
    assert codes(result, "old/model.py") == there


def test_severities_are_set_and_the_most_specific_word_counts(write: Write, lint: Lint) -> None:
    write("kerascop.toml", 'severity = {KC7 = "info", KC701 = "error", suspicious = "info"}')
    grave = severities(lint(*JSON))
    assert (grave["KC701"], grave["KC303"]) == ("error", "info")
    graver = severities(lint("--severity", "ALL=warning, KC701=info", *JSON))
    assert (graver["KC701"], graver["KC221"]) == ("info", "warning")


def test_the_target_of_the_settings_beats_the_requirements(write: Write, lint: Lint) -> None:
    write("requirements.txt", "keras==2.3.1")
    assert "KC701" not in codes(lint(*JSON))
    write("kerascop.toml", 'target-keras = "3"')
    assert "KC701" in codes(lint(*JSON))
    assert "KC701" not in codes(lint("--target-keras", "2.3", *JSON))


def test_the_output_format_of_the_working_folder_counts(write: Write, lint: Lint) -> None:
    write("kerascop.toml", 'output-format = "json"')
    assert "KC303" in codes(lint())
    assert lint("--output-format", "concise").stdout.startswith("model.py:")


# --- which files ------------------------------------------------------------------------------


def files(result: Result) -> list[str]:
    assert result.exit_code == 0
    return result.stdout.splitlines()


def test_show_files_lists_what_would_be_linted(write: Write, lint: Lint) -> None:
    write("b/c.py", "")
    write("notes.txt", "")
    write("venv/d.py", "")
    assert files(lint("--show-files")) == ["b/c.py", "model.py"]


def test_excludes_leave_out_and_explicit_names_bring_back(write: Write, lint: Lint) -> None:
    for name in ("a/old/x.py", "a/new/x.py", "a/new/generated_pb2.py", "venv/x.py"):
        write(name, "")
    write("kerascop.toml", 'extend-exclude = ["a/old", "*_pb2.py"]')
    assert files(lint("--show-files")) == ["a/new/x.py", "model.py"]
    assert files(lint("--show-files", "a/old/x.py")) == ["a/old/x.py"]
    assert files(lint("--show-files", "a/**/*.py")) == ["a/new/x.py"]
    assert files(lint("--show-files", "--exclude", "a")) == ["model.py", "venv/x.py"]
    assert files(lint("--show-files", "--extend-exclude", "model.py")) == ["a/new/x.py"]


def test_settings_of_a_folder_exclude_within_it(write: Write, lint: Lint) -> None:
    write("a/skipped.py", "")
    write("skipped.py", "")
    write("a/kerascop.toml", 'exclude = ["skipped.py"]')
    assert files(lint("--show-files")) == ["model.py", "skipped.py"]


def test_gitignore_counts_unless_told_otherwise(write: Write, lint: Lint) -> None:
    write(".gitignore", "made/\n")
    write("made/x.py", "")
    assert files(lint("--show-files")) == ["model.py"]
    assert files(lint("--show-files", "--no-respect-gitignore")) == ["made/x.py", "model.py"]
    write("kerascop.toml", "respect-gitignore = false")
    assert files(lint("--show-files")) == ["made/x.py", "model.py"]
    assert files(lint("--show-files", "--respect-gitignore")) == ["model.py"]


def test_a_line_of_gitignore_that_would_take_ages_or_is_odd_is_passed_over(
    write: Write, lint: Lint, recwarn: pytest.WarningsRecorder
) -> None:
    (write("model.py", PROGRAM).parent / ".git").mkdir()
    write(f"{'a' * 200}.py", PROGRAM)
    write(".gitignore", f"{'*a' * 12}*b\n[[:foo:]]\nleft*out.py\n")
    write("left_out.py", PROGRAM)
    shown = lint("--show-files").stdout.split()
    assert sorted(Path(each).name for each in shown) == [f"{'a' * 200}.py", "model.py"]
    assert not recwarn.list


def test_show_settings_tells_what_holds_and_why(write: Write, lint: Lint) -> None:
    write("requirements.txt", "tensorflow==2.9.1")
    path = write("kerascop.toml", 'select = ["KC701"]\nseverity = {KC7 = "info"}')
    shown = lint("--show-settings", "model.py").stdout
    assert str(path) in shown
    assert 'target-keras = "2.9"' in shown
    assert "requirements.txt" in shown
    assert '"KC701",  # removed-argument' in shown
    assert '"KC303"' not in shown
    assert '"KC7" = "info"' in shown


# --- mistakes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('selct = ["KC3"]', "unknown key `selct`; did you mean `select`?"),
        ("per_file_ignores = {}", "unknown key `per_file_ignores`; did you mean"),
        ('select = ["KC3O3"]', "unknown rule or group `KC3O3`; did you mean `KC3"),
        ('ignore = ["acuracy-on-regression"]', "did you mean `accuracy-on-regression`?"),
        ('select = "KC3"', "`select`: expected `list`, got `str`"),
        ("select = [3]", "`select`: expected `str`, got `int`"),
        ('severity = {KC303 = "wraning"}', "unknown severity `wraning`; did you mean `warning`?"),
        ('severity = {KC3O3 = "error"}', "unknown rule or group `KC3O3`"),
        ('per-file-ignores = {"a.py" = ["KC3O3"]}', "unknown rule or group `KC3O3`"),
        ('target-keras = "newest"', "target-keras must be a release"),
        ("target-keras = 2.1", "`target-keras`: expected `int | str`, got `float`"),
        ('output-format = "jsn"', "unknown output format `jsn`; did you mean `json`?"),
        ("select = [", "is no TOML"),
        (f"x = {'[' * 5_000}", "is no TOML: it is nested too deeply"),
        (f"x = {'{a = ' * 3_000}", "is no TOML: it is nested too deeply"),
        ('extend = "absent.toml"', "absent.toml` cannot be read"),
    ],
)
def test_a_mistake_in_a_file_is_one_line_and_names_the_file(
    write: Write, lint: Lint, text: str, says: str
) -> None:
    write("kerascop.toml", text)
    said = complaint(lint())
    assert says in said
    assert ".toml" in said


def test_a_setting_on_the_command_line_may_be_longer_than_any_name_of_a_file(lint: Lint) -> None:
    words = ", ".join(['"KC701"'] * 1_000)
    assert codes(lint("--config", f"select = [{words}]", *JSON)) == ["KC701"]


def test_a_path_may_begin_like_the_home_of_nobody(lint: Lint, tmp_path: Path) -> None:
    assert codes(lint("--cache-dir", "~nobody.such/cache", *JSON)) == codes(lint(*JSON))
    assert (tmp_path / "~nobody.such" / "cache").is_dir()


@pytest.mark.parametrize(
    "words",
    [
        ["--rules-dir", "a" * 3_000],
        ["--config", f"rules-dir = '{'a' * 3_000}'"],
        ["a" * 3_000 + "/*.py"],
    ],
)
def test_a_name_that_the_system_does_not_take_is_one_line(lint: Lint, words: list[str]) -> None:
    said = complaint(lint(*words))
    assert "file name too long" in said
    assert len(said) < 300


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--config", 'selct = ["KC3"]'], "--config: unknown key `selct`; did you mean `select`?"),
        (["--config", "absent.toml"], "absent.toml` cannot be read"),
        (["--config", "what is this"], "is neither a settings file nor `key = value`"),
        (["--per-file-ignores", "KC303"], "--per-file-ignores takes `PATTERN:RULE`, not `KC303`"),
        (["--per-file-ignores", "a.py:KC3O3"], "unknown rule or group `KC3O3`"),
        (["--severity", "KC303"], "--severity takes `RULES=LEVEL`, not `KC303`"),
        (["--severity", "KC303=eror"], "unknown severity `eror`; did you mean `error`?"),
        (["--target-keras", "three"], "target-keras must be a release"),
        (["--exclude", f"{'*a' * 12}*b"], "has more than 4 stars in a name"),
        (["--extend-exclude", f"{'**/a/' * 9}b"], "or `**` more often"),
        (["--per-file-ignores", f"{'*a' * 12}*b:KC204"], "has more than 4 stars in a name"),
    ],
)
def test_a_mistake_on_the_command_line_is_one_line(lint: Lint, words: list[str], says: str) -> None:
    assert says in complaint(lint(*words))


def test_a_byte_order_mark_is_no_mistake(write: Write, lint: Lint) -> None:
    write("kerascop.toml", '\ufeffselect = ["KC701"]\n')
    assert "KC701" in lint().stdout


def test_a_broken_pyproject_is_one_line(write: Write, lint: Lint) -> None:
    write("pyproject.toml", "[tool.kerascop\n")
    assert "pyproject.toml` is no TOML" in complaint(lint())
