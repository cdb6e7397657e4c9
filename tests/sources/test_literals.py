"""Literals that no Python 3 reads: they are told, and cost nothing else."""

from __future__ import annotations

import ast

import pytest

from kerascop.sources.literals import readable
from tests.programs import stacks

REASONS = {
    'x = 1\np = "C:\\Users\\x"; y = 2\n': 'x = 1\np = "C:/Users/x"; y = 2\n',
    "p = '''a\n\\x1 \\\n'''\n": "p = '''a\n/x1 \\\n'''\n",
    "f('\\N{foo}', 'it\\'s \\u12')\n": "f('/N{foo}', 'it\\'s /u12')\n",
    "x = b'é \\x1'\ny = 'é'\n": "x = b'? /x1'\ny = 'é'\n",
    f"x = {'1' * 5000} + 1\n": f"x = {'_' * 5000} + 1\n",
    "a = 1\r\np = 'C:\\Users'\r\n": "a = 1\r\np = 'C:/Users'\r\n",
}


@pytest.mark.parametrize(("text", "expected"), REASONS.items())
def test_a_literal_that_cannot_be_read_is_written_over_in_its_place(
    text: str, expected: str
) -> None:
    with pytest.raises(SyntaxError) as refused:
        ast.parse(text)
    assert readable(text, refused.value.msg) == expected
    ast.parse(expected)


def test_what_is_refused_for_another_reason_is_left_alone() -> None:
    assert readable("p = 'C:\\Users'\nx = (\n", "'(' was never closed") is None
    assert readable("x = 1\n", "(unicode error)") is None


def test_a_path_with_backslashes_hides_no_model() -> None:
    assert stacks('p = "C:\\Users\\x"\nSequential([Dense(3)])') == ["Dense(3)"]
