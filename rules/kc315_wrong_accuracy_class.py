"""KC315: an accuracy that counts something else than right answers."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Labels, Metric, Objective
from kerascop.linting import Applicability, Finding, Fix, Group, Rule
from kerascop.linting.fixes import fix_of, replaced

CATEGORICAL = frozenset({"CategoricalAccuracy", "categorical_accuracy"})
SPARSE = frozenset({"SparseCategoricalAccuracy", "sparse_categorical_accuracy"})
EXACT = "keras.metrics.Accuracy"


class WrongAccuracyClass(Rule):
    """The accuracy that `compile` is given is made for other outputs or labels.

    ## What it does
    Finds three mistakes in `metrics=` of a classifier: `keras.metrics.Accuracy()`, which compares
    outputs and labels for equality; `CategoricalAccuracy` with class ids or
    `SparseCategoricalAccuracy` with one-hot labels; and either of these two for a single output
    unit.

    ## Why is this bad
    The class `Accuracy` is for outputs that are class ids already: a probability hardly ever equals
    a label, so it stays at 0 (and where the shapes do not fit, training stops with an error).
    `CategoricalAccuracy` takes the `argmax` of each label, which means nothing for an id;
    `SparseCategoricalAccuracy` refuses one-hot rows. The `argmax` of a single unit is always 0:
    then the one counts every answer as right, the other every label 0.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(5, activation="softmax"),
    ])
    model.compile(
        optimizer="adam",
        loss="categorical_crossentropy",
        metrics=[keras.metrics.Accuracy()],  # KC315
    )
    ```

    ## Use instead
    The string `"accuracy"`: Keras chooses the class that fits the loss and the shapes.

    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(5, activation="softmax"),
    ])
    model.compile(
        optimizer="adam",
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )
    ```

    ## When not to flag
    The strings `"accuracy"`, `"Accuracy"` and `"acc"` stand for the accuracy that fits. The class
    `Accuracy` is right where class ids are handed to it: in a training loop, or if the model itself
    ends in an `argmax`. Functions and classes of your own are not judged, nor are models with a
    loss function of your own. An accuracy that fits the labels while the loss does not is KC312's,
    one unit under a categorical loss KC308's, accuracy of a regression KC303's.

    ## References
    - https://keras.io/api/metrics/accuracy_metrics/
    - `get_metric` in keras/src/trainers/compile_utils.py: what "accuracy" stands for
    """

    code = "KC315"
    name = "wrong-accuracy-class"
    group = Group.CORRECTNESS
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, objective: Objective) -> Iterator[Finding]:
        compiled, head = objective.compile, objective.head
        if compiled is None or objective.loss.inner is not None or objective.is_placeholder:
            return
        for metric in compiled.metrics:
            if metric.user_defined or metric.output not in (None, objective.output):
                continue
            problem = _problem(metric, objective)
            if problem is None:
                continue
            yield self.finding(
                metric.origin,
                problem,
                related=[
                    (
                        head.activation.origin if head.activation else None,
                        "the output's activation",
                    ),
                    (head.weighted.origin if head.weighted else None, "the output"),
                    (objective.origin, "the loss"),
                    *((target.origin, "the labels come from here") for target in objective.targets),
                ],
                subject=objective.origin,
                fix=_fix(metric, objective),
            )


def _fix(metric: Metric, objective: Objective) -> Fix | None:
    """The string, from which Keras chooses by loss and shapes, for a metric without arguments.

    Of logits it would count those above 0.5.
    """
    if objective.loss.is_binary and objective.head.is_linear:
        return None
    short = metric.name.rpartition(".")[2]
    written = metric.origin.text.removesuffix("()").strip("'\"").rpartition(".")[2]
    edit = replaced(metric.origin, '"accuracy"') if written == short else None
    return fix_of(Applicability.UNSAFE, 'Use `"accuracy"`', edit)


def _problem(metric: Metric, objective: Objective) -> str | None:
    loss, head = objective.loss, objective.head
    short = metric.name.rpartition(".")[2]
    if not (loss.is_categorical or loss.is_binary):
        return None
    if metric.name == EXACT:
        if not (head.is_linear or head.ends_in("softmax", "sigmoid", "hard_sigmoid")):
            return None
        given = "logits" if head.is_linear else "probabilities"
        return (
            f"the class `Accuracy` counts outputs that equal their label, and {given} hardly ever"
            ' do: it stays at 0, or fails on the shapes. Use the string `"accuracy"`'
        )
    if short not in CATEGORICAL | SPARSE:
        return None
    if head.units == 1 and loss.is_binary and len(head.shape or ()) == 2:
        counts = "every answer as right" if short in CATEGORICAL else "the labels that are 0"
        return (
            f"`{short}` asks which unit is the largest, and {head.layer_shown} has one: it counts"
            f' {counts}. Use `BinaryAccuracy`, or the string `"accuracy"`'
        )
    labels = _encoding(objective)
    if labels is Labels.CLASS_IDS and short in CATEGORICAL:
        return (
            f"`{short}` takes the `argmax` of each label, but with `{loss.short}` the labels are"
            f" class ids: its value means nothing. Use `SparseCategoricalAccuracy`"
        )
    if labels is Labels.ONE_HOT and short in SPARSE:
        return (
            f"`{short}` wants class ids, but with `{loss.short}` the labels are one-hot, which it"
            f" refuses. Use `CategoricalAccuracy`"
        )
    return None


def _encoding(objective: Objective) -> Labels | None:
    """How the labels are written: as the loss reads them, unless they are known to be otherwise."""
    if not objective.loss.is_categorical or objective.head.units == 1:
        return None
    sparse = "sparse" in objective.loss.path.lower()
    wanted = Labels.CLASS_IDS if sparse else Labels.ONE_HOT
    known = {target.labels for target in objective.targets} - {None, wanted}
    return None if known else wanted
