"""`kerascop confirm --execute`: the file is run up to its models, and they are compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.confirming.test_command import kerascop_says

PROGRAM = """\
import sys

import keras
from keras import layers

widths = [int(word) for word in "8 4".split()]


class Scale(layers.Layer):
    def build(self, shape):
        self.factor = self.add_weight(shape=(shape[-1],))

    def call(self, x):
        return x * self.factor


model = keras.Sequential([keras.Input((6,), name="given"), Scale()])
for width in widths:
    model.add(layers.Dense(width, activation=lambda x: x / 2))
model.compile("adam", "mse")
model.fit(None, None)
open("ran.txt", "w").write("more than the models was run")

refused = keras.Sequential()
refused.add(keras.Input((4, 4, 1)))
refused.add(layers.Conv2D(8, 5))
late = keras.Sequential([keras.Input((3,)), layers.Dense(2)])


def sized(units=3):
    return keras.Sequential([keras.Input((units,)), layers.Dense(2)])
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("project")
    (made / "program.py").write_text(PROGRAM, "utf-8")
    (made / "spins.py").write_text(
        "import keras\nwhile True:\n    model = keras.Sequential([keras.Input((3,))])\n", "utf-8"
    )
    return made


@pytest.fixture(scope="module")
def models(folder: Path) -> list[dict[str, Any]]:
    said = kerascop_says(
        "confirm", "program.py", "--execute", "--output-format", "json", cwd=folder
    )
    assert said.returncode == 1, said.stderr
    found: list[dict[str, Any]] = json.loads(said.stdout)["models"]
    return found


def by_row(models: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {model["origin"]["row"]: model for model in models}


def test_layers_of_the_programs_own_are_compared(models: list[dict[str, Any]]) -> None:
    model = by_row(models)[17]
    assert model["status"] == "agrees"
    assert [layer["keras"] for layer in model["layers"]] == [[None, 6], [None, 8], [None, 4]]
    assert [layer["parameters"] for layer in model["layers"]] == [6, 56, 36]


def test_a_refusal_is_told_at_its_layer(models: list[dict[str, Any]]) -> None:
    model = by_row(models)[24]
    assert model["status"] == "fails"
    assert "zero or negative" in model["reason"]
    (layer,) = model["layers"]
    assert (layer["agrees"], layer["origin"]["row"]) == (False, 26)


def test_what_comes_after_a_refusal_is_not_made(models: list[dict[str, Any]]) -> None:
    model = by_row(models)[27]
    assert model["status"] == "skipped"
    assert model["reason"].startswith("line 26 ends the run: ValueError")


def test_nothing_but_what_builds_models_is_run(folder: Path, models: list[dict[str, Any]]) -> None:
    assert models
    assert not (folder / "ran.txt").exists()


def test_a_builder_gets_its_arguments(folder: Path) -> None:
    words = ["confirm", "program.py::sized", "--arg", "units=7", "--execute"]
    said = kerascop_says(*words, "--output-format", "json", cwd=folder)
    assert said.returncode == 0, said.stdout
    (model,) = json.loads(said.stdout)["models"]
    assert model["layers"][0]["parameters"] == 16


def test_a_file_that_never_ends_is_ended(folder: Path) -> None:
    words = ["confirm", "spins.py", "--execute", "--timeout", "20", "--output-format", "json"]
    (model,) = json.loads(kerascop_says(*words, cwd=folder).stdout)["models"]
    assert model["status"] == "skipped"
    assert "longer than 20 seconds" in model["reason"]


def test_limits_are_for_what_is_run(folder: Path) -> None:
    said = kerascop_says("confirm", "program.py", "--timeout", "20", cwd=folder)
    assert said.returncode == 2
    assert "give both" in said.stderr


def test_a_file_imports_from_the_folder_that_was_named(tmp_path: Path) -> None:
    for name in ("parts", "src/more", "scripts"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "parts/__init__.py").write_text("WIDTH = 5\n", "utf-8")
    (tmp_path / "src/more/__init__.py").write_text("DEPTH = 2\n", "utf-8")
    (tmp_path / "scripts/build.py").write_text(
        "import keras\nfrom more import DEPTH\nfrom parts import WIDTH\n"
        "layers = [keras.layers.Dense(WIDTH) for _ in range(DEPTH)]\n"
        "model = keras.Sequential([keras.Input((3,)), *layers])\n",
        "utf-8",
    )
    said = kerascop_says("confirm", ".", "--execute", "--output-format", "json", cwd=tmp_path)
    (model,) = json.loads(said.stdout)["models"]
    assert (model["status"], model["reason"]) == ("agrees", None)
