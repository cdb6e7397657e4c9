"""Texts of which only the end is known."""

from __future__ import annotations

import pytest

from tests.programs import analysed


def ending(expression: str, before: str = "") -> str | None:
    """What is known of the text that a checkpoint is given: its end, or `=` and all of it."""
    source = f"import os, keras\n{before}\nkeras.callbacks.ModelCheckpoint({expression})\n"
    (program, *_) = analysed(source).programs
    (call,) = program.api_calls
    (path,) = call.positional
    return f"={path.value}" if isinstance(path.value, str) else path.ending


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        ("folder + '/best.h5'", "/best.h5"),
        ("folder + name", None),
        ("name + '-' + suffix", None),
        ("name + ('-' + 'x.h5')", "-x.h5"),
        ("'%s/best-%d.h5' % (folder, n)", ".h5"),
        ("'best-%s' % n", ""),
        ("'{}/best.h5'.format(folder)", "/best.h5"),
        ("'best-{}'.format(n)", ""),
        ("f'{folder}/best.h5'", "/best.h5"),
        ("f'best.{suffix}'", ""),
        ("f'{folder}/{{epoch:02d}}.h5'", "/{epoch:02d}.h5"),
        ("os.path.join(folder, 'best.h5')", "best.h5"),
        ("os.path.join(folder, f'{name}.h5')", ".h5"),
        ("os.path.join('runs', 'best.h5')", "=runs/best.h5"),
        ("f'runs/{{epoch}}.h5'", "=runs/{epoch}.h5"),
        ("folder / 'best.h5'", "best.h5"),
        ("folder", None),
        ("make('best.h5')", None),
    ],
)
def test_what_a_path_ends_in(expression: str, known: str | None) -> None:
    assert ending(expression) == known


def test_an_ending_goes_through_names_and_functions() -> None:
    before = "def best(folder):\n    path = os.path.join(folder, 'best.h5')\n    return path\n"
    assert ending("best(somewhere)", before) == "best.h5"
