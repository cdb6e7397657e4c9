"""`kerascop lint --watch`, in a process of its own, while files change under it."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest
from click.testing import CliRunner

from kerascop.cli import app

pytest.importorskip("watchfiles", reason="the extra `watch` is not installed")

ROOT = Path(__file__).parents[2]
PATIENCE = 60
FAULTY = """\
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(1, activation="softmax")])
"""
CLEAN = FAULTY.replace("softmax", "sigmoid")


class Watcher:
    """A running `kerascop lint --watch`, whose lines can be waited for."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "kerascop",
                "lint",
                "--watch",
                "--output-format=concise",
                *words,
            ],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._lines: queue.Queue[str] = queue.Queue()
        assert self.process.stdout is not None
        threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True).start()

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            self._lines.put(line)

    def report(self, ending: str = "Watching") -> str:
        """What is printed up to the line that begins so."""
        lines: list[str] = []
        while not (lines and lines[-1].startswith(ending)):
            lines.append(self._lines.get(timeout=PATIENCE))
        return "".join(lines)


Start = Callable[..., Watcher]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts to watch the folder; whatever runs in the end is ended."""
    started: list[Watcher] = []

    def begin(*words: str) -> Watcher:
        started.append(Watcher(tmp_path, *words))
        return started[-1]

    yield begin
    for each in started:
        each.process.kill()
        each.process.wait()


def test_it_lints_again_when_a_file_changes(start: Start, tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(FAULTY)
    watcher = start()
    assert watcher.report().startswith("model.py:3:61: KC204 ")
    (tmp_path / "model.py").write_text(CLEAN)
    assert watcher.report().startswith("All clear.")
    (tmp_path / "new.py").write_text(FAULTY)
    assert watcher.report().startswith("new.py:3:61: KC204 ")


def test_a_file_that_an_editor_replaces_is_still_watched(start: Start, tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(CLEAN)
    watcher = start("model.py")
    watcher.report()
    (tmp_path / "saved").write_text(FAULTY)
    (tmp_path / "saved").replace(tmp_path / "model.py")
    assert watcher.report().startswith("model.py:3:61: KC204 ")
    (tmp_path / "saved").write_text(CLEAN)
    (tmp_path / "saved").replace(tmp_path / "model.py")
    assert watcher.report().startswith("All clear.")


def test_settings_are_read_anew_and_may_be_wrong_for_a_while(start: Start, tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(FAULTY)
    watcher = start()
    watcher.report()
    (tmp_path / "kerascop.toml").write_text('ignroe = ["KC204"]')
    assert "unknown key `ignroe`; did you mean `ignore`?" in watcher.report("kerascop: ")
    (tmp_path / "kerascop.toml").write_text('ignore = ["KC204"]')
    assert watcher.report().startswith("All clear.")


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_an_interrupt_ends_it_without_a_traceback(start: Start, tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(CLEAN)
    watcher = start()
    watcher.report()
    watcher.process.send_signal(signal.SIGINT)
    assert watcher.process.wait(PATIENCE) == 130


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["-"], "cannot watch standard input"),
        (["--fix"], "only looks, and cannot be given with `--fix`"),
        (["--add-noqa"], "only looks, and cannot be given with `--add-noqa`"),
        (["nowhere.py"], "nowhere.py"),
    ],
)
def test_what_cannot_be_watched_is_misuse(words: list[str], complaint: str) -> None:
    result = CliRunner().invoke(app, ["lint", "--watch", *words])
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert complaint in result.stderr


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    result = CliRunner().invoke(app, ["lint", "--watch"])
    assert (result.exit_code, result.stderr) == (
        2,
        "kerascop: `--watch` needs the library watchfiles: `pip install 'kerascop[watch]'`\n",
    )
