"""A function on tensors is recognised however it is spelled."""

from __future__ import annotations

import inspect
import os
from importlib import import_module
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import pytest

from kerascop.keras_api.operation_tables import SPELLINGS
from kerascop.keras_api.operations import operation_for

SPELLED = sorted(
    (library, function.partition("=")[0])
    for library, table in SPELLINGS.items()
    for line in table.splitlines()
    for function in line.partition(":")[0].split()
)


@pytest.mark.parametrize(
    "path",
    [
        "keras.backend.reshape",
        "tensorflow.keras.backend.reshape",
        "tensorflow.python.keras.backend.reshape",
        "keras.backend.tensorflow_backend.reshape",
        "tf_keras.backend.reshape",
        "keras.ops.reshape",
        "keras.ops.numpy.reshape",
        "keras.src.ops.reshape",
        "tensorflow.reshape",
        "tensorflow.compat.v1.reshape",
    ],
)
def test_every_path_to_a_function_leads_to_one_operation(path: str) -> None:
    facts = operation_for(path)
    assert facts is not None
    assert (facts.name, facts.parameters) == ("reshape", ("x", "shape"))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("tensorflow.nn.relu", "relu"),
        ("keras.activations.softmax", "softmax"),
        ("tensorflow.sigmoid", "sigmoid"),
        ("keras.ops.nn.gelu", "gelu"),
        ("tensorflow.math.tanh", "tanh"),
        ("tensorflow.reduce_mean", "mean"),
        ("tensorflow.truediv", "divide"),
    ],
)
def test_operations_have_plain_names(path: str, name: str) -> None:
    facts = operation_for(path)
    assert facts is not None
    assert facts.name == name


@pytest.mark.parametrize(
    "path",
    ["keras.layers.Dense", "numpy.reshape", "reshape", "tensorflow", "tensorflow.data.reshape", ""],
)
def test_anything_else_is_no_operation(path: str) -> None:
    assert operation_for(path) is None


def test_keywords_of_all_libraries_have_one_name() -> None:
    facts = operation_for("tensorflow.compat.v1.reduce_sum")
    assert facts is not None
    assert facts.keyword("reduction_indices") == "axis"
    assert facts.keyword("keep_dims") == "keepdims"
    assert facts.keyword("input_tensor") == "x"


def test_tensors_are_told_from_plain_parameters() -> None:
    facts = operation_for("tensorflow.where")
    assert facts is not None
    assert facts.tensors == ("condition", "x", "y")
    assert facts.elementwise
    concat = operation_for("tensorflow.concat")
    assert concat is not None
    assert concat.listed
    assert concat.plain_parameters == ("axis",)


GONE = frozenset(
    """
    to_float to_int32 to_int64 div pack unpack batch_matmul random_normal random_uniform
    truncated_normal resize_images resize_bilinear resize_bicubic resize_nearest_neighbor
    resize_image_with_crop_or_pad arg_max log mod floordiv reciprocal rint lrn log_sigmoid identity
    logsumexp depth_to_space space_to_depth
    """.split()
)
"""Functions that the installed releases no longer have under these paths."""


TELLING = frozenset(
    """
    axis axes perm shape newshape keepdims keep_dims multiples repeats depth num_classes size
    strides padding data_format pattern rep n target_shape pool_size ksize k
    """.split()
)
"""Names of parameters whose place in the signature must be right."""


@pytest.mark.parametrize(("library", "function"), SPELLED)
def test_a_spelling_has_the_parameters_that_it_really_has(library: str, function: str) -> None:
    import tensorflow as tf
    import tf_keras

    namespace: Any = {
        "backend": tf_keras.backend,
        "activations": import_module("keras.activations"),
        "ops": import_module("keras.ops"),
        "ops.image": import_module("keras.ops.image"),
    }.get(library)
    if namespace is None:
        namespace = tf
        for part in library.split(".")[1:]:
            namespace = getattr(namespace, part)
    real = getattr(namespace, function, None)
    if real is None and function in GONE:
        return
    assert real is not None, "no such function"
    path = library if library.startswith("tensorflow") else f"keras.{library}"
    facts = operation_for(f"{path}.{function}")
    assert facts is not None
    try:
        parameters = list(inspect.signature(real).parameters.values())
    except ValueError:
        return
    if any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters):
        return
    assert len(facts.parameters) <= len(parameters)
    for ours, theirs in zip(facts.parameters, parameters, strict=False):
        if theirs.name in TELLING:
            assert facts.keyword(theirs.name) == ours
