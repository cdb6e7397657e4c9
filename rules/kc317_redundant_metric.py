"""KC317: a metric that repeats the loss, or another metric."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Compile, Loss, Metric, Model
from kerascop.keras_api.losses import loss_family
from kerascop.linting import Applicability, Finding, Fix, Group, Rule
from kerascop.linting.fixes import entry_removed, fix_of

DISTANCES = ("mean_squared_error", "mean_absolute_error")

WEIGHTS = ("class_weight", "sample_weight")

PENALTIES = ("kernel_regularizer", "bias_regularizer", "activity_regularizer")


class RedundantMetric(Rule):
    """A metric that says what the loss, or the metric next to it, says already.

    ## What it does
    Looks for the loss among the metrics, and for mean squared and mean absolute error side by
    side.

    ## Why is this bad
    Keras logs the loss anyway, for training and for validation. The same number twice costs a
    little time and a column in every log, and tells nothing. Squared and absolute error nearly
    always move together; one that can be read in the units of the target is enough.

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
        metrics=["mean_squared_error"],  # KC317
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
    Silent where the loss that is logged is another number: with regularisers, whose penalties it
    contains, with class or sample weights, with several outputs, and for a loss that takes logits.
    Squared error as the loss with absolute error as the metric is good practice.

    ## References
    - https://keras.io/api/metrics/
    """

    code = "KC317"
    name = "redundant-metric"
    group = Group.DESIGN
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, compiled: Compile) -> Iterator[Finding]:
        seen: dict[str, Metric] = {}
        for metric in compiled.metrics:
            family = None if metric.user_defined else family_of(metric)
            if family is None:
                continue
            loss = logged_loss(compiled)
            if loss is not None and loss.family == family:
                yield self.finding(
                    metric.origin,
                    f"`{metric.name.rpartition('.')[2]}` is the loss, which is logged anyway",
                    related=[(loss.origin, "the loss")],
                    fix=_fix(metric, compiled),
                )
                continue
            other = next((seen[name] for name in DISTANCES if name in seen), None)
            if family in DISTANCES and other is not None and family_of(other) != family:
                yield self.finding(
                    metric.origin,
                    "squared and absolute error side by side nearly always move together: one of "
                    "them is enough",
                    related=[(other.origin, "the other one")],
                    fix=_fix(metric, compiled),
                )
            seen[family] = metric


def _fix(metric: Metric, compiled: Compile) -> Fix | None:
    """Drops the metric. Whoever takes apart what `evaluate` returns gets one number fewer."""
    removed = entry_removed(compiled.argument("metrics").origin, metric.origin)
    return fix_of(Applicability.UNSAFE, "Drop the metric", removed)


def family_of(metric: Metric) -> str | None:
    """The loss that a metric computes, if it is one."""
    return loss_family(metric.name.rpartition(".")[2])


def logged_loss(compiled: Compile) -> Loss | None:
    """The loss, if what Keras logs is that and nothing else."""
    if len(compiled.losses) != 1 or compiled.losses[0] is None or penalises(compiled.model):
        return None
    weighted = any(fit.argument(name).given for fit in compiled.fits for name in WEIGHTS)
    loss = compiled.losses[0]
    return None if weighted or loss.from_logits or loss.inner is not None else loss


def penalises(model: Model) -> bool:
    """Do regularisers add to the loss, as far as is known?"""
    return model.is_opaque or any(
        layer.argument(name).given for layer in model.layers for name in PENALTIES
    )
