"""No call of a known function, whatever it is given, breaks the interpreter."""

from __future__ import annotations

from pathlib import Path

import pytest

import kerascop.interpreter.libraries  # noqa: F401
from kerascop.graph.arrays import ArrayFacts
from kerascop.interpreter import analyse
from kerascop.interpreter.registry import ATTRIBUTES, FUNCTIONS, METHODS, OBJECT_METHODS
from kerascop.interpreter.values import ArrayValue, BatchesValue
from kerascop.sources.project import Project
from kerascop.syntax.module import parse

_LIBRARIES = ("numpy", "tensorflow", "keras", "sklearn", "pandas", "cv2", "PIL", "skimage")
_ARGUMENTS = (
    "",
    "None",
    "'a'",
    "b'a'",
    "...",
    "True",
    "-1",
    "10 ** 30",
    "10 ** 400",
    "x, 10 ** 400",
    "x, 0, 10 ** 400",
    "3.5",
    "1j",
    "float('nan')",
    "[]",
    "()",
    "{}",
    "{'a': x}",
    "[1, [2]]",
    "['a', None]",
    "unknown",
    "x",
    "ds",
    "table",
    "[x, x]",
    "[x, unknown]",
    "(x, y)",
    "x, x",
    "x, y",
    "x, None",
    "x, 'a'",
    "x, -1",
    "x, 0",
    "x, 10 ** 9",
    "x, -5.5",
    "x, unknown",
    "x, [0, 1]",
    "x, (None, 'a')",
    "x, y, 7",
    "x, y, 7, None, 'b'",
    "unknown, 2",
    "*unknown",
    "**unknown",
    "x, axis='a'",
    "x, axis=99",
    "x, axis=(0, 'a')",
    "shape=None",
    "size=unknown",
    "x, dtype=unknown",
    "x, dtype='nonsense'",
    "lambda *a: unknown",
    "len",
)
_PREAMBLE = """
import numpy, tensorflow, keras, sklearn.datasets, pandas, cv2, PIL.Image, skimage.io
x = numpy.array([[1.0, 2.0], [3.0, 4.0]])
y = numpy.load("y.npy")
ds = tensorflow.data.Dataset.from_tensor_slices((x, x))
table = pandas.read_csv("a.csv")
"""


def _runs(lines: list[str]) -> None:
    path = Path("program.py")
    analyse(parse(path, _PREAMBLE + "\n".join(lines) + "\n"), Project([path]))


@pytest.mark.parametrize("library", _LIBRARIES)
def test_functions_survive_odd_arguments(library: str) -> None:
    paths = sorted(path for path in FUNCTIONS if path.split(".")[0] == library)
    for path in paths:
        _runs([f"r = {path}({arguments})" for arguments in _ARGUMENTS])


@pytest.mark.parametrize("receiver", ["x", "y", "ds", "table"])
def test_methods_survive_odd_arguments(receiver: str) -> None:
    kind = BatchesValue if receiver == "ds" else ArrayValue
    for name in sorted(name for owner, name in METHODS if owner is kind):
        _runs([f"r = {receiver}.{name}({arguments})" for arguments in _ARGUMENTS])


def test_objects_survive_odd_arguments() -> None:
    for path, name in sorted(OBJECT_METHODS):
        made = [f"o = {path}({arguments})" for arguments in ("", "unknown", "1, 2, 3")]
        calls = [f"r = o.{name}({arguments})" for arguments in _ARGUMENTS]
        for maker in made:
            _runs([maker, *calls])


@pytest.mark.parametrize(
    "index",
    [
        "0",
        "99",
        "-99",
        "'a'",
        "None",
        "...",
        "..., ...",
        "()",
        "0, 0, 0",
        "0, ..., 0",
        "::0",
        "::-1",
        "'a':'b'",
        "1.5",
        "unknown",
        "unknown:unknown",
        "x",
        "y",
        "x > 1",
        "[0, 1]",
        "['a', 'b']",
        "[True, False]",
        "[]",
        ":, 'a'",
        ":, [0, 9]",
        "x > 1, 0",
        "{}",
        "len",
    ],
)
def test_subscripts_survive_odd_indices(index: str) -> None:
    lines = []
    for receiver in ("x", "y", "table", "x[0]", "x[0, 0]"):
        lines += [f"r = {receiver}[{index}]", f"r = {receiver}.shape", "s = r.shape"]
    lines += [f"z = x.copy(); z[{index}] = {value}" for value in ("1", "x", "unknown", "'a'")]
    _runs(lines)


@pytest.mark.parametrize(
    "operator", ["+", "-", "*", "/", "//", "%", "**", "@", "&", "<<", "==", "<"]
)
def test_operators_survive_odd_operands(operator: str) -> None:
    others = (
        "0",
        "-1",
        "10 ** 30",
        "10 ** 400",
        "[10 ** 30]",
        "'a'",
        "None",
        "[]",
        "[1, 2]",
        "unknown",
        "y",
        "x > 1",
        "ds",
    )
    lines = [f"r = x {operator} {other}" for other in others]
    lines += [f"r = {other} {operator} x" for other in others]
    _runs(lines)


@pytest.mark.parametrize("step", ["x * x", "x ** 9", "x << 9", "x @ x", "x * 10 ** 30", "[x, x]"])
def test_numbers_that_grow_without_end_stay_cheap(step: str) -> None:
    _runs(["x = numpy.array([3, 4])", "for i in range(300):", f"    x = {step}", "y = x / 2"])


def test_attributes_survive_arrays_of_unknown_facts() -> None:
    names = sorted(name for owner, name in ATTRIBUTES if owner is ArrayValue)
    _runs([f"r = {receiver}.{name}" for receiver in ("x", "y", "x[0]") for name in names])
    assert ArrayFacts().rank is None
