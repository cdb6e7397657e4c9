"""Whole programs around a hostile piece: a mistake before it, and one behind it."""

from __future__ import annotations

_IMPORTS = """\
import json
import keras
import numpy as np
import tensorflow as tf
from keras import Input, Model, Sequential
from keras.layers import (
    LSTM, Add, Bidirectional, Concatenate, Conv2D, Dense, Dot, Dropout, EinsumDense, Flatten,
    Lambda, Permute, RepeatVector, Reshape, TimeDistributed, add,
)
"""
_MISTAKE = """\
faulty = Sequential([Input((4,)), Dense(8, activation="relu"), Dense(1, activation="softmax")])
faulty.compile("adam", "binary_crossentropy")
"""

BEFORE = _IMPORTS.count("\n") + 1
"""The line of the mistake before the hostile piece."""


def around(piece: str) -> tuple[str, int]:
    """The program, and the line of the mistake behind the piece."""
    text = _IMPORTS + _MISTAKE + piece.rstrip("\n") + "\n"
    return text + _MISTAKE, text.count("\n") + 1
