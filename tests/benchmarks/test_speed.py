"""The benchmarks of speed run, and print what they promise. How fast things are is no test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.growth import table, write_files, write_layers
from kerascop.linting.run import lint

ROOT = Path(__file__).parents[2]


def printed(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_commands_are_measured_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "plain.py").write_text("x = 1\n")
    told = printed("benchmarks.speed", "--rounds=1", f"--without-keras={tmp_path}")
    assert "| import libcst, typer | " in told
    assert "| a small model | " in told
    assert "| kerascop lint | " in told


def test_growth_is_told_for_files_and_for_layers() -> None:
    told = printed("benchmarks.growth", "--files", "3", "--layers", "5")
    assert (
        "| files | seconds | milliseconds each | MiB |\n| --- | --- | --- | --- |\n| 3 | " in told
    )
    assert (
        "| layers | seconds | milliseconds each | MiB |\n| --- | --- | --- | --- |\n| 5 | " in told
    )
    assert table("files", []).count("\n") == 2


def test_generated_programs_are_analysed_and_have_no_fault(tmp_path: Path) -> None:
    write_files(tmp_path, 3)
    write_layers(tmp_path, 40)
    report = lint([tmp_path])
    assert (report.findings, report.notes, report.analysed) == ((), (), 4)
