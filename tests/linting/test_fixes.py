"""The edits that fixes are made of, on calls however they are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import libcst as cst
import pytest

from kerascop.linting.finding import Applicability
from kerascop.linting.fixes import (
    argument_added,
    argument_removed,
    argument_renamed,
    fix_of,
    replaced,
    reworded,
)
from kerascop.sources.edits import Edit, edited
from kerascop.syntax.module import parse
from kerascop.syntax.origin import Origin


def changed(text: str, edit: Callable[[Origin], Edit | None]) -> str | None:
    """The expression after the edit, `None` if it cannot be made."""
    module = parse(Path("model.py"), f"{text}\n")
    line = module.tree.body[0]
    assert isinstance(line, cst.SimpleStatementLine)
    expression = line.body[0]
    assert isinstance(expression, cst.Expr)
    made = edit(Origin(module, expression.value))
    return None if made is None else edited(f"{text}\n", [made]).removesuffix("\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f()", "f(x=1)"),
        ("f(3)", "f(3, x=1)"),
        ("f( 3 )", "f( 3, x=1 )"),
        ("f((3))", "f((3), x=1)"),
        ("f(3,)", "f(3, x=1,)"),
        ("f(a, *b)", "f(a, *b, x=1)"),
        ("f(\n    a,\n    b=2,  # two\n)", "f(\n    a,\n    b=2, x=1,  # two\n)"),
        ("f(3, **k)", None),
        ("f(x=2)", None),
        ("f", None),
    ],
)
def test_an_argument_is_added_behind_the_others(before: str, after: str | None) -> None:
    assert changed(before, lambda call: argument_added(call, "x=1")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f(x=1)", "f()"),
        ("f(a, x=1)", "f(a)"),
        ("f(a, x=(1), b=2)", "f(a, b=2)"),
        ("f(x=1, b=2)", "f(b=2)"),
        ("f(\n    a,\n    x=1,\n)", "f(\n    a,\n)"),
        ("f(a)", None),
    ],
)
def test_an_argument_is_removed_with_its_comma(before: str, after: str | None) -> None:
    assert changed(before, lambda call: argument_removed(call, "x")) == after


def test_an_argument_is_renamed_unless_the_name_is_taken() -> None:
    assert changed("f(a, x = 1)", lambda call: argument_renamed(call, "x", "y")) == "f(a, y = 1)"
    assert changed("f(x=1, y=2)", lambda call: argument_renamed(call, "x", "y")) is None
    assert changed("f(1)", lambda call: argument_renamed(call, "x", "y")) is None


def test_a_word_keeps_its_quotation_marks() -> None:
    assert changed("'relu'", lambda string: reworded(string, "elu")) == "'elu'"
    assert changed('"relu"', lambda string: reworded(string, "elu", ["relu"])) == '"elu"'
    assert changed('"relu"', lambda string: reworded(string, "elu", ["tanh"])) is None
    assert changed('f"{relu}"', lambda string: reworded(string, "elu")) is None
    assert changed("relu", lambda string: reworded(string, "elu")) is None


def test_an_expression_is_replaced_if_it_reads_as_expected() -> None:
    assert changed("True", lambda expression: replaced(expression, "False", ["True"])) == "False"
    assert changed("flag", lambda expression: replaced(expression, "False", ["True"])) is None


def test_a_fix_with_an_edit_that_cannot_be_made_is_none() -> None:
    assert fix_of(Applicability.SAFE, "so", None) is None
    assert fix_of(Applicability.SAFE, "so") is None
