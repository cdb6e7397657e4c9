"""Notebooks as Python text, and their models."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from kerascop.sources.notebooks import NotebookError, cell_of, python_text
from kerascop.sources.reading import SourceError, decode
from kerascop.summary.run import overview
from kerascop.summary.showing import shown_place


def notebook(*cells: str, language: str = "python") -> str:
    """A notebook with a heading and these code cells."""
    heading = {"cell_type": "markdown", "metadata": {}, "source": ["# Digits"]}
    code = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": cell.splitlines(True)}
        for cell in cells
    ]
    return json.dumps(
        {
            "cells": [heading, *code],
            "metadata": {"kernelspec": {"language": language, "name": "k"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


def test_code_cells_follow_each_other_and_are_numbered_with_the_others() -> None:
    assert python_text(notebook("a = 1", "b = 2\nc = 3")) == (
        "# %% cell 2\na = 1\n# %% cell 3\nb = 2\nc = 3\n"
    )


def test_lines_of_ipython_do_nothing() -> None:
    text = python_text(notebook("%matplotlib inline\nif x:\n    !pip install keras\nfiles = !ls"))
    assert text == "# %% cell 2\npass\nif x:\n    pass\nfiles = None\n"


def test_what_a_line_measures_is_a_statement_in_its_own_columns() -> None:
    text = python_text(notebook("%time model.fit(x, y)\n%timeit -n1 -r 3 build()\n%time"))
    assert text == ("# %% cell 2\n0;    model.fit(x, y)\n0;               build()\npass\n")


def test_a_timed_cell_is_python_and_a_shell_cell_is_not() -> None:
    assert python_text(notebook("%%time\na = 1")) == "# %% cell 2\npass\na = 1\n"
    assert python_text(notebook("%%bash\nls -l")) == "# %% cell 2\n# %%bash\n# ls -l\n"


def test_a_cell_that_does_not_parse_leaves_the_others_alone() -> None:
    assert python_text(notebook("a = (", "b = 2")) == "# %% cell 2\n# a = (\n# %% cell 3\nb = 2\n"


@pytest.mark.parametrize(
    "cell", ["-" * 30_000 + "1", "a = '\0'", "a = '\ud800'", "a" + ".a" * 2_000]
)
def test_a_cell_that_python_refuses_in_its_own_way_leaves_the_others_alone(cell: str) -> None:
    text = python_text(notebook(cell, "b = 2"))
    assert text.splitlines()[2:] == ["# %% cell 3", "b = 2"]
    ast.parse(text)


def test_a_line_is_found_again_in_its_cell() -> None:
    text = python_text(notebook("a = 1", "b = 2\nc = 3"))
    assert cell_of(text, text.split("\n").index("c = 3") + 1) == (3, 2)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "is no notebook"),
        ("[]", "holds no cells"),
        ('{"cells": 3}', "holds no cells"),
        (notebook("x <- 1", language="R"), "is a notebook in r"),
    ],
)
def test_what_is_no_python_notebook_is_said_to_be_none(text: str, reason: str) -> None:
    with pytest.raises(NotebookError, match=reason):
        python_text(text)
    with pytest.raises(SourceError, match=reason):
        decode(Path("notes.ipynb"), text.encode())


def test_the_models_of_a_notebook_are_shown_with_the_cell_that_builds_them(tmp_path: Path) -> None:
    path = tmp_path / "digits.ipynb"
    path.write_text(
        notebook(
            "%matplotlib inline\nimport keras",
            "\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])",
        ),
        "utf-8",
    )
    (model,) = overview([str(path)], {}).models
    assert model.summary.parameters == 15
    assert shown_place(model.summary.origin).endswith("digits.ipynb:cell 3:2")
