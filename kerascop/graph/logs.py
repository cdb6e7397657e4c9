"""Which keys a training call logs: what `history.history` holds and what callbacks can watch.

Source: `CompileMetrics.result` and `CompileLoss` in keras/src/trainers/compile_utils.py,
`get_metric` there; `MetricsContainer` in tf_keras/src/engine/compile_utils.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kerascop.graph.facts import Argument
from kerascop.graph.training import Compile, Fit
from kerascop.keras_api.version import Release, Target

if TYPE_CHECKING:
    from kerascop.graph.program import Program

VALIDATION = "val_"

_ACCURACY = frozenset({"acc", "accuracy", "binary_accuracy", "categorical_accuracy"})
_NEAR = 0.8

_LONG_NAMES_SINCE = Release(2, 3)
"""Before, `metrics=["accuracy"]` was logged as `acc`, and every metric under its function's
name."""

_NUMBERED = re.compile(r"_\d+$")


def may_log(program: Program, fit: Fit, key: str) -> bool:
    """May this call log something under this key? True where that is not known.

    Several calls of `compile` before it count together: which one is in force may be uncertain.
    """
    if fit.logs_more or any(callback.may_log for callback in fit.callbacks or ()):
        return True
    if key.startswith(VALIDATION):
        if not may_validate(fit):
            # A path that was asked about validation trains without it on purpose.
            return any(_mentions(term, "val") for term in program.answers)
        key = key.removeprefix(VALIDATION)
    elif key in _rate_keys(program.target) and any(each.logs_rate for each in fit.callbacks or ()):
        return True
    compiles = [each for each in program.compiles if each.model is fit.model]
    return not compiles or any(_may_log(compiled, program.target, key) for compiled in compiles)


def _mentions(term: object, text: str) -> bool:
    if isinstance(term, tuple):
        return any(_mentions(part, text) for part in term)
    return isinstance(term, str) and text in term.lower()


def may_validate(fit: Fit) -> bool:
    """May the call have validation data?"""
    data, split = fit.argument("validation_data"), fit.argument("validation_split")
    return _is_given(data) or _is_given(split)


def _is_given(argument: Argument) -> bool:
    """May there be something in it? `None` that comes from elsewhere is what one path has, no more
    than that: a function that makes the data may return it for one that has none."""
    if not argument.given or argument.origin is None:
        return argument.given
    return argument.origin.text not in ("None", "0", "0.", "0.0")


def known_keys(program: Program, fit: Fit) -> list[str]:
    """The keys that the call is known to log, for messages."""
    found: dict[str, None] = {"loss": None}
    compiles = [each for each in program.compiles if each.model is fit.model]
    if len(fit.model.outputs) == 1 and compiles:
        for metric in compiles[-1].metrics:
            found.update(dict.fromkeys((metric.logged or ())[:1]))
    keys = list(found)
    return keys + [VALIDATION + key for key in keys] if may_validate(fit) else keys


def nearest_key(program: Program, fit: Fit, key: str) -> str | None:
    """The one key that the call is known to log and that was probably meant; `None` if none is.

    `val_acc` means `val_accuracy`; a slip of the pen means the word that it is nearest to.
    """
    held_out = key.startswith(VALIDATION)
    same = [each for each in known_keys(program, fit) if each.startswith(VALIDATION) == held_out]
    if key.removeprefix(VALIDATION) in _ACCURACY:
        found = [each for each in same if "acc" in each]
    else:
        found = get_close_matches(key, same, n=2, cutoff=_NEAR)
    return found[0] if len(found) == 1 else None


def _rate_keys(target: Target) -> Sequence[str]:
    """As what a callback logs the learning rate."""
    if target.stated is None or target.keras.major != target.tf_keras.major:
        return ("learning_rate", "lr")
    return ("learning_rate",) if target.keras.major > 2 else ("lr",)


def _may_log(compiled: Compile, target: Target, key: str) -> bool:
    if key == "loss" or not compiled.metrics_known:
        return True
    if compiled.argument("weighted_metrics").given:
        return True
    if min(target.keras, target.tf_keras) < _LONG_NAMES_SINCE and compiled.metrics:
        return True
    outputs, losses = compiled.model.outputs, compiled.argument("loss").value
    if not outputs or isinstance(losses, tuple | Mapping) and len(losses) > len(outputs):
        return True
    names: set[str] = set()
    for metric in compiled.metrics:
        if metric.logged is None:
            return True
        names.update(metric.logged)
    if len(outputs) == 1:
        return any(_is_named(key, name) for name in names)
    return key.endswith("_loss") or any(
        _is_named(key, name) or _NUMBERED.sub("", key).endswith(f"_{name}") for name in names
    )


def _is_named(key: str, name: str) -> bool:
    """Is the key the name, or the name with a number that tells it from others?"""
    return key == name or _NUMBERED.sub("", key) == name
