"""Strings that stand for nothing: `"rellu"` as an activation, `"Same"` as the padding of a pooling.

Checked against Keras 3.15 and tf_keras 2.21.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from kerascop.keras_api.identifiers import identifier, identifiers
from kerascop.keras_api.keras1 import renamed_keyword
from kerascop.keras_api.symbols import Kind, Symbol

_KINDS: Final = {
    "activation": Kind.ACTIVATION,
    "recurrent_activation": Kind.ACTIVATION,
    "classifier_activation": Kind.ACTIVATION,
    "loss": Kind.LOSS,
    "optimizer": Kind.OPTIMIZER,
    "metrics": Kind.METRIC,
    "weighted_metrics": Kind.METRIC,
}
_KINDS_BY_ENDING: Final = {
    "_initializer": Kind.INITIALIZER,
    "_regularizer": Kind.REGULARIZER,
    "_constraint": Kind.CONSTRAINT,
}

_KERAS_2_ALONE: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.LOSS: frozenset({"huber_loss"}),
    Kind.METRIC: frozenset({"cosine_proximity"}),
}
"""Strings that tf_keras takes, beyond those in the tables."""

_WORDS: Final[Mapping[str, str]] = {
    "glorot": "glorot_uniform",
    "he": "he_normal",
    "xavier": "glorot_uniform",
    "xavier_uniform": "glorot_uniform",
    "xavier_normal": "glorot_normal",
    "kaiming_normal": "he_normal",
    "kaiming_uniform": "he_uniform",
    "gaussian": "random_normal",
    "identity": "linear",
    "none": "linear",
    "lrelu": "leaky_relu",
    "logistic": "sigmoid",
    "rmse": "root_mean_squared_error",
    "cross_entropy": "categorical_crossentropy",
    "crossentropy": "categorical_crossentropy",
    "cosine_proximity": "cosine_similarity",
    "gradient_descent": "sgd",
    "kullback_leibler_divergence": "kl_divergence",
}
"""Words of other libraries and older releases, by the identifiers of today."""

_BORDERS = ("same", "valid")
_WITH_CAUSAL = frozenset({"keras.layers.Conv1D", "keras.layers.SeparableConv1D"})
_NEAR = 0.6


class UnknownIdentifier(Struct, frozen=True):
    """A string that Keras refuses.

    Attributes:
        text: the string.
        noun: what it should name: `activation`, `padding` …
        nearest: the string that was probably meant, `None` if none is near.
        by_keras_2: does Keras 2 take it?
    """

    text: str
    noun: str
    nearest: str | None
    by_keras_2: bool = False


def kind_of(parameter: str) -> Kind | None:
    """What the strings of a parameter name (`kernel_initializer`, `loss`); `None` for others."""
    known = _KINDS.get(parameter)
    endings = (kind for ending, kind in _KINDS_BY_ENDING.items() if parameter.endswith(ending))
    return known or next(endings, None)


def modern_name(symbol: Symbol, keyword: str) -> str:
    """Today's name of a keyword: `kernel_initializer` for the `init` of Keras 1."""
    return renamed_keyword(symbol, keyword) or keyword


def unknown_identifier(kind: Kind, text: str, version: int = 3) -> UnknownIdentifier | None:
    """The string, if it names nothing of the kind in a major version of Keras."""
    if identifier(kind, text, version) is not None:
        return None
    old = version != 2 and (
        identifier(kind, text, 2) is not None or text in _KERAS_2_ALONE.get(kind, ())
    )
    if version == 2 and text in _KERAS_2_ALONE.get(kind, ()):
        return None
    return UnknownIdentifier(text, kind.value, _nearest(text, identifiers(kind, version)), old)


def unknown_padding(symbol: Symbol, text: str, version: int = 3) -> UnknownIdentifier | None:
    """The string, if the layer does not take it for a `padding`.

    Convolutions do not care about its case; poolings of Keras 3 do, on symbolic inputs.
    """
    convolves, pools = "Conv" in symbol.short, "Pooling" in symbol.short
    if not convolves and not pools or symbol.kind is not Kind.LAYER:
        return None
    plain = text.lower() if convolves or version == 2 else text
    if plain in _BORDERS or (plain == "causal" and symbol.name in _WITH_CAUSAL):
        return None
    return UnknownIdentifier(
        text, "padding", _nearest(text, _BORDERS), pools and text.lower() in _BORDERS
    )


def unknown_data_format(text: str) -> UnknownIdentifier | None:
    """The string, if it is no `data_format`."""
    known = ("channels_first", "channels_last")
    if text.lower() in known:
        return None
    return UnknownIdentifier(text, "data format", _nearest(text, known))


def _nearest(text: str, known: Iterable[str]) -> str | None:
    """The identifier that looks most like the text, whatever its case and underscores."""
    names = sorted(known)
    plain = _plain(text)
    translated = _WORDS.get(text.strip().lower())
    if translated in names:
        return translated
    alike = [name for name in names if _plain(name) == plain]
    if alike:
        return min(alike, key=lambda name: (name != name.lower(), len(name)))
    found = difflib.get_close_matches(text.strip().lower(), names, n=1, cutoff=_NEAR)
    return found[0] if found else None


def _plain(text: str) -> str:
    return text.lower().replace("_", "").replace("-", "").replace(" ", "")
