"""KC211: a dropout rate of one, or outside [0, 1]."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import ApiCall, Program
from kerascop.keras_api import Kind, Symbol, resolve
from kerascop.keras_api.unknown_identifiers import modern_name
from kerascop.linting import Finding, Group, Located, Rule

IN_RECURRENT_LAYERS = ("dropout", "recurrent_dropout")


class DropoutRate(Rule):
    """Dropout drops everything, or more than everything.

    ## What it does
    Looks at the `rate` of `Dropout`, `SpatialDropout`, `AlphaDropout` and `GaussianDropout`, and at
    `dropout` and `recurrent_dropout` of recurrent layers.

    ## Why is this bad
    The rate is the share of values that are set to zero, from 0 up to but not including 1. With a
    rate of 1 nothing passes while the model trains: no value forward and no gradient back. A rate
    outside [0, 1], such as a percentage, is refused, except by recurrent layers, which silently
    take it for 0 or 1.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((20,)),
        layers.Dense(64, activation="relu"),
        layers.Dropout(25),  # KC211
        layers.Dense(1),
    ])
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((20,)),
        layers.Dense(64, activation="relu"),
        layers.Dropout(0.25),
        layers.Dense(1),
    ])
    ```

    ## When not to flag
    Silent for a rate of 0, for large rates below 1, which strong regularisation may ask for, for
    rates that are not plain numbers, and for a rate of 1 in programs that compile no model and so
    never drop anything.

    ## References
    - https://keras.io/api/layers/regularization_layers/dropout/
    - `__init__` in keras/src/layers/rnn/lstm.py, which clips its rates
    - Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks from overfitting"
    """

    code = "KC211"
    name = "dropout-rate"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        for call in program.api_calls:
            yield from self._rates(call, trains=bool(program.compiles))

    def _rates(self, call: ApiCall, *, trains: bool) -> Iterator[Finding]:
        symbol = resolve(call.path)
        if symbol is None or symbol.kind is not Kind.LAYER:
            return
        for parameter, rate, place in rates(symbol, call):
            if 0 <= rate < 1 or (rate == 1 and not trains):
                continue
            clips = parameter in IN_RECURRENT_LAYERS
            if rate == 1 or (clips and rate > 1):
                taken = f" (`{symbol.short}` takes {rate:g} for 1)" if rate != 1 else ""
                effect = f"drops everything while the model trains{taken}"
            elif clips:
                effect = f"drops nothing: `{symbol.short}` takes it for 0"
            else:
                effect = "is refused: a rate lies between 0 and 1"
            meant = f". {rate:g} % is written {rate / 100:g}" if 2 <= rate < 100 else ""
            yield self.finding(place or call.origin, f"a `{parameter}` of {rate:g} {effect}{meant}")


def rates(symbol: Symbol, call: ApiCall) -> Iterator[tuple[str, float, Located | None]]:
    """The dropout rates among the arguments, as far as they are plain numbers."""
    own = ("rate",) if "Dropout" in symbol.short else IN_RECURRENT_LAYERS
    at = (symbol.parameter_at(position) for position in range(len(call.positional)))
    names = ["" if parameter is None else parameter.name for parameter in at]
    given = [*zip(names, call.positional, strict=False), *call.keywords.items()]
    for name, argument in given:
        rate, parameter = argument.value, modern_name(symbol, name)
        if parameter in own and isinstance(rate, int | float) and not isinstance(rate, bool):
            yield parameter, rate, argument.origin
