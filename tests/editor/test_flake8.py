"""The plugin for flake8, run by flake8 itself, side by side with `kerascop lint`."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from tests.editor.client import REPOSITORY

pytest.importorskip("flake8")

FAULTY = """\
import keras
from keras import layers

model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="softmax")])
model.compile(optimizer="adam", loss="binary_crossentropy")
"""
NOISY = """\
import keras
from keras import layers

model = keras.Sequential([keras.Input((8,))])
for _ in range(3):
    model.add(layers.Dense(16, activation="sigmoid"))
model.add(layers.Dense(1))
model.compile(optimizer="adam", loss="mse")
"""

_OURS = [each for each in entry_points(group="flake8.extension") if "kerascop" in each.value]
_PLUGIN = (
    "" if _OURS else "[flake8:local-plugins]\nextension = KC = kerascop.editor.flake8:Plugin\n"
)


def _run(folder: Path, *words: str, given: str | None = None) -> list[str]:
    path = os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return [line for line in done.stdout.splitlines() if " KC" in line]


def _flake8(folder: Path, *words: str, settings: str = "", given: str | None = None) -> list[str]:
    (folder / "flake8.ini").write_text(f"[flake8]\n{settings}\n{_PLUGIN}")
    found = _run(folder, "flake8", "--config", "flake8.ini", "-j1", *words, given=given)
    return [line for line in found if " KC" in line]


def _places(lines: list[str]) -> list[tuple[str, str]]:
    """Of each line what stands before the message: the place and the code."""
    parts = [line.split(" ")[:2] for line in lines]
    return sorted((place.removeprefix("./").rstrip(":"), code) for place, code in parts)


def test_flake8_tells_what_kerascop_tells(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(FAULTY)
    (tmp_path / "silent.py").write_text(FAULTY.replace(")])\n", ")])  # noqa: KC204\n"))
    (tmp_path / "own.py").write_text(
        FAULTY.replace(")])\n", ")])  # kerascop: ignore[single-unit-softmax]\n")
    )
    (tmp_path / "heads.py").write_text("import keras\n\nhead = keras.layers.Dense(3)\n")
    (tmp_path / "plain.py").write_text("print('no model')\n")
    ours = _run(tmp_path, "kerascop", "lint", "--output-format", "concise")
    theirs = _flake8(tmp_path, ".")
    assert _places(theirs) == _places(ours)
    assert len(theirs) == 1


def test_flake8_hands_standard_input_on(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text("")
    found = _flake8(tmp_path, "--stdin-display-name", "model.py", "-", given=FAULTY)
    assert _places(found) == [("model.py:4:73", "KC204")]


def test_noisy_rules_are_off_until_they_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(NOISY)
    assert _flake8(tmp_path, ".") == []
    by_kerascop = _flake8(tmp_path, ".", settings="kerascop-extend-select = design")
    by_flake8 = _flake8(tmp_path, "--extend-select", "KC4", ".")
    assert by_kerascop
    assert {line.split(" ")[1] for line in by_flake8} <= {f"KC4{at:02}" for at in range(100)}


def test_the_options_of_flake8_and_the_settings_of_kerascop_both_count(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(FAULTY)
    assert _flake8(tmp_path, ".", settings="kerascop-ignore = KC204") == []
    assert _flake8(tmp_path, ".", settings="extend-ignore = KC204") == []
    (tmp_path / "pyproject.toml").write_text('[tool.kerascop]\nignore = ["KC204"]\n')
    assert _flake8(tmp_path, ".") == []


def test_the_models_of_imported_modules_are_known(tmp_path: Path) -> None:
    (tmp_path / "build.py").write_text(
        "import keras\n\n\ndef build():\n    return keras.Sequential([keras.Input((8,)), "
        'keras.layers.Dense(1, activation="softmax")])\n'
    )
    (tmp_path / "train.py").write_text(
        "import keras\n\nfrom build import build\n\nmodel = build()\n"
        'model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["Accuracy0"])\n'
    )
    ours = _run(tmp_path, "kerascop", "lint", "--output-format", "concise")
    assert _places(_flake8(tmp_path, ".")) == _places(ours)


def test_wrong_options_are_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "flake8.ini").write_text(f"[flake8]\nkerascop-select = KC9999\n{_PLUGIN}")
    path = os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "flake8", "--config", "flake8.ini", "."],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "unknown rule or group `KC9999`" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_module_that_compiles_queries_does_not_make_its_importers_models(tmp_path: Path) -> None:
    (tmp_path / "base.py").write_text("class Model:\n    sql = compiler.compile(node)\n")
    (tmp_path / "shop.py").write_text("from base import Model\n\nModel().run()\n")
    path = os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")])
    script = (
        "import sys; from kerascop.editor.flake8 import Plugin; import ast;"
        "lines = open('shop.py').readlines();"
        "list(Plugin(ast.parse(''.join(lines)), 'shop.py', lines).run());"
        "print('kerascop.interpreter' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
