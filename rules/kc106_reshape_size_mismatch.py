"""KC106: a reshape to another number of elements."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import explain_shape
from kerascop.graph import Model
from kerascop.graph.channels import misread_channels
from kerascop.graph.refusals import Refused
from kerascop.linting import Evidence, Finding, Group, Rule


class ReshapeSizeMismatch(Rule):
    """A `Reshape` asks for another number of elements than there are.

    ## What it does
    Multiplies the sizes of one sample before and after `Reshape` and the reshaping functions.

    ## Why is this bad
    A reshape lays the same numbers out anew, it makes none and drops none: Keras refuses the model.
    Often a layer before was changed and the target was not.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((100,)),
        layers.Dense(7 * 7 * 64, activation="relu"),
        layers.Reshape((7, 7, 128)),  # KC106
        layers.Conv2DTranspose(1, 3, activation="sigmoid"),
    ])
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((100,)),
        layers.Dense(7 * 7 * 128, activation="relu"),
        layers.Reshape((7, 7, 128)),
        layers.Conv2DTranspose(1, 3, activation="sigmoid"),
    ])
    ```

    ## When not to flag
    Silent when some size is not known, by number or by name; when `-1` takes up what is left and
    the division leaves nothing over. A function whose first axis turns out not to be the batch is
    KC101.

    ## References
    - https://keras.io/api/layers/reshaping_layers/reshape/
    """

    code = "KC106"
    name = "reshape-size-mismatch"
    group = Group.CORRECTNESS
    since = "0.1"
    evidence = Evidence.REFUSAL

    def check(self, model: Model) -> Iterator[Finding]:
        for refused in model.refused:
            if refused.kind != "size" or refused.is_of_keras1 or misread_channels(model):
                continue
            yield self.finding(
                refused.origin,
                f"{refused.shown}. {_remedy(refused)}",
                related=[
                    (refused.call.origin, "applied here"),
                    (refused.source, f"`{explain_shape(refused.shape)}` comes from here"),
                ],
            )


def _remedy(refused: Refused) -> str:
    target = refused.call.argument("target_shape").value
    if isinstance(target, tuple) and -1 in target:
        return "What stands beside `-1` must divide the number of elements"
    return "Make both products the same, here or in the layers before"
