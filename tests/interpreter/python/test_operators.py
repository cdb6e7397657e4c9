"""Operators on constants, sequences and mappings give what Python gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.interpreter.python.oracle import assert_same, python_says, value_of

EXPRESSIONS = [
    "7 // 2 + 2 ** 3",
    "-7 % 3",
    "7 / 2",
    "1 << 4 | 3",
    "~5",
    "'ab' + 'c' * 3",
    "(1, 2) + (3,)",
    "[1, 2] * 2",
    "2 * (1,)",
    "(1, 2, 3)[::-1]",
    "[1, 2, 3][-2:]",
    "'sequence'[2:4]",
    "{'a': 1, 'b': [2, 3]}['b'][1]",
    "1 < 2 < 3",
    "(1, 2) == (1, 2)",
    "[1, 'a'] != [1, 'b']",
    "(1, 2) < (1, 3)",
    "2 in [1, 2] and 'b' not in {'a': 1} and 'ell' in 'hello'",
    "None is None",
    "(3).bit_length()",
    "'abc' 'def'",
    "[0] * 3 + [None]",
    "[[]] * 2",
    "not []",
    "None or 5",
    "0 and 1",
    "1 if [] else 2",
    "(lambda *a, **k: (a, k))(1, b=2)",
    "'a' < 'b'",
    "1 == 1.0 == True",
    "'1' == 1",
    "[1] is [1]",
]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_operator_gives_what_python_gives(expression: str) -> None:
    assert_same(expression)


_ATOMS = st.sampled_from(("0", "1", "2", "7", "-3", "2.5", "True", "'ab'", "(1, 2)", "[3]", "None"))
_EXPRESSIONS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.builds(
            "({} {} {})".format,
            inner,
            st.sampled_from(
                ("+", "-", "*", "/", "//", "%", "==", "!=", "<", ">=", "and", "or", "|")
            ),
            inner,
        ),
        st.builds("(not {})".format, inner),
        st.builds("({} is not None)".format, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=200)
@given(_EXPRESSIONS)
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_whatever_is_known_of_any_expression_is_what_python_says(expression: str) -> None:
    try:
        expected = python_says(expression)
    except (TypeError, ZeroDivisionError):
        return
    understood = value_of(expression)
    assert (type(understood), understood) == (type(expected), expected)
