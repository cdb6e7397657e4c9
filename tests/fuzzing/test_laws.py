"""The laws of `fuzzing/`, for what Hypothesis draws, and for all that ever broke one."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzzing.targets import TARGETS, fixing, interpreting, parsing
from kerascop.linting.finding import Finding
from kerascop.linting.run import lint
from kerascop.sources.reading import Contents
from tests.fuzzing.mutants import mutants, seeds

ROOT = Path(__file__).parents[2]
CORPUS = sorted((ROOT / "fuzzing" / "corpus").glob("*/*"))
TIMES = int(os.environ.get("KERASCOP_FUZZING", "1"))
"""How many times as many examples as usual are drawn, others than those of every run."""


def several(examples: int) -> settings:
    """The settings of a law that is tried so many times."""
    return settings(
        max_examples=examples * TIMES,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}: {path.name}")
def test_what_once_broke_a_law_keeps_it(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("law", [parsing, TARGETS["suppressing"], TARGETS["settings"]])
@given(data=st.binary(max_size=200))
@several(150)
def test_bytes_keep_the_laws(law: Callable[[bytes], None], data: bytes) -> None:
    law(data)


@given(mutants())
@several(60)
def test_mutants_are_parsed_or_refused(text: str) -> None:
    parsing(text.encode())


@given(mutants())
@several(40)
def test_mutants_are_linted(text: str) -> None:
    interpreting(text.encode())


@given(mutants())
@several(20)
def test_fixes_of_mutants_are_python(text: str) -> None:
    fixing(text.encode())


_CODES = st.lists(
    st.sampled_from(
        ["# noqa", "# noqa: KC204", "#noqa:KC204,KC", "# kerascop: ignore", "# kerascop: ignore[",
         "# kerascop: ignore[KC204, x]", "# kerascop: file-ignore", "# kerascop: off", "\n",
         "x = 1",
         "'''", '"""', "(", ")", "\\\n", "\r", "\f", "é", ", ", ":", "KC999", " "]
    ),
    max_size=15,
).map("".join)  # fmt: skip


@given(_CODES)
@several(150)
def test_comments_that_silence_keep_the_laws(text: str) -> None:
    TARGETS["suppressing"](text.encode())


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
    | st.sampled_from(["code", "markdown", "python", "R", "import keras\n", "%%bash\nls", "!ls"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["cells", "cell_type", "source", "metadata", "kernelspec", "language", "worksheets",
             "input", "outputs", "nbformat", "language_info", "name"]
        ),
        inner,
        max_size=6,
    ),
    max_leaves=30,
)  # fmt: skip


@given(_JSON)
@several(100)
def test_any_json_is_a_notebook_or_refused(document: Any) -> None:
    TARGETS["notebooks"](json.dumps(document).encode())


@given(
    st.sampled_from(
        [
            "select",
            "ignore",
            "target-keras",
            "severity.KC204",
            "per-file-ignores",
            "exclude",
            "extend",
            "rules-dir",
            "output-format",
            "a.b",
        ]
    ),
    _JSON,
)
@several(150)
def test_any_value_is_a_setting_or_refused(key: str, value: Any) -> None:
    TARGETS["settings"](f"{key} = {json.dumps(value)}".encode())


@pytest.mark.skipif(importlib.util.find_spec("hypothesmith") is None, reason="needs hypothesmith")
@given(st.data())
@several(8)
def test_whatever_the_grammar_allows_is_linted(data: st.DataObject) -> None:
    import hypothesmith

    interpreting(data.draw(hypothesmith.from_grammar()).encode("utf-8", "surrogatepass"))


def told(findings: tuple[Finding, ...]) -> Counter[tuple[str, str]]:
    """What is found, without where."""
    return Counter((finding.path.name, finding.code) for finding in findings)


@given(st.permutations(range(12)))
@several(3)
def test_findings_do_not_depend_on_the_order_of_files(order: list[int]) -> None:
    contents = {Path(f"program_{at}.py"): seeds()[at * 7].encode() for at in range(12)}
    plain = lint(list(contents), contents=Contents(contents)).findings
    shuffled = [list(contents)[at] for at in order]
    found = lint(shuffled, contents=Contents(contents)).findings
    assert sorted(found, key=str) == sorted(plain, key=str)


@pytest.mark.skipif(shutil.which("ruff") is None, reason="needs ruff")
def test_formatting_a_file_changes_no_finding_but_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "programs"
    shutil.copytree(ROOT / "fixtures" / "programs", folder, ignore=shutil.ignore_patterns("*.json"))
    before = lint([folder])
    places = {finding.path for finding in before.findings if finding.code == "KC901"}
    subprocess.run(
        ["ruff", "format", "--isolated", "--quiet", str(folder)], check=False, capture_output=True
    )
    after = lint([folder])
    assert _by_file(before.findings, places) == _by_file(after.findings, places)


def _by_file(findings: tuple[Finding, ...], without: set[Path]) -> Counter[tuple[str, str]]:
    return Counter(
        (str(finding.path), finding.code) for finding in findings if finding.path not in without
    )


_IMPORTS = (
    "import {other}",
    "import {other}\n{other}.HELD.append({number})",
    "import {other}\n{other}.UNITS = {number}",
    "from {other} import HELD as BORROWED\nUNITS = BORROWED[-1]",
    "from {other} import UNITS",
)
_MODELS = "".join(
    f"keras.Sequential([keras.Input((3,)), keras.layers.Dense({units}, 'softmax')])\n"
    for units in ("UNITS", "HELD[-1]")
)


@st.composite
def projects(draw: st.DrawFn) -> dict[Path, bytes]:
    """Modules that import each other anyhow, and change what others hold on the way."""
    names = [f"module_{at}" for at in range(draw(st.integers(3, 5)))]
    numbers = st.integers(1, 2)
    files = {}
    for name in names:
        lines = [
            draw(st.sampled_from(_IMPORTS)).format(other=other, number=draw(numbers))
            for other in draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
        ]
        for own in (f"HELD = [{draw(numbers)}]", f"UNITS = {draw(numbers)}"):
            lines.insert(draw(st.integers(0, len(lines))), own)
        files[Path(f"{name}.py")] = "\n".join(["import keras", *lines, _MODELS]).encode()
    return files


@given(projects(), st.randoms())
@several(40)
def test_findings_do_not_depend_on_which_importer_comes_first(
    files: dict[Path, bytes], chance: Random
) -> None:
    plain = lint(list(files), contents=Contents(files)).findings
    paths = list(files)
    chance.shuffle(paths)
    found = lint(paths, contents=Contents(files)).findings
    assert sorted(found, key=str) == sorted(plain, key=str)
