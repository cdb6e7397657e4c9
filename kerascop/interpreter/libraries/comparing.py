"""Predictions held against labels: with a score of scikit-learn, or element by element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.graph.arrays import ArrayFacts
from kerascop.interpreter.events import ComparisonEvent
from kerascop.interpreter.libraries.facts import facts_of
from kerascop.interpreter.registry import function
from kerascop.interpreter.values import Arguments, Value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin

_SCORES = (
    "accuracy_score",
    "average_precision_score",
    "balanced_accuracy_score",
    "classification_report",
    "cohen_kappa_score",
    "confusion_matrix",
    "f1_score",
    "fbeta_score",
    "hamming_loss",
    "jaccard_score",
    "log_loss",
    "matthews_corrcoef",
    "multilabel_confusion_matrix",
    "precision_recall_curve",
    "precision_recall_fscore_support",
    "precision_score",
    "recall_score",
    "roc_auc_score",
    "roc_curve",
    "top_k_accuracy_score",
    "zero_one_loss",
)


@function(
    *(f"sklearn.metrics.{name}" for name in _SCORES),
    "tensorflow.math.confusion_matrix",
)
def score(machine: Machine, arguments: Arguments) -> Value | None:
    """`confusion_matrix(y_true, y_pred)`: what it gives is not known."""
    truth = facts_of(arguments.get("y_true", 0) or arguments.get("labels"))
    predicted = next(
        (
            given
            for name in ("y_pred", "y_score", "predictions")
            if (given := arguments.get(name, 1)) is not None
        ),
        None,
    )
    record(machine, truth, facts_of(predicted), arguments.origin)
    return None


def record(
    machine: Machine, one: ArrayFacts | None, other: ArrayFacts | None, origin: Origin
) -> None:
    """Remember that the program compares two arrays."""
    if one is not None and other is not None:
        event = ComparisonEvent(one, other, origin)
        machine.journal.append(machine.trace.comparisons, event)


def compared_with(machine: Machine, origin: Origin) -> tuple[tuple[ArrayFacts, Origin], ...]:
    """The arrays that what comes from a place is compared with, and where."""
    found: list[tuple[ArrayFacts, Origin]] = []
    for event in machine.trace.comparisons:
        for one, other in ((event.one, event.other), (event.other, event.one)):
            if one.origin == origin:
                found.append((other, event.origin))
    return tuple(found)
