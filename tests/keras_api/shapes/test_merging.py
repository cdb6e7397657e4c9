"""Layers that make one tensor of several agree with Keras."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.keras_api.shapes.asking_keras import Trial, assert_agreement
from tests.keras_api.shapes.drawing import Plain, any_shapes, batches, few, shapes_of_rank

ELEMENTWISE = ("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract")
ones_or_same = st.sampled_from([1, 1, 3, 3, 3, 3, 4])


@pytest.mark.parametrize("name", ELEMENTWISE)
@given(data=st.data())
@few
def test_axes_of_one_are_stretched(name: str, data: st.DataObject) -> None:
    count = 2 if name == "Subtract" else data.draw(st.integers(1, 3))
    batch = data.draw(batches)
    shapes = [
        (batch, *data.draw(st.lists(ones_or_same, min_size=1, max_size=3))) for _ in range(count)
    ]
    assert_agreement(Trial(name, {}, shapes))


@st.composite
def alike(draw: st.DrawFn) -> list[Plain]:
    """Shapes that differ in one axis, now and then in another."""
    first = draw(any_shapes(2, 4))
    axis = draw(st.integers(0, len(first) - 1))
    shapes = [first]
    for _ in range(draw(st.integers(0, 2))):
        sizes = list(first)
        sizes[axis] = draw(st.integers(1, 5))
        shapes.append(tuple(sizes) if draw(st.integers(0, 9)) else draw(any_shapes(2, 4)))
    return shapes


@given(shapes=alike(), axis=st.integers(-4, 3))
@few
def test_concatenation_adds_up_one_axis(shapes: list[Plain], axis: int) -> None:
    assert_agreement(Trial("Concatenate", {"axis": axis}, shapes), complete=False)


@given(
    left=shapes_of_rank(3, st.integers(2, 3)),
    right=any_shapes(2, 4),
    axes=st.one_of(st.integers(-1, 2), st.tuples(st.integers(1, 2), st.integers(1, 2))),
)
@few
def test_a_dot_product_sums_one_axis_of_each(left: Plain, right: Plain, axes: object) -> None:
    shapes = [left, (left[0], *(2 + size % 2 for size in right[1:] if size is not None))]
    assert_agreement(Trial("Dot", {"axes": axes}, shapes), complete=False)
