"""KC303: accuracy as the metric of a regression."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import Dim
from kerascop.graph import Compile, Loss, Metric, Objective
from kerascop.linting import Applicability, Finding, Fix, Group, Rule
from kerascop.linting.fixes import entry_removed, fix_of, reworded

ACCURACIES = frozenset({"acc", "accuracy"})
SPELLED_OUT = {"mae": "mean_absolute_error", "mse": "mean_squared_error"}
CLASS_IDS = frozenset({"argmax", "round", "rint", "cast"})
"""Operations that leave classes for a metric to compare."""


class AccuracyOnRegression(Rule):
    """Accuracy is asked of a model whose loss is a regression loss.

    ## What it does
    Finds `metrics=["accuracy"]` next to a mean squared error, mean absolute error, Huber loss or
    another loss for real numbers.

    ## Why is this bad
    Accuracy counts right answers, and a regression gives none: Keras rounds the prediction at 0.5
    and asks whether it *equals* the target, or compares which output is the largest. The number
    says nothing about the model. It stays near 0, or settles early, while the loss goes on
    falling, and sends people after problems that do not exist.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ])
    model.compile(
        optimizer="adam",
        loss="mse",
        metrics=["accuracy"],  # KC303
    )
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse", metrics=["mae"])
    ```

    ## When not to flag
    Silent if the targets are known to be classes (zeros and ones, one-hot rows, class ids) or the
    output is a softmax: there the metric is right and the loss is not. Silent for targets made of
    ones or zeros and for `train_on_batch`, as in adversarial training and metric learning; for a
    model that is trained only inside another; and for several outputs of which some may be classes.

    ## References
    - https://keras.io/api/metrics/accuracy_metrics/
    - `get_metric` in keras/src/trainers/compile_utils.py: what "accuracy" stands for
    """

    code = "KC303"
    name = "accuracy-on-regression"
    group = Group.SUSPICIOUS
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, objective: Objective) -> Iterator[Finding]:
        compiled, head = objective.compile, objective.head
        if compiled is None or not objective.loss.is_regression or head.ends_in("softmax"):
            return
        if head.tensor.call is not None and head.tensor.call.short in CLASS_IDS:
            return
        if objective.is_adversarial or objective.is_placeholder or objective.trains_on_batches:
            return
        if any(target.is_classes for target in objective.targets):
            return
        for metric in compiled.metrics:
            asked_of_all = metric.output is None
            if metric.name.rpartition(".")[2].lower() not in ACCURACIES:
                continue
            if asked_of_all and not all(loss and loss.is_regression for loss in compiled.losses):
                continue
            if not asked_of_all and metric.output != objective.output:
                continue
            yield self.finding(
                metric.origin,
                f"accuracy says nothing about a regression with `{objective.loss.short}`: it"
                f" {_counts(metric, head.units)}. Drop it or use `mae`; if the targets are classes,"
                " it is the loss that does not fit",
                related=[
                    (objective.origin, "the loss makes this a regression"),
                    (head.weighted.origin if head.weighted else None, "the output"),
                ],
                fix=_fix(metric, objective.loss, compiled),
            )


def _fix(metric: Metric, loss: Loss, compiled: Compile) -> Fix | None:
    """Another distance than the loss is; where the metrics hold it already, that is enough."""
    distance = "mse" if loss.family == "mean_absolute_error" else "mae"
    known = {distance, SPELLED_OUT[distance]}
    if known.isdisjoint(each.name.rpartition(".")[2] for each in compiled.metrics):
        return fix_of(
            Applicability.UNSAFE,
            f"Report `{distance}`",
            reworded(metric.origin, distance, ACCURACIES),
        )
    removed = entry_removed(compiled.argument("metrics").origin, metric.origin)
    return fix_of(Applicability.UNSAFE, "Drop the accuracy", removed)


def _counts(metric: Metric, units: Dim) -> str:
    if metric.name.endswith(".Accuracy"):
        return "counts predictions that equal their targets exactly"
    if units == 1:
        return "rounds each prediction at 0.5 and counts how often that equals the target"
    if isinstance(units, int):
        return f"counts how often the largest of the {units} outputs is where the largest target is"
    return "compares rounded or largest values, not distances"
