"""`kerascop summary` as a user meets it: processes, streams and exit statuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kerascop
from tests.summary.samples import DIGITS, PARTLY


def kerascop_says(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    home = str(Path(kerascop.__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-m", "kerascop", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": home, "COLUMNS": "200"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "model.py").write_text(DIGITS, "utf-8")
    (tmp_path / "empty.py").write_text("import keras\n", "utf-8")
    return tmp_path


def test_findings_do_not_make_a_summary_fail(folder: Path) -> None:
    done = kerascop_says("summary", "model.py::build", "--arg", "classes=10", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith('Model: "digits"  built by build  model.py:5\n')
    assert "KC201" in done.stdout
    assert "KC204" not in done.stdout, "ten classes are no single unit"


def test_the_json_names_files_as_findings_do(folder: Path) -> None:
    done = kerascop_says("summary", "--output-format", "json", "model.py", cwd=folder)
    (model,) = json.loads(done.stdout)["models"]
    assert model["origin"]["filename"] == "model.py"
    assert model["origin"]["row"] == 5


@pytest.mark.parametrize(
    ("output_format", "start"),
    [
        ("table", 'Model: "digits"'),
        ("json", "{"),
        ("mermaid", "flowchart TB\n"),
        ("dot", "digraph kerascop {\n"),
        ("svg", "<svg "),
        ("html", "<!doctype html>\n"),
    ],
)
def test_output_goes_to_a_file_if_one_is_named(
    output_format: str, start: str, folder: Path
) -> None:
    words = ("summary", "model.py", "--output-format", output_format, "--output", "out")
    done = kerascop_says(*words, cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (folder / "out").read_text("utf-8").startswith(start)


def test_misuse_is_status_2_and_one_line(folder: Path) -> None:
    for words in (
        ("modle.py",),
        ("model.py::biuld",),
        ("model.py::build", "--arg", "clases=1"),
        ("model.py", "--arg", "classes=1"),
        ("model.py", "--output", "no/such/folder/out"),
    ):
        done = kerascop_says("summary", *words, cwd=folder)
        assert done.returncode == 2, words
        assert done.stdout == ""
        assert done.stderr.startswith("kerascop: ")
        assert done.stderr.count("\n") == 1


def test_nothing_to_show_is_no_failure(folder: Path) -> None:
    done = kerascop_says("summary", "empty.py", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "No model found.\n")
    done = kerascop_says("summary", "empty.py", "--output-format", "json", cwd=folder)
    assert json.loads(done.stdout) == {"models": []}


def test_what_is_known_of_a_model_is_shown(folder: Path) -> None:
    (folder / "partly.py").write_text(PARTLY, "utf-8")
    done = kerascop_says("summary", "partly.py", cwd=folder)
    assert done.returncode == 0
    assert "known (Dense)" in done.stdout
    assert "Not known" in done.stdout


@pytest.mark.parametrize("words", [("--version",), ("lint", "empty.py"), ("rule", "KC204")])
def test_other_commands_do_not_pay_for_summaries(words: tuple[str, ...], folder: Path) -> None:
    code = (
        "import sys\n"
        "import kerascop.cli\n"
        f"sys.argv = ['kerascop', *{words!r}]\n"
        "try:\n"
        "    kerascop.cli.main()\n"
        "except SystemExit:\n"
        "    pass\n"
        "print([name for name in sys.modules if name.startswith('kerascop.summary')])\n"
    )
    home = str(Path(kerascop.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": home},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.endswith("[]\n")
