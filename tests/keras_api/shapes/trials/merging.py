"""Calls of layers that make one tensor of several."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.keras_api.shapes.calls import Plain, Trial
from tests.keras_api.shapes.drawing import (
    any_shapes,
    batches,
    flags,
    mostly,
    opened,
    shapes_of_rank,
)
from tests.keras_api.shapes.trials.registry import Trials, trials_of

ones_or_same = opened(st.sampled_from([1, 1, 3, 3, 3, 3, 3, 4]))


@trials_of("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract")
def elementwise(name: str) -> Trials:
    @st.composite
    def draw_one(draw: st.DrawFn) -> Trial:
        wanted = st.just(2) if name == "Subtract" else st.integers(2, 3)
        count = draw(mostly(wanted, 1, 3))
        batch = draw(batches)
        shapes = [
            (
                draw(mostly(st.just(batch), None, 5)),
                *draw(st.lists(ones_or_same, max_size=3)),
            )
            for _ in range(count)
        ]
        return Trial(name, {}, shapes, listed=count > 1 or draw(flags))

    return draw_one()


@st.composite
def alike(draw: st.DrawFn) -> list[Plain]:
    """Shapes that differ in one axis, now and then in another."""
    first = draw(any_shapes(1, 4))
    axis = draw(st.integers(0, len(first) - 1))
    shapes = [first]
    for _ in range(draw(mostly(st.integers(1, 2), 0))):
        sizes = list(first)
        sizes[axis] = draw(opened(st.integers(1, 5)))
        shapes.append(tuple(sizes) if draw(st.integers(0, 9)) else draw(any_shapes(1, 4)))
    return shapes


@trials_of("Concatenate")
def concatenations(name: str) -> Trials:
    @st.composite
    def draw_one(draw: st.DrawFn) -> Trial:
        shapes = draw(alike())
        config = {"axis": draw(st.integers(-4, 3))}
        return Trial(name, config, shapes, listed=len(shapes) > 1 or draw(flags))

    return draw_one()


@trials_of("Dot")
def dot_products(name: str) -> Trials:
    axes = st.one_of(st.integers(-2, 3), st.tuples(st.integers(0, 3), st.integers(-1, 3)))

    @st.composite
    def draw_one(draw: st.DrawFn) -> Trial:
        equal = opened(st.sampled_from([2, 2, 2, 2, 2, 3]))
        left = draw(shapes_of_rank(draw(st.integers(2, 4)), equal))
        right = draw(shapes_of_rank(draw(st.integers(2, 4)), equal))
        right = (draw(mostly(st.just(left[0]), None)), *right[1:])
        shapes = draw(mostly(st.just([left, right]), [left, right, right], [left]))
        config = {"axes": draw(axes), "normalize": draw(flags)}
        return Trial(name, config, shapes, listed=len(shapes) > 1 or draw(flags))

    return draw_one()
