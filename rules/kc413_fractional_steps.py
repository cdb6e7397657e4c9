"""KC413: numbers of steps that are floats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kerascop.graph import Fit
from kerascop.linting import Applicability, Finding, Fix, Group, Rule
from kerascop.linting.fixes import code_of, divided_whole, fix_of, replaced

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin

STEPS = ("steps_per_epoch", "validation_steps", "steps")
REMOVED = "_generator"
"""Methods of these names are gone from Keras 3; Keras 2 took floats."""


_FLOAT = re.compile(r"\d\.|\.\d|\de|float")
"""What leaves a float of `//` as well."""


class FractionalSteps(Rule):
    """A number of steps is a float, as every division with `/` leaves one.

    ## What it does
    Checks the type of `steps_per_epoch`, `validation_steps` and `steps`, and of what the `__len__`
    of a `Sequence` or `PyDataset` of the program's own returns.

    ## Why is this bad
    Keras 3 counts steps with `range`, which takes no float, not even `2.0`: training ends with a
    TypeError before it begins. Python itself wants a whole number from `__len__`. `np.ceil` and
    `np.floor` round a float and leave it a float; `math.ceil` and `math.floor` make an `int`.

    ## Example
    ```python
    import tensorflow as tf

    (x, y), _ = tf.keras.datasets.mnist.load_data()
    data = tf.data.Dataset.from_tensor_slices((x / 255, y)).batch(32).repeat()
    model = tf.keras.Sequential([
        tf.keras.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(data, epochs=5, steps_per_epoch=len(x) / 32)  # KC413
    ```

    ## Use instead
    ```python
    import tensorflow as tf

    (x, y), _ = tf.keras.datasets.mnist.load_data()
    data = tf.data.Dataset.from_tensor_slices((x / 255, y)).batch(32).repeat()
    model = tf.keras.Sequential([
        tf.keras.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(data, epochs=5, steps_per_epoch=len(x) // 32)
    ```

    ## When not to flag
    Silent for `//`, `int(…)`, `math.ceil(…)` and numbers of which nothing is known; for the
    arguments where the project uses Keras 2, which took floats, and for `fit_generator` and its
    relatives, which only Keras 2 has.

    ## References
    - https://keras.io/api/models/model_training_apis/#fit-method
    - `EpochIterator` in keras/src/trainers/epoch_iterator.py
    """

    code = "KC413"
    name = "fractional-steps"
    group = Group.CORRECTNESS
    since = "0.1"
    fixes = (Applicability.SAFE,)

    def check(self, fit: Fit) -> Iterator[Finding]:
        took_floats = fit.model.release.major < 3 or fit.method.endswith(REMOVED)
        for name in STEPS:
            if name not in fit.floats or took_floats:
                continue
            at = fit.argument(name).origin or fit.origin
            yield self.finding(
                at,
                f"`{name}={at.text}` is a float, and Keras 3 takes whole numbers alone, not even"
                f" `2.0`: {_remedy(at.text)}",
                related=[(fit.origin, f"`{fit.method}`")],
                fix=None if at is fit.origin else _fix(at),
            )
        for length in fit.float_lengths:
            yield self.finding(
                length,
                "`__len__` returns a float, and Python wants a whole number from it:"
                f" {_remedy(length.text)}",
                related=[(fit.origin, "Keras asks for its length here")],
                fix=_fix(length),
            )


def _fix(number: Origin) -> Fix | None:
    """Divides without a rest; what is no plain division of whole numbers is cut off to one."""
    written = code_of(number)
    divided = None if _FLOAT.search(written) else divided_whole(number)
    if divided is not None:
        return fix_of(Applicability.SAFE, "Divide with `//`", divided)
    if written.startswith("def "):
        return None
    return fix_of(Applicability.SAFE, "Make it a whole number", replaced(number, f"int({written})"))


def _remedy(written: str) -> str:
    if "ceil" in written or "floor" in written:
        return "NumPy rounds a float to a float; `math.ceil` or `int(…)` makes a whole number"
    return "divide with `//`, or round up with `math.ceil`"
