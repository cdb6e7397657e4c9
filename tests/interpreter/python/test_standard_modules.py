"""Modules of the standard library."""

from __future__ import annotations

import pytest

from tests.interpreter.python.oracle import assert_same

USES = [
    ("import math", "math.ceil(7 / 2) + math.floor(3.5)"),
    ("import math", "math.prod([2, 3, 4])"),
    ("import math", "math.sqrt(16)"),
    ("import math", "math.perm(5, 2) + math.comb(5, 2) * 100 + math.factorial(4) * 10_000"),
    ("from math import log2, pi", "int(log2(64)) + int(pi)"),
    ("from functools import reduce", "reduce(lambda a, b: a * b, [1, 2, 3, 4], 1)"),
    (
        "import functools\ndouble = functools.partial(lambda x, y: x * y, 2)",
        "double(8)",
    ),
    ("import itertools", "list(itertools.chain([1], (2, 3)))"),
    ("import itertools", "list(itertools.chain.from_iterable([[1], [2, 3]]))"),
    ("import itertools", "list(itertools.product([1, 2], 'a'))"),
    ("import itertools", "list(itertools.accumulate([1, 2, 3]))"),
    ("import itertools", "list(itertools.combinations([1, 2, 3], 2))"),
    ("import itertools", "list(itertools.islice([1, 2, 3, 4], 1, 3))"),
    ("import itertools", "list(itertools.repeat(3, 2))"),
    ("import itertools", "list(itertools.zip_longest([1], [2, 3], fillvalue=0))"),
    ("import operator", "operator.mul(3, operator.add(1, 1))"),
    ("import operator", "sorted([(1, 'b'), (2, 'a')], key=operator.itemgetter(1))"),
    (
        "import os",
        "os.path.join('a', 'b.h5') + os.path.basename('x/y.z') + os.path.splitext('m.h5')[1]",
    ),
    (
        "import copy\na = [[1], 2]\nb = copy.deepcopy(a)\nb[0].append(3)",
        "(a, b)",
    ),
    (
        "import copy\na = [[1], 2]\nb = copy.copy(a)\nb.append(4)\nb[0].append(3)",
        "(a, b)",
    ),
    (
        "from collections import OrderedDict\nd = OrderedDict([('a', 1)])\nd['b'] = 2",
        "list(d.items())",
    ),
    (
        (
            "from collections import defaultdict\n"
            "d = defaultdict(list)\n"
            "d['a'].append(1)\n"
            "d['a'].append(2)"
        ),
        "dict(d)",
    ),
    (
        "from collections import defaultdict\nd = defaultdict(int)\nd['a'] += 2",
        "d['a'] + d['b']",
    ),
    (
        "from collections import namedtuple\nP = namedtuple('P', 'x y')\np = P(1, y=2)",
        "p.x * 10 + p.y",
    ),
    (
        "from collections import namedtuple\nP = namedtuple('P', ['x', 'y'])\nx, y = P(1, 2)",
        "(x, y, P(3, 4)[1])",
    ),
    (
        "from types import SimpleNamespace\nc = SimpleNamespace(units=32)",
        "c.units",
    ),
    (
        "from collections import deque\nq = deque([1, 2])\nq.append(3)\nq.popleft()",
        "list(q)",
    ),
    ("import sys", "sys.version_info[0]"),
]


@pytest.mark.parametrize(("before", "expression"), USES)
def test_the_standard_library_does_what_it_does_in_python(before: str, expression: str) -> None:
    assert_same(expression, before)
