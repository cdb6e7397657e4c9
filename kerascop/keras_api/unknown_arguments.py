"""Keywords that Keras never had: misspelt ones, and those that belong to something else.

Keywords that an earlier release took are `kerascop.keras_api.removed_arguments`' business. Checked
against Keras 3.15: each public class and function but those in `_TAKE_ANYTHING` refuses them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from kerascop.keras_api.keras1 import renamed_training_keyword
from kerascop.keras_api.paths import exists, resolve
from kerascop.keras_api.removed_arguments import removed_argument, version_of
from kerascop.keras_api.symbols import Kind, Parameter, ParameterKind, Symbol
from kerascop.keras_api.version import Release

_TAKE_ANYTHING: Final = frozenset(
    {
        "keras.Variable",
        "keras.callbacks.CallbackList",
        "keras.callbacks.LambdaCallback",
        "keras.callbacks.ReduceLROnPlateau",
        "keras.export.ExportArchive",
        "keras.layers.HashedCrossing",
        "keras.layers.InputLayer",
        "keras.metrics.MeanMetricWrapper",
        "keras.utils.Config",
    }
)
"""What takes any keyword without a word, or hands it on to what the program gives it."""

_REFUSING: Final = frozenset({"evaluate"})
"""Methods whose `**kwargs` are for Keras itself: they refuse whatever a program gives."""

_SHORT_NAMES: Final = {
    "learning_rate": ("lr", "rate"),
    "units": ("size", "n_units", "hidden_units", "neurons"),
    "filters": ("n_filters", "num_filters", "channels", "out_channels"),
    "kernel_size": ("kernel", "filter_size"),
    "rate": ("dropout", "dropout_rate", "prob"),
    "epochs": ("n_epochs", "num_epochs", "iterations"),
    "strides": ("step",),
    "metrics": ("metric",),
}
"""Words of other libraries, by the names that they have in Keras."""

_NEAR = 0.6
_VARIABLE = (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)


class UnknownArgument(Struct, frozen=True):
    """A keyword that is refused.

    Attributes:
        keyword: as it is written.
        version: the major version of Keras that refuses it.
        nearest: the keyword that was probably meant, `None` if none is near.
    """

    keyword: str
    version: int
    nearest: str | None


def unknown_argument(
    path: str, keyword: str, release: Release | None = None
) -> UnknownArgument | None:
    """The keyword, if neither today's Keras nor an earlier one takes it in a call of `path`.

    `path` is the dotted path of a class or function, or of a class and one of its methods
    (`keras.Model.fit`). `None` where nothing is known of the call. `release` is that of the Keras
    which is called; by default it is the newest of the path's package.
    """
    version = version_of(path, release)
    if version == 1 or "keras" not in path.replace("tf_keras", "keras").split("."):
        return None
    if ".backend." in path or _is_gone(path):
        return None
    accepted = _accepted(path, keyword, version)
    if accepted is None or keyword in accepted or removed_argument(path, keyword) is not None:
        return None
    return UnknownArgument(keyword, version, _nearest(keyword, accepted))


def _is_gone(path: str) -> bool:
    """Is it the name itself that Keras no longer has, rather than the keyword?"""
    symbol = resolve(path)
    return symbol is not None and not any(exists(path, version) for version in (2, 3))


def _accepted(path: str, keyword: str, version: int) -> frozenset[str] | None:
    """What the call takes by keyword; `None` if that may be anything."""
    symbol = resolve(path)
    if symbol is None:
        return _accepted_by_method(path, keyword)
    if symbol.name in _TAKE_ANYTHING or not symbol.signatures:
        return None
    held = version if version in symbol.signatures else max(symbol.signatures)
    if held == 1 or any(
        symbol.accepts(keyword, each) for each in symbol.signatures if each >= held
    ):
        return None
    return symbol.accepted(held)


def _accepted_by_method(path: str, keyword: str) -> frozenset[str] | None:
    owner, _, method = path.rpartition(".")
    holder = resolve(owner)
    if holder is None or holder.kind is not Kind.MODEL or not holder.has_method(method, 3):
        return None
    if renamed_training_keyword(keyword) or keyword in _ever_taken(holder, method):
        return None
    parameters = holder.method(method, 3) or ()
    if method not in _REFUSING and any(parameter.kind in _VARIABLE for parameter in parameters):
        return None
    return frozenset(_names(parameters))


def _ever_taken(holder: Symbol, method: str) -> set[str]:
    every = holder.methods.get(method, {}).values()
    return {name for parameters in every for name in _names(parameters)}


def _names(parameters: Iterable[Parameter]) -> Iterable[str]:
    return (parameter.name for parameter in parameters if parameter.kind not in _VARIABLE)


def _nearest(keyword: str, accepted: Iterable[str]) -> str | None:
    known = sorted(accepted)
    for name, words in _SHORT_NAMES.items():
        if keyword in words and name in known:
            return name
    found = difflib.get_close_matches(keyword.lower(), known, n=1, cutoff=_NEAR)
    return found[0] if found else None
