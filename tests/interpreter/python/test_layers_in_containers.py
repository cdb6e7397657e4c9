"""Layers and tensors that go through lists, dictionaries, iterators and functions of Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascop.dimensions import show_shape
from kerascop.interpreter import analyse
from kerascop.sources.project import Project
from kerascop.syntax.module import parse

_BEFORE = """
import functools, itertools, operator
from keras import Input, Model, layers

start = Input((8,))
"""


def shapes_of(body: str) -> list[tuple[str, str]]:
    """What the one model that a program builds consists of, with the shapes that come out."""
    path = Path("program.py")
    programs = analyse(parse(path, _BEFORE + body), Project([path])).programs
    (model,) = [model for program in programs for model in program.models]
    assert model.complete
    return [(call.short, show_shape(call.output_shape)) for call in model.calls]


@pytest.mark.parametrize(
    ("body", "widths"),
    [
        ("xs = list(map(lambda n: layers.Dense(n)(start), [2, 3]))", [2, 3]),
        ("xs = [layers.Dense(n)(x) for n, x in zip([2, 3], [start] * 2)]", [2, 3]),
        ("xs = [layers.Dense(n)(x) for n, x in enumerate([start] * 2, 1)]", [1, 2]),
        ("xs = [layers.Dense(a * b)(start) for a, b in itertools.product([1, 2], [3])]", [3, 6]),
        ("xs = [start]\nfor n in [3, 2]:\n    xs.append(layers.Dense(n)(xs.pop()))", [3, 2]),
        ("xs = functools.reduce(lambda x, n: layers.Dense(n)(x), [4, 5], start)", [4, 5]),
        ("it = iter([layers.Dense(3), layers.Dense(4)])\nxs = next(it)(next(it)(start))", [4, 3]),
        ("wide = functools.partial(layers.Dense, 9)\nxs = wide(activation='relu')(start)", [9]),
        ("xs = {'wide': layers.Dense(9), 'thin': layers.Dense(1)}['thin'](start)", [1]),
        ("xs = [start]\nxs[0] = layers.Dense(3)(xs[0])", [3]),
        ("xs = list(dict(a=layers.Dense(1)(start), b=layers.Dense(2)(start)).values())", [1, 2]),
        ("xs = getattr(layers, 'Den' + 'se')(int(start.shape[-1]) // 2)(start)", [4]),
        ("known = filter(None, [layers.Dense(3), None])\nxs = [one(start) for one in known]", [3]),
        (
            "both = layers.Dense(3), layers.Dense(2)\nxs = min(both, key=lambda x: x.units)(start)",
            [2],
        ),
        ("xs = layers.Dense(1 if isinstance(start, (list, tuple)) else 2)(start)", [2]),
    ],
)
def test_layers_are_followed_through_python(body: str, widths: list[int]) -> None:
    built = shapes_of(f"{body}\nModel(start, xs)")
    assert built == [("Dense", f"(None, {width})") for width in widths]


@pytest.mark.parametrize("total", ["sum(xs)", "functools.reduce(operator.add, xs)"])
def test_tensors_are_summed_by_python(total: str) -> None:
    body = f"xs = [layers.Dense(4)(start), layers.Dense(4)(start)]\nModel(start, {total})"
    assert shapes_of(body)[-1] == ("add", "(None, 4)")
