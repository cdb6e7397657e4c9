"""Runs the slice of a file that builds models, confined, and tells which models came of it."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kerascop.confirming.sandboxing.answer import report_of
from kerascop.confirming.sandboxing.command import command_of
from kerascop.confirming.sandboxing.mechanisms import Mechanism, choose_mechanism
from kerascop.confirming.sandboxing.process import run, threads_of
from kerascop.confirming.sandboxing.reach import reach_of
from kerascop.confirming.sandboxing.report import ExecutionReport, FailureKind, Limits
from kerascop.confirming.sandboxing.scratch import Scratch, scratch_for
from kerascop.confirming.slicing import Slice
from kerascop.keras_api.datasets import DATA_SETS, DataSetFacts

_TO_REPORT = 0.9
"""After this part of the time the run is interrupted, so that it can tell what it has."""


@dataclass(frozen=True)
class Execution:
    """What is run.

    Attributes:
        source: the part of the file.
        project: folders of the project from which the file imports, besides its own and the one
            around its package. They can be read, but for what is hidden in them.
        builder: the function or method, `build` or `Net.build`, that is called to build models.
        arguments: what it is called with.
    """

    source: Slice
    project: tuple[Path, ...] = ()
    builder: str | None = None
    arguments: Mapping[str, object] = field(default_factory=dict)


def execute(
    execution: Execution,
    interpreter: Path,
    limits: Limits | None = None,
    *,
    unsafe: bool = False,
    mechanism: Mechanism | None = None,
) -> ExecutionReport:
    """Runs a part of a user's file in a sandbox, and reports the models that it builds.

    The file runs as `__main__`. It can read the interpreter, its packages, the system's libraries
    and the project; write into a scratch folder that is gone afterwards; and do nothing else: there
    is no network, no process besides its own, and an end to time, memory and disk. Training,
    evaluation, saving and downloads do nothing; data sets are zeros in the right shapes.

    The report holds all models that came to be, also where a failure ended the run: what it raises,
    running out of time and dying are told in the report, and raise nothing here.

    Args:
        execution: what is run.
        interpreter: the program that is Python, and has Keras.
        limits: what it may take.
        unsafe: run it without walls if there is nothing to make them of?
        mechanism: what to confine it with; the best that there is, if it is not said.

    Raises:
        UsageError: there is nothing to confine it with, or the interpreter does not run.
    """
    limits = limits or Limits()
    mechanism = mechanism or choose_mechanism(unsafe)
    path = execution.source.path.resolve()
    folders, package = _import_from(path, execution.project)
    reach = reach_of(interpreter, folders)
    with scratch_for(path) as scratch:
        task = {
            "mechanism": mechanism.value,
            "memory": limits.memory,
            "file_size": limits.disk,
            "seconds": limits.seconds * _TO_REPORT,
            "names": [str(each) for each in reach.listed],
            "read": [str(each) for each in (*reach.whole, *reach.process)],
            "devices": [str(each) for each in reach.devices],
            "write": [str(scratch.root)],
            "path": str(path),
            "source": execution.source.text,
            "free": dict(execution.source.free),
            "package": package,
            "import_from": [str(each) for each in folders],
            "builder": execution.builder,
            "arguments": repr(dict(execution.arguments)),
            "data_sets": {facts.name: _told(facts) for facts in DATA_SETS},
        }
        ended = run(
            command_of(mechanism, interpreter, reach, scratch.root, scratch.work),
            json.dumps(task).encode(),
            scratch.environment(),
            scratch.work,
            _Watch(limits, scratch).look,
        )
    return report_of(ended, mechanism, limits)


def _import_from(path: Path, project: tuple[Path, ...]) -> tuple[tuple[Path, ...], str]:
    """The folders that imports start from, and the package that the file is in."""
    top, names = path.parent, list[str]()
    while (top / "__init__.py").is_file() and top != top.parent:
        names.insert(0, top.name)
        top = top.parent
    folders = (path.parent, top, *(each.resolve() for each in project))
    return tuple(dict.fromkeys(folders)), ".".join(names)


def _told(facts: DataSetFacts) -> dict[str, Any]:
    return {
        "sizes": [facts.train_size, facts.test_size],
        "divisible": facts.test_split is not None,
        "x_shape": facts.x_shape,
        "x_dtype": facts.x_dtype or "float32",
        "y_shape": facts.y_shape,
        "y_dtype": facts.y_dtype or "float32",
        "classes": facts.classes,
    }


class _Watch:
    """Looks whether a run keeps to its limits."""

    def __init__(self, limits: Limits, scratch: Scratch) -> None:
        self._limits = limits
        self._scratch = scratch
        self._end = time.monotonic() + limits.seconds

    def look(self, pid: int) -> str | None:
        """What it exceeds, as the name of a failure."""
        if time.monotonic() > self._end:
            return FailureKind.TIMED_OUT.value
        if threads_of(pid) > self._limits.threads:
            return FailureKind.TOO_MANY_THREADS.value
        if self._scratch.size() > self._limits.disk:
            return FailureKind.TOO_MUCH_WRITTEN.value
        return None
