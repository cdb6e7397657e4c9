"""How programs choose their layers: tables, registries, configurations, command lines."""

from __future__ import annotations

import pytest

from tests.programs import stacks

CHOSEN = [
    ("kinds = {'dense': Dense, 'drop': Dropout}\nSequential([kinds['dense'](3)])", "Dense(3)"),
    ("sizes = {'s': 1, 'm': 2}\nSequential([Dense(sizes.get('l', 3))])", "Dense(3)"),
    (
        "make = {'a': lambda: Dense(1), 'b': lambda: Dense(2)}\nSequential([make['b']()])",
        "Dense(2)",
    ),
    ("import keras\nkind = getattr(keras.layers, 'Dense')\nSequential([kind(4)])", "Dense(4)"),
    (
        "layers = [('a', 2), ('b', 3)]\nSequential([Dense(n, name=k) for k, n in layers])",
        "Dense(2) Dense(3)",
    ),
    ("config = dict(units=3)\nconfig.update(units=4)\nSequential([Dense(**config)])", "Dense(4)"),
    ("base = {'units': 3}\nSequential([Dense(**{**base, 'units': 5})])", "Dense(5)"),
    ("n = {k: v for k, v in zip('ab', (1, 2)) if v > 1}\nSequential([Dense(n['b'])])", "Dense(2)"),
    ("n = sum({len(w) for w in ('a', 'bb', 'cc')})\nSequential([Dense(n)])", "Dense(3)"),
    (
        (
            "m = [[i * j for j in (1, 2)] for i in (3, 4)]\n"
            "Sequential([Dense(n) for r in m for n in r])"
        ),
        "Dense(3) Dense(6) Dense(4) Dense(8)",
    ),
    (
        "spec = 'dense:12'\nkind, _, n = spec.partition(':')\nSequential([Dense(int(n))])",
        "Dense(12)",
    ),
    ("spec = '8-4'\nSequential([Dense(int(n)) for n in spec.split('-')])", "Dense(8) Dense(4)"),
    (
        "i = 2\nname = f'unit_{i:02d}' + '%s' % i + '{}'.format(i)\nSequential([Dense(len(name))])",
        "Dense(9)",
    ),
    (
        (
            "def f(x): return len(x) if isinstance(x, (list, tuple)) else x\n"
            "Sequential([Dense(f(3)), Dense(f([1, 2]))])"
        ),
        "Dense(3) Dense(2)",
    ),
    ("def f(name):\n    return globals()[name]\nSequential([Dense(3)])", "Dense(3)"),
]


@pytest.mark.parametrize(("program", "stack"), CHOSEN)
def test_what_a_table_holds_is_found_in_it(program: str, stack: str) -> None:
    assert stacks(program) == [stack]


_PARSED = "import argparse\np = argparse.ArgumentParser()\np.add_argument('--n', default=3)\n"
OPEN = [
    (_PARSED + "args = p.parse_args()\nSequential([Dense(args.n)])", ["Dense(args.n)"]),
    ("import sys\nSequential([Dense(8 if len(sys.argv) > 1 else 2)])", ["Dense(8)", "Dense(2)"]),
    (
        "import os\nSequential([Dense(8 if os.environ.get('WIDE') else 2)])",
        ["Dense(8)", "Dense(2)"],
    ),
    (
        "config = {'units': 4}\nfix_somehow(config)\nSequential([Dense(config['units'] * 1.5)])",
        ["Dense(?)"],
    ),
    (
        (
            "from elsewhere import fix\nc = {'units': 4}\nfix(c)\n"
            "Sequential([Dense(c['units'] * 1.5)])"
        ),
        ["Dense(?)"],
    ),
    ("c = {'units': 4}\nprint(c)\nSequential([Dense(c['units'])])", ["Dense(4)"]),
    ("c = {'units': 4, key: 5}\nSequential([Dense(c['units'] * 1.5)])", ["Dense(?)"]),
]


@pytest.mark.parametrize(("program", "expected"), OPEN)
def test_what_comes_from_outside_is_open(program: str, expected: list[str]) -> None:
    assert stacks(program) == expected
