"""Products of tensors: matrices, batches of them, and sums by equation."""

from __future__ import annotations

from kerascop.dimensions import Dim
from kerascop.keras_api.shapes.broadcasting import stretched
from kerascop.keras_api.shapes.checks import clash, show_shapes
from kerascop.keras_api.shapes.contract import Refusal, RefusalKind
from kerascop.keras_api.shapes.operations import (
    Outcome,
    Shapes,
    axis_of,
    operation,
)
from kerascop.keras_api.shapes.settings import Settings, as_axes


@operation("matmul")
def matmul(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """Products of matrices, one for each index of the leading axes."""
    if len(shapes) != 2 or shapes[0] is None or shapes[1] is None:
        return None
    left, right = shapes[0], shapes[1]
    flags = [settings.flag(f"transpose_{side}", default=False) for side in ("x", "y")]
    if None in flags or not left or not right:
        return None
    if flags[0] and len(left) > 1:
        left = (*left[:-2], left[-1], left[-2])
    if flags[1] and len(right) > 1:
        right = (*right[:-2], right[-1], right[-2])
    rows = left[-2:-1]
    columns = right[-1:] if len(right) > 1 else ()
    inner = right[-2] if len(right) > 1 else right[-1]
    if clash(left[-1], inner):
        raise Refusal(
            RefusalKind.SHAPE,
            f"{name} cannot multiply {show_shapes((left, right))}: {left[-1]} columns meet {inner} "
            "rows",
        )
    return (*stretched(name, left[:-2], right[:-2]), *rows, *columns)


@operation("dot")
def dot(name: str, shapes: Shapes, _settings: Settings) -> Outcome:
    """Sums over the last axis of the first and the last but one of the second."""
    if len(shapes) != 2 or shapes[0] is None or shapes[1] is None:
        return None
    left, right = shapes[0], shapes[1]
    if not left or not right:
        return (*left, *right)
    inner = right[-2] if len(right) > 1 else right[-1]
    if clash(left[-1], inner):
        raise Refusal(
            RefusalKind.SHAPE,
            f"{name} cannot multiply {show_shapes((left, right))}: {left[-1]} meet {inner}",
        )
    return (*left[:-1], *right[:-2], *(right[-1:] if len(right) > 1 else ()))


@operation("batch_dot")
def batch_dot(_name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """Sums over one axis of each, sample by sample."""
    if len(shapes) != 2 or shapes[0] is None or shapes[1] is None:
        return None
    left, right = shapes[0], shapes[1]
    if len(left) < 2 or len(right) < 2:
        return None
    axes: tuple[int, ...] | None = (len(left) - 1, max(1, len(right) - 2))
    if not settings.is_none("axes"):
        axes = as_axes(settings.raw("axes"))
    if axes is None or len(axes) not in {1, 2}:
        return None
    first, second = axes[0], axes[-1]
    if not (-len(left) <= first < len(left) and -len(right) <= second < len(right)):
        return None
    first, second = first % len(left), second % len(right)
    kept = tuple(dim for axis, dim in enumerate(left) if axis != first)
    others = tuple(dim for axis, dim in enumerate(right) if axis not in {0, second})
    joined = (*kept, *others)
    return joined if len(joined) > 1 else (*joined, 1)


@operation("tensordot")
def tensordot(name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """Sums over several axes of each."""
    if len(shapes) != 2 or shapes[0] is None or shapes[1] is None:
        return None
    left, right = shapes[0], shapes[1]
    axes = settings.raw("axes", 2)
    if isinstance(axes, int) and not isinstance(axes, bool):
        if axes > min(len(left), len(right)) or axes < 0:
            return None
        return (*left[: len(left) - axes], *right[axes:])
    if not isinstance(axes, tuple) or len(axes) != 2:
        return None
    first, second = as_axes(axes[0]), as_axes(axes[1])
    if first is None or second is None:
        return None
    one = {axis_of(name, left, axis) for axis in first}
    other = {axis_of(name, right, axis) for axis in second}
    return (
        *(dim for axis, dim in enumerate(left) if axis not in one),
        *(dim for axis, dim in enumerate(right) if axis not in other),
    )


@operation("einsum")
def einsum(_name: str, shapes: Shapes, settings: Settings) -> Outcome:
    """The axes that the equation names after its arrow."""
    equation = settings.text("equation", "")
    if not equation or "->" not in equation or "." in equation:
        return None
    given, _, wanted = equation.replace(" ", "").partition("->")
    sizes: dict[str, Dim] = {}
    terms = given.split(",")
    if len(terms) != len(shapes):
        return None
    for term, shape in zip(terms, shapes, strict=True):
        if shape is None or len(term) != len(shape):
            continue
        for letter, dim in zip(term, shape, strict=True):
            if sizes.get(letter) is None or isinstance(dim, int):
                sizes[letter] = dim
    return tuple(sizes.get(letter) for letter in wanted)
