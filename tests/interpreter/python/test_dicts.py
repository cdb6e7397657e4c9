"""Dictionaries that a program changes."""

from __future__ import annotations

import pytest

from tests.interpreter.python.oracle import assert_same

CHANGES = [
    (
        "d = {'a': 1}\nd['b'] = 2\nd.update(c=3)\nd.update({'a': 4})",
        "d",
    ),
    (
        "d = {'a': 1}\nd.setdefault('a', 5)\nd.setdefault('z', 6)",
        "d",
    ),
    (
        "d = {'a': 1, 'b': 2}\nx = d.pop('a')\ny = d.pop('q', 7)",
        "(d, x, y)",
    ),
    ("d = {'a': 1, 'b': 2}", "[k + str(v) for k, v in d.items()]"),
    ("d = {'a': 1, 'b': 2}", "(list(d), list(d.keys()), list(d.values()))"),
    ("d = {'a': 1}", "d.get('a') + d.get('b', 10)"),
    ("d = {'a': 1}", "d.get('b')"),
    ("d = {1: 'x', (2, 3): 'y'}", "d[(2, 3)] + d[1]"),
    ("d = {len: 4}", "d[len]"),
    (
        "d = {'a': 1, 'b': 2}\ndel d['a']",
        "d",
    ),
    (
        "d = {'a': 1}\nd |= {'b': 2}",
        "d",
    ),
]


@pytest.mark.parametrize(("before", "expression"), CHANGES)
def test_a_changed_dictionary_holds_what_it_holds_in_python(before: str, expression: str) -> None:
    assert_same(expression, before)
