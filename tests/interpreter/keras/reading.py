"""Reads a small program: what kerascop says it compiles, trains and asks of its losses."""

from __future__ import annotations

from pathlib import Path

from kerascop.graph import Compile, Fit, Objective, Program
from kerascop.interpreter import analyse
from kerascop.sources.project import Project
from kerascop.syntax.module import parse

PREAMBLE = """
import functools
import numpy as np
import tensorflow as tf
import keras
from keras import Input, Model, Sequential, layers
from keras import backend as K
from keras.layers import *

x = np.random.rand(10, 4)
y = np.eye(3)[np.zeros(10, int)]
ages = np.zeros((10, 1))
model = Sequential([Input((4,)), Dense(3, activation="softmax")])
"""
"""A classifier called `model`, four features `x`, one-hot labels `y` and another target, `ages`."""

TWO_OUTPUTS = """
inputs = Input((4,))
hidden = Dense(5, activation="relu")(inputs)
kind = Dense(3, activation="softmax", name="kind")(hidden)
age = Dense(1, name="age")(hidden)
model = Model(inputs, [kind, age])
"""
"""A model whose first output is a class and whose second is a number."""


def program_of(source: str) -> Program:
    """The program on its main path."""
    path = Path("program.py")
    return analyse(parse(path, PREAMBLE + source), Project([path])).programs[0]


def compile_of(source: str) -> Compile:
    """The last call of `compile`."""
    return program_of(source).compiles[-1]


def objectives_of(source: str) -> tuple[Objective, ...]:
    """The losses that are asked of outputs."""
    return program_of(source).objectives


def objective_of(source: str) -> Objective:
    """The one loss that is asked of an output."""
    (objective,) = objectives_of(source)
    return objective


def fit_of(source: str) -> Fit:
    """The last call that trains, evaluates or predicts."""
    return program_of(source).fits[-1]
