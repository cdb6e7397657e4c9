"""KC212: a constraint in the place of a regularizer, or a regularizer in that of a constraint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kerascop.graph import ApiCall, Argument, Configured, Reference
from kerascop.keras_api import Kind, identifier, resolve
from kerascop.keras_api.unknown_identifiers import modern_name
from kerascop.linting import Finding, Group, Rule

ENDINGS: Final = {"_regularizer": Kind.REGULARIZER, "_constraint": Kind.CONSTRAINT}
OTHER: Final = {Kind.REGULARIZER: Kind.CONSTRAINT, Kind.CONSTRAINT: Kind.REGULARIZER}


class ConstraintAsRegularizer(Rule):
    """A constraint is passed as a regularizer, or a regularizer as a constraint.

    ## What it does
    Looks at what is given for `kernel_regularizer`, `kernel_constraint` and their relatives.

    ## Why is this bad
    A regularizer turns weights into a number that is added to the loss. A constraint turns them
    into other weights after each step. In the other's place, neither does its work: Keras 3 adds a
    constraint's result, the weights themselves, to the loss without a word; Keras 2 raises as soon
    as it trains. A regularizer as a constraint would put a single number in the place of the
    weights, which raises in the first step.

    ## Example
    ```python
    from keras import constraints, layers

    hidden = layers.Dense(64, kernel_regularizer=constraints.MaxNorm(3))  # KC212
    ```

    ## Use instead
    ```python
    from keras import constraints, layers

    hidden = layers.Dense(64, kernel_constraint=constraints.MaxNorm(3))
    ```

    ## When not to flag
    Silent for functions and classes of your own, which may be either, and for what is neither.

    ## References
    - https://keras.io/api/layers/regularizers/
    - https://keras.io/api/layers/constraints/
    """

    code = "KC212"
    name = "constraint-as-regularizer"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, call: ApiCall) -> Iterator[Finding]:
        symbol = resolve(call.path)
        if symbol is None or symbol.kind is not Kind.LAYER:
            return
        for keyword, argument in call.keywords.items():
            name = modern_name(symbol, keyword)
            wanted = next((kind for end, kind in ENDINGS.items() if name.endswith(end)), None)
            if wanted is None or _kind_of(argument, wanted) is not OTHER[wanted]:
                continue
            meant = name.rpartition("_")[0] + "_" + OTHER[wanted].value
            effect = (
                "Keras 3 adds the constrained weights to the loss, Keras 2 raises"
                if wanted is Kind.REGULARIZER
                else "it raises in the first step of training"
            )
            remedy = f": write `{meant}=`" if symbol.accepts(meant) else ""
            yield self.finding(
                argument.origin or call.origin,
                f"`{_shown(argument)}` is a {OTHER[wanted].value}, and `{keyword}` wants a "
                f"{wanted.value}; {effect}{remedy}",
            )


def _kind_of(argument: Argument, wanted: Kind) -> Kind | None:
    """Whether the argument is a regularizer or a constraint of Keras."""
    match argument.value:
        case Configured(symbol=str(symbol)) | Reference(symbol=str(symbol)):
            known = resolve(symbol)
            return None if known is None else known.kind
        case str(text):
            both = (wanted, OTHER[wanted])
            return next((kind for kind in both if identifier(kind, text) is not None), None)
        case _:
            return None


def _shown(argument: Argument) -> str:
    match argument.value:
        case Configured(path=path) | Reference(path=path):
            return path.rpartition(".")[2]
        case value:
            return f'"{value!s}"'
