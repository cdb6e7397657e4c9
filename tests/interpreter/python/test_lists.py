"""Lists, sets and iterators that a program changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.interpreter.python.oracle import assert_same

CHANGES = [
    (
        "x = [1]\nx.append(2)\nx.extend([3, 4])\nx.insert(0, 0)",
        "x",
    ),
    (
        "x = [1, 2, 3]\ny = x.pop()\nz = x.pop(0)",
        "(x, y, z)",
    ),
    (
        "x = [3, 1, 2]\nx.sort()\nx.reverse()",
        "x",
    ),
    (
        "x = [3, 1, 2]\nx.remove(1)",
        "(x, x.index(2), x.count(3))",
    ),
    (
        "x = [1, 2, 3]\nx[1] = 5\ny = x\ny += [6]",
        "x",
    ),
    (
        "x = [1, 2, 3]\nx[1:] = [9]",
        "x",
    ),
    (
        "x = [1, 2]\ny = x.copy()\nx.clear()",
        "(x, y)",
    ),
    (
        "s = {1}\ns.add(2)\ns.discard(1)",
        "sorted(s)",
    ),
    (
        "it = iter([1, 2, 3])\nnext(it)",
        "next(it)",
    ),
    ("a = {'x': 1, **{'y': 2}}", "[*a, *[3]]"),
    (
        "x = 5\nx **= 2\nx -= 1\nx //= 2",
        "x",
    ),
    (
        "x = [1, 2, 3]\ndel x[0]",
        "x",
    ),
    (
        "x = []\nfor i, c in enumerate('ab'):\n    x.append(f'{c}{i}')",
        "x",
    ),
    ("x = [i * j for i in range(3) for j in range(2) if i != j]", "x"),
    (
        "x = {'a': 1}\ny = x\ny['a'] = 2",
        "x['a']",
    ),
    (
        "x = [1, 2]\nx *= 2",
        "x",
    ),
    (
        "s = {1}\ns |= {2}",
        "sorted(s)",
    ),
    (
        "s = {(1, 2), 3} & {(1, 2), 4}",
        "len(s)",
    ),
    (
        "s = {(1, 2), 3} ^ {(1, 2), 4}",
        "sorted(s)",
    ),
]


@pytest.mark.parametrize(("before", "expression"), CHANGES)
def test_a_changed_list_holds_what_it_holds_in_python(before: str, expression: str) -> None:
    assert_same(expression, before)


_NUMBERS = st.integers(0, 5)
_STEPS = st.one_of(
    st.builds("x.append({})".format, _NUMBERS),
    st.builds("x.extend([{}, {}])".format, _NUMBERS, _NUMBERS),
    st.builds("x.insert({}, 7)".format, st.integers(-6, 6)),
    st.builds("x += [{}]".format, _NUMBERS),
    st.builds("x = x * {}".format, st.integers(-1, 2)),
    st.builds("x[{}:{}] = [8, 9]".format, st.integers(-4, 4), st.integers(-4, 4)),
    st.builds("del x[{}:]".format, st.integers(-4, 4)),
    st.builds("x = x[{}:{}:{}]".format, _NUMBERS, _NUMBERS, st.sampled_from((-2, -1, 1, 2))),
    st.builds("y.append(x.count({}))".format, _NUMBERS),
    st.sampled_from(("x.sort()", "x.reverse()", "x = x.copy()", "y = x", "x.clear()", "x = y + x")),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(_STEPS, max_size=8))
def test_any_sequence_of_changes_leaves_what_it_leaves_in_python(steps: list[str]) -> None:
    assert_same("(x, y)", "\n".join(["x = [3, 1, 2]", "y = []", *steps]))
