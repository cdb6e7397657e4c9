"""The shape that a call of a Keras layer or tensor function gives, worked out without Keras.

`infer` speaks about layers, `infer_operation` about functions such as `keras.ops.reshape`.
"""

from kerascop.keras_api.shapes import (  # noqa: F401 - each family registers its shape functions
    attention,
    axis_operations,
    convolution,
    core,
    einsum,
    joining_operations,
    merging,
    normalization,
    pooling,
    preprocessing,
    product_operations,
    recurrent,
    reshaping,
    spatial_operations,
    wrappers,
)
from kerascop.keras_api.shapes.contract import (
    Inferred,
    Refusal,
    RefusalKind,
    infer,
    known_layers,
)
from kerascop.keras_api.shapes.operations import infer_operation

__all__ = [
    "Inferred",
    "Refusal",
    "RefusalKind",
    "infer",
    "infer_operation",
    "known_layers",
]
