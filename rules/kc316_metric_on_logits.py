"""KC316: a metric that wants probabilities is given logits."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Metric, Objective
from kerascop.linting import Finding, Group, Rule

ACCURACIES = frozenset({"accuracy", "acc"})

REMEDIES = {
    "binaryaccuracy": "`BinaryAccuracy(threshold=0)`",
    "binaryiou": "`BinaryIoU(threshold=0)`",
    "auc": "`AUC(from_logits=True)`",
    **{
        name.lower(): f"`{name}(thresholds=0)`"
        for name in (
            "Precision Recall TruePositives TrueNegatives FalsePositives FalseNegatives"
        ).split()
    },
}
"""What Keras compares with thresholds between 0 and 1 unless told otherwise, and how to tell it."""

TOLD_BY = ("threshold", "thresholds", "from_logits", "top_k")


class MetricOnLogits(Rule):
    """A metric with thresholds between 0 and 1 reads logits.

    ## What it does
    Finds models without an output activation, trained with a loss that takes logits, whose
    metrics compare the output with thresholds meant for probabilities: `BinaryAccuracy`,
    `"accuracy"` of a one-unit output (Keras makes it `BinaryAccuracy`), `AUC`, `Precision`,
    `Recall` and the counts they are made of.

    ## Why is this bad
    The loss applies the sigmoid, the metric does not. A logit of 0.5 is a probability of 0.62, one
    of 0 is the undecided half. Counting what lies above 0.5 therefore calls all answers between
    0.5 and 0.62 a no; and every answer below one half is beneath the lowest threshold of `AUC`,
    where it cannot tell them apart. Training is fine, but the figures that you watch are not what
    their names say, and callbacks that go by them choose the wrong epoch.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ])
    model.compile(
        optimizer="adam",
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=["accuracy"],  # KC316
    )
    ```

    ## Use instead
    The threshold in logits, or a `sigmoid` in the model and the loss without `from_logits`:

    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ])
    model.compile(
        optimizer="adam",
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(threshold=0)],
    )
    ```

    ## When not to flag
    Silent for `"accuracy"` over several units: Keras takes the largest, and logits are in the same
    order as probabilities. Silent when the metric is told: any `threshold`, `thresholds`, `top_k`
    or `from_logits`; for metrics of your own; for a model that is trained only inside another.

    ## References
    - https://keras.io/api/metrics/classification_metrics/ (`from_logits` of `AUC`, `thresholds`)
    - `get_metric` in keras/src/trainers/compile_utils.py: what "accuracy" stands for
    """

    code = "KC316"
    name = "metric-on-logits"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, objective: Objective) -> Iterator[Finding]:
        compiled, loss, head = objective.compile, objective.loss, objective.head
        if compiled is None or objective.is_placeholder or not head.is_linear:
            return
        if loss.from_logits is not True or not (loss.is_categorical or loss.is_binary):
            return
        for metric in compiled.metrics:
            if metric.user_defined or metric.output not in (None, objective.output):
                continue
            meant = metric_meant(metric, objective)
            if meant not in REMEDIES or any(is_told(metric, name) for name in TOLD_BY):
                continue
            yield self.finding(
                metric.origin,
                f"{shown(metric)} compares the output with thresholds between 0 and 1, but "
                f"{head.layer_shown} leaves logits, for which `{loss.short}` applies the "
                f"activation itself. Use {REMEDIES[meant]}",
                related=[
                    (head.weighted.origin if head.weighted else None, "the output: logits"),
                    (loss.flag or objective.origin, "the loss takes logits"),
                ],
                subject=objective.origin,
            )


def metric_meant(metric: Metric, objective: Objective) -> str:
    """The class of the metric in small letters; of "accuracy", what Keras makes of it."""
    short = metric.name.rpartition(".")[2].lower().replace("_", "")
    if metric.name.lower() in ACCURACIES and objective.head.units == 1:
        return "binaryaccuracy"
    return short


def is_told(metric: Metric, name: str) -> bool:
    """Does the program set an argument to anything but nothing?"""
    argument = metric.arguments.get(name)
    if argument is None or not argument.given:
        return False
    return argument.value is not None and argument.value is not False


def shown(metric: Metric) -> str:
    """The metric as the source has it."""
    short = metric.name.rpartition(".")[2]
    if metric.name.lower() in ACCURACIES:
        return f'`"{metric.name}"`, which for one unit means `BinaryAccuracy`,'
    return f"`{short}`"
