"""KC221: a keyword argument that Keras never took."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import ApiCall
from kerascop.keras_api.unknown_arguments import unknown_argument
from kerascop.linting import Applicability, Evidence, Finding, Group, Rule
from kerascop.linting.fixes import argument_renamed, fix_of


class UnknownArgument(Rule):
    """A keyword argument that the layer, loss, optimizer or method does not have.

    ## What it does
    Compares the keywords of calls of Keras with the parameters of what is called: layers, losses,
    metrics, optimizers, callbacks, initializers, regularizers, models, and the methods `compile`,
    `fit`, `evaluate` and `predict`.

    ## Why is this bad
    Keras raises as soon as the line runs. For a callback or an `evaluate`, that may be after hours
    of training. Mostly it is a slip of the fingers; the nearest parameter is named.

    ## Example
    ```python
    from keras import layers

    hidden = layers.Dense(64, activaton="relu")  # KC221
    ```

    ## Use instead
    ```python
    from keras import layers

    hidden = layers.Dense(64, activation="relu")
    ```

    ## When not to flag
    Silent for keywords that an earlier Keras took (KC701), for what takes any keyword without a
    word, such as `LambdaCallback` and `ReduceLROnPlateau`, for `tf.compat.v1`, and for classes and
    functions of your own. Arguments of a layer that ended up in `model.add(…)` are KC215's.

    ## References
    - https://keras.io/api/layers/
    - https://keras.io/api/models/model_training_apis/
    """

    code = "KC221"
    name = "unknown-argument"
    group = Group.CORRECTNESS
    since = "0.1"
    evidence = Evidence.REFUSAL
    fixes = (Applicability.UNSAFE,)

    def check(self, call: ApiCall) -> Iterator[Finding]:
        if call.path == "keras.Sequential.add":
            return
        for keyword, argument in call.keywords.items():
            unknown = unknown_argument(call.path, keyword, call.release)
            if unknown is None:
                continue
            name = call.path.rpartition(".")[2]
            meant = f"; did you mean `{unknown.nearest}`?" if unknown.nearest else ""
            yield self.finding(
                call.keyword_origins.get(keyword) or argument.origin or call.origin,
                f"`{name}` has no argument `{keyword}`{meant}",
                fix=fix_of(
                    Applicability.UNSAFE,
                    f"Rename `{keyword}` to `{unknown.nearest}`",
                    argument_renamed(call.origin, keyword, unknown.nearest),
                ),
            )
