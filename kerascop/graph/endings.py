"""How the models that answer questions end: the last weighted layer, and what follows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kerascop.graph.blocks import Block
    from kerascop.graph.models import Model
    from kerascop.graph.program import Program
    from kerascop.graph.tensors import Tensor
    from kerascop.graph.training import Objective
    from kerascop.syntax.origin import Origin

ANSWERS = ("softmax", "sigmoid")


class Ending(Struct, frozen=True, eq=False):
    """The last block before an output that is an answer, and no features for others to use.

    Attributes:
        block: the last weighted layer and all that follows it.
        model: the model that it ends.
        objective: the loss that the output is asked for; `None` if the program shows none, or
            one that is not known.
    """

    block: Block
    model: Model
    objective: Objective | None

    @property
    def origin(self) -> Origin:
        """What claims are about: the loss, or the model where there is none."""
        return self.model.origin if self.objective is None else self.objective.origin


def endings_of(program: Program) -> Iterator[Ending]:
    """The endings of all models that are asked a known loss, or end in softmax or sigmoid.

    Adversarial models are left out, and those that are compiled for form's sake.
    """
    asked = {objective.prediction for objective in program.objectives}
    for objective in program.objectives:
        loss, model = objective.loss, objective.model
        if model is None or objective.is_placeholder or objective.is_adversarial:
            continue
        if loss.is_categorical or loss.is_binary or loss.is_regression:
            block = last_block(model, objective.prediction)
            if block is not None:
                yield Ending(block, model, objective)
    for model in program.models:
        if model.is_component:
            continue
        for tensor in model.outputs:
            block = None if tensor in asked else last_block(model, tensor)
            if block is None or block.activation is None:
                continue
            if block.activation.name in ANSWERS:
                yield Ending(block, model, None)


def last_block(model: Model, output: Tensor) -> Block | None:
    """The last weighted layer before an output; `None` if the steps behind it are not understood.

    No other tensor may flow in on the way.
    """
    for row in model.rows:
        if row.steps[-1].call is output.call and row.blocks:
            block = row.blocks[-1]
            return block if block.is_understood else None
    return None
