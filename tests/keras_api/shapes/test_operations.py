"""Functions on tensors give the shapes that `keras.ops` gives, and symbols are kept exact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerascop.dimensions import BATCH, Shape, SymbolicDim, add, explain_shape, multiply
from kerascop.keras_api.operation_tables import SPELLINGS
from kerascop.keras_api.operations import operation_for
from kerascop.keras_api.shapes import Refusal, infer_operation
from tests.keras_api.shapes.asking_keras import assert_same_shape, with_batch
from tests.keras_api.shapes.calls import Plain
from tests.keras_api.shapes.drawing import any_closed_shapes, closed_shapes, few, flags, small

n = SymbolicDim.named("n")
six = multiply(6, BATCH)


def assert_agreement(
    function: str, shapes: list[Plain], arguments: dict[str, Any], *, complete: bool = True
) -> None:
    """`keras.ops.<function>` and kerascop say the same; arguments have Keras' names."""
    facts = operation_for(f"keras.ops.{function}")
    assert facts is not None
    plain = {facts.keyword(name): value for name, value in arguments.items()}
    tensors = [keras.KerasTensor(shape) for shape in shapes]
    call: Callable[..., Any] = getattr(keras.ops, function)
    try:
        result = call(tensors, **arguments) if facts.listed else call(*tensors, **arguments)
    except Exception:  # noqa: BLE001 - however Keras refuses, it refuses
        result = None
    try:
        inferred = infer_operation(
            facts.name, [with_batch(shape) for shape in shapes], {**facts.defaults, **plain}
        )
    except Refusal as refusal:
        if result is not None:
            raise AssertionError("Keras accepts this") from refusal
        return
    if result is None:
        return
    if isinstance(result, list | tuple):
        assert isinstance(inferred, list)
        for ours, theirs in zip(inferred, result, strict=True):
            assert_same_shape(ours, theirs.shape, complete=complete)
        return
    assert not isinstance(inferred, list)
    assert_same_shape(inferred, result.shape, complete=complete)


SPELLED_PATHS = [
    f"{library if library.startswith('tensorflow') else 'keras.' + library}.{function}"
    for library, table in SPELLINGS.items()
    for line in table.splitlines()
    for function in (part.partition("=")[0] for part in line.partition(":")[0].split())
]
EVERY_PARAMETER = """
shape axis axes keepdims repeats depth indices paddings sections indices_or_sections num begin size
k index transpose_x transpose_y equation pool_size strides padding data_format dilation_rate height
width height_factor width_factor block_size left right x y axis1 axis2 source destination
""".split()

ones_or_same = st.sampled_from([1, 1, 3, 3, 3, 3, 4])
axes = st.integers(-4, 3)


@pytest.mark.filterwarnings("ignore:You are using a softmax over axis")
@pytest.mark.parametrize("function", ["relu", "exp", "sqrt", "softmax", "sigmoid", "abs", "silu"])
@given(shape=any_closed_shapes())
@few
def test_functions_of_one_number_keep_the_shape(function: str, shape: Plain) -> None:
    assert_agreement(function, [shape], {})


@pytest.mark.parametrize("function", ["add", "multiply", "maximum", "power", "greater"])
@given(
    left=closed_shapes(3, ones_or_same),
    right=st.lists(ones_or_same, max_size=4).map(tuple),
)
@few
def test_functions_of_two_numbers_stretch_axes(function: str, left: Plain, right: Plain) -> None:
    assert_agreement(function, [left, right], {})


@pytest.mark.parametrize("function", ["sum", "mean", "max", "any", "var", "logsumexp", "argmax"])
@given(shape=any_closed_shapes(), axis=st.one_of(st.none(), axes), keepdims=flags)
@few
def test_reductions_remove_axes(
    function: str, shape: Plain, axis: int | None, keepdims: bool
) -> None:
    complete = function != "argmax"
    assert_agreement(function, [shape], {"axis": axis, "keepdims": keepdims}, complete=complete)


@given(shape=any_closed_shapes(), axis=axes)
@few
def test_expanding_adds_an_axis(shape: Plain, axis: int) -> None:
    assert_agreement("expand_dims", [shape], {"axis": axis})


@given(shape=closed_shapes(4, st.sampled_from([1, 2])), axis=axes)
@few
def test_squeezing_removes_an_axis_of_one(shape: Plain, axis: int) -> None:
    assert_agreement("squeeze", [shape], {"axis": axis})


@given(shape=closed_shapes(4), order=st.one_of(st.none(), st.permutations(range(4))))
@few
def test_transposing_orders_the_axes(shape: Plain, order: list[int] | None) -> None:
    assert_agreement("transpose", [shape], {"axes": None if order is None else tuple(order)})


@given(shape=closed_shapes(3, small), other=closed_shapes(3, small), axis=axes)
@few
def test_concatenation_adds_up_an_axis(shape: Plain, other: Plain, axis: int) -> None:
    complete = axis % 3 != 0
    assert_agreement("concatenate", [shape, other], {"axis": axis}, complete=complete)


@given(shape=any_closed_shapes(1, 3), count=small, axis=axes)
@few
def test_stacking_makes_an_axis(shape: Plain, count: int, axis: int) -> None:
    assert_agreement("stack", [shape] * count, {"axis": axis})


@given(shape=closed_shapes(3), parts=small, axis=st.integers(1, 2))
@few
def test_splitting_cuts_an_axis(shape: Plain, parts: int, axis: int) -> None:
    assert_agreement("split", [shape], {"indices_or_sections": parts, "axis": axis})


@given(shape=closed_shapes(3, st.integers(6, 9)), axis=st.integers(1, 2))
@few
def test_splitting_at_places_cuts_an_axis(shape: Plain, axis: int) -> None:
    assert_agreement("split", [shape], {"indices_or_sections": (2, 5), "axis": axis})


@given(shape=closed_shapes(3), repeats=small, axis=st.one_of(st.none(), axes))
@few
def test_repeating_lengthens_an_axis(shape: Plain, repeats: int, axis: int | None) -> None:
    assert_agreement("repeat", [shape], {"repeats": repeats, "axis": axis}, complete=False)


@given(shape=closed_shapes(3), repeats=st.lists(small, min_size=1, max_size=4).map(tuple))
@few
def test_tiling_multiplies_axes(shape: Plain, repeats: tuple[int, ...]) -> None:
    assert_agreement("tile", [shape], {"repeats": repeats}, complete=False)


@given(
    left=st.lists(st.sampled_from([1, 2, 3]), min_size=1, max_size=4).map(tuple),
    right=st.lists(st.sampled_from([1, 2, 3]), min_size=1, max_size=4).map(tuple),
)
@few
def test_matrices_are_multiplied(left: Plain, right: Plain) -> None:
    assert_agreement("matmul", [left, right], {})


@given(left=closed_shapes(3, st.just(2)), right=closed_shapes(3, st.just(2)), count=small)
@few
def test_tensordot_sums_axes(left: Plain, right: Plain, count: int) -> None:
    right = (2, *right[1:])
    assert_agreement("tensordot", [left, right], {"axes": min(count, 2)})


@given(shape=any_closed_shapes(1, 3), depth=small)
@few
def test_one_hot_adds_an_axis(shape: Plain, depth: int) -> None:
    assert_agreement("one_hot", [shape], {"num_classes": depth})


@given(shape=closed_shapes(3), widths=st.tuples(*[st.tuples(small, small)] * 2))
@few
def test_padding_lengthens_axes(shape: Plain, widths: tuple[tuple[int, int], ...]) -> None:
    assert_agreement("pad", [shape], {"pad_width": ((0, 0), *widths)})


@given(shape=closed_shapes(3, small), target=st.lists(small, max_size=3).map(tuple), open_=flags)
@few
def test_reshaping_keeps_the_elements(shape: Plain, target: tuple[int, ...], open_: bool) -> None:
    newshape = (-1, *target) if open_ else target
    assert_agreement("reshape", [shape], {"newshape": newshape}, complete=False)


indices = st.one_of(
    st.integers(-3, 2),
    st.none(),
    st.just(...),
    st.builds(
        slice,
        st.one_of(st.none(), st.integers(-4, 4)),
        st.one_of(st.none(), st.integers(-4, 4)),
        st.sampled_from([None, 1, 2, -1]),
    ),
)


@given(
    sizes=st.lists(st.integers(3, 6), min_size=1, max_size=4),
    index=st.lists(indices, max_size=4).map(tuple),
)
@few
def test_subscripts_take_what_numpy_takes(sizes: list[int], index: tuple[Any, ...]) -> None:
    import numpy as np

    try:
        expected = np.zeros(sizes)[index].shape
    except IndexError:
        return
    assert infer_operation("getitem", [tuple(sizes)], {"index": index}) == expected


def _shape(path: str, *shapes: Shape, **arguments: object) -> str:
    facts = operation_for(path)
    assert facts is not None
    plain = {facts.keyword(name): value for name, value in arguments.items()}
    result = infer_operation(facts.name, shapes, {**facts.defaults, **plain})
    if isinstance(result, list):
        return " ".join(explain_shape(part) for part in result)
    return explain_shape(result)


@pytest.mark.parametrize(
    ("path", "shape", "arguments", "expected"),
    [
        (
            "keras.backend.reshape",
            (BATCH, 6, 16, 16, 16, 3),
            {"shape": (-1, 16, 16, 16, 3)},
            "(6·batch, 16, 16, 16, 3)",
        ),
        ("tensorflow.reshape", (six, 64), {"shape": (-1, 384)}, "(None, 384)"),
        ("keras.ops.reshape", (BATCH, n, 4), {"newshape": (-1, n)}, "(4·batch, n)"),
        ("tensorflow.reshape", (BATCH, 10), {"shape": (-1, 3)}, "(None, 3)"),
        ("keras.backend.flatten", (BATCH, 4, n), {}, "(4·batch·n,)"),
        ("keras.backend.batch_flatten", (BATCH, 4, n), {}, "(None, 4·n)"),
        ("tensorflow.expand_dims", (BATCH, n), {"axis": -1}, "(None, n, 1)"),
        ("keras.backend.expand_dims", (BATCH, n), {}, "(None, n, 1)"),
        ("keras.backend.permute_dimensions", (BATCH, 2, n), {"pattern": (0, 2, 1)}, "(None, n, 2)"),
        ("tensorflow.math.reduce_mean", (BATCH, n, 3), {"axis": (1, 2)}, "(None,)"),
        ("keras.backend.argmax", (BATCH, n, 3), {}, "(None, n)"),
        ("tensorflow.argmax", (BATCH, n, 3), {}, "(n, 3)"),
        (
            "tensorflow.split",
            (BATCH, 7),
            {"num_or_size_splits": (2, -1), "axis": 1},
            "(None, 2) (None, 5)",
        ),
        ("tensorflow.unstack", (BATCH, 2, 3), {"axis": 1}, "(None, 3) (None, 3)"),
        ("tensorflow.tile", (BATCH, n), {"multiples": (1, 3)}, "(None, 3·n)"),
        ("tensorflow.image.resize", (BATCH, 8, n, 3), {"size": (32, 32)}, "(None, 32, 32, 3)"),
        ("tensorflow.image.rgb_to_grayscale", (BATCH, 8, n, 3), {}, "(None, 8, n, 1)"),
        ("tensorflow.nn.depth_to_space", (BATCH, 4, n, 8), {"block_size": 2}, "(None, 8, 2·n, 2)"),
        (
            "tensorflow.nn.max_pool2d",
            (BATCH, 8, 8, 3),
            {"ksize": 2, "strides": (1, 2, 2, 1), "padding": "VALID"},
            "(None, 4, 4, 3)",
        ),
        (
            "keras.backend.pool2d",
            (BATCH, 8, 8, 3),
            {"pool_size": (2, 2)},
            "(None, 7, 7, 3)",
        ),
        (
            "keras.backend.resize_images",
            (BATCH, 4, n, 3),
            {"height_factor": 2, "width_factor": 3, "data_format": "channels_last"},
            "(None, 8, 3·n, 3)",
        ),
        ("keras.backend.spatial_2d_padding", (BATCH, 4, n, 3), {}, "(None, 6, n + 2, 3)"),
        (
            "tensorflow.slice",
            (BATCH, n, 3),
            {"begin": (0, 1, 0), "size": (-1, -1, 2)},
            "(None, n - 1, 2)",
        ),
        ("keras.ops.top_k", (BATCH, 9), {"k": 2}, "(None, 2) (None, 2)"),
    ],
)
def test_every_library_spells_the_same_operations(
    path: str, shape: Shape, arguments: dict[str, object], expected: str
) -> None:
    assert _shape(path, shape, **arguments) == expected


@pytest.mark.parametrize(
    ("path", "shapes", "arguments", "expected"),
    [
        (
            "tensorflow.matmul",
            [(BATCH, 3, n), (BATCH, 5, n)],
            {"transpose_b": True},
            "(None, 3, 5)",
        ),
        ("keras.backend.dot", [(BATCH, 3, n), (n, 5)], {}, "(None, 3, 5)"),
        ("keras.backend.batch_dot", [(BATCH, 3, n), (BATCH, n, 5)], {}, "(None, 3, 5)"),
        ("tensorflow.einsum", [(BATCH, 3, n), (n, 5)], {"equation": "bij,jk->bik"}, "(None, 3, 5)"),
        ("tensorflow.concat", [(BATCH, n), (BATCH, 5)], {"axis": -1}, "(None, n + 5)"),
        ("tensorflow.gather", [(n, 8), (BATCH, 3)], {}, "(None, 3, 8)"),
        (
            "tensorflow.nn.conv2d",
            [(BATCH, 8, 8, 3), (3, 3, 3, n)],
            {"strides": 2, "padding": "SAME"},
            "(None, 4, 4, n)",
        ),
        ("tensorflow.add", [(BATCH, 1, n), (3, n)], {}, "(None, 3, n)"),
        ("tensorflow.add", [(six, n), (BATCH, n)], {}, "(None, n)"),
        ("tensorflow.where", [(BATCH, 1), (BATCH, n), ()], {}, "(None, n)"),
    ],
)
def test_several_tensors_make_one(
    path: str, shapes: list[Shape], arguments: dict[str, object], expected: str
) -> None:
    assert _shape(path, *shapes, **arguments) == expected


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        ((slice(None), -1), "(None, 4)"),
        ((slice(None), slice(1, None)), "(None, n - 1, 4)"),
        ((slice(None), slice(None, -1)), "(None, n - 1, 4)"),
        ((slice(None), slice(None, 2)), "(None, None, 4)"),
        ((..., 0), "(None, n)"),
        ((slice(None), None), "(None, 1, n, 4)"),
        ((slice(-1, None),), "(1, n, 4)"),
        ((0,), "(n, 4)"),
        ((object(),), "?"),
    ],
)
def test_subscripts_of_symbolic_axes_stay_exact(index: tuple[object, ...], expected: str) -> None:
    shape = infer_operation("getitem", [(BATCH, n, 4)], {"index": index})
    assert not isinstance(shape, list)
    assert explain_shape(shape) == expected


@pytest.mark.parametrize(
    ("name", "shapes", "arguments"),
    [
        ("add", [(BATCH, 3), (BATCH, 4)], {}),
        ("matmul", [(BATCH, 3), (4, 5)], {}),
        ("concatenate", [(BATCH, 3), (BATCH, 4, 5)], {"axis": 1}),
        ("sum", [(BATCH, 3)], {"axis": 2}),
        ("squeeze", [(BATCH, 3)], {"axis": 1}),
        ("add", [(BATCH, add(n, 1)), (BATCH, add(n, 2))], {}),
    ],
)
def test_what_never_fits_is_refused(
    name: str, shapes: list[Shape], arguments: dict[str, object]
) -> None:
    with pytest.raises(Refusal):
        infer_operation(name, shapes, arguments)


@pytest.mark.parametrize(
    ("name", "shapes", "arguments"),
    [
        ("reshape", [(BATCH, 3)], {"shape": object()}),
        ("sum", [(BATCH, 3)], {"axis": object()}),
        ("add", [(BATCH, 3)], {"right": object()}),
        ("add", [(BATCH, 3), None], {}),
        ("split", [(BATCH, 3)], {"sections": object(), "axis": 1}),
        ("no_such_operation", [(BATCH, 3)], {}),
    ],
)
def test_what_is_unknown_stays_unknown(
    name: str, shapes: list[Shape | None], arguments: dict[str, object]
) -> None:
    assert infer_operation(name, shapes, arguments) is None


EVERY_OPERATION = sorted(
    {facts.name for path in SPELLED_PATHS if (facts := operation_for(path)) is not None}
    | {"getitem"}
)


@pytest.mark.parametrize("name", EVERY_OPERATION)
@given(
    shapes=st.lists(
        st.one_of(
            st.none(),
            st.lists(st.sampled_from([None, BATCH, n, six, 0, 1, 3]), max_size=5).map(tuple),
        ),
        max_size=3,
    ),
    arguments=st.dictionaries(
        st.sampled_from(EVERY_PARAMETER),
        st.recursive(
            st.sampled_from([None, True, -2, -1, 0, 1, 3, 2.5, "same", n, object(), slice(1)]),
            lambda values: st.lists(values, max_size=4).map(tuple),
            max_leaves=4,
        ),
    ),
)
@few
def test_no_operation_stumbles_over_odd_arguments(
    name: str, shapes: list[Shape | None], arguments: dict[str, object]
) -> None:
    try:
        outcome = infer_operation(name, shapes, arguments)
    except Refusal:
        return
    for shape in outcome if isinstance(outcome, list) else [outcome]:
        assert shape is None or all(
            size is None or isinstance(size, int | SymbolicDim) for size in shape
        )
