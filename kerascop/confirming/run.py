"""Confirming the models of an overview, one after the other, with one worker for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

from kerascop.confirming.comparison import skipped
from kerascop.confirming.outcome import ModelOutcome
from kerascop.confirming.progress import Progress, shown_progress
from kerascop.confirming.rebuilding import Rebuilder
from kerascop.linting.room import room_to_work
from kerascop.summary.views import ModelView, Overview


@room_to_work
def confirmed(views: Sequence[ModelView], python: str, progress: Progress) -> list[ModelOutcome]:
    """What Keras says of models.

    Args:
        views: the models.
        python: the interpreter that has Keras.
        progress: hears how far this got.

    Raises:
        UsageError: there is no such interpreter, or no Keras.
    """
    rebuilder = Rebuilder(python, lambda: progress.loading(python), progress.loaded)
    outcomes: list[ModelOutcome] = []
    with closing(rebuilder):
        for view in views:
            progress.turning_to(view.summary.name)
            if view.model is None:
                outcomes.append(skipped(view.summary, "its graph is not known"))
                continue
            registers = view.program is not None and view.program.registers
            outcomes.append(rebuilder.outcome(view.model, view.summary, registers=registers))
    return outcomes


def with_outcomes(overview: Overview, python: str) -> Overview:
    """The same models, with what Keras says of them.

    Args:
        overview: the models.
        python: the interpreter that has Keras.

    Raises:
        UsageError: there is no such interpreter, or no Keras.
    """
    with shown_progress(len(overview.models)) as progress:
        outcomes = confirmed(overview.models, python, progress)
    views = zip(overview.models, outcomes, strict=True)
    return replace(
        overview, models=tuple(replace(view, outcome=outcome) for view, outcome in views)
    )
