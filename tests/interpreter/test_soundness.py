"""What is uncertain stays uncertain: nothing is said of a program that no run of it does."""

from __future__ import annotations

import pytest

from tests.interpreter.generated import generated
from tests.interpreter.reality import FREE, Broken, claims, realities
from tests.programs import program, stacks

PROGRAMS = {
    "a count": "k = 0\nfor x in xs: k += 1\nSequential([Dense(k), Dense(k)])",
    "a return inside a loop": (
        "def f():\n    for x in xs:\n        return 7\n    return 3\nSequential([Dense(f())])"
    ),
    "a return that may have happened": (
        "def f():\n    for x in xs:\n        if x == 1: return 7\n    return 3\n"
        "Sequential([Dense(f())])"
    ),
    "what follows a return that may have happened": (
        "k = []\ndef f():\n    for x in xs:\n        return\n    k.append(1)\n"
        "f()\nSequential([Dense(len(k))])"
    ),
    "the last of a list": "k = None\nfor x in xs: k = x\nSequential([Dense(k)])",
    "a list that a loop fills": "k = [4]\nfor x in xs: k.append(x)\nSequential([Dense(len(k))])",
    "a list that a comprehension fills": (
        "k = [4]\n[k.append(x) for x in xs if x]\nSequential([Dense(len(k))])"
    ),
    "a key that may be there": (
        "k = {}\nfor x in xs: k['a'] = x\nSequential([Dense(3 if 'a' in k else 4), Dense(len(k))])"
    ),
    "a key that may be gone": (
        "k = {'a': 1}\nfor x in xs: k.pop('a', None)\nSequential([Dense(k.get('a', 5))])"
    ),
    "an alias": (
        "p, q = [1], [2]\nfor x in xs:\n    r = p if x else q\n    r.append(x)\n"
        "Sequential([Dense(len(p)), Dense(len(q))])"
    ),
    "a name that a loop may delete": (
        "def f():\n    k = 4\n    for x in xs: k = x\n    return k\nk = 9\nSequential([Dense(f())])"
    ),
    "the side that a match takes": (
        "def f():\n    k = 1\n    for x in xs:\n        match mode:\n            case 'a': pass\n"
        "            case _: k = 2\n    return k\nSequential([Dense(f())])"
    ),
    "a late iteration": (
        "k = None\nfor i in range(20):\n    j = i\n    if i == 15: k = 5\nSequential([Dense(k)])"
    ),
    "what happened before the exception": (
        "k = 1\ntry:\n    k = 2\n    raise ValueError\nexcept ValueError: pass\n"
        "Sequential([Dense(k)])"
    ),
    "both sides see the same world": (
        "k = 1\ndef f():\n    global k\n    for x in xs:\n        if flag: k = 2\n"
        "        else: k = k + 5\nf()\nSequential([Dense(k)])"
    ),
}


@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS)
def test_what_is_said_of_a_program_happens_in_some_run_of_it(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize("first", range(0, 300, 20))
def test_what_is_said_of_programs_made_by_chance_happens_in_some_run(first: int) -> None:
    for seed in range(first, first + 20):
        text = generated(seed)
        try:
            wrong = claims(text)
        except Broken:
            continue
        assert not wrong, text


def test_the_oracle_knows_what_does_not_happen(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Sequential([Dense(3 if flag else 4)])"
    assert list(realities(text)) == [[[3]], [[4]]]
    assert not claims(text)
    monkeypatch.setitem(FREE, "flag", (True,))
    assert claims(text) == ["Dense(4)"]


ACCUMULATED = [
    "x = ''\nfor i in given: x = x + 'a'\nn = len(x)",
    "x = ()\nfor i in given: x += (1,)\nn = len(x)",
    "n = 1\nfor i in given: n *= 2",
    "class A: n = 0\nfor i in given: A.n += 1\nn = A.n",
    "d = {1: 0}\nfor i in given: d[1] += 1\nn = d[1]",
    "n = 0\nwhile go(): n += 1",
    "n = 0\nwhile True:\n    n += 1\n    if go(): break",
]


@pytest.mark.parametrize("text", ACCUMULATED)
def test_what_a_loop_of_unknown_length_accumulates_is_unknown(text: str) -> None:
    found = stacks(f"{text}\nSequential([Dense(n * 1.5)])")
    assert set(found) == {"Dense(?)"}


IN_PLACE = [
    "def scale(a):\n    a /= 255.0\nscale(x)",
    "def scale(a):\n    a[...] = a / 255.0\nscale(x)",
    "y = x\ny[0][1] = 7",
]


@pytest.mark.parametrize("change", IN_PLACE)
def test_an_array_that_is_changed_in_place_is_changed_under_all_its_names(change: str) -> None:
    text = f"""
import numpy as np
x = np.array([[0.0, 255.0], [255.0, 0.0]])
{change}
model = Sequential([Dense(1, input_shape=(2,))])
model.compile(loss="mse")
model.fit(x, np.array([0.0, 1.0]))
"""
    (fit,) = program(text).fits
    assert fit.inputs is not None
    assert fit.inputs.arrays[0].high != 255
