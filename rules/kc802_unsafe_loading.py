"""KC802: a model is loaded with leave to run whatever code it contains."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import ApiCall, Argument
from kerascop.keras_api import resolve
from kerascop.linting import Applicability, Finding, Group, Rule
from kerascop.linting.fixes import fix_of, replaced


class UnsafeLoading(Rule):
    """Keras' protection against code in model files is switched off.

    ## What it does
    Finds `safe_mode=False` and `enable_unsafe_deserialization()`.

    ## Why is this bad
    A model file can contain Python bytecode, in its `Lambda` layers, that runs as soon as the model
    is used. In safe mode, the default, Keras refuses such a file. Without it, whoever can change
    the file can run anything with the rights of the program that loads it.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.models.load_model("model.keras", safe_mode=False)  # KC802
    ```

    ## Use instead
    Replace the lambda by a layer or by a registered function, and save the model once more.

    ```python
    from tensorflow import keras

    model = keras.models.load_model("model.keras")
    ```

    ## When not to flag
    A file that nobody else can write is safe, which the source does not show: suppress the finding
    there, with the reason beside it.

    ## References
    - https://keras.io/api/models/model_saving_apis/model_saving_and_loading/
    - `enable_unsafe_deserialization` in keras/src/saving/serialization_lib.py
    """

    code = "KC802"
    name = "unsafe-loading"
    group = Group.SECURITY
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, call: ApiCall) -> Iterator[Finding]:
        if call.path.endswith("enable_unsafe_deserialization"):
            yield self.finding(
                call.origin,
                "from here on every model that is loaded may run code of its own. Leave safe mode"
                " on",
            )
        safe = call.keywords.get("safe_mode", _by_position(call))
        if safe is not None and safe.value is False:
            yield self.finding(
                call.keyword_origins.get("safe_mode", call.origin),
                "with `safe_mode=False` the file may run code of its own. Load only what you wrote"
                " yourself, or replace its lambdas and drop the argument",
                fix=fix_of(
                    Applicability.UNSAFE,
                    "Load in safe mode",
                    replaced(safe.origin, "True", ["False"]),
                ),
            )


def _by_position(call: ApiCall) -> Argument | None:
    """What the call gives for `safe_mode` without naming it."""
    symbol = None if call.symbol is None else resolve(call.symbol)
    parameters = () if symbol is None else symbol.parameters[: len(call.positional)]
    given = zip(parameters, call.positional, strict=False)
    return next((value for parameter, value in given if parameter.name == "safe_mode"), None)
