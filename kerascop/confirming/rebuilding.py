"""Rebuilding: models are built from what kerascop recovered of them, and compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kerascop.confirming.comparison import compared, skipped
from kerascop.confirming.conversation import Lost, Refused, Worker
from kerascop.confirming.numbers import SCHEMES, Numbers
from kerascop.confirming.outcome import ModelOutcome, Status
from kerascop.confirming.plan import plan_of
from kerascop.graph.models import Style

if TYPE_CHECKING:
    from kerascop.graph.models import Model
    from kerascop.summary.summary import ModelSummary

KERAS, TF_KERAS = "keras", "tf_keras"


@dataclass(eq=False)
class Rebuilder:
    """Builds models with the Keras of an interpreter. A worker is started when it is needed.

    Attributes:
        python: the interpreter.
        begun: told before a worker is started.
        started: told which Keras a worker has.
    """

    python: str
    begun: Callable[[], None] = lambda: None
    started: Callable[[str], None] = lambda keras: None
    _workers: dict[str, Worker] = field(default_factory=dict)

    def outcome(
        self, model: Model, summary: ModelSummary, *, registers: bool = False
    ) -> ModelOutcome:
        """What came of building a model.

        Args:
            model: the recovered graph.
            summary: its layers as they are listed.
            registers: does the program give names to activations and the like of its own?

        Raises:
            UsageError: there is no such interpreter, or no Keras.
        """
        if model.style is Style.LOADED and not _is_network(model):
            return skipped(summary, "its layers are not known: they come from elsewhere")
        if not summary.layers and not model.calls:
            return skipped(summary, "its layers are not known")
        first = self._built(model, summary, Numbers(), registers)
        if not _depends_on_numbers(first):
            return first
        for scheme in SCHEMES[1:]:
            other = self._built(model, summary, Numbers(scheme), registers)
            if other.status is Status.AGREES or not _depends_on_numbers(other):
                return other
        return first

    def close(self) -> None:
        """Ends the workers."""
        for worker in self._workers.values():
            worker.close()
        self._workers.clear()

    def _built(
        self, model: Model, summary: ModelSummary, numbers: Numbers, registers: bool
    ) -> ModelOutcome:
        plan = plan_of(model, numbers, registers=registers)
        if all(step.left_out for step in plan.steps):
            reason = next((step.left_out for step in plan.steps), None)
            return skipped(summary, reason or "nothing of it is understood")
        wanted = _wanted(model)
        worker = self._worker(wanted)
        try:
            built = worker.build(plan.request)
        except Lost as lost:
            # The next model gets a new worker.
            self._workers.pop(wanted).close()
            return replace(skipped(summary, f"the worker is lost: {lost}"), keras=worker.keras)
        except Refused as refused:
            return replace(skipped(summary, str(refused)), keras=worker.keras)
        return compared(model, summary, plan, built, worker.keras)

    def _worker(self, wanted: str) -> Worker:
        if wanted not in self._workers:
            self.begun()
            self._workers[wanted] = Worker(self.python, wanted)
            self.started(self._workers[wanted].keras)
        return self._workers[wanted]


def _wanted(model: Model) -> str:
    """The package that a model is of: `tf_keras` where the program says so."""
    package = model.package or KERAS
    legacy = package.startswith("tensorflow") and model.target.legacy
    return TF_KERAS if package.startswith(TF_KERAS) or legacy else KERAS


def _is_network(model: Model) -> bool:
    return any(
        call.layer is not None and call.layer.symbol.startswith("keras.applications.")
        for call in model.calls
    )


def _depends_on_numbers(outcome: ModelOutcome) -> bool:
    """May other numbers for sizes known by name only come to more?"""
    return (
        outcome.status in (Status.PARTIAL, Status.SKIPPED)
        and outcome.reason is not None
        and (" = " in outcome.reason)
    )
