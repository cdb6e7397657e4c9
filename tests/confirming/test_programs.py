"""Every model of every whole program has the shapes and weights that TensorFlow computes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.quality import programs
from kerascop.confirming.outcome import Status
from kerascop.confirming.rebuilding import Rebuilder
from tests.confirming.asking import compared

FIXTURES = Path(__file__).parents[2] / "fixtures"

OPEN = {
    "registered_activation_and_custom_arguments": "the program's own `snake`, is left out",
    "superresolution_subpixel": "`depth_to_space` is not carried out again",
}
"""What is not compared though kerascop knows it: on axes of any length, `depth_to_space` is not."""


@pytest.fixture(scope="module")
def rebuilder() -> Iterator[Rebuilder]:
    made = Rebuilder(sys.executable)
    yield made
    made.close()


def name(path: Path) -> str:
    return path.relative_to(FIXTURES).as_posix()


@pytest.mark.parametrize("program", programs(), ids=name)
def test_keras_computes_what_kerascop_says_of_a_whole_program(
    program: Path, rebuilder: Rebuilder
) -> None:
    files = sorted(program.rglob("*.py")) if program.is_dir() else [program]
    for summary, outcome in compared(files, rebuilder):
        assert outcome.disagreements == ()
        if outcome.status is Status.FAILS:
            assert program.name.startswith("buggy"), outcome.reason
        elif summary.complete:
            left_open = OPEN.get(program.parent.name)
            assert outcome.status is Status.AGREES or left_open, outcome.reason
            assert left_open is None or left_open in (outcome.reason or "")
