"""What is not known: it keeps its name, makes paths fork once, and never grows without bound."""

from __future__ import annotations

import pytest

from kerascop.graph.facts import UNKNOWN
from tests.interpreter.python.oracle import value_of, values_of

_ARGUMENTS = "import argparse\nargs = argparse.ArgumentParser().parse_args()"
_GROWING = "x = []\nfor i in range(n):\n    x.append(32)"

NAMED = [
    ("", "n * 2 + 1", "2·n + 1"),
    ("", "int(n / 2)", "(n) // 2"),
    ("", "max(1, n)", "max(1, n)"),
    ("", "hidden[0]", "hidden[0]"),
    ("", "config['units']", "config['units']"),
    ("", "len(set(labels))", "len(set(labels))"),
    ("import math", "math.ceil(n / batch)", "math.ceil(n / batch)"),
    ("import sys", "int(sys.argv[1])", "sys.argv[1]"),
    ("import os", "int(os.environ.get('UNITS', 8))", "os.environ.get('UNITS')"),
    (_ARGUMENTS, "args.units // 2", "(args.units) // 2"),
    ("options = foo", "getattr(options, 'units')", "foo.units"),
]


@pytest.mark.parametrize(("before", "expression", "name"), NAMED)
def test_an_unknown_size_keeps_its_name(before: str, expression: str, name: str) -> None:
    assert str(value_of(expression, before)) == name


@pytest.mark.parametrize(
    ("before", "expression"),
    [
        (_GROWING, "len(x)"),
        (_GROWING, "x"),
        ("x = [1, 2, 3]\nx.remove(n)", "len(x)"),
        ("x = [1, 2]\nshuffle_somehow(x)", "len(x)"),
        ("d = {'a': 1}\nd[key] = 2", "d['a']"),
        ("d = {'a': 1}\nfor key in keys:\n    d['b'] = 2", "len(d)"),
        ("d = {'a': 1}\nd.update(more)", "d['a']"),
        ("s = {1, n}", "len(s)"),
        ("", "[1, 2][n]"),
        ("", "[64] + hidden"),
        ("", "(None,) + shape"),
        ("", "next(iter(numbers)) + 1"),
        ("import random", "random.randint(1, 9)"),
        ("import random", "random.randint(1, 9) - random.randint(1, 9)"),
        ("x = load()\ny = load()", "x - y"),
        ("x = 3\nfor i in range(n):\n    for j in range(n):\n        if i != j: x = 4", "x"),
        ("x = (1,)\nfor i in range(n):\n    x = x + (2,)", "x"),
        ("x = 'a'\nfor i in range(n):\n    x += 'b'", "x"),
    ],
)
def test_nothing_is_claimed_of_what_may_be_otherwise(before: str, expression: str) -> None:
    assert value_of(expression, before) is UNKNOWN


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ("n == n", True),
        ("n < n + 1", True),
        ("n + 2 == n + 1", False),
        ("(n, 1) == (n, 2)", False),
        ("'a' in ['a', n]", True),
        ("[n] is None", False),
        ("isinstance([n], (list, tuple))", True),
        ("any([n, 1])", True),
        ("all([n, 0])", False),
        ("len([n, n]) == 2", True),
    ],
)
def test_some_questions_about_unknowns_have_an_answer(condition: str, answer: object) -> None:
    assert values_of(f"1 if {condition} else 2") == [1 if answer else 2]


@pytest.mark.parametrize(
    "condition",
    [
        "n == m",
        "n > 0",
        "n is None",
        "isinstance(n, int)",
        "callable(n)",
        "hasattr(n, 'units')",
        "'a' in names",
        "any(flags)",
    ],
)
def test_the_same_open_question_has_the_same_answer_twice(condition: str) -> None:
    twice = f"x = 0\nif {condition}:\n    x += 1\nif {condition}:\n    x += 2"
    assert sorted(map(str, values_of("x", twice))) == ["0", "3"]


HUGE = [
    "10 ** 10 ** 10",
    "1 << 10 ** 12",
    "'a' * 10 ** 9",
    "[0] * 10 ** 9",
    "'%1000000000d' % 1",
    "'%*d' % (10 ** 9, 1)",
    "'{:1000000000}'.format(1)",
    "'{:{}}'.format(1, 10 ** 9)",
    "f'{1:{10 ** 9}}'",
    "'a'.ljust(10 ** 10)",
    "('a' * 30000).replace('a', 'b' * 30000)",
    "len(list(range(10 ** 15)))",
    "sum(range(10 ** 15))",
    "int('9' * 40000)",
    "__import__('math').factorial(10 ** 8)",
]


@pytest.mark.parametrize("expression", HUGE)
def test_nothing_huge_is_computed(expression: str) -> None:
    assert value_of(expression) is UNKNOWN


@pytest.mark.parametrize("step", ["x = x + x", "x = x * 9", "x += x"])
@pytest.mark.parametrize("start", ["'ab'", "[1, 2]", "(1, 2)"])
def test_nothing_grows_without_bound(start: str, step: str) -> None:
    assert value_of("x", f"x = {start}\nfor i in range(300):\n    {step}") is UNKNOWN


def test_numbers_do_not_grow_without_bound() -> None:
    assert value_of("x", "x = 9\nfor i in range(300):\n    x = x * x") is UNKNOWN


def test_combinations_are_spelled_out_only_while_they_are_few() -> None:
    many = "list(itertools.product(range(100), repeat=8))"
    assert value_of(f"len({many})", "import itertools") is UNKNOWN


def test_arguments_that_python_refuses_are_unknown() -> None:
    refused = ["1 / 0", "'a' + 1", "int('x')", "[1].index(5)", "'%d' % 'a'", "len(3)", "max([])"]
    assert [value_of(expression) for expression in refused] == [UNKNOWN] * len(refused)


def test_a_path_that_exits_for_certain_is_not_followed() -> None:
    assert values_of("x", "import sys\nx = 3\nif n:\n    x = 4\n    sys.exit(1)") == [3]


def test_a_missing_key_is_the_way_into_the_handler() -> None:
    before = "table = {'a': 1}\ntry:\n    x = table['b']\nexcept KeyError:\n    x = 5"
    assert value_of("x", before) == 5


@pytest.mark.parametrize(
    "step",
    [
        "x = [x, x]",
        "x = {'a': x, 'b': x}",
        "x = dict(a=x, b=x)",
        "x = tuple(zip([x, x], [x, x]))",
        "x = (lambda *both: both)(x, x)",
        "y = []; y.append(x); y.append(x); x = y",
        "y = {}; y[1] = x; y[2] = x; x = y",
        "x.append(x) if isinstance(x, list) else None",
    ],
)
@pytest.mark.parametrize("question", ["str(x)", "x == [x]", "foo(x)", "copy.deepcopy(x) in [x]"])
def test_containers_within_containers_are_not_opened_for_ever(step: str, question: str) -> None:
    repeated = "\n".join(["import copy", "x = [n]", *([step] * 40)])
    assert len(values_of(f"1 if {question} else 2", repeated)) <= 2


@pytest.mark.parametrize("step", ["x = max(x, x)", "x = (x * x + n) // 2", "x = x // (x + 1)"])
def test_the_names_of_sizes_stay_short(step: str) -> None:
    assert value_of("x", "\n".join(["x = n", *([step] * 40)])) is UNKNOWN


def test_what_a_long_loop_makes_of_an_unknown_is_not_taken_for_its_first_rounds() -> None:
    assert value_of("x", "x = n\nfor i in range(40):\n    x = x + x") is UNKNOWN


def test_where_all_entries_are_alike_the_key_does_not_matter() -> None:
    assert value_of("sizes[name]", "sizes = {'small': 8, 'large': 8}") == 8
    assert value_of("sizes[name]", "sizes = {'small': 8, 'large': 16}") is UNKNOWN
    assert value_of("sizes[name]", "sizes = {'small': 8, 'large': 8.0}") is UNKNOWN
    assert value_of("sizes[name]", "sizes = {'small': 8}\nsizes[other] = 9") is UNKNOWN
    counting = "from collections import Counter\nsizes = Counter(['a', 'b'])"
    assert value_of("sizes[name]", counting) is UNKNOWN
