"""Calls that Python would refuse, or that leave everything open, are survived."""

from __future__ import annotations

import pytest

from kerascop.interpreter.registry import FUNCTIONS, METHODS
from kerascop.interpreter.values import Constant, DictValue, ListValue, SetValue, TupleValue
from tests.interpreter.python.oracle import values_of

_MODULES = ("abc", "argparse", "collections", "copy", "functools", "itertools", "math", "operator")
_PATHS = sorted(
    path
    for path in FUNCTIONS
    if path.startswith(("builtins.", "os.", *(f"{module}." for module in _MODULES)))
    and path.replace(".", "").replace("_", "").isalnum()
)
_ARGUMENTS = [
    "",
    "None",
    "-1",
    "'text'",
    "n",
    "[n]",
    "[1, 'a', None]",
    "{'a': n}",
    "print, n",
    "n, 'name'",
    "lambda: 1, [1]",
    "[], []",
    "1, 2, 3, 4, 5",
    "0, key=3",
    "*n",
    "**n",
    "*[1, 2], **{'reverse': n}",
    "[[1, 2], n], n",
    "1, 0",
    "10 ** 300, 10 ** 300",
    "[1, 2], 10 ** 300",
    "[1, 2], 10 ** 300, 10 ** 300, -10 ** 300",
]
_RECEIVERS = {
    ListValue: ("[]", "[1, n]", "list(n)"),
    TupleValue: ("()", "(1, n)"),
    DictValue: ("{}", "{'a': 1}", "{n: 1}"),
    SetValue: ("set()", "{1, n}"),
    Constant: ("'a{}%s'", "b'a'", "3", "2.5", "None"),
}
_METHODS = sorted(
    (receiver, name)
    for kind, name in METHODS
    for receiver in _RECEIVERS.get(kind, ())
    if not name.startswith("__")
)
_ATTEMPTS = "\n".join(f"try:\n    x = f({given})\nexcept Exception: pass" for given in _ARGUMENTS)


def _survived(function: str) -> bool:
    return (
        len(values_of("x", f"import os, {', '.join(_MODULES)}\nf = {function}\n{_ATTEMPTS}")) == 1
    )


@pytest.mark.parametrize("path", _PATHS)
def test_functions_survive_odd_arguments(path: str) -> None:
    if path.rpartition(".")[2] in ("exit", "quit", "_exit", "abort"):
        pytest.skip("ends the program, as it should")
    assert _survived(path.removeprefix("builtins."))


@pytest.mark.parametrize(("receiver", "name"), _METHODS)
def test_methods_survive_odd_arguments(receiver: str, name: str) -> None:
    assert _survived(f"({receiver}).{name}")
