"""What kerascop says about a program's model is what Keras builds when it runs the program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pytest

from tests.interpreter.keras import (
    class_programs,
    functional_programs,
    idiom_programs,
    sequential_programs,
)
from tests.interpreter.keras.asking_keras import (
    Plain,
    Program,
    Step,
    ask_keras,
    ask_kerascop,
)

_PROGRAMS = (
    *sequential_programs.PROGRAMS,
    *functional_programs.PROGRAMS,
    *class_programs.PROGRAMS,
    *idiom_programs.PROGRAMS,
)


@pytest.mark.parametrize("program", _PROGRAMS, ids=lambda program: program.identifier)
def test_kerascop_sees_what_keras_builds(program: Program) -> None:
    real, seen = ask_keras(program), ask_kerascop(program)
    if "layers" not in program.unknown:
        _assert_same_steps(seen.steps, real.steps, program)
    _assert_same_shapes(seen.outputs, real.outputs, known="outputs" not in program.unknown)


def _assert_same_steps(ours: Sequence[Step], theirs: Sequence[Step], program: Program) -> None:
    seen, real = _by_kind(ours), _by_kind(theirs)
    assert {kind: len(steps) for kind, steps in seen.items()} == {
        kind: len(steps) for kind, steps in real.items()
    }
    for kind, steps in real.items():
        for mine, yours in zip(seen[kind], steps, strict=True):
            _assert_same_shapes(mine.outputs, yours.outputs, known=kind not in program.unknown)
            if mine.weights is not None:
                assert mine.weights == yours.weights, kind


def _by_kind(steps: Sequence[Step]) -> dict[str, list[Step]]:
    """The steps of each kind, in an order that both sides have: that of their shapes."""
    groups: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        groups[step.kind].append(step)
    return {
        kind: sorted(group, key=lambda step: repr(step.outputs)) for kind, group in groups.items()
    }


def _assert_same_shapes(
    ours: Sequence[Plain | None], theirs: Sequence[Plain | None], *, known: bool
) -> None:
    assert len(ours) == len(theirs), (ours, theirs)
    for mine, yours in zip(ours, theirs, strict=True):
        assert yours is not None
        if mine is None:
            assert not known, f"kerascop knows no shape, Keras says {yours}"
            continue
        assert len(mine) == len(yours), (mine, yours)
        for axis, (size, real) in enumerate(zip(mine, yours, strict=True)):
            if size is None:
                assert axis == 0 or real is None or not known, (mine, yours)
            else:
                assert size == real, (mine, yours)
