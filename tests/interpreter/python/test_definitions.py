"""Classes, decorators, generators and exceptions that built-ins meet."""

from __future__ import annotations

import pytest

from tests.interpreter.python.oracle import assert_same

PROGRAMS = [
    (
        "class A:\n    def __init__(self): self.x = 3\na = A()\nsetattr(a, 'y', 4)",
        "getattr(a, 'x') + a.y + getattr(a, 'z', 10)",
    ),
    (
        "class A: pass\nclass B(A): pass",
        "isinstance(B(), A) and issubclass(B, A) and not isinstance(A(), B)",
    ),
    ("class A: pass", "hasattr(A(), 'foo')"),
    (
        "class A: pass\na = A()",
        "type(a) is A and type(3) is int and type(3) != str",
    ),
    (
        "class A:\n    def __len__(self): return 4",
        "len(A())",
    ),
    (
        "class A:\n    def __getitem__(self, i): return i * 2",
        "A()[4]",
    ),
    (
        "class A:\n    def __iter__(self): return iter([1, 2])",
        "[x for x in A()]",
    ),
    ("a, *b = [1, 2, 3]", "(a, b)"),
    (
        (
            "from functools import lru_cache\n"
            "@lru_cache(maxsize=None)\n"
            "def f(n):\n"
            "    return 1 if n < 2 else n * f(n - 1)"
        ),
        "f(5)",
    ),
    (
        (
            "from functools import wraps\n"
            "def deco(f):\n"
            "    @wraps(f)\n"
            "    def inner(*a, **k):\n"
            "        return f(*a, **k) + 1\n"
            "    return inner\n"
            "@deco\n"
            "def g(x): return x"
        ),
        "g(1)",
    ),
    (
        (
            "from dataclasses import dataclass\n"
            "@dataclass\n"
            "class C:\n"
            "    units: int = 64\n"
            "    rate: float = 0.5"
        ),
        "C().units",
    ),
    (
        (
            "from dataclasses import dataclass\n"
            "@dataclass\n"
            "class C:\n"
            "    units: int = 64\n"
            "    rate: float = 0.5"
        ),
        "C(32).units + C(rate=1).rate",
    ),
    (
        (
            "from dataclasses import dataclass, field\n"
            "@dataclass(frozen=True)\n"
            "class C:\n"
            "    units: int\n"
            "    sizes: list = field(default_factory=lambda: [1, 2])"
        ),
        "(C(units=3).units, C(1).sizes)",
    ),
    (
        (
            "from typing import NamedTuple\n"
            "class C(NamedTuple):\n"
            "    units: int\n"
            "    rate: float = 0.5"
        ),
        "(C(3).units, C(3).rate)",
    ),
    (
        "try:\n    x = {'a': 1}['b']\nexcept KeyError:\n    x = 9",
        "x",
    ),
    (
        "try:\n    x = [1][3]\nexcept IndexError:\n    x = 8",
        "x",
    ),
    (
        "try:\n    x = next(iter([]))\nexcept StopIteration:\n    x = 7",
        "x",
    ),
]


@pytest.mark.parametrize(("before", "expression"), PROGRAMS)
def test_a_program_means_what_it_means_in_python(before: str, expression: str) -> None:
    assert_same(expression, before)
