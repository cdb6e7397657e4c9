"""The conversation with the worker: a process that builds models, started once for many of them."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from kerascop.misuse import UsageError

STARTING = 300.0
"""Seconds within which TensorFlow has to be imported, from a slow disk for the first time."""
BUILDING = 120.0
"""Seconds that one model may take to be built."""

_WORKER = Path(__file__).parent / "worker"
_LAST_WORDS = 400


class Lost(Exception):
    """The worker ended, or was ended, without an answer; the message says why, in words."""


class Worker:
    """A worker process.

    Attributes:
        keras: what it found, as reports call it: `keras 3.15.1 (tensorflow)`.
    """

    def __init__(self, python: str, wanted: str = "keras", starting: float = STARTING) -> None:
        """Starts a worker and waits until it has loaded Keras.

        Args:
            python: the interpreter.
            wanted: the Keras to prefer, `keras` or `tf_keras`.
            starting: seconds that it may take.

        Raises:
            UsageError: there is no such interpreter, or no Keras.
        """
        self._python = python
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `close`
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._number = 0
        try:
            self._process = subprocess.Popen(
                [python, "-u", str(_WORKER), wanted],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                text=True,
                encoding="utf-8",
                env=_environment(),
                start_new_session=os.name == "posix",
            )
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError(f"`--python {python}` cannot be run: {reason}") from error
        threading.Thread(target=self._listen, daemon=True).start()
        self.keras = self._greeted(starting)

    def build(self, model: Mapping[str, Any], within: float = BUILDING) -> dict[str, Any]:
        """What came of a plan.

        Args:
            model: the request of the plan.
            within: seconds that it may take.

        Raises:
            Lost: the worker is no more.
        """
        self._number += 1
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"id": self._number, "model": model}) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise Lost(self._ending()) from error
        answer = self._answer(within)
        if "failed" in answer:
            raise Refused(str(answer["failed"]))
        built: dict[str, Any] = answer["built"]
        return built

    def close(self) -> None:
        """Ends the process."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _greeted(self, starting: float) -> str:
        try:
            greeting = self._answer(starting)
        except Lost as lost:
            raise UsageError(f"Keras cannot be loaded with `{self._python}`: {lost}") from lost
        if "ready" in greeting:
            return str(greeting["ready"])
        self.close()
        if "missing" in greeting:
            raise UsageError(
                f"there is no Keras for `{self._python}` ({greeting['missing']}): install it there "
                f"with `{self._python} -m pip install keras tensorflow`{self._or_extra()}"
            )
        raise UsageError(f"Keras cannot be loaded with `{self._python}`: {greeting['broken']}")

    def _or_extra(self) -> str:
        return ", or `pip install 'kerascop[confirm]'`" if self._python == sys.executable else ""

    def _answer(self, within: float) -> dict[str, Any]:
        try:
            line = self._lines.get(timeout=within)
        except queue.Empty:
            self.close()
            raise Lost(f"no answer within {within:g} seconds") from None
        if line is None:
            ending = self._ending()
            self.close()
            raise Lost(ending)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(ValueError, OSError):
            for line in self._process.stdout:
                self._lines.put(line)
        self._lines.put(None)

    def _ending(self) -> str:
        """How the process ended, with the last that it said."""
        status = self._process.wait()
        self._errors.seek(0)
        said = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        last = said[-1].strip()[:_LAST_WORDS] if said else ""
        how = (
            f"it was ended by signal {-status}" if status < 0 else f"it ended with status {status}"
        )
        return f"{how}: {last}" if last else how


class Refused(Exception):
    """The worker could not make sense of a model; the message says why."""


def _environment() -> dict[str, str]:
    """The environment of the worker: the user's own, with which the program would run."""
    return {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
