"""KC215: an argument of a layer that stands behind the layer's closing parenthesis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kerascop.graph import ApiCall, Argument, Call, LayerConfig, Program
from kerascop.keras_api import Kind, resolve
from kerascop.linting import Applicability, Finding, Fix, Group, Rule
from kerascop.linting.fixes import argument_added, argument_removed, code_of, fix_of

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin

OF_EVERY_CALL = frozenset({"inputs", "training", "mask", "initial_state", "constants"})


class MisplacedLayerArgument(Rule):
    """An argument of a layer is given to `model.add`, or to the layer's call.

    ## What it does
    Looks at calls of `model.add(…)` for more than the layer, and at calls of layers for arguments
    of their constructors.

    ## Why is this bad
    A parenthesis is in the wrong place, and the layer goes without the argument. Mostly Keras
    raises; but `model.add(layer, "relu")` is accepted by Keras 3, which takes the string for the
    switch `rebuild`, and the layer stays without its activation.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(layers.Dense(64, activation="relu"), input_shape=(20,))  # KC215
    model.add(layers.Dense(1))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input(shape=(20,)))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(1))
    ```

    ## When not to flag
    Silent for what a call does take (`training`, `mask`, `initial_state`), for `rebuild`, and for
    layers and models of your own, whose `call` and `add` may take anything.

    ## References
    - https://keras.io/api/models/sequential/
    - https://keras.io/guides/making_new_layers_and_models_via_subclassing/
    """

    code = "KC215"
    name = "misplaced-layer-argument"
    group = Group.CORRECTNESS
    since = "0.1"
    fixes = (Applicability.SAFE,)

    def check(self, program: Program) -> Iterator[Finding]:
        for call in program.api_calls:
            if call.path == "keras.Sequential.add":
                yield from self._added(call)
        for placement in program.placements:
            for place in placement.places:
                for called in place.calls:
                    yield from self._called(called)

    def _added(self, call: ApiCall) -> Iterator[Finding]:
        layer = call.positional[0].value if call.positional else None
        name = layer.short if isinstance(layer, LayerConfig) else "the layer"
        for keyword, argument in call.keywords.items():
            if keyword not in ("layer", "rebuild"):
                yield self.finding(
                    call.keyword_origins.get(keyword) or argument.origin or call.origin,
                    f"`{keyword}=` is given to `add`, not to `{name}`: `add` takes the layer alone",
                    fix=_fix(keyword, argument, call.origin, layer),
                )
        for argument in call.positional[1:2]:
            if isinstance(argument.value, str | tuple | int) and not isinstance(
                argument.value, bool
            ):
                yield self.finding(
                    argument.origin or call.origin,
                    f"this is given to `add`, not to `{name}`: Keras 2 raises, and Keras 3 takes it"
                    " for `rebuild`",
                )

    def _called(self, call: Call) -> Iterator[Finding]:
        layer = call.layer
        symbol = None if layer is None or layer.user_defined else resolve(layer.symbol)
        if symbol is None or symbol.kind is not Kind.LAYER:
            return
        taken = {parameter.name for parameter in symbol.method("call") or ()} | OF_EVERY_CALL
        own = {parameter.name for parameter in symbol.parameters} - {"name", "kwargs"}
        for keyword, argument in call.arguments.items():
            if keyword in own and keyword not in taken and argument.origin is not None:
                yield self.finding(
                    argument.origin,
                    f"`{keyword}=` is given to the call of `{symbol.short}`, which does not take "
                    "it: it belongs into the first pair of parentheses",
                    related=[(call.origin, "the call")],
                    fix=_fix(keyword, argument, call.origin, layer),
                )


def _fix(keyword: str, argument: Argument, call: Origin, layer: object) -> Fix | None:
    """Moves the argument to the layer, if that is constructed within the very call."""
    if not isinstance(layer, LayerConfig) or argument.origin is None or layer.origin == call:
        return None
    if layer.origin.path != call.path or not call.span.contains(layer.origin.span):
        return None
    return fix_of(
        Applicability.SAFE,
        f"Give `{keyword}` to the layer",
        argument_removed(call, keyword),
        argument_added(layer.origin, f"{keyword}={code_of(argument.origin)}"),
    )
