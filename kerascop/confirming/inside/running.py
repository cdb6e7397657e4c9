"""Runs the slice of the user's file in a process that has confined itself, and reports."""

from __future__ import annotations

import ast
import builtins
import importlib
import inspect
import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from types import FrameType, ModuleType
from typing import Any

from . import confinement, describing, stubbing
from .absent import DataNotThere
from .native import Unconfined
from .noticing import Notice, Noticed

CANNOT_CONFINE = 77
"""The exit status of a process that could not confine itself, and ran nothing."""


_RINGS_AGAIN = 0.2


class TimeIsUp(BaseException):
    """Raised in the user's file shortly before the process is killed, so that it can report."""


class _Alarm:
    """Raises `TimeIsUp`, again and again: some code goes on after whatever is raised in it.

    Attributes:
        line: where the user's file was when it rang; `None` outside of it.
        has_rung: has it?
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self.line: int | None = None
        self.has_rung = False

    def set(self, seconds: float) -> None:
        """From now on in so many seconds; never with 0."""
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, self._ring)
            signal.setitimer(signal.ITIMER_REAL, seconds, _RINGS_AGAIN if seconds else 0)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        while frame is not None and frame.f_code.co_filename != self._path:
            frame = frame.f_back
        if not self.has_rung:
            self.has_rung, self.line = True, frame and frame.f_lineno
        raise TimeIsUp


def main() -> None:
    """Reads the task from standard input, and writes the report to what was standard output."""
    task = json.load(sys.stdin)
    answers = os.dup(1)
    # Whatever prints, Python or not, prints to standard error from here on.
    os.dup2(2, 1)
    try:
        confinement.confine(task)
    except Unconfined as error:
        sys.stderr.write(f"{error}\n")
        sys.stderr.flush()
        os._exit(CANNOT_CONFINE)
    if task["source"] is None:
        # It was only to be seen whether the process can be confined.
        os._exit(0)
    report = _report(task)
    with os.fdopen(answers, "w", encoding="utf-8") as stream:
        json.dump(report, stream)
    for printed in (sys.stdout, sys.stderr):
        with suppress(Exception):
            printed.flush()
    # Threads of Keras, and whatever the file registered to run at exit, have no say any more.
    os._exit(0)


def _report(task: Mapping[str, Any]) -> dict[str, Any]:
    notice = Notice(task["path"])
    stubbing.install(task["data_sets"], notice.new_model, notice.new_call)
    module = _module(task)
    results, failure = _run(task, module)
    try:
        models = _models(notice, module, results)
        package = describing.package_of(each.model for each in notice.models())
    except Exception as error:  # noqa: BLE001
        models, package, failure = [], "", failure or _failure(error, task["path"])
    return {"models": models, "failure": failure, "by": package}


def _run(task: Mapping[str, Any], module: ModuleType) -> tuple[list[Any], dict[str, Any] | None]:
    """Runs the file, and the builder in it if one is wanted: what that returns, and what failed."""
    results: list[Any] = []
    failure = None
    alarm = _Alarm(task["path"])
    with suppress(TimeIsUp):
        try:
            alarm.set(task["seconds"])
            _bind_free_names(module, task["free"])
            exec(compile(task["source"], task["path"], "exec"), module.__dict__)
            results = _built(module, task["builder"], ast.literal_eval(task["arguments"]))
        except BaseException as error:  # noqa: BLE001  whatever happens is the report
            failure = _failure(error, task["path"])
        alarm.set(0)
    alarm.set(0)
    if alarm.has_rung:
        failure = {"kind": "timed-out", "exception": "", "message": "", "line": alarm.line}
    return results, failure


def _module(task: Mapping[str, Any]) -> ModuleType:
    """The module in which the file runs, as `python file.py` would run it."""
    module = ModuleType("__main__")
    module.__dict__.update(
        __file__=task["path"], __builtins__=builtins, __package__=task["package"] or None
    )
    sys.modules["__main__"] = module
    sys.argv = [task["path"]]
    sys.path[:0] = task["import_from"]
    return module


def _bind_free_names(module: ModuleType, names: Mapping[str, str]) -> None:
    """Binds names to what they usually mean. What is not there is missed where it is used."""
    for name, path in names.items():
        home, _, attribute = path.rpartition(".")
        with suppress(ImportError, AttributeError):
            try:
                value = getattr(importlib.import_module(home), attribute) if home else None
            except (ImportError, AttributeError):
                value = None
            vars(module)[name] = importlib.import_module(path) if value is None else value


def _built(module: ModuleType, builder: str | None, arguments: Mapping[str, Any]) -> list[Any]:
    if builder is None:
        return []
    place: Any = module
    parts = builder.split(".")
    for part in parts:
        place = place() if inspect.isclass(place) and _is_method(place, part) else place
        place = getattr(place, part)
    result = place(**arguments)
    return list(result) if isinstance(result, (list, tuple)) else [result]


def _is_method(cls: type, name: str) -> bool:
    return inspect.isfunction(inspect.getattr_static(cls, name, None))


def _models(notice: Notice, module: ModuleType, results: list[Any]) -> list[dict[str, Any]]:
    found = notice.models()
    described = []
    for each in found:
        variables = [name for name, value in vars(module).items() if value is each.model]
        described.append(
            {
                **_described(each, notice, variables),
                "returned": any(value is each.model for value in results),
            }
        )
    return described


def _described(noticed: Noticed, notice: Notice, variables: list[str]) -> dict[str, Any]:
    try:
        return describing.describe(noticed, notice, variables)
    except Exception as error:  # noqa: BLE001  a model may be half made, or answer with anything
        return {
            "name": variables[0] if variables else "",
            "class": type(noticed.model).__name__,
            "variables": variables,
            "line": noticed.line,
            "built": False,
            "parameters": None,
            "layers": [],
            "reason": _words(error),
        }


def _failure(error: BaseException, path: str) -> dict[str, Any]:
    line = None
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == path:
            line = number
    if isinstance(error, SyntaxError) and error.filename == path:
        line = error.lineno
    return {
        "kind": _kind(error),
        "exception": type(error).__name__,
        "message": _words(error),
        "line": line,
    }


def _kind(error: BaseException) -> str:
    seen: BaseException | None = error
    while seen is not None:
        for kind, names in (
            ("out-of-memory", ("MemoryError", "ResourceExhaustedError", "_ArrayMemoryError")),
            ("no-data", (DataNotThere.__name__,)),
            ("missing-module", ("ModuleNotFoundError",)),
        ):
            if type(seen).__name__ in names:
                return kind
        seen = seen.__cause__
    return "raised"


def _words(error: BaseException) -> str:
    try:
        return str(error) or type(error).__name__
    except Exception:  # noqa: BLE001  its `__str__` is the user's
        return type(error).__name__
