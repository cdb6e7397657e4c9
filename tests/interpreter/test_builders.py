"""Builders that somebody asks for by name: what they build with the arguments that are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascop.dimensions import SymbolicDim, explain_shape
from kerascop.graph import Program
from kerascop.interpreter import analyse_builder
from kerascop.misuse import UsageError
from kerascop.sources.project import Project
from kerascop.syntax.module import parse

_SOURCE = """
from keras import Input, Model, Sequential, layers

WIDTH = 8


def body(start, units):
    return layers.Dense(units)(layers.Dense(WIDTH)(start))


def build(features, units=3, deep=False):
    start = Input((features,))
    if deep:
        start, ready = start, layers.Dense(5)(start)
    else:
        ready = start
    return Model(start, body(ready, units), name="built")


def pair(size):
    spare = Sequential([Input((size,)), layers.Dense(1)], name="spare")
    first = Sequential([Input((size,)), layers.Dense(2)], name="first")
    second = Sequential([Input((size,)), layers.Dense(3)], name="second")
    return second, first


def refuse(size=0):
    if size < 1:
        raise ValueError(size)
    return build(size)


class Factory:
    def __init__(self, units=4):
        self.units = units

    def make(self, features):
        return build(features, self.units)

    @staticmethod
    def fixed(features=6):
        return build(features, 6)

    @classmethod
    def plain(cls, features):
        return cls().make(features)


class Net(Model):
    def __init__(self, units=7):
        super().__init__(name="net")
        self.out = layers.Dense(units)

    def call(self, x):
        return self.out(x)


train = build(99)
"""


def programs(builder: str, **arguments: object) -> list[Program]:
    path = Path("builders.py")
    return analyse_builder(parse(path, _SOURCE), Project([path]), builder, arguments).programs


def output(builder: str, **arguments: object) -> str:
    """The shape that comes out of the one model on the one path."""
    (program,) = programs(builder, **arguments)
    (model,) = program.models
    return explain_shape(model.output_shape)


def test_arguments_are_what_is_given_and_defaults_otherwise() -> None:
    assert output("build", features=10) == "(None, 3)"
    assert output("build", features=10, units=20) == "(None, 20)"


def test_what_has_no_default_is_a_symbol() -> None:
    (program,) = programs("build")
    assert program.models[0].inputs[0].shape is not None
    assert program.models[0].inputs[0].shape[1] == SymbolicDim.named("features")


def test_a_condition_is_decided_by_the_argument() -> None:
    def layer_count(*, deep: bool) -> int:
        (program,) = programs("build", features=10, deep=deep)
        return len(program.models[0].layers)

    assert layer_count(deep=True) == layer_count(deep=False) + 1


def test_models_that_are_returned_come_first() -> None:
    (program,) = programs("pair", size=4)
    assert [model.name for model in program.models] == ["second", "first", "spare"]


def test_models_of_the_module_itself_are_left_out() -> None:
    (program,) = programs("build", features=10)
    assert [model.name for model in program.models] == ["built"]


def test_methods_are_called_on_an_object_made_with_defaults() -> None:
    assert output("Factory.make", features=10) == "(None, 4)"
    assert output("Factory.fixed") == "(None, 6)"
    assert output("Factory.plain", features=10) == "(None, 4)"


def test_a_class_of_models_is_a_builder() -> None:
    (program,) = programs("Net", units=2)
    assert [model.keras_name for model in program.models] == ["net"]


def test_a_builder_that_refuses_says_so() -> None:
    path = Path("builders.py")
    analysis = analyse_builder(parse(path, _SOURCE), Project([path]), "refuse", {})
    assert not any(program.models for program in analysis.programs)
    assert any("ValueError" in note for note in analysis.notes)
    assert output("refuse", size=2) == "(None, 3)"


@pytest.mark.parametrize("builder", ["bild", "Factory.mak", "WIDTH", "build.make", "Absent.make"])
def test_what_is_no_builder_is_told(builder: str) -> None:
    with pytest.raises(UsageError, match="no function or class"):
        programs(builder)


def test_the_nearest_builder_is_offered() -> None:
    with pytest.raises(UsageError, match="did you mean `build`"):
        programs("buidl")


def test_an_argument_that_the_builder_does_not_take_is_told() -> None:
    with pytest.raises(UsageError, match="no parameter `unit`; did you mean `units`"):
        programs("build", unit=3)
