"""What an expression is: as kerascop understands it, and as Python itself evaluates it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kerascop.graph.facts import UNKNOWN, Fact
from kerascop.interpreter import analyse
from kerascop.sources.project import Project
from kerascop.syntax.module import parse

_PROGRAM = """
{setup}

from keras import Sequential, layers

model = Sequential([layers.Input((4,)), layers.Dense({expression})])
"""


def values_of(expression: str, setup: str = "") -> list[Fact]:
    """What a layer is given as its units where a program writes `expression`, for each path."""
    path = Path("program.py")
    text = _PROGRAM.format(setup=setup, expression=expression)
    analysis = analyse(parse(path, text), Project([path]))
    return [
        layer.argument("units").value
        for program in analysis.programs
        for model in program.models
        for layer in model.layers
    ]


def value_of(expression: str, setup: str = "") -> Fact:
    """The one value that the expression has on the only path; `UNKNOWN` if paths differ."""
    found = values_of(expression, setup)
    return found[0] if len(found) == 1 else UNKNOWN


def python_says(expression: str, setup: str = "") -> object:
    """What Python evaluates the expression to, spelled as facts are: lists are tuples."""
    names: dict[str, Any] = {}
    exec(setup, names)
    return _as_fact(eval(expression, names))


def _as_fact(thing: object) -> object:
    match thing:
        case list() | tuple():
            return tuple(_as_fact(part) for part in thing)
        case dict():
            return {key: _as_fact(entry) for key, entry in thing.items()}
        case _:
            return thing


def assert_same(expression: str, setup: str = "") -> None:
    """Assert that kerascop understands the expression just as Python does, type included."""
    expected, understood = python_says(expression, setup), value_of(expression, setup)
    assert (type(understood), understood) == (type(expected), expected)
