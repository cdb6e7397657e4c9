"""`kerascop confirm`, `lint --confirm` and `summary --confirm` as a user meets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kerascop

GOOD = """\
import keras
from keras import layers

open("ran.txt", "w").write("the file was run")

model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(8, 3),
        layers.Lambda(lambda x: (open("ran.txt", "w"), x)[1]),
        layers.Dense(10),
    ]
)
"""
BAD = """\
import keras
from keras import layers

inputs = keras.Input((5,))
steps = layers.LSTM(64)(inputs)
model = keras.Model(inputs, layers.Dense(1)(steps))


def build(classes):
    inputs = keras.Input((8, 3))
    return keras.Model(inputs, [layers.Dense(classes)(inputs), layers.Flatten()(inputs)])
"""


def kerascop_says(*words: str, cwd: Path, **others: str) -> subprocess.CompletedProcess[str]:
    """What the command says, `others` being variables of its environment."""
    source = str(Path(kerascop.__file__).parents[1])
    quiet = {"COLUMNS": "200", "PYTHONPATH": source, **others}
    return subprocess.run(
        [sys.executable, "-m", "kerascop", *words],
        cwd=cwd,
        env={**os.environ, **quiet},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("project")
    (made / "bad.py").write_text(BAD, "utf-8")
    (made / "good.py").write_text(GOOD, "utf-8")
    (made / "none.py").write_text("print(1)\n", "utf-8")
    return made


@pytest.fixture(scope="module")
def confirmed(folder: Path) -> subprocess.CompletedProcess[str]:
    return kerascop_says("confirm", "bad.py", "good.py", "--output-format", "json", cwd=folder)


@pytest.fixture(scope="module")
def models(confirmed: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(confirmed.stdout)["models"]
    return found


def test_a_refusal_is_status_1_and_progress_goes_to_standard_error(
    confirmed: subprocess.CompletedProcess[str],
) -> None:
    assert confirmed.returncode == 1
    assert "loading Keras" in confirmed.stderr
    assert "Traceback" not in confirmed.stderr


def test_json_has_exactly_these_keys(models: list[dict[str, Any]]) -> None:
    assert all(list(model) == ["name", "origin", "status", "reason", "layers"] for model in models)
    keys = ["name", "class", "static", "keras", "parameters", "agrees", "origin"]
    assert all(list(layer) == keys for model in models for layer in model["layers"])


def test_json_holds_both_shapes_and_the_words_of_keras(models: list[dict[str, Any]]) -> None:
    refused, sized, good = models
    assert refused["status"] == "fails"
    assert "expected ndim=3, found ndim=2" in refused["reason"]
    assert refused["layers"][1] == {
        "name": "lstm",
        "class": "LSTM",
        "static": None,
        "keras": None,
        "parameters": None,
        "agrees": False,
        "origin": {"filename": "bad.py", "row": 5, "column": 9},
    }
    assert sized["status"] == "agrees"
    assert sized["layers"][1]["static"] == [None, 8, "classes"]
    assert sized["layers"][1]["keras"] == [None, 8, 96]
    assert good["layers"][0]["keras"] == good["layers"][0]["static"] == [None, 26, 26, 8]


def test_nothing_of_the_file_is_run(folder: Path, models: list[dict[str, Any]]) -> None:
    assert models[-1]["name"] == "sequential"
    assert not (folder / "ran.txt").exists()


def test_the_readme_shows_what_is_printed(folder: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    about = readme.partition("## Confirming")[2].partition("\n## ")[0]
    program, shown = (block.partition("```")[0] for block in about.split("```")[1::2])
    (folder / "forecast.py").write_text(program.removeprefix("python\n"), "utf-8")
    said = kerascop_says("confirm", "forecast.py", cwd=folder)
    assert shown == f"console\n$ kerascop confirm forecast.py\n{said.stdout}"


def test_lint_marks_what_keras_confirms_and_tells_what_it_refuses(folder: Path) -> None:
    said = kerascop_says("lint", "bad.py", "--confirm", "--output-format", "json", cwd=folder)
    assert said.returncode == 1
    rank, failure = json.loads(said.stdout)
    assert (rank["code"], failure["code"]) == ("KC103", "KC912")
    assert rank["location"] == failure["location"] == {"row": 5, "column": 9}
    assert rank["confirmation"]["status"] == "confirmed"
    assert rank["confirmation"]["by"].startswith("keras ")
    assert "expected ndim=3, found ndim=2" in rank["confirmation"]["message"]
    assert rank["confirmation"]["message"] in failure["message"]


def test_lint_does_not_ask_keras_by_itself(folder: Path) -> None:
    said = kerascop_says("lint", "bad.py", "--output-format", "json", cwd=folder)
    assert [finding["confirmation"] for finding in json.loads(said.stdout)] == [None]
    assert said.stderr == ""


def test_a_summary_shows_both_columns(folder: Path) -> None:
    said = kerascop_says("summary", "good.py", "--confirm", cwd=folder)
    assert said.returncode == 0
    row = next(line for line in said.stdout.splitlines() if "conv2d" in line)
    assert row.count("(None, 26, 26, 8)") == 2


def test_without_models_keras_is_not_loaded(folder: Path) -> None:
    said = kerascop_says("confirm", "none.py", "--python", "no-such-python", cwd=folder)
    assert (said.returncode, said.stdout) == (0, "No model found.\n")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter without a single package."""
    home = tmp_path_factory.mktemp("bare")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    return home / ("Scripts" if os.name == "nt" else "bin") / "python"


def test_an_interpreter_without_keras_is_told_what_to_install(folder: Path, bare: Path) -> None:
    for words in (["confirm", "good.py"], ["lint", "good.py", "--confirm"]):
        said = kerascop_says(*words, "--python", str(bare), cwd=folder)
        assert said.returncode == 2
        assert said.stdout == ""
        assert f"{bare} -m pip install keras tensorflow" in said.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["confirm", "good.py", "--python", "no-such-python"], "`--python no-such-python` cannot"),
        (["confirm", "missing.py"], "`missing.py` does not exist"),
        (["lint", "good.py", "--confirm", "--fix"], "cannot be given with `--fix`"),
        (["summary", "good.py", "--confirm", "--output-format", "svg"], "tables or JSON"),
    ],
)
def test_misuse_is_one_line_and_status_2(folder: Path, words: list[str], told: str) -> None:
    said = kerascop_says(*words, cwd=folder)
    assert said.returncode == 2
    assert told in said.stderr.splitlines()[-1]
    assert "Traceback" not in said.stderr


def test_nothing_is_left_behind(folder: Path, tmp_path: Path) -> None:
    said = kerascop_says("confirm", "good.py", cwd=folder, TMPDIR=str(tmp_path))
    assert said.returncode == 0, said.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_builder_that_lacks_arguments_can_be_asked_for_with_them(tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text(
        "import keras\n\ndef net(shape):\n"
        "    return keras.Sequential([keras.Input(shape), keras.layers.Dense(2)])\n",
        "utf-8",
    )
    said = kerascop_says("confirm", "net.py", cwd=tmp_path)
    assert "`net.py::net --arg NAME=VALUE` gives its builder arguments" in said.stdout
    said = kerascop_says("confirm", "net.py::net", "--arg", "shape=(3,)", cwd=tmp_path)
    assert "1 agrees" in said.stdout
