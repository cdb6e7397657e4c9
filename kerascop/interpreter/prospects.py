"""What a function may still do to a model, by the words in it: whether to stay with it is worth it.

A function that never says the name of a layer, a loss or `fit`, and calls none of its module that
does, may still be handed a model. It is followed for a while.
"""

from __future__ import annotations

from functools import cache

from kerascop.interpreter.values import Function, UserClass, Value
from kerascop.keras_api import Kind
from kerascop.keras_api.tables import kinds
from kerascop.syntax.nodes import names_in

WEIGHTY = frozenset(
    {
        Kind.LAYER,
        Kind.MODEL,
        Kind.LOSS,
        Kind.METRIC,
        Kind.OPTIMIZER,
        Kind.SCHEDULE,
        Kind.CALLBACK,
        Kind.APPLICATION,
        Kind.DATASET,
    }
)
"""Kinds of symbols that models consist of, or are trained with; all others are tools."""

_MAKING = frozenset({"compile", "load_model", "model_from_json", "GradientTape"})


def is_promising(function: Function) -> bool:
    """May the function do something to a model, itself or through others of its module?"""
    top = function.scope.module_scope().names
    own = {} if function.owner is None else function.owner.namespace
    waiting: list[Value] = [function]
    seen: set[Value] = set()
    while waiting:
        value = waiting.pop()
        if (
            not isinstance(value, Function | UserClass)
            or value.module is not function.module
            or value in seen
        ):
            continue
        seen.add(value)
        words = names_in(value.node)
        if not words.isdisjoint(_promising_words()):
            return True
        for names in (top, own):
            waiting.extend(names[word] for word in words & names.keys())
    return False


@cache
def _promising_words() -> frozenset[str]:
    from kerascop.interpreter.keras.training import EVALUATING, PREDICTING, TRAINING

    named = {path.rpartition(".")[2] for path, kind in kinds().items() if kind in WEIGHTY}
    return _MAKING.union(TRAINING, EVALUATING, PREDICTING, named)
