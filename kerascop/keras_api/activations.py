"""What each activation does to its input: the range it leaves, whether it saturates, its axis.

Ranges are those of the mathematical definitions (Keras documents them in
`keras/src/activations/activations.py`), for the default arguments.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kerascop.keras_api.identifiers import identifier
from kerascop.keras_api.paths import resolve
from kerascop.keras_api.symbols import Kind, Symbol

if TYPE_CHECKING:
    from collections.abc import Mapping


class ActivationFacts(Struct, frozen=True):
    """One activation, whichever way it is written.

    `low` and `high` bound what it can return (infinite where nothing does). `saturating` says that
    its gradient vanishes on both sides. `linear` is the identity. `normalises_over_axis` says that
    it turns a vector into a distribution (softmax, sparsemax) or its logarithm.
    """

    name: str
    low: float = -inf
    high: float = inf
    saturating: bool = False
    linear: bool = False
    normalises_over_axis: bool = False

    @property
    def bounded_range(self) -> tuple[float, float] | None:
        """The range, if it is bounded on both sides."""
        return (self.low, self.high) if -inf < self.low and self.high < inf else None

    @property
    def nonnegative(self) -> bool:
        """Whether it never returns anything below zero."""
        return self.low >= 0


def _saturating(name: str, low: float, high: float) -> ActivationFacts:
    return ActivationFacts(name, low, high, saturating=True)


_FACTS: Final[Mapping[str, ActivationFacts]] = {
    facts.name: facts
    for facts in (
        ActivationFacts("linear", linear=True),
        _saturating("sigmoid", 0.0, 1.0),
        _saturating("hard_sigmoid", 0.0, 1.0),
        _saturating("sparse_sigmoid", 0.0, 1.0),
        _saturating("tanh", -1.0, 1.0),
        _saturating("hard_tanh", -1.0, 1.0),
        _saturating("softsign", -1.0, 1.0),
        ActivationFacts("softmax", 0.0, 1.0, normalises_over_axis=True),
        # Unbounded, because the one in Keras 3.15 exceeds 1 where many entries share the support.
        ActivationFacts("sparsemax", 0.0, normalises_over_axis=True),
        ActivationFacts("log_softmax", -inf, 0.0, normalises_over_axis=True),
        ActivationFacts("log_sigmoid", -inf, 0.0),
        ActivationFacts("relu", 0.0),
        ActivationFacts("relu6", 0.0, 6.0),
        ActivationFacts("threshold"),
        ActivationFacts("thresholded_relu", 0.0),
        ActivationFacts("leaky_relu"),
        ActivationFacts("prelu"),
        ActivationFacts("elu", -1.0),
        ActivationFacts("celu", -1.0),
        ActivationFacts("selu", -1.7580993408473766),
        ActivationFacts("gelu", -0.17),
        ActivationFacts("silu", -0.2784645427610738),
        ActivationFacts("hard_silu", -0.375),
        ActivationFacts("mish", -0.31),
        ActivationFacts("glu"),
        ActivationFacts("softplus", 0.0),
        ActivationFacts("squareplus", 0.0),
        ActivationFacts("sparse_plus", 0.0),
        ActivationFacts("exponential", 0.0),
        ActivationFacts("soft_shrink"),
        ActivationFacts("hard_shrink"),
        ActivationFacts("tanh_shrink"),
    )
}

_OTHER_NAMES: Final[Mapping[str, str]] = {
    "swish": "silu",
    "hard_swish": "hard_silu",
    "exp": "exponential",
    "keras.layers.ReLU": "relu",
    "keras.layers.LeakyReLU": "leaky_relu",
    "keras.layers.PReLU": "prelu",
    "keras.layers.ELU": "elu",
    "keras.layers.Softmax": "softmax",
    "keras.layers.ThresholdedReLU": "thresholded_relu",
    **{
        f"tensorflow.{path}": name
        for path, name in {
            "sigmoid": "sigmoid",
            "tanh": "tanh",
            "exp": "exponential",
            "math.sigmoid": "sigmoid",
            "math.tanh": "tanh",
            "math.softplus": "softplus",
            "math.exp": "exponential",
            "math.log_sigmoid": "log_sigmoid",
            "nn.relu": "relu",
            "nn.relu6": "relu6",
            "nn.leaky_relu": "leaky_relu",
            "nn.elu": "elu",
            "nn.selu": "selu",
            "nn.gelu": "gelu",
            "nn.silu": "silu",
            "nn.swish": "silu",
            "nn.sigmoid": "sigmoid",
            "nn.tanh": "tanh",
            "nn.softmax": "softmax",
            "nn.log_softmax": "log_softmax",
            "nn.softplus": "softplus",
            "nn.softsign": "softsign",
        }.items()
    },
}


@lru_cache(maxsize=1024)
def activation_facts(activation: str | Symbol | None) -> ActivationFacts | None:
    """The facts of an activation, `None` for what is not one.

    `activation` is one of the strings that `activation=` takes, a dotted path of a function or of a
    layer class (`keras.activations.relu`, `tensorflow.nn.relu`, `keras.ops.relu`,
    `keras.backend.softmax`, `keras.layers.LeakyReLU`), a symbol, or `None`, which Keras takes for
    linear. The facts are for default arguments: `ReLU(max_value=6)` is bounded, this one is not.
    """
    if activation is None:
        return _FACTS["linear"]
    if isinstance(activation, Symbol):
        return _of_symbol(activation)
    if "." not in activation:
        symbol = identifier(Kind.ACTIVATION, activation)
        return None if symbol is None else _of_symbol(symbol)
    symbol = resolve(activation)
    if symbol is not None:
        return _of_symbol(symbol)
    plain = activation.replace("tensorflow.compat.v1.", "tensorflow.")
    plain = plain.replace("tensorflow.compat.v2.", "tensorflow.")
    name = _OTHER_NAMES.get(plain)
    return None if name is None else _FACTS[name]


def _of_symbol(symbol: Symbol) -> ActivationFacts | None:
    name = _OTHER_NAMES.get(symbol.name)
    module = symbol.name.rpartition(".")[0]
    if name is None and module in ("keras.activations", "keras.ops", "keras.backend"):
        name = _OTHER_NAMES.get(symbol.short, symbol.short)
    return None if name is None else _FACTS.get(name)
