"""Whether the text reads what an expression gives."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from kerascop.syntax.liveness import Fate, life_of, scope_of, stands_beside
from kerascop.syntax.module import parse


def fate_of_made(text: str) -> Fate | None:
    """The fate of the value of the call `made(…)` in a text."""
    module = parse(Path("model.py"), text)
    life = life_of(module, call_in(module.tree))
    return None if life is None else life.fate


def call_in(tree: ast.Module) -> ast.Call:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "made":
            return node
    raise AssertionError("the text calls nothing `made`")


@pytest.mark.parametrize(
    ("text", "fate"),
    [
        ("made(1)\n", Fate.DROPPED),
        ("x = made(1)\n", Fate.FORGOTTEN),
        ("x = made(1)\nx = 2\nprint(x)\n", Fate.OVERWRITTEN),
        ("x = made(1); x = 2; print(x)\n", Fate.OVERWRITTEN),
        ("x = made(1)\ny = 2\nprint(y)\n", Fate.FORGOTTEN),
        ("print(x)\nx = made(1)\n", Fate.FORGOTTEN),
        ("x = made(1)\nf(x=2)\no.x = 3\n", Fate.FORGOTTEN),
        ("if a:\n    x = made(1)\nelse:\n    x = 2\n    print(x)\n", Fate.FORGOTTEN),
        ("def f(x):\n    x = made(x)\n    return 1\nx = 3\nprint(x)\n", Fate.FORGOTTEN),
    ],
)
def test_what_nothing_reads_is_lost(text: str, fate: Fate) -> None:
    assert fate_of_made(text) is fate


@pytest.mark.parametrize(
    "text",
    [
        "x = made(1)\nprint(x)\n",
        "x = made(1)\nx = x + 1\n",
        "x = made(1)\nif a:\n    x = 2\nprint(x)\n",
        "x = 0\nfor i in y:\n    print(x)\n    x = made(i)\n",
        "for i in y:\n    x = made(x)\n",
        "while x:\n    x = made(1)\n",
        "x = made(1)\ndel x\n",
        "def f():\n    return x\nx = made(1)\n",
        "x = made(1)\ny = [x for _ in z]\n",
        "x = made(1)\nprint(f'{x}')\n",
        "x = made(1)\nprint(locals())\n",
        "def f():\n    global x\n    x = made(1)\n",
        "try:\n    x = made(1)\nfinally:\n    print(x)\n",
        "with a:\n    x = made(1)\nprint(x)\n",
        "async def f():\n    async with a:\n        x = made(1)\n    print(x)\n",
        "async def f():\n    async for i in y:\n        print(x)\n        x = made(1)\n",
        "async def f():\n    return x\nx = made(1)\n",
        "x = made(1)\nx += 1\n",
        "x = made(1)\nfor x in y:\n    pass\n",
        "x = made(1)\ndef x(): pass\n",
        "x = made(1)\nimport x.y\n",
        "x = made(1)\ndf.eval('@x + 1')\n",
        "_ = made(1)\n",
    ],
)
def test_what_may_be_read_lives(text: str) -> None:
    assert fate_of_made(text) is Fate.READ


@pytest.mark.parametrize("text", ["f(made(1))\n", "x, y = made(1)\n", "o.x = made(1)\n"])
def test_what_is_handed_on_has_no_life_of_its_own(text: str) -> None:
    assert fate_of_made(text) is None


CLASS = "class A(B):\n    def __init__(self):\n        self.one = made(1)\n"


@pytest.mark.parametrize(
    ("rest", "fate"),
    [
        ("    def call(self, x):\n        return x\n", Fate.FORGOTTEN),
        ("    def call(self, x):\n        return self.one(x)\n", Fate.READ),
        ("    def call(self, x):\n        return getattr(self, 'one')(x)\n", Fate.READ),
        ("    def call(self, x):\n        return self.layers[0](x)\n", Fate.READ),
        ("    def call(self, x):\n        return keras.layers.add(x)\n", Fate.FORGOTTEN),
        ("print(a.one)\n", Fate.READ),
        ("a.one = 2\n", Fate.FORGOTTEN),
    ],
)
def test_attributes_live_as_long_as_the_module_reads_one_of_their_name(
    rest: str, fate: Fate
) -> None:
    assert fate_of_made(CLASS + rest) is fate


def test_what_takes_the_place_of_a_value_is_told() -> None:
    module = parse(Path("model.py"), "x = made(1)\nx = other(2)\n")
    life = life_of(module, call_in(module.tree))
    assert life is not None
    assert life.name == "x"
    assert life.end is not None
    assert ast.unparse(life.end) == "other(2)"


def test_the_scope_is_the_function_around() -> None:
    module = parse(Path("model.py"), "def f():\n    x = made(1)\n")
    function = scope_of(module, call_in(module.tree))
    assert isinstance(function, ast.FunctionDef)
    assert scope_of(module, function) is module.tree


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("model.add(one)\nmade(1)\n", True),
        ("made(1)\nmodel.add(one)\n", True),
        ("if a:\n    pass\nelse:\n    model.add(one)\n    made(1)\n", True),
        ("model.add(one)\n# the next one\n\nmade(1)\n", True),
        ("model.add(one)\nmodel.build()\nmade(1)\n", False),
        ("model.add(one)\n\n# %%\nmade(1)\n", False),
        ("made(1)\n# In[2]:\n\n\nmodel.add(one)\n", False),
        ("model.add(one)\nif a:\n    made(1)\n", False),
        ("made(1)\n", False),
    ],
)
def test_a_call_beside_is_in_the_same_block_and_cell(text: str, beside: bool) -> None:
    module = parse(Path("a.py"), text)
    assert stands_beside(module, call_in(module.tree), "add") is beside
