"""Branches, loops, exceptions, `match`: what is decided is followed, what is not is forked."""

from __future__ import annotations

from textwrap import indent

import pytest

from tests.programs import stacks

DECIDED = [
    ("n = 3\nif n > 2: n = 5\nelse: n = 6\nSequential([Dense(n)])", "Dense(5)"),
    ("n = 0\nwhile n < 5: n += 2\nSequential([Dense(n)])", "Dense(6)"),
    ("for n in range(9):\n    if n == 4: break\nelse: n = 0\nSequential([Dense(n)])", "Dense(4)"),
    ("for n in range(3):\n    if n == 4: break\nelse: n = 7\nSequential([Dense(n)])", "Dense(7)"),
    (
        "t = 0\nfor n in (1, 2, 3):\n    if n == 2: continue\n    t += n\nSequential([Dense(t)])",
        "Dense(4)",
    ),
    ("Sequential([Dense(n) for n in range(100) if n * n == 2500])", "Dense(50)"),
    (
        "n = 0\nfor i in range(30):\n    if i == 20: n = i\nSequential([Dense(n if n > 0 else 1)])",
        None,
    ),
    (
        (
            "try: raise ValueError('no')\nexcept KeyError: n = 1\nexcept ValueError: n = 2\n"
            "else: n = 3\nSequential([Dense(n)])"
        ),
        "Dense(2)",
    ),
    (
        "try: n = 1\nexcept: n = 2\nelse: n += 3\nfinally: n *= 2\nSequential([Dense(n)])",
        "Dense(8)",
    ),
    (
        (
            "class Own(ValueError): pass\ntry:\n    n = 4\n    raise Own\n"
            "except LookupError: n = 1\n"
            "except ValueError: n += 1\nSequential([Dense(n)])"
        ),
        "Dense(5)",
    ),
    (
        (
            "def f():\n    try: return 1\n    finally: n.append(2)\nn = []\nf()\n"
            "Sequential([Dense(len(n))])"
        ),
        "Dense(1)",
    ),
    (
        (
            "def f():\n    try:\n        try: raise KeyError\n        except KeyError: raise\n"
            "    except LookupError: return 6\nSequential([Dense(f())])"
        ),
        "Dense(6)",
    ),
    (
        (
            "try: import tensorflow as tf\nexcept ImportError: tf = None\nn = 3 if tf else 4\n"
            "Sequential([Dense(n)])"
        ),
        "Dense(3)",
    ),
    (
        (
            "match 'b':\n    case 'a': n = 1\n    case 'b' | 'c': n = 2\n    case _: n = 3\n"
            "Sequential([Dense(n)])"
        ),
        "Dense(2)",
    ),
    (
        (
            "match (1, 5):\n    case (0, n): pass\n    case (1, n) if n > 9: n = 0\n"
            "    case (1, n): n += 1\n"
            "Sequential([Dense(n)])"
        ),
        "Dense(6)",
    ),
    (
        "match [64]:\n    case int(): n = 1\n    case list(): n = 2\nSequential([Dense(n)])",
        "Dense(2)",
    ),
    ("with open(path) as f: n = 3\nSequential([Dense(n)])", "Dense(3)"),
    ("if (n := 4) > 3: Sequential([Dense(n)])", "Dense(4)"),
    (
        (
            "a = b = 2\na += 1\n(c, d), *e = (1, 2), 3, 4\n"
            "Sequential([Dense(a), Dense(b), Dense(d), "
            "Dense(len(e))])"
        ),
        "Dense(3) Dense(2) Dense(2) Dense(2)",
    ),
    ("n: int = 4\nm: int\nSequential([Dense(n)])", "Dense(4)"),
    ("x = [1, 2, 3]\ndel x[0], x[-1]\nSequential([Dense(x[0])])", "Dense(2)"),
    (
        (
            "m = Sequential()\nfor i, n in enumerate([8, 4]):\n    m.add(Dense(n))\n"
            "    if i == 0: m.add(Dropout(0.5))"
        ),
        "Dense(8) Dropout(0.5) Dense(4)",
    ),
    (
        (
            "m = Sequential()\nfor n, rate in zip([8, 4], [0.1, 0.2]):\n    m.add(Dense(n))\n"
            "    m.add(Dropout(rate))"
        ),
        "Dense(8) Dropout(0.1) Dense(4) Dropout(0.2)",
    ),
]


@pytest.mark.parametrize(("program", "stack"), DECIDED)
def test_what_is_decided_is_followed(program: str, stack: str | None) -> None:
    found = stacks(program)
    assert found == [stack] if stack is not None else "Dense(0)" not in found


FORKED = [
    ("n = 1 if flag else 2\nSequential([Dense(n)])", ["Dense(1)", "Dense(2)"]),
    (
        "if regression: a, b = 1, 2\nelse: a, b = 3, 4\nSequential([Dense(a), Dense(b)])",
        ["Dense(1) Dense(2)", "Dense(3) Dense(4)"],
    ),
    (
        "a = 1 if regression else 3\nb = 2 if regression else 4\nSequential([Dense(a), Dense(b)])",
        ["Dense(1) Dense(2)", "Dense(3) Dense(4)"],
    ),
    (
        "a = 1 if flag else 3\nb = 2 if not flag else 4\nSequential([Dense(a), Dense(b)])",
        ["Dense(1) Dense(4)", "Dense(3) Dense(2)"],
    ),
    (
        (
            "if mode == 'binary': n = 1\nelif mode == 'categorical': n = 2\nelse: n = 3\n"
            "m = 4 if mode == 'binary' else 5\nSequential([Dense(n), Dense(m)])"
        ),
        ["Dense(1) Dense(4)", "Dense(2) Dense(5)", "Dense(3) Dense(5)"],
    ),
    ("k = n\nif k == 2: k += 1\nSequential([Dense(k)])", ["Dense(3)", "Dense(n)"]),
    ("if n == 2: pass\nSequential([Dense(n)])", ["Dense(n)"]),
    ("Sequential([Dense(n if n == 2 else 7)])", ["Dense(2)", "Dense(7)"]),
    (
        "def f():\n    if flag: return 1\n    return 2\nSequential([Dense(f()), Dense(f())])",
        ["Dense(1) Dense(1)", "Dense(2) Dense(2)"],
    ),
    ("if n < 1: raise ValueError\na = 1 if n < 1 else 2\nSequential([Dense(a)])", ["Dense(2)"]),
    (
        (
            "assert mode in ('a', 'b')\nn = 1 if mode == 'a' else 2 if mode == 'b' else 3\n"
            "Sequential([Dense(n)])"
        ),
        ["Dense(1)", "Dense(2)"],
    ),
    (
        (
            "match mode:\n    case 'a': n = 1\n    case 'b': n = 2\n    case _: n = 3\n"
            "Sequential([Dense(n)])"
        ),
        ["Dense(1)", "Dense(2)", "Dense(3)"],
    ),
    (
        "n = 1 if rate > 0 and rate < 1 else 2\nSequential([Dense(n)])",
        ["Dense(1)", "Dense(2)", "Dense(2)"],
    ),
    (
        "if a < b: n = 1\nelse: n = 2\nif a >= b: n += 10\nSequential([Dense(n)])",
        ["Dense(1)", "Dense(12)"],
    ),
    ("from settings import WIDE\nSequential([Dense(8 if WIDE else 2)])", ["Dense(8)", "Dense(2)"]),
    ("if verbose:\n    print('building')\nSequential([Dense(3)])", ["Dense(3)"]),
]


@pytest.mark.parametrize(("program", "expected"), FORKED)
def test_a_path_remembers_what_it_has_assumed(program: str, expected: list[str]) -> None:
    assert sorted(stacks(program)) == sorted(expected)


def test_layers_that_a_loop_adds_any_number_of_times_have_no_shape_of_one_round() -> None:
    convolutions = """
    model = Sequential([Input((32, 32, 3))])
    for i in range(blocks):
        model.add(Conv2D(8, 3, strides=2))
    model.add(Flatten())
    """
    assert stacks(convolutions) == ["Conv2D(8) … Flatten"]
    assert stacks(convolutions.replace("strides=2", "padding='same'")) == ["Conv2D(8) Flatten"], (
        "rounds that keep the shape are no loss"
    )


def test_a_tensor_that_goes_round_has_no_shape_of_one_round() -> None:
    halving = """
    x = inputs = Input((32, 32, 8))
    while x.shape[1] > target:
        x = Conv2D(8, 3, strides=2)(x)
    Model(inputs, Flatten()(x))
    """
    assert stacks(halving) == ["Conv2D(8) … Flatten"]


def test_past_the_bound_sides_are_joined() -> None:
    choices = "".join(f"n{i} = 1 if flag{i} else 2\n" for i in range(40))
    found = stacks(f"{choices}Sequential([Dense(n39), Dense(3)])")
    assert set(found) == {"Dense(?) Dense(3)"}


def test_choices_that_change_nothing_of_what_is_built_are_combined_last() -> None:
    idle = ("title", "hue", "place", "size")
    choices = "".join(f"    {name} = 'a' if {name} else 'b'\n" for name in idle)
    text = (
        f"def build({', '.join(idle)}, wide, deep):\n{choices}"
        f"    print({', '.join(idle)})\n"
        "    layers = [Dense(9 if wide else 8)]\n"
        "    if deep: layers.append(Dense(7))\n"
        "    return Sequential(layers)\n"
    )
    assert {"Dense(8)", "Dense(8) Dense(7)", "Dense(9)", "Dense(9) Dense(7)"} == set(stacks(text))


LEADING_ON = [
    ("if a == 1 or a == 2: return None\nn = 3", {3}),
    ("if a or b: n = 4\nelse: n = 1", {4, 1}),
    ("n = 1 if a else 9\nif b: n = 5", {5, 1, 9}),
    ("if a == 1: n = 4\nelif a == 2: n = 4\nelif a == 3: n = 4\nelse: n = 7", {4, 7}),
    ("match a:\n    case 1 | 2: n = 4\n    case _: n = 7", {4, 7}),
]


@pytest.mark.parametrize(("body", "expected"), LEADING_ON)
def test_a_choice_that_changes_nothing_may_lead_to_one_that_does(
    body: str, expected: set[int]
) -> None:
    text = indent(f"{body}\nreturn Sequential([Dense(n)])\n", "    ")
    assert set(stacks(f"def build(a, b):\n{text}")) == {f"Dense({size})" for size in expected}


def test_the_name_of_a_type_is_no_name_of_keras() -> None:
    assert stacks("type Dense = int\nSequential([Dense(3)])") != ["Dense(3)"]
