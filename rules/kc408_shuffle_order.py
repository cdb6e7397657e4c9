"""KC408: shuffling that mixes batches instead of samples, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Fit, Step
from kerascop.linting import Finding, Group, Rule

KEEPING = frozenset(
    "map filter cache prefetch repeat take skip shard enumerate with_options snapshot".split()
)
"""Steps that leave samples where they are among the others."""


class ShuffleOrder(Rule):
    """A data set is shuffled behind `batch`, or with a buffer of one.

    ## What it does
    Looks at the order of `batch` and `shuffle` in the pipelines that models train on, and at the
    buffers of `shuffle`.

    ## Why is this bad
    `shuffle` mixes the elements that it gets. Behind `batch` these are whole batches: the same
    samples stay together in every epoch, and if the files were sorted by class, each batch holds a
    single class. From a buffer of one element, `shuffle` can only draw the next one: the order
    stays as it was.

    ## Example
    ```python
    import tensorflow as tf

    (x, y), _ = tf.keras.datasets.mnist.load_data()
    data = tf.data.Dataset.from_tensor_slices((x / 255, y))
    data = data.batch(32).shuffle(10_000)  # KC408
    model = tf.keras.Sequential([
        tf.keras.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(data, epochs=5)
    ```

    ## Use instead
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
    Silent where samples are shuffled before they are batched as well, or where the source shuffles
    them, as `image_dataset_from_directory` does; where shuffled rows are batched once more, as in
    cutting a text into windows; behind `padded_batch`, which people sort for on purpose; and for
    data that are only evaluated or predicted.

    ## References
    - https://www.tensorflow.org/guide/data#randomly_shuffling_input_data
    """

    code = "KC408"
    name = "shuffle-order"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, fit: Fit) -> Iterator[Finding]:
        if not fit.trains or fit.batches is None or not fit.batches.in_order:
            return
        steps = [step for step in fit.batches.steps if step.name not in KEEPING]
        names = [step.name for step in steps]
        mixing = [step for step in steps if step.name == "shuffle"]
        if mixing and all(step.argument("buffer_size").value == 1 for step in mixing):
            yield self._finding(
                fit,
                mixing[0],
                "a shuffle buffer of 1 holds nothing but the next element: the order stays as it"
                " was. The buffer should hold as many samples as memory allows",
            )
        elif len(names) > 1 and names[0] == "batch" and set(names[1:]) == {"shuffle"}:
            yield self._finding(
                fit,
                mixing[0],
                "`shuffle` behind `batch` changes the order of whole batches: the same samples stay"
                " together in every epoch. Shuffle first, then batch",
                batch=steps[0],
            )

    def _finding(self, fit: Fit, step: Step, message: str, batch: Step | None = None) -> Finding:
        return self.finding(
            step.origin,
            message,
            related=[
                (batch.origin if batch else None, "batched here"),
                (fit.argument("x").origin, "trained on here"),
            ],
        )
