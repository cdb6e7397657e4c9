"""Where nodes stand, and what is written there."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

import pytest

from kerascop.syntax.module import ParsedModule, parse
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
    "parentheses": "x = ((a) + (f((b), (c, d))))\n",
    "formatted": "x = f'é {a} and {g(a)!r:>{b}}' f'{a}' 'c'\ny = f'''{\n  g(a)}\n  {a}'''\n",
    "itself": Path(__file__).read_text("utf-8"),
}


def parts_of_string(node: ast.AST) -> list[ast.expr]:
    """What has no place of its own within a formatted string: its texts, fields and formats."""
    if isinstance(node, ast.JoinedStr):
        return node.values
    return [node.format_spec] if isinstance(node, ast.FormattedValue) and node.format_spec else []


def written(module: ParsedModule, node: ast.AST) -> str:
    return textwrap.dedent(" " * (module.span(node).start_column - 1) + module.code(node))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_is_written_where_an_expression_stands_is_that_expression(text: str) -> None:
    module = parse(Path("model.py"), text)
    parts = {each for node in nodes_in(module.tree) for each in parts_of_string(node)}
    loads = [
        node
        for node in nodes_in(module.tree)
        if isinstance(node, ast.expr)
        and not isinstance(node, ast.Slice | ast.Starred)
        and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
        and node not in parts
    ]
    assert len(loads) > 1
    for node in loads:
        again = ast.parse(f"({module.code(node)}\n)", mode="eval").body
        assert ast.dump(again) == ast.dump(node)


def test_a_statement_that_is_indented_is_found_with_all_of_its_lines() -> None:
    module = parse(Path("model.py"), "if a:\n    for b in c:\n        d()\n\nelse:\n    e()\n")
    (loop,) = (node for node in nodes_in(module.tree) if isinstance(node, ast.For))
    assert written(module, loop) == "for b in c:\n    d()"


def test_of_a_text_that_only_newer_pythons_read_places_are_known_too() -> None:
    module = parse(Path("model.py"), "type X = int\nx = f(1)\n")
    (call,) = (node for node in nodes_in(module.tree) if isinstance(node, ast.Call))
    assert module.code(call) == "f(1)"
