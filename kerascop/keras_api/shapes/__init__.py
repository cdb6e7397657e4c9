"""The shape that a call of a Keras layer or tensor function gives, worked out without Keras.

`infer` speaks about layers, `infer_operation` about functions such as `keras.ops.reshape`.
"""

from kerascop.keras_api.shapes import (
    attention,
    convolution,
    core,
    merging,
    normalization,
    pooling,
    preprocessing,
    recurrent,
    reshaping,
    wrappers,
)
from kerascop.keras_api.shapes.contract import (
    Inferred,
    Refusal,
    RefusalKind,
    infer,
    known_layers,
)

__all__ = [
    "Inferred",
    "Refusal",
    "RefusalKind",
    "attention",
    "convolution",
    "core",
    "infer",
    "known_layers",
    "merging",
    "normalization",
    "pooling",
    "preprocessing",
    "recurrent",
    "reshaping",
    "wrappers",
]
