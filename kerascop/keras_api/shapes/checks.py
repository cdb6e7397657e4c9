"""What Keras checks before it builds a layer; a check refuses only what Keras surely refuses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kerascop.dimensions import Dim, Shape, SymbolicDim, certainly_different, explain_shape
from kerascop.keras_api.shapes.contract import Application, Refusal, RefusalKind

_BATCH_WORD = re.compile(r"\bbatch\b")


def depends_on_batch(dim: Dim) -> bool:
    """Is the size one that Keras itself does not know when it builds the model?"""
    return isinstance(dim, SymbolicDim) and any(_BATCH_WORD.search(atom) for atom in dim.atoms)


def clash(left: Dim, right: Dim) -> bool:
    """Do the sizes certainly differ, and does Keras see both of them when it builds the model?"""
    if depends_on_batch(left) or depends_on_batch(right):
        return False
    return certainly_different(left, right)


def certainly_not_positive(dim: Dim) -> bool:
    """Is the size zero or less whatever the symbols stand for?"""
    if isinstance(dim, int):
        return dim <= 0
    return isinstance(dim, SymbolicDim) and all(coefficient < 0 for _, coefficient in dim.terms)


def show_shapes(shapes: Sequence[Shape | None]) -> str:
    """The shapes for a message: `(None, 3), (None, 4) and (None, 5)`."""
    shown = [explain_shape(shape) for shape in shapes]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def refuse_rank(application: Application, shape: Shape | None, rank: int, axes: str = "") -> None:
    """Refuses a tensor that has not exactly `rank` axes."""
    if shape is not None and len(shape) != rank:
        _rank(application, shape, f"{rank} axes{axes}")


def refuse_low_rank(application: Application, shape: Shape | None, rank: int) -> None:
    """Refuses a tensor that has fewer than `rank` axes."""
    if shape is not None and len(shape) < rank:
        _rank(application, shape, f"at least {rank} axes")


def _rank(application: Application, shape: Shape, wanted: str) -> None:
    raise Refusal(
        RefusalKind.RANK,
        f"{application.name} wants {wanted} and gets {len(shape)}: {explain_shape(shape)}",
    )


def refuse_many_inputs(application: Application) -> None:
    """Refuses a list of several tensors where the layer takes one."""
    if len(application.inputs) > 1:
        raise Refusal(
            RefusalKind.COUNT,
            f"{application.name} takes one tensor and gets {len(application.inputs)}: "
            f"{show_shapes(application.inputs)}",
        )


def refuse_lone_tensor(application: Application) -> None:
    """Refuses a tensor by itself where the layer takes a list of them.

    What has no known shape may be a list that nobody has seen into.
    """
    alone = application.listed is False and len(application.inputs) == 1
    if alone and application.inputs[0] is not None:
        raise Refusal(
            RefusalKind.COUNT,
            f"{application.name} takes a list of tensors and gets one by itself: "
            f"{show_shapes(application.inputs)}",
        )


def refuse_axis(application: Application, axis: int, shape: Sequence[Dim]) -> None:
    """Refuses an axis that the tensor does not have."""
    if not -len(shape) <= axis < len(shape):
        shown = explain_shape(tuple(shape))
        raise Refusal(
            RefusalKind.RANK,
            f"{application.name} refuses axis {axis}: {shown} has {len(shape)} axes",
        )


def refuse_empty(
    application: Application, shape: Shape, spatial: Sequence[Dim], result: str
) -> None:
    """Refuses a window that does not fit into its axis, so that nothing is left of it."""
    for dim in spatial:
        if certainly_not_positive(dim):
            raise Refusal(
                RefusalKind.NEGATIVE,
                f"{application.name} leaves {dim} positions of an axis of {explain_shape(shape)}: "
                f"{result}",
            )
