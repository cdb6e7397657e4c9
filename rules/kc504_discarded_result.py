"""KC504: the result of a call that changes nothing is dropped."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Discarded, Learned, Program
from kerascop.linting import Finding, Group, Rule


class DiscardedResult(Rule):
    """A statement calls what only returns a result, and nobody takes that.

    ## What it does
    Finds statements such as `scaler.transform(x)`, `to_categorical(y)`, `x.reshape(…)`, `x / 255`,
    `np.expand_dims(x, 0)`, `dataset.batch(32)` and `frame.drop(…)` whose result is assigned to
    nothing, in programs that build a Keras model.

    ## Why is this bad
    These functions leave their arguments as they are and return something new. As statements they
    do nothing at all: the data reach the model unscaled, unencoded, in the old shape, unbatched.

    ## Example
    ```python
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    x_train = x_train / 255
    x_train.reshape(60000, 784)  # KC504
    model = keras.Sequential([
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=5)
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    x_train = x_train / 255
    x_train = x_train.reshape(60000, 784)
    model = keras.Sequential([
        keras.Input(shape=(784,)),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=5)
    ```

    ## When not to flag
    Silent for what changes its object in place (`inplace=True`, `out=`, `x.sort()`,
    `np.random.shuffle`), for the last line of a notebook's cell, which shows the value, for a `try`
    that only wants to know whether the call works, for objects that are not understood, and for a
    `fit_transform` that fits a scaler which transforms later.

    ## References
    - https://numpy.org/doc/stable/reference/generated/numpy.reshape.html
    - https://www.tensorflow.org/api_docs/python/tf/data/Dataset: "a new Dataset"
    - https://scikit-learn.org/stable/data_transforms.html
    """

    code = "KC504"
    name = "discarded-result"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        if not program.models:
            return
        dropped = program.steps(Discarded)
        places = {step.origin for step in dropped}
        working = {step.maker for step in program.steps(Learned) if step.origin not in places}
        for step in dropped:
            if step.fits is not None and step.fits in working:
                continue
            yield self.finding(
                step.origin,
                f"`{step.call}` gives a result and changes nothing in place: as a statement it has"
                " no effect. Assign what it gives",
                related=[(step.fits, "fitted on the way, but nothing uses it")],
                subject=step.origin,
            )
