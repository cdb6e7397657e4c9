"""Where words stand that have no node of their own, in unusual layouts."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TypeVar

import pytest

from kerascop.sources.span import Span
from kerascop.syntax import words
from kerascop.syntax.module import ParsedModule, parse
from kerascop.syntax.nodes import nodes_in
from kerascop.syntax.words import StringParts

_Kind = TypeVar("_Kind", bound=ast.AST)


def parsed(text: str, kind: type[_Kind]) -> tuple[ParsedModule, _Kind]:
    """The module of a text, and the only node of a kind in it, or the one around all others."""
    module = parse(Path("model.py"), f"{text}\n")
    return module, next(node for node in nodes_in(module.tree) if isinstance(node, kind))


def read(module: ParsedModule, span: Span | None) -> str | None:
    return None if span is None else module.within(span)


def named(text: str, name: str) -> tuple[ParsedModule, ast.AST]:
    """The module of a text, and the name of which it is asked where it stands."""
    module = parse(Path("model.py"), f"{text}\n")
    found = [each for each in nodes_in(module.tree) if isinstance(each, ast.Name)]
    return module, next(each for each in found if each.id == name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tf.nn.relu", "relu"),
        ("tf . nn .  relu", "relu"),
        ("(tf\n .nn # not .this\n .relu)", "relu"),
        ("tf.nn.\\\n  relu", "relu"),
        ("(tf.nn).relu", "relu"),
        ("é = 'ü𝄞'; f(é).größe", "größe"),
        ("x.\ufb01t", "\ufb01t"),
        ("f'''{a}\n{x.y}'''", "y"),
    ],
)
def test_the_name_of_an_attribute_is_its_last_word(text: str, name: str) -> None:
    module, node = parsed(text, ast.Attribute)
    assert read(module, words.attribute_name(module, node)) == name


def test_the_name_of_an_argument_is_what_stands_before_the_sign() -> None:
    for text, name in {
        "f(units=1)": "units",
        "f('é', units = 1)": "units",
        "f(\n  größe\n  =1)": "größe",
        "f(\ufb01t=1)": "\ufb01t",
        "f(**units)": "",
    }.items():
        module, node = parsed(text, ast.keyword)
        assert read(module, words.keyword_name(module, node)) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("from keras import layers", "keras"),
        ("from keras . layers import Dense", "keras . layers"),
        ("from \\\n  keras.layers \\\n import (Dense)", "keras.layers"),
        ("é = 1; from keras.layers import *", "keras.layers"),
        ("if a:\n\tfrom .. keras import layers", "keras"),
        ("from ....keras import layers", "keras"),
        ("from . import layers", None),
    ],
)
def test_the_module_that_names_come_from_has_no_dots_before_it(text: str, name: str | None) -> None:
    module, node = parsed(text, ast.ImportFrom)
    assert read(module, words.imported_module(module, node)) == name


@pytest.mark.parametrize(
    ("text", "name", "asname"),
    [
        ("import keras", "keras", None),
        ("import keras . layers", "keras . layers", None),
        ("é = 1; import keras.layers as  schichten", "keras.layers", "schichten"),
        ("from k import (  # as it is\n  a  # as\n  as b,\n)", "a", "b"),
        ("from k import *", "*", None),
        ("import a \\\n as b", "a", "b"),
    ],
)
def test_an_import_tells_what_it_takes_and_what_it_calls_it(
    text: str, name: str, asname: str | None
) -> None:
    module, node = parsed(text, ast.alias)
    assert read(module, words.alias_name(module, node)) == name
    assert read(module, words.alias_asname(module, node)) == asname


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a/b", Span(1, 2, 1, 3)),
        ("(a) ** (b)", Span(1, 5, 1, 7)),
        ("é = 'ü𝄞' * (3)", Span(1, 10, 1, 11)),
        ("((a  # / (\n ) # *\n  //\n (b))", Span(3, 3, 3, 5)),
        ("a \\\r\n  / (b)", Span(2, 3, 2, 4)),
        ("if a:\n\tx = (1 +\n   (2))", Span(2, 9, 2, 10)),
        ("f'{a / b}'", Span(1, 6, 1, 7)),
    ],
)
def test_an_operator_stands_between_its_sides(text: str, place: Span) -> None:
    module, node = parsed(text, ast.BinOp)
    assert words.operator_sign(module, node) == place


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("'relu'", ("", "'", "relu")),
        ('R"re\\"lu"', ("R", '"', 're\\"lu')),
        ("'''it's\nme'''", ("", "'''", "it's\nme")),
        ("('relu')", ("", "'", "relu")),
        ("''", ("", "'", "")),
        ("f'{x[\"acc\"]}'", ("", '"', "acc")),
        ("'re' 'lu'", None),
        ("'' ''", None),
        ("('re'\n 'lu')", None),
        ("f'relu'", None),
        ("b'relu'", None),
        ("1", None),
    ],
)
def test_only_a_string_that_is_one_literal_has_parts(
    text: str, parts: tuple[str, str, str] | None
) -> None:
    module, node = parsed(text, ast.Constant)
    assert words.string_parts(module, node) == (parts and StringParts(*parts))


@pytest.mark.parametrize(
    ("text", "with_them"),
    [
        ("x", "x"),
        ("(x)", "(x)"),
        ("((x))", "((x))"),
        ("f(x)", "x"),
        ("f((x))", "(x)"),
        ("f( ( x ) )", "( x )"),
        ("f((x),)", "(x)"),
        ("f((x), b)", "(x)"),
        ("f(a, (x))", "(x)"),
        ("f(x, (b))", "x"),
        ("f((a), x)", "x"),
        ("f(*(x))", "(x)"),
        ("f(b=(x))", "(x)"),
        (
            "f (\n  # one (\n  (  # two )\n x # three )\n ) # four )\n)",
            "(  # two )\n x # three )\n )",
        ),
        ("(x)(a)", "(x)"),
        ("((x)(a))", "(x)"),
        ("(x(a))", "x"),
        ("(x + a)", "x"),
        ("(a + (x))", "(x)"),
        ("(x,)", "x"),
        ("((x),)", "(x)"),
        ("(x for a in b)", "x"),
        ("f(x for a in b)", "x"),
        ("['(', (x), ')']", "(x)"),
        ("a[(x)]", "(x)"),
        ("{(x): (a)}", "(x)"),
        ("class A(x): pass", "x"),
        ("class A((x)): pass", "(x)"),
        ("class A(b, (x)): pass", "(x)"),
        ("def f(a=(x)): pass", "(x)"),
        ("if(x): pass", "(x)"),
        ("with (x): pass", "(x)"),
        ("with (x, a): pass", "x"),
        ("with (x as a, b): pass", "x"),
        ("match (x):\n  case a: pass", "(x)"),
        ("if a:\n\tb = (1 +\n (x))", "(x)"),
        ("a = \\\r\n  (\\\r\n x)", "(\\\n x)"),
        ("é = 'ü𝄞('; f((x))", "(x)"),
        ("@f((x))\ndef g(): pass", "(x)"),
        ("f'{[(x), a]}'", "(x)"),
        ("f'({x})'", "x"),
    ],
)
def test_parentheses_around_nothing_else_belong_to_a_node(text: str, with_them: str) -> None:
    module, node = named(text, "x")
    assert read(module, words.with_parentheses(module, node)) == with_them


def test_a_generator_alone_shares_its_parentheses_with_the_call() -> None:
    for text in ("f(a for a in b)", "f((a for a in b))"):
        module, node = parsed(text, ast.GeneratorExp)
        assert read(module, words.with_parentheses(module, node)) == "(a for a in b)"


def test_a_node_of_nowhere_has_no_parentheses() -> None:
    module, _ = named("(x)", "x")
    node = ast.Name("x", lineno=1, col_offset=1, end_lineno=1, end_col_offset=2)
    assert words.with_parentheses(module, node) == Span(1, 2, 1, 3)


def test_behind_what_is_no_python_in_the_same_statement_parentheses_go_unseen() -> None:
    text = "match a:\n  case 1:\n    !echo '''\n  case 2 if (x): pass"
    module, node = named(text, "x")
    assert read(module, words.with_parentheses(module, node)) == "x"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("f(x)", None),
        ("f(x,)", Span(1, 4, 1, 5)),
        ("[(x) # ,\n , a]", Span(2, 2, 2, 3)),
        ("f(a, x)", None),
    ],
)
def test_a_comma_stands_behind_an_entry_with_its_parentheses(text: str, place: Span | None) -> None:
    module, node = named(text, "x")
    assert words.comma_after(module, node) == place
