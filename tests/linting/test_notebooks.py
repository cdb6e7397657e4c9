"""Notebooks are linted like files, and places in them are told by cell and line."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

import pytest

from kerascop.linting.fixing import fixed_files
from kerascop.linting.run import Report, lint
from kerascop.reporting import FORMATS

CELLS = [
    ("markdown", "# A model"),
    ("code", "!pip install keras\nfiles = !ls\n%matplotlib inline\nfrom keras import Sequential"),
    ("code", "from keras.layers import Dense, Input"),
    ("markdown", "built here"),
    ("code", 'model = Sequential([\n    Input((4,)),\n    Dense(1, activation="softmax"),\n])'),
    ("code", "%%time\nmodel.compile('sgd', 'binary_crossentropy')\nmodel.summary?"),
]


def notebook(path: Path, cells: list[tuple[str, str]], **metadata: Any) -> Path:
    document = {
        "cells": [
            {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}
            for kind, source in cells
        ],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(document), "utf-8")
    return path


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KERASCOP_DEBUG", "1")
    return lint([notebook(Path("book.ipynb"), CELLS).name])


def test_cells_are_one_program_and_magics_do_nothing(report: Report) -> None:
    assert [finding.code for finding in report.findings] == ["KC204"]


def test_concise_tells_the_cell(report: Report) -> None:
    assert FORMATS["concise"](report, False).startswith("book.ipynb:cell 5:3:25: KC204 ")


@pytest.mark.parametrize("end", ["\r", "\r\n"], ids=["old", "windows"])
def test_cells_with_line_ends_of_other_systems_keep_places_and_fixes(
    end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("book.ipynb")
    source = CELLS[4][1].replace("\n", end)
    first = ("code", "x = 1\ry = 2\rz = 3\n")
    notebook(path, [first, *CELLS[:4], ("code", source), CELLS[5]])
    report = lint([path])
    assert FORMATS["concise"](report, False).startswith("book.ipynb:cell 6:3:25: KC204 ")
    (fixed,), _ = fixed_files(report.findings, {path: path.read_bytes()}, unsafe=True)
    after = "".join(json.loads(fixed.after)["cells"][5]["source"])
    assert after == source.replace("softmax", "sigmoid")


@pytest.mark.parametrize("line", ["# %% cell 99", "%% cell 99\nls", "#\t%% cell 2"])
def test_a_line_of_a_cell_that_looks_like_a_marker_is_none(line: str, tmp_path: Path) -> None:
    path = notebook(tmp_path / "book.ipynb", [("code", line), ("code", f"{line}\nx = 1"), *CELLS])
    (finding,) = lint([path]).findings
    assert FORMATS["concise"](lint([path]), False).split(":")[1:3] == ["cell 7", "3"]
    assert finding.code == "KC204"


def test_json_tells_the_cell(report: Report) -> None:
    (finding,) = json.loads(FORMATS["json"](report, False))
    assert finding["filename"] == "book.ipynb"
    assert finding["cell"] == 5
    assert finding["location"] == {"row": 3, "column": 25}
    assert {related["cell"] for related in finding["related"]} <= {5, 6}


def test_frames_show_lines_of_the_cell_alone(report: Report) -> None:
    shown = FORMATS["full"](report, False)
    assert "book.ipynb:cell 5:3:25: KC204" in shown
    assert '3 |     Dense(1, activation="softmax"),' in shown
    assert "# %%" not in shown


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_frames_show_commands_as_they_were_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    monkeypatch.chdir(tmp_path)
    head = f"%%time{ends}files = !ls{ends}"
    body = 'model = Sequential([Input((4,)), Dense(1, activation="softmax")])'
    path = notebook(Path("book.ipynb"), [*CELLS[1:3], ("code", head + body)])
    shown = FORMATS["full"](lint([path]), False)
    assert "1 | %%time\n2 | files = !ls\n3 | model" in shown


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_servers_are_told_the_line_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    path = notebook(Path("book.ipynb"), CELLS)
    text = json.dumps(json.loads(path.read_text()), indent=1)
    path.write_bytes(mark + text.encode())
    (number,) = (at for at, line in enumerate(text.split("\n"), 1) if "softmax" in line)
    assert FORMATS["pylint"](lint([path])).startswith(f"book.ipynb:{number}: [KC204]")


def test_a_notebook_in_another_language_is_told_of_only_where_it_is_named(tmp_path: Path) -> None:
    path = notebook(tmp_path / "book.ipynb", CELLS, language_info={"name": "R"})
    assert lint([tmp_path]).findings == ()
    assert [finding.code for finding in lint([path]).findings] == ["KC901"]


def test_a_folder_is_searched_for_notebooks(tmp_path: Path) -> None:
    notebook(tmp_path / "book.ipynb", CELLS)
    assert [finding.path.name for finding in lint([tmp_path]).findings] == ["book.ipynb"]


def test_a_notebook_imports_modules_of_its_project(tmp_path: Path) -> None:
    (tmp_path / "nets.py").write_text(
        "from keras import Sequential, Input\nfrom keras.layers import Dense\n"
        "def build(units):\n"
        "    return Sequential([Input((4,)), Dense(units, activation='softmax')])\n"
    )
    notebook(tmp_path / "book.ipynb", [("code", "import nets"), ("code", "model = nets.build(1)")])
    assert [finding.code for finding in lint([tmp_path]).findings] == ["KC204"]


def test_a_comment_in_a_cell_silences_its_statement(tmp_path: Path) -> None:
    cells = [(kind, source.replace('"),', '"),  # noqa: KC204')) for kind, source in CELLS]
    assert lint([notebook(tmp_path / "book.ipynb", cells)]).findings == ()


def test_a_cell_that_is_no_python_is_left_out(tmp_path: Path) -> None:
    cells = [CELLS[1], ("code", "this is a note"), *CELLS[2:]]
    found = lint([notebook(tmp_path / "book.ipynb", cells)])
    assert [finding.code for finding in found.findings] == ["KC204"]


def test_a_broken_notebook_is_one_finding(tmp_path: Path) -> None:
    path = tmp_path / "book.ipynb"
    path.write_text('{"cells": [\n "keras" oops')
    report = lint([path])
    assert [finding.code for finding in report.findings] == ["KC901"]
    assert f"{path.as_posix()}:2:" in FORMATS["concise"](report, False)
