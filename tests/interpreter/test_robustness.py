"""Nothing that parses can crash the interpreter, or keep it busy for ever."""

from __future__ import annotations

import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from kerascop.interpreter import analyse
from kerascop.sources.project import Project
from kerascop.sources.reading import SourceError, decode, read_bytes
from kerascop.syntax.module import parse
from tests.programs import stacks

_SUITE = Path(sysconfig.get_path("stdlib")) / "test"
_SAMPLE = 60
_MAX_SIZE = 40_000


def _files() -> Iterator[Path]:
    """Every so many of the files of Python's own tests: they contain whatever Python can do."""
    small = [path for path in sorted(_SUITE.glob("test_*.py")) if path.stat().st_size < _MAX_SIZE]
    yield from small[:: max(1, len(small) // _SAMPLE)]


@pytest.mark.skipif(not _SUITE.is_dir(), reason="this Python comes without its own tests")
@pytest.mark.parametrize("path", list(_files()), ids=lambda path: path.stem)
def test_whatever_python_tests_itself_with_is_survived(path: Path) -> None:
    try:
        text = decode(path, read_bytes(path))
        module = parse(path, f"{text}\nmodel = Sequential([Dense(3)])\n")
    except SourceError:
        pytest.skip("this file is not for parsing")
    assert analyse(module, Project([path])).programs


_INNER = "Sequential([Dense(3)])\n"
DEEP = {
    "parentheses": "x = " + "(" * 60 + "1" + ")" * 60,
    "sums": "x = " + " + ".join(["1"] * 90),
    "lists": "x = " + "[" * 60 + "]" * 60,
    "calls": "def f(x): return x\nx = " + "f(" * 40 + "1" + ")" * 40,
    "conditions": "x = " + " if a else ".join(map(str, range(25))),
    "blocks": "".join(f"{' ' * i}if c{i}:\n" for i in range(30)) + " " * 30 + "x = 1",
    "loops": "".join(f"{' ' * i}for i{i} in given:\n" for i in range(16)) + " " * 16 + "x = 1",
    "known loops": "".join(f"{' ' * i}for i{i} in range(9):\n" for i in range(12))
    + " " * 12
    + "x = 1",
    "functions": "".join(f"{' ' * i}def f{i}():\n" for i in range(30)) + " " * 30 + "return 1",
    "tries": "".join(f"{' ' * i}try:\n" for i in range(14))
    + " " * 14
    + "raise ValueError\n"
    + "".join(f"{' ' * i}except KeyError: pass\n" for i in reversed(range(14))),
    "choices": "def f():\n" + "".join(f" x = 1 if c{i} else x\n" for i in range(60)) + "f()",
    "mutual recursion": "def f(n): return g(n) + g(n + 1)\ndef g(n): return f(n) + f(n - 1)\nf(n)",
    "a class of itself": "class A: pass\nclass A(A): pass\nclass B(A, A, object, A): pass\nB().x",
    "a list in itself": "x = []\nx.append(x)\ny = x[0][0][0]\nlen(x)",
    "an endless loop": "while True:\n    x = 1",
    "an endless growth": "x = [1]\nfor y in x: x.append(y)",
    "a property of itself": "class A:\n    @property\n    def x(self): return self.x\nA().x",
    "a setter of itself": (
        "class A:\n    @property\n    def x(self): return 1\n    @x.setter\n"
        "    def x(self, v): self.x = v\nA().x = 1"
    ),
    "an iterator of itself": "class A:\n    def __iter__(self): return self\nlist(A())",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_nothing_is_too_deep(text: str) -> None:
    assert any("Dense(3)" in stack for stack in stacks(f"{_INNER}{text}\n"))


ODD = [
    "print(*x, **y)",
    "del x",
    "del x, y[0], z.a",
    "global x",
    "return 1",
    "yield 1",
    "await x",
    "async def f():\n    async with a as b:\n        async for c in d: yield c\nf()",
    "lambda *a, b=1, **c: (yield)",
    "x = *a, *b",
    "(a, (b, *c)), d = e",
    "[a, b] = c = d",
    "for a.b, c[0] in d: pass",
    "with a as (b, c), d: pass",
    "x: int",
    "x[1:2, ::3, ...]",
    "f'{x!r:>{w}}{y=}'",
    "b'a' b'b'",
    "'a' f'{b}'",
    "1j ** 2",
    "not x is y in z",
    "x = y = z",
    "x @= y",
    "x //= 0",
    "assert x, y",
    "raise",
    "raise x from y",
    "a if b else c",
    "{**a, 'b': c}",
    "try: pass\nexcept* E as e: pass",
    "match x:\n    case {'a': b, **c}: pass\n    case A(b, c=d): pass",
    (
        "match x:\n    case [a, *_, b] | (a, b): pass\n    case -1 | None | 'a': pass\n"
        "    case a.b: pass"
    ),
    "class A(B, metaclass=C, **d): pass",
    "@a.b(c)[0]\ndef f(): pass",
    "import a.b.c as d",
    "from ... import x",
    "from . import *",
    "super().x",
    "class A: super().x",
    "def f(): super()\nf()",
    "nonlocal_ = 1\ndef f():\n    nonlocal x\nf()",
    "(x := 1)",
    "[y := f(x) for x in y if (z := x)]",
    "type(x)(y)",
    "x.y.z = w",
    "x[y][z] += 1",
    "__name__.x",
    "...",
    "def f(a, /, b, *, c): pass\nf(1)",
]


@pytest.mark.parametrize("text", ODD)
def test_every_kind_of_statement_has_a_meaning(text: str) -> None:
    assert stacks(f"{_INNER}{text}\n")
    inside = f"{_INNER}{text}\n".replace("\n", "\n    ")
    assert stacks(f"def around(a, b, c, d, e, x, y, z):\n    {inside}")


_ENDLESS_LOSS = """
def loss(y, p): return losses.mse(first(y), first(p)) + loss(p, y) + loss(y, p)
first = Sequential([Dense(1, input_shape=(4,))])
for round in range(30):
    Sequential([Dense(4, input_shape=(4,))]).compile('adam', loss)
"""
_ENDLESS_DATA = """
from keras.utils import Sequence
class Batches(Sequence):
    def __len__(self): return len(self)
    def __getitem__(self, at): return self[at], Batches()[at], next(iter(self))
    def __iter__(self): yield from self
first = Sequential([Dense(1)])
second = Sequential([Dense(4, input_shape=(4,))])
second.fit(Batches(), validation_data=Batches())
"""


@pytest.mark.parametrize("text", [_ENDLESS_LOSS, _ENDLESS_DATA], ids=["loss", "data"])
def test_what_trains_a_model_without_end_hides_no_model(text: str) -> None:
    assert any(found.startswith("Dense(1) & Dense(4)") for found in stacks(text))
