"""What kind of layer a class is: what pictures colour, and which layers only follow another."""

from __future__ import annotations

from enum import Enum
from functools import cache


class Kind(Enum):
    """A family of layers that look alike in pictures."""

    INPUT = "input"
    CONVOLUTION = "convolution"
    DENSE = "dense"
    RECURRENT = "recurrent"
    ATTENTION = "attention"
    POOLING = "pooling"
    NORMALIZATION = "normalization"
    ACTIVATION = "activation"
    REGULARIZATION = "regularization"
    MERGING = "merging"
    RESHAPING = "reshaping"
    MODEL = "model"
    OTHER = "other"


_WORDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.INPUT, ("Input",)),
    (Kind.MODEL, ("Functional", "Sequential", "Model")),
    (Kind.ATTENTION, ("Attention",)),
    (Kind.RECURRENT, ("LSTM", "GRU", "RNN", "Bidirectional")),
    (Kind.POOLING, ("Pooling",)),
    (Kind.NORMALIZATION, ("Normalization",)),
    (Kind.CONVOLUTION, ("Conv",)),
    (Kind.DENSE, ("Dense", "Embedding")),
    (Kind.REGULARIZATION, ("Dropout", "Noise", "ActivityRegularization")),
    (Kind.ACTIVATION, ("Activation", "ReLU", "Relu", "ELU", "Softmax", "Sigmoid")),
    (
        Kind.MERGING,
        ("Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract"),
    ),
    (
        Kind.RESHAPING,
        (
            "Cropping",
            "Flatten",
            "Permute",
            "RepeatVector",
            "Reshape",
            "Resizing",
            "UpSampling",
            "ZeroPadding",
        ),
    ),
)
"""The first kind of which the class name contains a word."""

_FOLLOWING = frozenset({Kind.NORMALIZATION, Kind.ACTIVATION, Kind.REGULARIZATION})


@cache
def kind_of(cls: str) -> Kind:
    """The kind of a layer class."""
    for kind, words in _WORDS:
        if any(word in cls for word in words):
            return kind
    return Kind.OTHER


def only_follows(cls: str) -> bool:
    """Does the layer do no more than treat the numbers of the layer before it one by one?"""
    return kind_of(cls) in _FOLLOWING
