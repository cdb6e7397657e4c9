"""`kerascop confirm`, from what the command line says to the exit status."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kerascop.confirming import json, table
from kerascop.confirming.executing import Running, executed
from kerascop.confirming.outcome import ModelOutcome, Status
from kerascop.confirming.progress import Progress, shown_progress
from kerascop.confirming.run import confirmed
from kerascop.confirming.sandboxing.report import GIGABYTE, Limits
from kerascop.misuse import UsageError
from kerascop.status import Status as ExitStatus
from kerascop.summary.run import overview
from kerascop.summary.views import ModelView
from kerascop.terminal import shows_colour, tell, width, write, write_file


@dataclass(frozen=True)
class Wishes:
    """What `confirm` is asked.

    Attributes:
        targets: files, folders, builders.
        arguments: of the builders.
        python: the interpreter that has Keras.
        as_json: JSON in place of tables?
        output: the file to write to; standard output without one.
        verbose: tell on standard error what could not be known?
        execute: run the files up to their models, confined, in place of rebuilding what was read?
        limits: what a run may take.
        unsafe: run without walls, where there is nothing to make them of?
    """

    targets: Sequence[str]
    arguments: Mapping[str, object] = field(default_factory=dict)
    python: str = sys.executable
    as_json: bool = False
    output: Path | None = None
    verbose: bool = False
    execute: bool = False
    limits: Limits = field(default_factory=Limits)
    unsafe: bool = False


def limited(timeout: float | None, memory: float | None, *, execute: bool) -> Limits:
    """The limits of a run.

    Args:
        timeout: seconds; as usual if it is not given.
        memory: gigabytes; likewise.
        execute: is anything run?

    Raises:
        UsageError: limits are given, and nothing is run.
    """
    for flag, given in (("--timeout", timeout), ("--memory", memory)):
        if given is not None and not execute:
            raise UsageError(f"`{flag}` limits what `--execute` runs: give both")
    usual = Limits()
    return replace(
        usual,
        seconds=usual.seconds if timeout is None else timeout,
        memory=usual.memory if memory is None else int(memory * GIGABYTE),
    )


def run(wishes: Wishes) -> ExitStatus:
    """Confirm, and tell.

    Raises:
        UsageError: something cannot be done.
    """
    found = overview(wishes.targets, wishes.arguments)
    if wishes.verbose or not found.models:
        for note in found.notes:
            tell(f"note: {note}")
    with shown_progress(len(found.models)) as progress:
        outcomes = [
            replace(outcome, assumptions=view.assumptions, reason=_reason(view, outcome))
            for view, outcome in zip(
                found.models, _outcomes(found.models, wishes, progress), strict=True
            )
        ]
    text = _text(outcomes, wishes)
    if wishes.output is None:
        write(text)
    else:
        write_file(wishes.output, text)
    wrong = any(each.status in (Status.DISAGREES, Status.FAILS) for each in outcomes)
    return ExitStatus.FINDINGS if wrong else ExitStatus.CLEAN


def _outcomes(views: Sequence[ModelView], wishes: Wishes, progress: Progress) -> list[ModelOutcome]:
    if not wishes.execute:
        return confirmed(views, wishes.python, progress)
    folders = [Path(target) for target in wishes.targets if Path(target).is_dir()]
    running = Running(wishes.python, wishes.arguments, wishes.limits, wishes.unsafe, folders)
    return executed(views, running, progress)


def _reason(view: ModelView, outcome: ModelOutcome) -> str | None:
    """Why a model is not compared, and how it can be, if its builder lacks arguments."""
    builder, target = view.summary.builder, view.target
    if outcome.status is not Status.SKIPPED or not builder or target is None or target.builder:
        return outcome.reason
    asked = f"`{target.path}::{builder} --arg NAME=VALUE`"
    return f"{outcome.reason}; {asked} gives its builder arguments"


def _text(outcomes: Sequence[ModelOutcome], wishes: Wishes) -> str:
    if wishes.as_json:
        return json.render(outcomes)
    to_terminal = wishes.output is None and sys.stdout.isatty()
    return table.render(outcomes, width() if to_terminal else None, to_terminal and shows_colour())
