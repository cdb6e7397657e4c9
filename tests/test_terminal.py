"""kerascop on a terminal and on a pipe: colours, and a bar on long runs."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import kerascop

WARNING = "from keras.optimizers import Adam\n\nadam = Adam(lr=0.1)\n"
IMPATIENT = (
    "import kerascop.reporting.progress as progress; progress.PATIENCE = -1.0; "
    "from kerascop.cli import main; main()"
)
"""The program, to which every run is a long one."""


@dataclass(frozen=True)
class Said:
    """What a process said on standard output and on standard error."""

    output: str
    errors: str


Run = Callable[..., Said]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs kerascop over a warning, with either stream on a pseudo-terminal."""
    for number in range(3):
        (tmp_path / f"model{number}.py").write_text(WARNING, "utf-8")

    def said(*words: str, terminals: str = "", **variables: str) -> Said:
        environment = {**os.environ, "PYTHONPATH": str(Path(kerascop.__file__).parents[1])}
        for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
            environment.pop(name, None)
        environment |= {"TERM": "xterm-256color", "COLUMNS": "120", **variables}
        ends = {name: pty.openpty() if name in terminals.split() else os.pipe() for name in STREAMS}
        # A pipe is written at its second end, a terminal at either.
        process = subprocess.Popen(
            [sys.executable, "-c", IMPATIENT, "lint", "--isolated", *words],
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=ends["output"][1],
            stderr=ends["errors"][1],
        )
        for _, writing in ends.values():
            os.close(writing)
        texts = {name: _all_of(reading) for name, (reading, _) in ends.items()}
        assert process.wait() in (0, 1)
        return Said(**texts)

    return said


STREAMS = ("output", "errors")


def _all_of(end: int) -> str:
    """All that is written to the other end; of a terminal until nobody has it open."""
    parts = []
    with os.fdopen(end, "rb", buffering=0) as stream:
        while True:
            try:
                part = stream.read(65536)
            except OSError:
                break
            if not part:
                break
            parts.append(part)
    return b"".join(parts).decode("utf-8")


def test_a_pipe_gets_neither_colours_nor_a_bar(run: Run) -> None:
    said = run()
    assert "KC701" in said.output
    assert "\x1b" not in said.output
    assert said.errors == ""


def test_a_terminal_shows_colours(run: Run) -> None:
    assert "\x1b[1;33m" in run(terminals="output").output


def test_no_color_has_the_last_word_on_a_terminal(run: Run) -> None:
    assert "\x1b" not in run(terminals="output", NO_COLOR="1", FORCE_COLOR="1").output
    assert "\x1b" in run(terminals="output", NO_COLOR="").output


@pytest.mark.parametrize("terminal", ["xterm-256color", "dumb"])
def test_force_color_colours_a_pipe(run: Run, terminal: str) -> None:
    said = run(FORCE_COLOR="1", TERM=terminal)
    assert "\x1b[1;33m" in said.output
    assert said.errors == ""


@pytest.mark.parametrize("name", ["json", "sarif", "github", "junit", "concise"])
def test_no_colour_gets_into_what_programs_read(run: Run, name: str) -> None:
    assert "\x1b" not in run("--output-format", name, FORCE_COLOR="1").output


def test_a_long_run_shows_a_bar_on_the_terminal(run: Run) -> None:
    said = run(terminals="errors")
    assert "linting" in said.errors
    assert "/3" in said.errors
    assert said.errors.rstrip().endswith("\x1b[2K"), "the bar is wiped away"
    assert "linting" not in said.output


def test_a_quiet_run_shows_no_bar(run: Run) -> None:
    assert run("--quiet", terminals="errors").errors == ""


def test_a_terminal_that_cannot_move_its_cursor_shows_no_bar(run: Run) -> None:
    assert "linting" not in run(terminals="errors", TERM="dumb").errors
