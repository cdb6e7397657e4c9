"""The command line as a user meets it: processes, streams and exit statuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kerascop

CLEAN = "from keras import layers\n\nhidden = layers.Dense(8, activation='relu')\n"
BROKEN = "import keras\nπ = (1,\n"


def kerascop_says(
    *words: str, cwd: Path, env: dict[str, str] | None = None, given: str = ""
) -> subprocess.CompletedProcess[str]:
    quiet = {"COLUMNS": "200", "PYTHONPATH": str(Path(kerascop.__file__).parents[1])}
    return subprocess.run(
        [sys.executable, "-m", "kerascop", *words],
        cwd=cwd,
        env={**os.environ, **quiet, **(env or {})},
        input=given,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    (tmp_path / "clean.py").write_text(CLEAN, "utf-8")
    return tmp_path


@pytest.fixture
def broken(clean: Path) -> Path:
    (clean / "broken.py").write_text(BROKEN, "utf-8")
    return clean


def test_a_clean_folder_is_status_0(clean: Path) -> None:
    done = kerascop_says("lint", cwd=clean)
    assert (done.returncode, done.stdout, done.stderr) == (0, "All clear.\n", "")


def test_findings_are_status_1(broken: Path) -> None:
    done = kerascop_says("lint", ".", cwd=broken)
    assert done.returncode == 1
    assert done.stderr == ""
    assert done.stdout.startswith("broken.py:2:5: KC901 [unreadable-source] error: ")
    assert done.stdout.endswith("Found 1 finding (1 error).\n")


def test_standard_output_carries_the_report_and_nothing_else(broken: Path) -> None:
    done = kerascop_says("lint", "--output-format", "json", "--verbose", cwd=broken)
    assert [item["filename"] for item in json.loads(done.stdout)] == ["broken.py"]
    assert "2 files" in done.stderr


def test_a_path_that_does_not_exist_is_one_line_and_status_2(clean: Path) -> None:
    done = kerascop_says("lint", "clean.py", "absent.py", cwd=clean)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "kerascop: `absent.py` does not exist\n"


@pytest.mark.parametrize("option", ["--select", "--ignore", "--extend-select"])
def test_an_unknown_rule_is_one_line_and_status_2(clean: Path, option: str) -> None:
    done = kerascop_says("lint", option, "unreadable-sauce", cwd=clean)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == "kerascop: unknown rule or group `unreadable-sauce`; did you mean `unreadable-source`?\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("lint --frobnicate", "--frobnicate"),
        ("lint --selct KC2", "--select"),
        ("lint --output-format poem", "poem"),
        ("lint --max-warnings many", "--max-warnings"),
        ("lint --max-warnings -1", "--max-warnings"),
        ("lint --baseline", "--baseline"),
        ("frobnicate", "frobnicate"),
        ("rule --output-format yaml", "yaml"),
        ("new-rule", "missing argument"),
        ("lint --fix --add-noqa", "`--fix` cannot be given with `--add-noqa`"),
        ("lint --diff --write-baseline", "`--diff` cannot be given with `--write-baseline`"),
        ("lint --write-baseline --prune-baseline", "with `--prune-baseline`"),
        ("lint --no-baseline --baseline x", "`--no-baseline` cannot be given with `--baseline`"),
        ("lint --no-baseline --write-baseline", "cannot be given with `--write-baseline`"),
        ("lint --add-noqa -", "`--add-noqa` cannot be done to standard input"),
        ("lint --stdin-filename x.py clean.py", "takes no paths but `-`"),
    ],
)
def test_misuse_is_one_line_and_status_2(clean: Path, words: str, said: str) -> None:
    done = kerascop_says(*words.split(), cwd=clean)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kerascop: ")
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr


def test_a_baseline_that_is_nested_absurdly_is_one_line_and_status_2(clean: Path) -> None:
    (clean / "known.json").write_text("[" * 50_000)
    done = kerascop_says("lint", "--baseline", "known.json", cwd=clean)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "kerascop: `known.json` is no baseline: it is nested too deeply\n"


def test_a_name_for_standard_input_is_enough_to_read_it(clean: Path) -> None:
    done = kerascop_says("lint", "--stdin-filename", "x.py", cwd=clean, given="x = (\n")
    assert done.returncode == 1
    assert done.stdout.startswith("x.py:1:5: KC901")


def test_rules_are_selected_with_commas_and_repetition(broken: Path) -> None:
    assert kerascop_says("lint", "--ignore", "KC1, KC901,KC2", cwd=broken).returncode == 0
    assert kerascop_says("lint", "--select", "KC1", "--select", "KC9", cwd=broken).returncode == 1


def test_options_for_later_are_accepted(clean: Path) -> None:
    assert kerascop_says("lint", "--isolated", "--no-cache", cwd=clean).returncode == 0


def test_the_version_is_told(clean: Path) -> None:
    done = kerascop_says("--version", cwd=clean)
    assert (done.returncode, done.stdout) == (0, f"kerascop {kerascop.__version__}\n")


@pytest.mark.parametrize("word", ["KC901", "unreadable-source"])
def test_the_documentation_of_a_rule_is_printed(clean: Path, word: str) -> None:
    done = kerascop_says("rule", word, cwd=clean)
    assert done.returncode == 0
    assert done.stdout.startswith("# KC901 unreadable-source\n")
    assert "## Why is this bad" in done.stdout


def test_an_unknown_rule_has_no_documentation(clean: Path) -> None:
    done = kerascop_says("rule", "unreadable-sauce", cwd=clean)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == "kerascop: unknown rule `unreadable-sauce`; did you mean `unreadable-source`?\n"
    )


def test_without_a_code_all_rules_are_listed(clean: Path) -> None:
    assert (
        "| KC901 | unreadable-source | kerascop | on |" in kerascop_says("rule", cwd=clean).stdout
    )


def test_an_output_that_lacks_characters_is_no_crash(broken: Path) -> None:
    done = kerascop_says("lint", cwd=broken, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 1
    assert "\\u03c0 = (1," in done.stdout


def test_no_colour_reaches_a_pipe(broken: Path) -> None:
    assert "\x1b[" not in kerascop_says("lint", cwd=broken).stdout


def test_a_reader_that_has_seen_enough_is_no_failure(broken: Path) -> None:
    done = shell_says("{ kerascop lint; echo status $? >&2; } | true", cwd=broken)
    assert done.stderr == "status 1\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes the streams")
@pytest.mark.parametrize(
    ("words", "status", "stdout", "stderr"),
    [
        ("- <&-", 2, "", "kerascop: standard input cannot be read: Bad file descriptor\n"),
        (">&-", 2, "", "kerascop: standard output cannot be written: Bad file descriptor\n"),
        ("--statistics 2>&-", 1, "1  KC901 unreadable-source\n", ""),
        ("--output-file report.txt >&- 2>&- <&-", 1, "", ""),
        ("--select nothing 2>&-", 2, "", ""),
    ],
)
def test_a_stream_that_is_closed_or_is_none_is_one_line(
    broken: Path, words: str, status: int, stdout: str, stderr: str
) -> None:
    done = shell_says(f"kerascop lint --no-cache {words}", cwd=broken)
    assert (done.returncode, done.stdout, done.stderr) == (status, stdout, stderr)


@pytest.mark.skipif(sys.platform != "linux", reason="there is no full device")
@pytest.mark.parametrize("words", ["lint --no-cache", "--version", "--help", "rule --help"])
def test_a_full_disk_behind_standard_output_is_one_line(broken: Path, words: str) -> None:
    done = shell_says(f"kerascop {words} > /dev/full", cwd=broken)
    assert done.returncode == 2
    assert done.stderr == "kerascop: standard output cannot be written: No space left on device\n"


def shell_says(script: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """What comes of a script in which `kerascop` is this one."""
    return subprocess.run(
        ["bash", "-c", f'kerascop() {{ "{sys.executable}" -m kerascop "$@"; }}; {script}'],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(kerascop.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_that_steers_a_terminal_reaches_it(clean: Path) -> None:
    metadata = {"kernelspec": {"language": "\x1b[2J\nr"}}
    cells = [{"cell_type": "code", "source": "import keras"}]
    (clean / "book.ipynb").write_text(json.dumps({"cells": cells, "metadata": metadata}))
    noted = kerascop_says("lint", "--verbose", cwd=clean)
    assert "book.ipynb: not analysed: is a notebook in \ufffd[2j\ufffdr\n" in noted.stderr
    (clean / "kerascop.toml").write_text('"\\u001b[31mA\\n" = 1\n')
    refused = kerascop_says("lint", cwd=clean)
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
    assert "\x1b" not in noted.stderr + refused.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no such names")
def test_no_name_of_a_file_steers_the_terminal_that_shows_annotations(broken: Path) -> None:
    (broken / "broken.py").rename(broken / "a\x1b[31mb.py")
    done = kerascop_says("lint", "--output-format", "github", cwd=broken)
    assert done.stdout.startswith("::error ")
    assert "\x1b" not in done.stdout


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    heavy = ["kerascop.interpreter", "libcst", "keras", "tensorflow", "numpy"]
    code = f"import sys, kerascop.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_run_over_files_without_keras_imports_no_library_and_loads_no_rule(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.py").write_text("print('hello')\n")
    heavy = (
        "kerascop.interpreter libcst typer msgspec pathspec rich packaging multiprocessing".split()
    )
    code = (
        "import atexit, sys\n"
        "from kerascop.cli import main\n"
        f"atexit.register(lambda: print([n for n in {heavy} if n in sys.modules], "
        "[n for n in sys.modules if n.startswith('kerascop_rules')]))\n"
        "main()"
    )
    words = [sys.executable, "-c", code, "lint", "--isolated", ".", "a.py"]
    done = subprocess.run(
        words,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(kerascop.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "All clear.\n[] []\n"


def test_words_are_checked_though_no_rule_is_loaded(clean: Path) -> None:
    (clean / "clean.py").write_text("print('hello')\n")
    assert kerascop_says("lint", "--select", "KC204,design,shapes", cwd=clean).returncode == 2
    assert kerascop_says("lint", "--select", "KC204,design", cwd=clean).returncode == 0
    done = kerascop_says("lint", "--ignore", "single-unit-softmix", cwd=clean)
    assert done.returncode == 2
    assert "did you mean `single-unit-softmax`?" in done.stderr
