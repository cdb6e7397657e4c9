"""Whether the text reads what an expression gives."""

from __future__ import annotations

import libcst as cst
import pytest

from kerascop.syntax.liveness import Fate, life_of, scope_of


def fate_of_made(text: str) -> Fate | None:
    """The fate of the value of the call `made(…)` in a text."""
    tree = cst.parse_module(text)
    life = life_of(tree, call_in(tree))
    return None if life is None else life.fate


def call_in(tree: cst.Module) -> cst.Call:
    stack: list[cst.CSTNode] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, cst.Call) and getattr(node.func, "value", None) == "made":
            return node
        stack.extend(node.children)
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
    tree = cst.parse_module("x = made(1)\nx = other(2)\n")
    life = life_of(tree, call_in(tree))
    assert life is not None
    assert life.name == "x"
    assert life.end is not None
    assert tree.code_for_node(life.end) == "other(2)"


def test_the_scope_is_the_function_around() -> None:
    tree = cst.parse_module("def f():\n    x = made(1)\n")
    function = scope_of(tree, call_in(tree))
    assert isinstance(function, cst.FunctionDef)
    assert scope_of(tree, function) is tree
