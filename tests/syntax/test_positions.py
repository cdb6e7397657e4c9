"""Where nodes stand, compared with what libcst says when it writes down the whole text."""

from __future__ import annotations

from pathlib import Path

import libcst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from kerascop.sources.span import Span
from kerascop.syntax.module import parse
from kerascop.syntax.nodes import nodes_in

TEXTS = {
    "comments between": "# head\n\nx = 1\n# before\ny = f(x)  # behind\n\n\n# at the end\n",
    "several on a line": "a = 1; b = g(a); c = 2\nif a: b = 3; c = h(b)\n",
    "elif": "if a:\n    x = f(1)\nelif b(2):\n    x = f(3)\nelse:\n    x = f(4)\n",
    "decorators": "# c\n@a\n# d\n@b(\n  1,\n)\n\ndef f(x=g(1)):\n    # e\n    return x\n",
    "class": 'class A(B):\n    """D."""\n\n    x = f(1)\n\n    @p\n    def m(a):\n        pass\n',
    "try": "try:\n    f(1)\nexcept E(2) as e:\n    f(3)\nelse:\n    f(4)\nfinally:\n    f(5)\n",
    "match": "match f(1):\n    case [1, x] if g(x):\n        h(x)\n    case _:\n        pass\n",
    "loops": "for i in r():\n\tf(i)\nelse:\n\tf(4)\nwhile w():\n\twith o(1) as p, o(2):\n\t\tp()\n",
    "many lines": "x = f(\n    1,\n    '''a\n  b''',\n)\ny = g(\\\n  x)\n",
    "windows": "def f():\r\n    return g(1)\r\n\r\nx = f()\r\n",
    "form feed": "x = f(1)\n\x0c\ndef g():\n    return f(2)\n",
    "no last newline": "def g():\n    f(2)\nx = f(1)",
    "wide characters": "é = 'ü𝄞'; f(é)\nif é:\n    g('𝄞', é)\n",
    "asynchronous": "async def f():\n    async with a(1) as b:\n        await c(b)\n",
    "itself": Path(__file__).read_text("utf-8"),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_node_stands_where_libcst_says(text: str) -> None:
    module = parse(Path("model.py"), text)
    wrapper = MetadataWrapper(module.tree, unsafe_skip_copy=True)
    expected = wrapper.resolve(PositionProvider)
    nodes = [node for node in nodes_in(module.tree) if node in expected]
    assert len(nodes) > 5
    # From the inside out: what is asked for first must not depend on what was asked before.
    for node in reversed(nodes):
        start, end = expected[node].start, expected[node].end
        assert module.span(node) == Span(start.line, start.column + 1, end.line, end.column + 1)


def test_of_a_text_that_only_newer_pythons_read_places_are_known_too() -> None:
    module = parse(Path("model.py"), "type X = int\nx = f(1)\n")
    (call,) = (node for node in nodes_in(module.tree) if isinstance(node, libcst.Call))
    assert module.span(call) == Span(2, 5, 2, 9)
