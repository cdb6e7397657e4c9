"""Reads the report of a run, which is as little to be trusted as the file that was run."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from kerascop.confirming.sandboxing.mechanisms import Mechanism
from kerascop.confirming.sandboxing.process import Ended
from kerascop.confirming.sandboxing.report import (
    BuiltLayer,
    BuiltModel,
    ExecutionReport,
    Failure,
    FailureKind,
    LayerShape,
    Limits,
)
from kerascop.misuse import UsageError

_CANNOT_CONFINE = 77
_LONGEST_MESSAGE = 4000
_NOT_PRINTED = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


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


def report_of(ended: Ended, mechanism: Mechanism, limits: Limits) -> ExecutionReport:
    """The report of a run that has ended.

    Raises:
        UsageError: the process could not confine itself, and has run nothing.
    """
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
            _plain(_in_words(failed, limits, mechanism is not Mechanism.NONE))[:_LONGEST_MESSAGE],
            failed.line,
        ),
        _plain(answer.by),
        mechanism.value,
        _plain(ended.printed),
    )


def _in_words(failed: _Failure, limits: Limits, confined: bool) -> str:
    if failed.kind in (FailureKind.TIMED_OUT, FailureKind.OUT_OF_MEMORY):
        return _sentence(failed.kind, limits)
    if confined and any(sign in failed.message for sign in _SIGNS_OF_WALLS):
        return f"{failed.message}: the sandbox does not allow it"
    return failed.message


def _end_without_report(ended: Ended, limits: Limits) -> Failure:
    kind = FailureKind(ended.cut) if ended.cut else FailureKind.DIED
    if kind is FailureKind.DIED and any(sign in ended.printed for sign in _SIGNS_OF_MEMORY):
        kind = FailureKind.OUT_OF_MEMORY
    if kind is FailureKind.DIED:
        how = f"signal {-ended.status}" if ended.status < 0 else f"status {ended.status}"
        return Failure(kind, "", f"the process ended without a report ({how})")
    return Failure(kind, "", _sentence(kind, limits))


_SIGNS_OF_WALLS = ("Operation not permitted", "Permission denied", "Read-only file system")
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
