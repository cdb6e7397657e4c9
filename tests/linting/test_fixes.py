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
    called_otherwise,
    divided_whole,
    entry_removed,
    fix_of,
    key_reworded,
    replaced,
    respelled,
    reworded,
    word_replaced,
)
from kerascop.sources.edits import Edit, edited
from kerascop.syntax.module import parse
from kerascop.syntax.nodes import nodes_in
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


def test_a_name_is_respelled_at_the_end_of_what_is_written() -> None:
    assert changed("tf.nn.softmax", lambda name: respelled(name, "sigmoid")) == "tf.nn.sigmoid"
    assert changed("nn.softmax(x, 1)", lambda call: respelled(call, "relu")) == "nn.relu(x, 1)"
    assert changed("'softmax'", lambda text: respelled(text, "relu")) == "'relu'"
    assert changed("tf.nn.softmax", lambda name: respelled(name, "relu", ["tanh"])) is None
    assert changed("softmax", lambda name: respelled(name, "relu")) is None


def test_a_word_within_a_string_is_replaced_where_it_is_clear() -> None:
    assert changed("'{acc}'", lambda text: word_replaced(text, "acc", "loss")) == "'{loss}'"
    assert changed("'acc-{acc}'", lambda text: word_replaced(text, "acc", "loss")) is None
    assert changed("h['acc']", lambda item: key_reworded(item, "loss", "acc")) == "h['loss']"
    assert changed("h[acc]", lambda item: key_reworded(item, "loss", "acc")) is None


def test_a_division_is_made_whole_where_it_is_what_is_asked_about() -> None:
    assert changed("len(x)  /  (n / 2)", divided_whole) == "len(x)  //  (n / 2)"
    assert changed("a / b + 1", divided_whole) is None


@pytest.mark.parametrize(
    ("before", "at", "after"),
    [
        ("[a, b, c]", 1, "[a, c]"),
        ("[a, b]", 0, "[b]"),
        ("[a]", 0, "[]"),
        ("[\n    a,\n    b,\n]", 1, "[\n    a,\n]"),
        ("(a, b)", 1, None),
    ],
)
def test_an_entry_is_taken_out_of_a_list(before: str, at: int, after: str | None) -> None:
    assert changed(before, lambda whole: entry_removed(whole, whole.entries[at])) == after


@pytest.mark.parametrize(
    ("imports", "call", "after"),
    [
        ("from keras import layers", "layers.A()", ["layers.B()"]),
        ("from k import A", "A()", ["from k import A, B", "B()"]),
        ("from k import (\n    A,  # one\n    C,\n)", "A()", ["    C, B,", "B()"]),
        ("from k import A, B", "A()", ["from k import A, B", "B()"]),
        ("from keras.layers import *", "A()", ["import *", "B()"]),
    ],
)
def test_another_class_is_called_as_its_neighbour_is(
    imports: str, call: str, after: list[str]
) -> None:
    text = f"{imports}\n{call}\n"
    module = parse(Path("model.py"), text)
    calls = [each for each in nodes_in(module.tree) if isinstance(each, cst.Call)]
    edits = called_otherwise(Origin(module, calls[0]), "B")
    assert edits is not None
    assert all(part in edited(text, edits) for part in after)


def test_a_class_that_nothing_imports_has_no_neighbour() -> None:
    for text in ("from keras.layers import A as X\nX()\n", "from numpy import *\nA()\n"):
        module = parse(Path("model.py"), text)
        calls = [each for each in nodes_in(module.tree) if isinstance(each, cst.Call)]
        assert called_otherwise(Origin(module, calls[0]), "B") is None


def test_a_fix_with_an_edit_that_cannot_be_made_is_none() -> None:
    assert fix_of(Applicability.SAFE, "so", None) is None
    assert fix_of(Applicability.SAFE, "so") is None
