"""Runs the slice of a file that builds models, confined, and tells which models came of it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from kerascop.confirming.sandboxing.command import command_of
from kerascop.confirming.sandboxing.mechanisms import Mechanism, choose_mechanism
from kerascop.confirming.sandboxing.process import Ended, run, threads_of
from kerascop.confirming.sandboxing.reach import reach_of
from kerascop.confirming.sandboxing.report import (
    BuiltLayer,
    BuiltModel,
    ExecutionReport,
    Failure,
    FailureKind,
    LayerShape,
    Limits,
)
from kerascop.confirming.sandboxing.scratch import Scratch, scratch_for
from kerascop.confirming.slicing import Slice
from kerascop.keras_api.datasets import DATA_SETS, DataSetFacts
from kerascop.misuse import UsageError

_TO_REPORT = 0.9
"""After this part of the time the run is interrupted, so that it can tell what it has."""

_CANNOT_CONFINE = 77
_LONGEST_MESSAGE = 4000
_NOT_PRINTED = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


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
    return _report(ended, mechanism, limits)


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


class _Layer(msgspec.Struct):
    name: str
    cls: str = msgspec.field(name="class")
    output_shape: Any
    parameters: int | None


class _Model(msgspec.Struct):
    name: str
    cls: str = msgspec.field(name="class")
    variables: list[str]
    line: int | None
    returned: bool
    built: bool
    parameters: int | None
    layers: list[_Layer]
    reason: str | None = None


class _Failure(msgspec.Struct):
    kind: FailureKind
    exception: str
    message: str
    line: int | None


class _Answer(msgspec.Struct):
    models: list[_Model]
    failure: _Failure | None
    by: str


def _report(ended: Ended, mechanism: Mechanism, limits: Limits) -> ExecutionReport:
    if ended.status == _CANNOT_CONFINE and not ended.answer:
        reason = (ended.printed.strip().splitlines() or ["it does not say why"])[-1]
        raise UsageError(
            f"the file cannot be confined with {mechanism.value}: {reason}; nothing of it was run"
        )
    try:
        answer = msgspec.json.decode(ended.answer, type=_Answer)
    except (msgspec.DecodeError, ValueError):
        failure = _end_without_report(ended, limits)
        return ExecutionReport((), failure, "", mechanism.value, _plain(ended.printed))
    failed = answer.failure
    return ExecutionReport(
        tuple(map(_model, answer.models)),
        None
        if failed is None
        else Failure(
            failed.kind,
            _plain(failed.exception),
            _plain(_in_words(failed, limits))[:_LONGEST_MESSAGE],
            failed.line,
        ),
        _plain(answer.by),
        mechanism.value,
        _plain(ended.printed),
    )


def _in_words(failed: _Failure, limits: Limits) -> str:
    if failed.kind in (FailureKind.TIMED_OUT, FailureKind.OUT_OF_MEMORY):
        return _sentence(failed.kind, limits)
    return failed.message


def _end_without_report(ended: Ended, limits: Limits) -> Failure:
    kind = FailureKind(ended.cut) if ended.cut else FailureKind.DIED
    if kind is FailureKind.DIED and any(sign in ended.printed for sign in _SIGNS_OF_MEMORY):
        kind = FailureKind.OUT_OF_MEMORY
    if kind is FailureKind.DIED:
        how = f"signal {-ended.status}" if ended.status < 0 else f"status {ended.status}"
        return Failure(kind, "", f"the process ended without a report ({how})")
    return Failure(kind, "", _sentence(kind, limits))


_SIGNS_OF_MEMORY = ("bad_alloc", "MemoryError", "Cannot allocate memory", "can't start new thread")
"""What is printed by a process that dies because it gets no more."""


def _sentence(kind: FailureKind, limits: Limits) -> str:
    memory = f"{limits.memory / 1024**3:.3g} GB"
    sentences = {
        FailureKind.TIMED_OUT: f"it ran longer than {limits.seconds:g} seconds (`--timeout`)",
        FailureKind.OUT_OF_MEMORY: f"it needs more memory than {memory} (`--memory`)",
        FailureKind.TOO_MUCH_WRITTEN: f"it writes more than {limits.disk} bytes",
        FailureKind.TOO_MANY_THREADS: f"it starts more than {limits.threads} threads",
    }
    return sentences[kind]


def _model(told: _Model) -> BuiltModel:
    return BuiltModel(
        _plain(told.name),
        _plain(told.cls),
        tuple(map(_plain, told.variables)),
        told.line,
        told.returned,
        told.built,
        told.parameters,
        tuple(
            BuiltLayer(
                _plain(each.name), _plain(each.cls), _shapes(each.output_shape), each.parameters
            )
            for each in told.layers
        ),
        None if told.reason is None else _plain(told.reason),
    )


def _plain(text: str) -> str:
    """A text without what a terminal would take for more: Keras sets its messages in bold."""
    return _NOT_PRINTED.sub("", text)


def _shapes(told: Any) -> tuple[LayerShape, ...]:
    """The shapes of outputs, in whatever form they are told."""
    if not isinstance(told, list):
        return ()
    if any(isinstance(each, list) for each in told):
        return tuple(_shape(each) for each in told)
    return (_shape(told),)


def _shape(told: Any) -> LayerShape:
    sizes = told if isinstance(told, list) else None
    if sizes is None or not all(each is None or _is_size(each) for each in sizes):
        return None
    return tuple(sizes)


def _is_size(told: Any) -> bool:
    return isinstance(told, int) and not isinstance(told, bool)
