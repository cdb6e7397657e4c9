"""KC407: data that never end, and no number of steps."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Batches, Fit
from kerascop.linting import Finding, Group, Rule

STEPS = {
    "fit": "steps_per_epoch",
    "evaluate": "steps",
    "predict": "steps",
}


class EndlessDataset(Rule):
    """Data that repeat for ever, with nothing that says where an epoch ends.

    ## What it does
    Finds data sets behind `repeat()` without a count, and generators that yield in a `while True`,
    which reach `fit` without `steps_per_epoch`, `evaluate` or `predict` without `steps`, or
    `validation_data` without `validation_steps`.

    ## Why is this bad
    Keras ends an epoch when the data do. These never do: Keras 3 goes on with the first epoch, or
    with the first validation, for ever and without a word; Keras 2 refuses a data set that it
    knows to be endless.

    ## Example
    ```python
    import tensorflow as tf

    (x, y), _ = tf.keras.datasets.mnist.load_data()
    data = tf.data.Dataset.from_tensor_slices((x / 255, y))
    data = data.shuffle(10_000).batch(32).repeat()
    model = tf.keras.Sequential([
        tf.keras.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(data, epochs=5)  # KC407
    ```

    ## Use instead
    `fit` begins the data again for every epoch by itself: `repeat` is not needed.

    ```python
    import tensorflow as tf

    (x, y), _ = tf.keras.datasets.mnist.load_data()
    data = tf.data.Dataset.from_tensor_slices((x / 255, y))
    data = data.shuffle(10_000).batch(32)
    model = tf.keras.Sequential([
        tf.keras.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(data, epochs=5)
    ```

    ## When not to flag
    Silent for `repeat(n)` and behind `take(n)`; for generators with a `break`, a `return`, a `next`
    or an exception; for image generators and every `Sequence`, which know their length; for
    `fit_generator`, which is KC702's; and where arguments are passed on with `**`.

    ## References
    - https://keras.io/api/models/model_training_apis/#fit-method
    - https://www.tensorflow.org/api_docs/python/tf/data/Dataset#repeat
    """

    code = "KC407"
    name = "endless-dataset"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, fit: Fit) -> Iterator[Finding]:
        steps = STEPS.get(fit.method)
        if steps is None or not fit.complete:
            return
        if fit.method == "fit":
            yield from self._endless(
                fit, "validation_data", fit.validation_batches, "validation_steps", "validation"
            )
        what = "epoch" if fit.method == "fit" else "pass"
        yield from self._endless(fit, "x", fit.batches, steps, what)

    def _endless(
        self, fit: Fit, data: str, batches: Batches | None, steps: str, what: str
    ) -> Iterator[Finding]:
        if batches is None or batches.endless is not True:
            return
        if fit.argument(steps).given and fit.argument(steps).value is not None:
            return
        repeat = next((step for step in batches.steps[::-1] if step.name == "repeat"), None)
        cause = "behind `repeat()`" if repeat else "of a generator's `while True`"
        yield self.finding(
            fit.argument(data).origin or fit.origin,
            f"the data {cause} never end, and without `{steps}` Keras 3 never ends the first"
            f" {what}. {'Leave `repeat()` out, or give' if repeat else 'Give'} `{steps}`",
            related=[(repeat.origin if repeat else batches.origin, "endless from here on")],
        )
