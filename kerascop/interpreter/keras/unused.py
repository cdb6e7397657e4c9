"""Which layers of a run are lost: made and never applied, or applied and never read."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kerascop.graph.models import Model, Style
from kerascop.graph.unused import Unused
from kerascop.syntax.liveness import Fate, Life, life_of, scope_of, stands_beside

if TYPE_CHECKING:
    from kerascop.graph.tensors import Call, LayerConfig
    from kerascop.interpreter.values import LayerValue
    from kerascop.syntax.origin import Origin


_WRITTEN = frozenset({Style.FUNCTIONAL, Style.SUBCLASSED})


def unused_in(
    made: Sequence[LayerValue], applied: Sequence[Call], models: Iterable[Model]
) -> tuple[Unused, ...]:
    """The layers that are lost in a run.

    Args:
        made: the layers that were constructed, in order.
        applied: their applications to tensors outside of other layers and models, in order.
        models: the models of the run.
    """
    known = tuple(models)
    return (*_lost_results(applied, known), *_lost_layers(made, applied, known))


def _lost_results(applied: Sequence[Call], models: Sequence[Model]) -> Iterator[Unused]:
    """Applications to a tensor of a model written with tensors that lead nowhere."""
    written = [model for model in models if model.style in _WRITTEN and model.complete]
    read = {tensor for call in applied for tensor in call.inputs}
    read.update(tensor for model in models for call in model.calls for tensor in call.inputs)
    read.update(tensor for model in models for tensor in (*model.inputs, *model.outputs))
    # A model may be run several times: what counts is in how many places of the text.
    times = Counter(layer for layer, _ in {(call.layer, call.origin) for call in applied})
    for call in applied:
        if call.layer is None or times[call.layer] > 1 or not read.isdisjoint(call.outputs):
            continue
        life = _life(call.origin)
        if life is None or life.fate is Fate.READ:
            continue
        model = next((each for each in written if _lacks(each, call)), None)
        if model is not None:
            yield _unused(call.layer, call.origin, life, model.origin, applied=True)


def _lacks(model: Model, call: Call) -> bool:
    """Is the model made of a tensor that the call's result depends on?"""
    tensors = set(model.inputs).union(*(each.outputs for each in model.calls))
    stack, seen = list(call.inputs), set(call.inputs)
    while stack:
        tensor = stack.pop()
        if tensor in tensors:
            return True
        before = () if tensor.call is None else tensor.call.inputs
        stack.extend(each for each in before if each not in seen)
        seen.update(before)
    return False


def _lost_layers(
    made: Sequence[LayerValue], applied: Sequence[Call], models: Sequence[Model]
) -> Iterator[Unused]:
    """Layers that were made and never applied."""
    used = {call.layer for call in applied}
    used.update(call.layer for model in models for call in model.all_calls)
    used.update(layer for model in models for layer in model.members or ())
    for layer in made:
        if layer.calls:
            continue
        config = layer.config
        held = config in used
        life = _life(config.origin)
        if life is None or life.fate is Fate.READ:
            continue
        if isinstance(life.scope, ast.ClassDef):
            if _has_call(life.scope):
                origin = replace(config.origin, node=life.scope)
                yield _unused(config, config.origin, life, origin, applied=False)
            continue
        if held or _shows_off(life, config.origin):
            continue
        model = _made_there(life, config, models)
        if model is not None:
            yield _unused(config, config.origin, life, model.origin, applied=False)


def _shows_off(life: Life, origin: Origin) -> bool:
    """May the module make the layer only to show what can be written, as lessons do?

    Not where it stands among the layers that are added to a model.
    """
    if not isinstance(life.scope, ast.Module):
        return False
    return life.name is not None or not stands_beside(origin.module, origin.node, "add")


@lru_cache(maxsize=256)
def _has_call(cls: ast.ClassDef) -> bool:
    return any(
        isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name == "call"
        for each in cls.body
    )


def _made_there(life: Life, config: LayerConfig, models: Sequence[Model]) -> Model | None:
    """A model of the module in which the layer is lost, one of the same function if there is."""
    own = [model for model in models if model.origin.module is config.origin.module]
    near = (each for each in own if scope_of(each.origin.module, each.origin.node) is life.scope)
    elsewhere = own[0] if own and not isinstance(life.scope, ast.Module) else None
    return next(near, elsewhere)


def _life(origin: Origin) -> Life | None:
    return life_of(origin.module, origin.node)


def _unused(
    layer: LayerConfig, origin: Origin, life: Life, model: Origin, *, applied: bool
) -> Unused:
    end = None if life.end is None else replace(origin, node=life.end)
    return Unused(layer, origin, applied, life.name, end, model)
