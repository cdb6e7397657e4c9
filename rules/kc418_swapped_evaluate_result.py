"""KC418: what `evaluate` returns is taken apart in the wrong order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kerascop.graph import Fit
from kerascop.graph.course import NamedResult
from kerascop.linting import Applicability, Finding, Fix, Group, Rule
from kerascop.linting.fixes import code_of, fix_of, replaced

EVALUATING = frozenset({"evaluate", "evaluate_generator", "test_on_batch", "train_on_batch"})
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_ACCURACY = frozenset({"acc", "accuracy", "accuracies", "accu"})
_NOT_ALONE = frozenset({"loss", "losses", "and", "or", "result", "results", "scores"})


class SwappedEvaluateResult(Rule):
    """`accuracy, loss = model.evaluate(…)`: the loss comes first.

    ## What it does
    Looks at the names that are given to the numbers that `evaluate`, `test_on_batch` and
    `train_on_batch` return, and reports a first one that is called an accuracy.

    ## Why is this bad
    Keras returns the loss first and then the metrics, in the order in which `compile` names them.
    Under swapped names a good model seems to have an accuracy of 0.05, and a hopeless one an
    accuracy above 1.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Dense(3, activation="softmax"),
    ])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, epochs=5)
    accuracy, loss = model.evaluate(x_test, y_test)  # KC418
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Dense(3, activation="softmax"),
    ])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, epochs=5)
    loss, accuracy = model.evaluate(x_test, y_test)
    ```

    ## When not to flag
    Silent for other names, for `return_dict=True`, and for models with a `test_step` or metrics of
    their own, which decide the order themselves.

    ## References
    - https://keras.io/api/models/model_training_apis/#evaluate-method
    """

    code = "KC418"
    name = "swapped-evaluate-result"
    group = Group.SUSPICIOUS
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, fit: Fit) -> Iterator[Finding]:
        if fit.method not in EVALUATING or fit.logs_more or fit.argument("return_dict").given:
            return
        for result in fit.results:
            if result.place == 0 and _says_accuracy(result.name):
                yield self.finding(
                    result.origin,
                    f"`{result.name}` gets the loss: `{fit.method}` returns the loss first and then"
                    " the metrics",
                    related=[(fit.origin, "the result comes from here")],
                    fix=_fix(result, fit),
                )


def _fix(result: NamedResult, fit: Fit) -> Fix | None:
    """The name and that of the loss change places, if two names take what is returned."""
    others = [
        other
        for other in fit.results
        if other.place == 1 and other.origin.span.start_line == result.origin.span.start_line
    ]
    if len(others) != 1 or "loss" not in others[0].name.lower():
        return None
    first, second = result.origin, others[0].origin
    return fix_of(
        Applicability.UNSAFE,
        "Swap the names",
        replaced(first, code_of(second), [first.text]),
        replaced(second, code_of(first), [second.text]),
    )


def _says_accuracy(name: str) -> bool:
    words = {word.lower() for word in _WORD.findall(name)}
    return not words.isdisjoint(_ACCURACY) and words.isdisjoint(_NOT_ALONE)
