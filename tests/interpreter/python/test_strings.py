"""Text: methods, formatting, f-strings."""

from __future__ import annotations

import pytest

from tests.interpreter.python.oracle import assert_same

TEXTS = [
    "'%s_%d' % ('conv', 3)",
    "'%(a)s-%(b)04.1f' % {'a': 1, 'b': 2.5}",
    "'{}_{}'.format('x', 3)",
    "'{0:>5}|{name!r}'.format('x', name='y')",
    "f'{3:03d}_{\"x\"!r}'",
    "'a,b,c'.split(',')",
    "' Pad '.strip().lower().replace('p', 'm')",
    "'-'.join(['a', 'b'])",
    "'abc'.startswith(('x', 'a'))",
    "'abc'.zfill(5) + 'x'.rjust(3) + 'y'.center(3, '*')",
    "'a.b'.rsplit('.', 1)",
    "'%d%%' % 5",
    "'%s' % [1, 2]",
    "'{:,}'.format(12345)",
    "f\"{'a':<3}|{1.5:.2f}|{[1, 'x']}\"",
]


@pytest.mark.parametrize("expression", TEXTS)
def test_text_is_made_as_python_makes_it(expression: str) -> None:
    assert_same(expression)
