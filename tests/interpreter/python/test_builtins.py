"""Built-in functions and types."""

from __future__ import annotations

import pytest

from tests.interpreter.python.oracle import assert_same

CALLS = [
    "sorted({'b': 2, 'a': 1})",
    "sorted([3, 1, 2], key=lambda x: -x)",
    "sorted(['bb', 'a'], key=len, reverse=True)",
    "list(zip([1, 2, 3], 'ab'))",
    "list(enumerate(['a', 'b'], start=1))",
    "list(map(lambda a, b: a * b, [1, 2], [3, 4]))",
    "list(filter(None, [0, 1, '', 2]))",
    "list(filter(lambda x: x > 1, range(4)))",
    "list(range(10, 0, -3))",
    "list(reversed([1, 2, 3]))",
    "sum([1, 2], 10)",
    "sum([[1], [2, 3]], [])",
    "min(3, 1, 2)",
    "max([1, 5, 3], key=lambda x: -x)",
    "max([], default=4)",
    "min('abc')",
    "abs(-3)",
    "round(2.567, 1)",
    "round(2.5)",
    "divmod(17, 5)",
    "pow(2, 5)",
    "int('12') + int(3.9) + int('ff', 16)",
    "float('1.5')",
    "bool([]) or bool('x')",
    "str(12) + repr('a')",
    "tuple([1, 2]) + tuple(range(2))",
    "list('abc')",
    "len({1, 2, 2, 3})",
    "sorted({3, 1} | {2})",
    "sorted({3, 1}.union([2]))",
    "dict(a=1, b=2)",
    "dict([('x', 1), ('y', 2)], z=3)",
    "isinstance(1, int)",
    "isinstance(True, (int, str))",
    "isinstance((1,), list)",
    "isinstance('x', (list, tuple))",
    "isinstance([1], (list, tuple))",
    "isinstance(None, int)",
    "isinstance({}, dict)",
    "callable(len) and callable(lambda: 1) and not callable(3)",
    "any([0, 1]) and all([1, 2]) and not any([]) and all([])",
    "next(iter([5, 6]))",
    "hex(255) + chr(65) + str(ord('b'))",
    "next((n for n in [1, 2, 3] if n > 1), None)",
    "next((n for n in [1, 2, 3] if n > 5), 4)",
    "str([1, (2,), {'a': None}])",
    "max('abc', key=ord)",
    "max((1, 2), (1, 3))",
    "list(map(int, '123'))",
    "list(map(str, [1, 2]))",
    "int(True) + True",
    "round(7.5 / 2)",
    "len('abc') * len((1, 2)) * len({'a': 1})",
    "sum(x for x in range(5) if x % 2)",
]


@pytest.mark.parametrize("expression", CALLS)
def test_a_built_in_gives_what_python_gives(expression: str) -> None:
    assert_same(expression)
