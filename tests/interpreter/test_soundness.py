"""What is uncertain stays uncertain: nothing is said of a program that no run of it does."""

from __future__ import annotations

import pytest

from tests.interpreter.reality import claims

_HEAD = "model = Sequential()\n"
PROGRAMS = [
    # loops of unknown length
    "count = 0\nfor x in xs:\n    count += 1\nSequential([Dense(count), Dense(count)])",
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_is_said_of_a_program_happens_in_some_run_of_it(program: str) -> None:
    assert claims(program) == []
