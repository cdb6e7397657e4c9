"""KC912: Keras refuses to build a model."""

from collections.abc import Iterator

from kerascop.confirming.outcome import BuildFailure
from kerascop.linting import Evidence, Finding, Group, Rule, Severity


class BuildFailureFound(Rule):
    """Keras refuses to build the model.

    ## What it does
    Speaks only with `--confirm`. The model is built with real Keras from what kerascop has read off
    the source. Where Keras raises, this reports its own message, at the line of the layer or
    operation that it refuses; what comes after that in the model is not built.

    ## Why is this bad
    The program stops there, with the same message and a call stack that leads through Keras.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential(  # KC912
        [
            keras.Input((8,)),
            layers.Dense(4, activation="relu", name="hidden"),
            layers.Dense(1, name="hidden"),
        ]
    )
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((8,)),
            layers.Dense(4, activation="relu", name="hidden"),
            layers.Dense(1, name="score"),
        ]
    )
    ```

    ## When not to flag
    Where a size is known by name only, or something before the layer is not understood, a refusal
    may come from the number that stood in for it: it counts only if kerascop expects it as well.
    Models of unit tests may be wrong on purpose.

    ## References
    - [keras.Layer](https://keras.io/api/layers/base_layer/)
    """

    code, name, group, since = "KC912", "build-failure", Group.KERASCOP, "0.1"
    evidence = Evidence.REFUSAL

    def check(self, failure: BuildFailure) -> Iterator[Finding]:
        yield self.finding(
            failure,
            f"{failure.keras} refuses to build {failure.name}: {failure.told}",
            severity=Severity.ERROR,
        )
