"""Whole runs over small folders."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kerascop.interpreter
from kerascop.interpreter import modules
from kerascop.interpreter.machine import Machine
from kerascop.interpreter.scopes import Scope
from kerascop.linting.run import lint
from kerascop.sources.length import MAX_BYTES
from tests.building import only

SOFTMAX_OF_ONE = """
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(8, activation="relu"),
                    layers.Dense(1, activation="softmax")])
model.compile("adam", "binary_crossentropy")
"""

BROKEN = "import keras\nx = (1,\n"


def write(root: Path, **texts: str) -> None:
    for stem, text in texts.items():
        (root / f"{stem}.py").write_text(text)


def places(root: Path, *words: str) -> list[tuple[str, int, str]]:
    report = lint([root], only(*words) if words else None)
    return [(found.path.name, found.span.start_line, found.code) for found in report.findings]


def test_findings_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    write(tmp_path, b=SOFTMAX_OF_ONE, a=SOFTMAX_OF_ONE + SOFTMAX_OF_ONE, c=BROKEN)
    assert places(tmp_path, "KC204", "KC901") == [
        ("a.py", 5, "KC204"),
        ("a.py", 11, "KC204"),
        ("b.py", 5, "KC204"),
        ("c.py", 2, "KC901"),
    ]


def test_a_broken_file_is_one_finding_and_the_others_are_linted(tmp_path: Path) -> None:
    write(tmp_path, a=BROKEN, b=SOFTMAX_OF_ONE)
    (tmp_path / "c.py").write_bytes(b"import keras\n# \xff\n")
    assert places(tmp_path, "KC204", "KC901") == [
        ("a.py", 2, "KC901"),
        ("b.py", 5, "KC204"),
        ("c.py", 2, "KC901"),
    ]


def test_a_broken_file_without_keras_is_reported_only_if_it_is_named(tmp_path: Path) -> None:
    write(tmp_path, a="def f(:\n")
    assert places(tmp_path) == []
    assert places(tmp_path / "a.py") == [("a.py", 1, "KC901")]


def test_a_broken_file_is_a_note_where_its_rule_is_not_selected(tmp_path: Path) -> None:
    write(tmp_path, a=BROKEN)
    report = lint([tmp_path], only("KC204"))
    assert report.findings == ()
    assert len(report.notes) == 1
    assert "not analysed" in report.notes[0]


def test_a_file_without_keras_is_counted_and_not_analysed(tmp_path: Path) -> None:
    write(tmp_path, a="print('hello')\n", b=SOFTMAX_OF_ONE)
    report = lint([tmp_path])
    assert (report.files, report.analysed) == (2, 1)


def test_a_mistake_across_files_is_one_finding(tmp_path: Path) -> None:
    write(
        tmp_path,
        nets=SOFTMAX_OF_ONE,
        train="from nets import model\n\nmodel.summary()\n",
        test="import nets\n\nnets.model.summary()\n",
    )
    assert places(tmp_path, "KC204") == [("nets.py", 5, "KC204")]


def test_a_huge_file_is_not_analysed_and_said_so(tmp_path: Path) -> None:
    write(tmp_path, a=SOFTMAX_OF_ONE + "#" * MAX_BYTES)
    report = lint([tmp_path])
    assert report.findings == ()
    assert any("longer than" in note for note in report.notes)


def test_texts_of_all_files_that_findings_point_into_are_kept(tmp_path: Path) -> None:
    write(tmp_path, a=BROKEN)
    report = lint([tmp_path])
    assert report.texts == {tmp_path / "a.py": BROKEN}


def test_a_defect_of_the_interpreter_costs_one_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyse = kerascop.interpreter.analyse

    def faulty(module: object, project: object, budget: object) -> object:
        if module.path.name == "a.py":  # type: ignore[attr-defined]
            raise RuntimeError("a defect")
        return analyse(module, project, budget)  # type: ignore[arg-type]

    monkeypatch.setattr(kerascop.interpreter, "analyse", faulty)
    monkeypatch.delenv("KERASCOP_DEBUG", raising=False)
    write(tmp_path, a=SOFTMAX_OF_ONE, b=SOFTMAX_OF_ONE)
    report = lint([tmp_path], only("KC204"))
    assert [found.path.name for found in report.findings] == ["b.py"]
    assert any("a defect" in note for note in report.notes)
    monkeypatch.setenv("KERASCOP_DEBUG", "1")
    with pytest.raises(RuntimeError, match="a defect"):
        lint([tmp_path], only("KC204"))


def test_what_was_given_up_in_an_imported_module_is_told(tmp_path: Path) -> None:
    making = "for i in range(900): made.append(layers.Dense(i + 1))\n" * 30
    parts = f"from keras import layers\nmade = []\n{making}"
    write(tmp_path, parts=parts, model="import keras\nfrom parts import made\nprint(made)\n")
    report = lint([tmp_path], only("KC204"))
    assert f"{tmp_path / 'parts.py'}: more than 40000 steps; partly known" in report.notes


def test_an_import_that_the_file_does_not_read_is_not_followed(tmp_path: Path) -> None:
    making = "for i in range(900): made.append(layers.Dense(i + 1))\n" * 30
    parts = f"from keras import layers\nmade = []\n{making}"
    write(tmp_path, parts=parts, model="import keras\nfrom parts import made as made\n")
    report = lint([tmp_path], only("KC204"))
    assert not any("partly known" in note for note in report.notes)


def test_a_message_does_not_depend_on_the_seed_of_hashes(tmp_path: Path) -> None:
    write(tmp_path, old="import tensorflow as tf\nloss = tf.keras.losses.mean_squared_error\n")
    command = [sys.executable, "-m", "kerascop", "lint", "--output-format=concise", str(tmp_path)]
    said = {
        subprocess.run(
            command,
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        for seed in (2, 5, 6)
    }
    assert len(said) == 1
    assert "Use `tensorflow.keras.losses.mse`" in said.pop()


def test_a_run_leaves_the_interpreter_of_python_as_it_was(tmp_path: Path) -> None:
    write(tmp_path, a=SOFTMAX_OF_ONE)
    before = (sys.getrecursionlimit(), gc.isenabled())
    lint([tmp_path])
    assert (sys.getrecursionlimit(), gc.isenabled()) == before


@pytest.mark.parametrize(
    ("stem", "header", "expected"),
    [
        ("test_model", "import pytest\n", []),
        ("model_test", "from absl.testing import parameterized\n", []),
        ("test_model", "", ["KC204"]),
        ("model", "import pytest\n", ["KC204"]),
    ],
)
def test_models_of_unit_tests_need_not_learn(
    tmp_path: Path, stem: str, header: str, expected: list[str]
) -> None:
    write(tmp_path, **{stem: f"{header}{SOFTMAX_OF_ONE}\n\ndef test_it():\n    assert model\n"})
    assert [code for _, _, code in places(tmp_path, "KC204")] == expected


def test_unit_tests_use_an_api_that_has_to_exist(tmp_path: Path) -> None:
    text = "import pytest\nfrom keras.optimizers import Adam\n\ndef test_it():\n    Adam(lr=1)\n"
    write(tmp_path, test_rates=text)
    assert [code for _, _, code in places(tmp_path, "KC701")] == ["KC701"]


def test_what_unit_tests_call_does_not_keep_them_from_being_read_to_their_ends(
    tmp_path: Path,
) -> None:
    builder = (
        "import keras\n\ndef network(depth=400):\n    model = keras.Sequential()\n"
        "    for _ in range(depth):\n        model.add(keras.layers.Dense(8))\n    return model\n"
    )
    cases = "".join(
        f"\ndef test_{at}(mode):\n    if mode:\n        model = network()\n"
        f"    else:\n        model = network(9)\n    keras.optimizers.Adam(lr={at})\n"
        for at in range(3)
    )
    test = f"import keras\nimport pytest\nfrom network import network\n{cases}"
    write(tmp_path, network=builder, test_network=test)
    assert [row for _, row, _ in places(tmp_path, "KC701")] == [10, 17, 24]


def test_who_imports_modules_first_does_not_matter_even_in_a_circle(tmp_path: Path) -> None:
    circle = {
        "one": "import keras\nfrom two import UNITS\nWIDTH = 1\n",
        "two": "import keras\nfrom one import WIDTH\nUNITS = WIDTH\n",
    }
    building = (
        "keras.Sequential([keras.Input((3,)), keras.layers.Dense({}, activation='softmax')])\n"
    )
    users = {
        "a_user": f"import keras\nfrom one import UNITS\n{building.format('UNITS')}",
        "z_user": f"import keras\nfrom two import UNITS, WIDTH\n{building.format('UNITS')}",
    }
    apart: list[tuple[str, int, str]] = []
    for name, text in users.items():
        folder = tmp_path / name
        folder.mkdir()
        write(folder, **circle, **{name: text})
        apart.extend(places(folder, "KC204"))
    together = tmp_path / "together"
    together.mkdir()
    write(together, **circle, **users)
    assert apart
    assert sorted(places(together, "KC204")) == sorted(apart)


def test_what_a_module_does_to_another_is_seen_by_those_alone_who_import_it(
    tmp_path: Path,
) -> None:
    building = "keras.Sequential([keras.Input((3,)), keras.layers.Dense(WIDTH[-1], 'softmax')])\n"
    user = f"import keras\nfrom registry import WIDTH\n{building}"
    write(
        tmp_path,
        registry="import keras\nWIDTH = [2]\n",
        narrow="import keras\nimport registry\nregistry.WIDTH.append(1)\nDONE = True\n",
        a_user=f"from narrow import DONE\nprint(DONE)\n{user}",
        b_user=user,
        c_user=f"from narrow import DONE\nprint(DONE)\n{user}",
    )
    assert [name for name, _, _ in places(tmp_path, "KC204")] == ["a_user.py", "c_user.py"]


def test_modules_in_a_circle_are_executed_once_for_all_who_import_them_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    executed: list[str] = []
    run_module = modules.run_module

    def watched(machine: Machine, scope: Scope) -> None:
        executed.append(scope.path.stem)
        run_module(machine, scope)

    monkeypatch.setattr(modules, "run_module", watched)
    user = "import keras\nfrom one import UNITS\n"
    building = "keras.Sequential([keras.Input((3,)), keras.layers.Dense(UNITS, 'softmax')])\n"
    write(
        tmp_path,
        one="import keras\nimport two\nUNITS = 1\n",
        two="import keras\nimport one\nWIDTH = 1\n",
        **{f"user_{at}": user + building for at in range(5)},
    )
    assert len(places(tmp_path, "KC204")) == 5
    assert executed.count("one") <= 3


def test_what_one_file_imports_is_followed_up_to_a_length(tmp_path: Path) -> None:
    padding = f"# {'-' * 97}\n" * 3_000
    building = (
        "keras.Sequential([keras.Input((3,)), keras.layers.Dense({}, activation='softmax')])\n"
    )
    write(
        tmp_path,
        one=f"import keras\nFIRST = 1\n{padding}",
        two=f"import keras\nSECOND = 1\n{padding}",
        model="import keras\nfrom one import FIRST\nfrom two import SECOND\n"
        f"{building.format('FIRST')}{building.format('SECOND')}",
    )
    report = lint([tmp_path], only("KC204"))
    assert [found.span.start_line for found in report.findings] == [4]
    said = f"{tmp_path / 'two.py'}: not executed: the file imports too much before it"
    assert said in report.notes


def test_a_module_may_import_itself(tmp_path: Path) -> None:
    again = f"{SOFTMAX_OF_ONE}\nimport again\n"
    write(tmp_path, again=again, user="import keras\nfrom again import model\nmodel.summary()\n")
    assert places(tmp_path, "KC204") == [("again.py", 5, "KC204")]
