"""Functions: arguments of every kind, closures, decorators, generators, recursion."""

from __future__ import annotations

import pytest

from tests.programs import stacks

ARGUMENTS = [
    (
        "def f(a, b=2): return a + b\nSequential([Dense(f(1)), Dense(f(1, b=5))])",
        "Dense(3) Dense(6)",
    ),
    ("def f(*, units): return units\nSequential([Dense(f(units=4))])", "Dense(4)"),
    ("def f(a, /, b): return a - b\nSequential([Dense(f(9, b=1))])", "Dense(8)"),
    ("def f(*sizes): return [Dense(n) for n in sizes]\nSequential(f(3, 4))", "Dense(3) Dense(4)"),
    ("def f(**o): return Dense(**o)\nSequential([f(units=7, activation='relu')])", "Dense(7)"),
    (
        (
            "def f(a, *rest, k=1, **o): return a + len(rest) + k + len(o)\n"
            "Sequential([Dense(f(1, 2, 3, k=4, x=5))])"
        ),
        "Dense(8)",
    ),
    ("o = {'units': 6}\nSequential([Dense(**o, activation='relu')])", "Dense(6)"),
    ("a = (3, 'relu')\nSequential([Dense(*a)])", "Dense(3)"),
    (
        (
            "def f(units=None):\n    units = units or 64\n    return Dense(units)\n"
            "Sequential([f(), f(8)])"
        ),
        "Dense(64) Dense(8)",
    ),
    (
        "def f(sizes=(3, 4)):\n    return [Dense(n) for n in sizes]\nSequential(f())",
        "Dense(3) Dense(4)",
    ),
    (
        (
            "def f(x, seen=[]):\n    seen.append(x)\n    return len(seen)\n"
            "Sequential([Dense(f(0)), Dense(f(0))])"
        ),
        "Dense(1) Dense(2)",
    ),
    ("n = 3\ndef f(a=n): return a\nn = 4\nSequential([Dense(f())])", "Dense(3)"),
    ("f = lambda n, k=2: Dense(n * k)\nSequential([f(3), f(3, k=3)])", "Dense(6) Dense(9)"),
    ("Sequential([(lambda: Dense(5))()])", "Dense(5)"),
    (
        (
            "from functools import partial\nWide = partial(Dense, 128, activation='relu')\n"
            "Sequential([Wide(), Wide(name='b')])"
        ),
        "Dense(128) Dense(128)",
    ),
    (
        "def f(**o): return o.get('units', 3)\nSequential([Dense(f()), Dense(f(units=9))])",
        "Dense(3) Dense(9)",
    ),
]


@pytest.mark.parametrize(("program", "stack"), ARGUMENTS)
def test_arguments_reach_their_parameters(program: str, stack: str) -> None:
    assert stacks(program) == [stack]


def test_nobody_knows_what_a_call_gives_with_a_keyword_that_the_function_does_not_take() -> None:
    assert stacks("def f(wide=False): return Dense(9 if wide else 2)\nSequential([f()])") == [
        "Dense(2)"
    ]
    assert "Dense" not in str(
        stacks("def f(wide=False): return Dense(9 if wide else 2)\nSequential([f(wider=True)])")
    )


CLOSURES = [
    (
        (
            "def make(n):\n    def block(): return Dense(n)\n    return block\n"
            "Sequential([make(3)(), make(4)()])"
        ),
        "Dense(3) Dense(4)",
    ),
    (
        "makers = [lambda: Dense(n) for n in (1, 2)]\nSequential([m() for m in makers])",
        "Dense(2) Dense(2)",
    ),
    (
        "makers = [lambda n=n: Dense(n) for n in (1, 2)]\nSequential([m() for m in makers])",
        "Dense(1) Dense(2)",
    ),
    (
        (
            "def outer():\n    n = 1\n    def inner():\n        nonlocal n\n"
            "        n += 4\n    inner()\n"
            "    return n\nSequential([Dense(outer())])"
        ),
        "Dense(5)",
    ),
    ("n = 1\ndef f():\n    global n\n    n = 6\nf()\nSequential([Dense(n)])", "Dense(6)"),
    ("n = 1\ndef f():\n    n = 6\nf()\nSequential([Dense(n)])", "Dense(1)"),
    ("def f(): return n\nn = 7\nSequential([Dense(f())])", "Dense(7)"),
    ("x = 4\nsizes = [x for x in (1, 2)]\nSequential([Dense(x)])", "Dense(4)"),
    ("sizes = [y := n for n in (1, 2)]\nSequential([Dense(y)])", "Dense(2)"),
    (
        (
            "def compose(*fs):\n    def run(x):\n        for f in fs: x = f(x)\n        return x\n"
            "    return run\nx = Input((4,))\nModel(x, compose(Dense(3), Dense(2))(x))"
        ),
        "Dense(3) Dense(2)",
    ),
]


@pytest.mark.parametrize(("program", "stack"), CLOSURES)
def test_names_are_looked_up_where_python_does(program: str, stack: str) -> None:
    assert stacks(program) == [stack]


DECORATORS = [
    (
        (
            "def double(f):\n    def wrapper(*a, **k): return 2 * f(*a, **k)\n    return wrapper\n"
            "@double\ndef size(n): return n\nSequential([Dense(size(n=3))])"
        ),
        "Dense(6)",
    ),
    (
        (
            "from functools import wraps\ndef times(k):\n    def decorate(f):\n        @wraps(f)\n"
            "        def wrapper(*a): return k * f(*a)\n        return wrapper\n"
            "    return decorate\n"
            "@times(5)\n@times(2)\ndef size(n): return n\nSequential([Dense(size(3))])"
        ),
        "Dense(30)",
    ),
    (
        (
            "class Scaled:\n    def __init__(self, f): self.f = f\n"
            "    def __call__(self, n): return self.f(n) * 3\n"
            "@Scaled\ndef size(n): return n\nSequential([Dense(size(2))])"
        ),
        "Dense(6)",
    ),
    (
        (
            "from somewhere import traced\n@traced(level=3)\ndef size(n): return n\n"
            "Sequential([Dense(size(2))])"
        ),
        "Dense(2)",
    ),
    (
        (
            "BUILDERS = {}\ndef register(name):\n    def keep(f):\n        BUILDERS[name] = f\n"
            "        return f\n    return keep\n@register('wide')\ndef wide(): return Dense(512)\n"
            "Sequential([BUILDERS['wide']()])"
        ),
        "Dense(512)",
    ),
    (
        (
            "HEADS = {}\ndef register(cls):\n    HEADS[cls.__name__] = cls\n"
            "    return cls\n@register\n"
            "class Small:\n    units = 8\nSequential([Dense(HEADS['Small'].units)])"
        ),
        "Dense(8)",
    ),
    (
        (
            "import contextlib\n@contextlib.contextmanager\ndef sized(n):\n    yield n + 1\n"
            "with sized(3) as n:\n    Sequential([Dense(n)])"
        ),
        "Dense(4)",
    ),
]


@pytest.mark.parametrize(("program", "stack"), DECORATORS)
def test_decorators_of_the_program_are_applied(program: str, stack: str) -> None:
    assert stacks(program) == [stack]


GENERATORS = [
    (
        (
            "def halving(n):\n    while n > 2:\n        yield n\n        n //= 2\n"
            "Sequential([Dense(n) for n in halving(16)])"
        ),
        "Dense(16) Dense(8) Dense(4)",
    ),
    (
        (
            "def all_of(*parts):\n    for part in parts: yield from part\n"
            "Sequential([Dense(n) for n in all_of([1, 2], (3,))])"
        ),
        "Dense(1) Dense(2) Dense(3)",
    ),
    (
        "def none():\n    if False: yield 1\nSequential([Dense(9), *(Dense(n) for n in none())])",
        "Dense(9)",
    ),
    ("def batches():\n    while True: yield 32\nSequential([Dense(n) for n in batches()])", "…"),
]


@pytest.mark.parametrize(("program", "stack"), GENERATORS)
def test_generators_give_what_they_yield(program: str, stack: str) -> None:
    assert stacks(program) == [stack]


def test_recursion_is_followed_to_its_end() -> None:
    program = """
    def build(n):
        if n == 0:
            return
        model.add(Dense(n))
        build(n - 1)
    model = Sequential()
    build(3)
    """
    assert stacks(program) == ["Dense(3) Dense(2) Dense(1)"]
    assert stacks(program.replace("build(3)", "build(300)")) == ["…"]


def test_an_endless_recursion_ends() -> None:
    assert stacks("def f(n): return f(n + 1)\nSequential([Dense(f(0))])") == ["Dense(?)"]


UNKNOWN = [
    "Sequential([Dense(*given, 5)])",
    "o = {'units': 5, **given}\nSequential([Dense(**o)])",
    "def f(a=3): return [a][0] * 1.5\nSequential([Dense(f(*given))])",
    "def f(a=3): return [a][0] * 1.5\nSequential([Dense(f(**given))])",
    "def f(*a): return len(a)\nSequential([Dense(f(*given))])",
    "first, *rest, last = given\nSequential([Dense(len(rest))])",
]


@pytest.mark.parametrize("program", UNKNOWN)
def test_arguments_that_nobody_knows_leave_nothing_known(program: str) -> None:
    assert stacks(program) in (["Dense"], ["Dense(?)"])
