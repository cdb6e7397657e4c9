"""Where names stand that are no nodes of Python's tree."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from kerascop.syntax.module import ParsedModule, parse
from kerascop.syntax.naming import name_of
from kerascop.syntax.nodes import nodes_in
from kerascop.syntax.origin import Origin

_NAMED = (ast.Attribute, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def first_named(module: ParsedModule) -> Origin:
    nodes = nodes_in(module.tree)
    return Origin(module, next(node for node in nodes if isinstance(node, _NAMED)))


@pytest.mark.parametrize(
    ("text", "name", "line", "column"),
    [
        ("a.map(f)\n", "map", 1, 3),
        ("(a\n .batch(2)\n .map(f))\n", "map", 3, 3),
        ("f('ä').größe\n", "größe", 1, 8),
        ("class  Ä(B):\n    pass\n", "Ä", 1, 8),
        ("@a\n@b\ndef f(): pass\n", "f", 3, 5),
        ("if a:\n    async def f(): pass\n", "f", 2, 15),
    ],
)
def test_a_name_is_found_in_its_text(text: str, name: str, line: int, column: int) -> None:
    found = name_of(first_named(parse(Path("a.py"), text)))
    assert found.text == name
    assert (found.span.start_line, found.span.start_column) == (line, column)


def test_a_name_that_is_asked_for_twice_is_the_same_origin() -> None:
    named = first_named(parse(Path("a.py"), "a.map(f)\n"))
    assert name_of(named) == name_of(named)


def test_what_has_no_name_of_its_own_stands_for_itself() -> None:
    module = parse(Path("a.py"), "f(1)\n")
    call = Origin(module, module.tree.body[0])
    assert name_of(call) == call


def test_a_name_on_a_line_of_its_own_is_not_looked_for() -> None:
    definition = first_named(parse(Path("a.py"), "def \\\n    f(): pass\n"))
    assert name_of(definition) == definition
