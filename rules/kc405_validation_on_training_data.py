"""KC405: validation data that are the training data."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Fit
from kerascop.linting import Finding, Group, Rule


class ValidationOnTrainingData(Rule):
    """The validation data are the very data that the model trains on.

    ## What it does
    Compares what `validation_data` holds with what the same call trains on: the same arrays, or the
    same data set or generator.

    ## Why is this bad
    A validation score answers one question: how does the model do on samples that it has never
    seen? On the training data it goes up while the network learns them by heart, so overfitting
    cannot be seen, and early stopping and checkpoints choose the model that memorises best.

    ## Example
    ```python
    from tensorflow import keras

    (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    x_train, x_test = x_train / 255, x_test / 255
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, validation_data=(x_train, y_train))  # KC405
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    x_train, x_test = x_train / 255, x_test / 255
    model = keras.Sequential([
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, validation_split=0.2)
    ```

    ## When not to flag
    Silent for parts of an array, even if they overlap: which samples they hold is not known. A name
    that was bound to something else in between is another array.

    ## References
    - https://keras.io/api/models/model_training_apis/#fit-method
    """

    code = "KC405"
    name = "validation-on-training-data"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, fit: Fit) -> Iterator[Finding]:
        if not fit.trains or not fit.validates_on_training:
            return
        remedy = (
            "Make a second one of samples that were held back"
            if fit.batched
            else "`validation_split=0.2` or `train_test_split` holds some back"
        )
        yield self.finding(
            fit.argument("validation_data").origin or fit.origin,
            f"`{fit.method}` validates on the very data that it trains on, so `val_loss` cannot"
            f" tell learning from memorising. {remedy}",
            related=[(fit.inputs.origin if fit.inputs else None, "the data that it trains on")],
        )
