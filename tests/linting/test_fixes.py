"""The edits that fixes are made of, on calls however they are written."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kerascop.linting.finding import Applicability
from kerascop.linting.fixes import (
    argument_added,
    argument_removed,
    argument_renamed,
    called_otherwise,
    code_of,
    constructed_otherwise,
    divided_whole,
    entry_removed,
    fix_of,
    key_reworded,
    keywords_of,
    positional_in,
    replaced,
    respelled,
    reworded,
    word_replaced,
)
from kerascop.linting.import_fixes import module_under_its_name, taken_from
from kerascop.linting.input_fixes import layer_before
from kerascop.sources.edits import Edit, edited
from kerascop.syntax.module import parse
from kerascop.syntax.nodes import nodes_in
from kerascop.syntax.origin import Origin


def changed(text: str, edit: Callable[[Origin], Edit | None]) -> str | None:
    """The expression after the edit, `None` if it cannot be made."""
    module = parse(Path("model.py"), f"{text}\n")
    expression = module.tree.body[-1]
    assert isinstance(expression, ast.Expr)
    made = edit(Origin(module, expression.value))
    return None if made is None else edited(f"{text}\n", [made]).removesuffix("\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f()", "f(x=1)"),
        ("f(3)", "f(3, x=1)"),
        ("f( 3 )", "f( 3, x=1 )"),
        ("f((3))", "f((3), x=1)"),
        ("f(((3)  # )\n ),)", "f(((3)  # )\n ), x=1,)"),
        ("f((3)(4))", "f((3)(4), x=1)"),
        ("f(b=(3))", "f(b=(3), x=1)"),
        ("f(b=3, *a)", "f(b=3, *a, x=1)"),
        ("é = 'ü𝄞'; f((é))", "é = 'ü𝄞'; f((é), x=1)"),
        ("f(\r\n  (3)\r\n)", "f(\r\n  (3), x=1\r\n)"),
        ("f((i for i in j))", "f((i for i in j), x=1)"),
        ("f(i for i in j)", None),
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
        ("f((a), x=(1))", "f((a))"),
        ("f(x=1, *(b))", "f(*(b))"),
        ("f(x=1,)", "f()"),
        ("f( x=(1) , )", "f(  )"),
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
    assert changed("(a  # /\n)/(b)", divided_whole) == "(a  # /\n)//(b)"
    assert changed("a / b + 1", divided_whole) is None
    assert changed("a // b", divided_whole) is None


@pytest.mark.parametrize(
    ("before", "at", "after"),
    [
        ("[a, b, c]", 1, "[a, c]"),
        ("[a, b]", 0, "[b]"),
        ("[a]", 0, "[]"),
        ("[(a),]", 0, "[]"),
        ("[(a), (b), (c)]", 1, "[(a), (c)]"),
        ("[(a), (b)]", 0, "[(b)]"),
        ("[((a)  # ]\n), (b)]", 1, "[((a)  # ]\n)]"),
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
    calls = [each for each in nodes_in(module.tree) if isinstance(each, ast.Call)]
    edits = called_otherwise(Origin(module, calls[0]), "B")
    assert edits is not None
    assert all(part in edited(text, edits) for part in after)


def test_an_expression_keeps_parentheses_that_it_may_need_elsewhere() -> None:
    module = parse(Path("model.py"), "f((a +\n  b))\n")
    calls = [each for each in nodes_in(module.tree) if isinstance(each, ast.Call)]
    assert code_of(Origin(module, calls[0].args[0])) == "(a +\n  b)"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("k.A(1, x=(2))", "k.B(3)"),
        ("(k.A)(1)", "(k.B)(3)"),
        ("k.A(\n    1)", None),
    ],
)
def test_a_call_on_one_line_is_made_one_of_another_class(before: str, after: str | None) -> None:
    module = parse(Path("model.py"), f"{before}\n")
    calls = [each for each in nodes_in(module.tree) if isinstance(each, ast.Call)]
    edits = constructed_otherwise(Origin(module, calls[0]), "B", "3")
    assert (edits and edited(before, edits)) == after


@pytest.mark.parametrize(
    ("call", "keywords", "positional"),
    [
        ("f(a, b=1)", {"b"}, 1),
        ("f(*a, **b)", {"*", "**"}, 1),
        ("f(b=1, *a)", {"*", "b"}, 1),
        ("f", (), 0),
    ],
)
def test_the_arguments_of_a_call_are_told(
    call: str, keywords: Iterable[str], positional: int
) -> None:
    module = parse(Path("model.py"), f"{call}\n")
    statement = module.tree.body[0]
    assert isinstance(statement, ast.Expr)
    assert keywords_of(Origin(module, statement.value)) == frozenset(keywords)
    assert positional_in(Origin(module, statement.value)) == positional


def imported(text: str, change: Callable[[Origin], list[Edit] | None]) -> str | None:
    """The text after a change of the first thing that it imports, `None` if it cannot be made."""
    module = parse(Path("model.py"), f"{text}\n")
    kinds = ast.alias if "*" not in text else ast.ImportFrom
    places = [each for each in nodes_in(module.tree) if isinstance(each, kinds)]
    edits = change(Origin(module, min(places, key=module.span)))
    return None if edits is None else edited(f"{text}\n", edits).removesuffix("\n")


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("from a.b import C", "d.C", "from d import C"),
        ("from a . b import (C,  # one\n  E)", "d.C", "from d import (C,  # one\n  E)"),
        ("from \\\n  a.b import C as X", "d.C", "from \\\n  d import C as X"),
        ("from a.b import C", "d.D", None),
        ("from a.b import C, gone", "d.C", None),
        ("from .b import C", "d.C", None),
        ("from a.b import *", "d", "from d import *"),
        ("import a . b as c", "d.e", "import d.e as c"),
        ("import a.b", "d.e", None),
    ],
)
def test_an_import_takes_its_names_from_elsewhere(before: str, new: str, after: str | None) -> None:
    def change(place: Origin) -> list[Edit] | None:
        return taken_from(place, "a.b.C", new, lambda path: not path.endswith("gone"))

    assert imported(before, change) == after


def test_a_dotted_name_takes_the_other_way() -> None:
    text = "(tf.python.keras.x)\n"
    module = parse(Path("model.py"), text)
    place = next(each for each in nodes_in(module.tree) if isinstance(each, ast.Attribute))
    change = ("tensorflow.python.keras.x", "tensorflow.keras.x", lambda _: True)
    edits = taken_from(Origin(module, place), *change)
    assert edits is not None
    assert edited(text, edits) == "(tf.keras.x)\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from k.utils.old import old", "from k import utils as old"),
        ("from k . utils import (\n  old\n)", "from k import (\n  utils as old\n)"),
        ("from k.utils import old as x", None),
        ("from k.utils import old, new", None),
        ("from . import old", None),
        ("import old", None),
    ],
)
def test_a_module_is_imported_under_the_name_of_another(before: str, after: str | None) -> None:
    assert imported(before, lambda place: module_under_its_name(place, "k.utils")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("m.add(k.A(1))", "m.add(k.B(2))\nm.add(k.A(1))"),
        ("if m:\n\tm.add(layer=(k.A(1)))", "if m:\n\tm.add(k.B(2))\n\tm.add(layer=(k.A(1)))"),
        ("(m or n).add(k.A())", "(m or n).add(k.B(2))\n(m or n).add(k.A())"),
        ("x = 1; m.add(k.A(1))", None),
        ("m.add(k.A(1), 3)", None),
        ("[k.A(1), 3]", "[k.B(2), k.A(1), 3]"),
        ("['é', (k.A(1))]", "['é', k.B(2), (k.A(1))]"),
        ("[\n  (k.A)(1),\n]", "[\n  k.B(2),\n  (k.A)(1),\n]"),
        ("[\n  (k.A(1)),\n]", "[\n  k.B(2),\n  (k.A(1)),\n]"),
        ("f(k.A(1))", None),
    ],
)
def test_a_layer_is_put_before_another(before: str, after: str | None) -> None:
    module = parse(Path("model.py"), f"{before}\n")
    layer = next(
        each
        for each in nodes_in(module.tree)
        if isinstance(each, ast.Call) and module.code(each.func).strip("()") == "k.A"
    )
    edits = layer_before(Origin(module, layer), "B", "2")
    assert (edits and edited(before, edits)) == after


def test_a_class_that_nothing_imports_has_no_neighbour() -> None:
    for text in ("from keras.layers import A as X\nX()\n", "from numpy import *\nA()\n"):
        module = parse(Path("model.py"), text)
        calls = [each for each in nodes_in(module.tree) if isinstance(each, ast.Call)]
        assert called_otherwise(Origin(module, calls[0]), "B") is None


def test_a_fix_with_an_edit_that_cannot_be_made_is_none() -> None:
    assert fix_of(Applicability.SAFE, "so", None) is None
    assert fix_of(Applicability.SAFE, "so") is None
