"""Layers that make one tensor of several."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import combinations

from kerascop.dimensions import (
    Dim,
    Shape,
    add,
    explain_shape,
)
from kerascop.keras_api.shapes.broadcasting import agreed, stretched
from kerascop.keras_api.shapes.checks import (
    clash,
    refuse_axis,
    refuse_lone_tensor,
    show_shapes,
)
from kerascop.keras_api.shapes.contract import (
    Application,
    Inferred,
    Refusal,
    RefusalKind,
    shape_of,
)
from kerascop.keras_api.shapes.settings import as_axes


def _refuse(application: Application, why: str) -> Refusal:
    shapes = show_shapes(application.inputs)
    return Refusal(RefusalKind.SHAPE, f"{application.name} cannot merge {shapes}: {why}")


def _refuse_count(application: Application) -> Refusal:
    count, shapes = len(application.inputs), show_shapes(application.inputs)
    return Refusal(
        RefusalKind.COUNT, f"{application.name} takes two tensors and gets {count}: {shapes}"
    )


def _batch(application: Application, shapes: Sequence[Shape]) -> Dim:
    sizes = [shape[0] for shape in shapes if shape]
    numbers = {size for size in sizes if isinstance(size, int)}
    if len(numbers) > 1:
        raise _refuse(application, "their batch sizes differ")
    if numbers:
        return numbers.pop()
    return sizes[0] if sizes and all(size == sizes[0] for size in sizes) else None


@shape_of("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract")
def elementwise(application: Application) -> Inferred:
    """Position by position; axes of one are stretched (`base_merge.Merge`)."""
    refuse_lone_tensor(application)
    inputs = application.inputs
    shapes = [shape for shape in inputs if shape]
    batch = _batch(application, shapes)
    samples = [shape[1:] for shape in shapes]
    rest = reduce(lambda a, b: stretched(application.name, a, b), samples) if samples else ()
    if application.name == "Subtract" and (
        len(inputs) > 2 or (application.listed and len(inputs) == 1)
    ):
        raise _refuse_count(application)
    return Inferred(((batch, *rest) if shapes and len(shapes) == len(inputs) else None,))


@shape_of("Concatenate")
def concatenate(application: Application) -> Inferred:
    """One behind the other along `axis`; all other axes must agree."""
    refuse_lone_tensor(application)
    shapes = [shape for shape in application.inputs if shape is not None]
    ranks = {len(shape) for shape in shapes}
    if len(ranks) > 1:
        raise _refuse(application, "they have different numbers of axes")
    axis = application.settings.integer("axis", -1)
    if len(application.inputs) == 1:
        if shapes and axis is not None and axis < 0:
            refuse_axis(application, axis, shapes[0])
        return Inferred(application.inputs)
    if not shapes or axis is None:
        return Inferred((None if not shapes else (None,) * len(shapes[0]),))
    refuse_axis(application, axis, shapes[0])
    along = axis % len(shapes[0])
    sizes: list[Dim] = []
    for position in range(len(shapes[0])):
        column = [shape[position] for shape in shapes]
        if position == along:
            whole = len(shapes) == len(application.inputs)
            sizes.append(reduce(add, column) if whole else None)
            continue
        for one, other in combinations(dict.fromkeys(column), 2):
            if clash(one, other):
                raise _refuse(application, f"axis {position} differs ({one} and {other})")
        sizes.append(agreed(column))
    return Inferred((tuple(sizes),))


@shape_of("Dot")
def dot(application: Application) -> Inferred:
    """Sums of products along one axis of each of two tensors."""
    refuse_lone_tensor(application)
    inputs = application.inputs
    if len(inputs) > 2 or (application.listed and len(inputs) == 1):
        raise _refuse_count(application)
    axes = as_axes(application.settings.raw("axes"))
    if axes is None or len(inputs) != 2 or len(axes) not in {1, 2}:
        return Inferred((None,))
    left, right = inputs
    if left is None or right is None:
        return Inferred((None,))
    first, second = axes if len(axes) == 2 else axes * 2
    refuse_axis(application, first, left)
    refuse_axis(application, second, right)
    if clash(left[first], right[second]):
        raise _refuse(
            application,
            f"axis {first} of {explain_shape(left)} and axis {second} of {explain_shape(right)} "
            "differ",
        )
    first, second = first % len(left), second % len(right)
    if 0 in {first, second}:
        return Inferred((None,))
    kept = (*left[:first], *left[first + 1 :])
    others = tuple(size for axis, size in enumerate(right) if axis not in {0, second})
    return Inferred(((*kept, *others) if len(kept) + len(others) > 1 else (*kept, 1),))
