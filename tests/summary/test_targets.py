"""What the words after `kerascop summary` mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascop.dimensions import BATCH
from kerascop.misuse import UsageError
from kerascop.summary.run import overview
from kerascop.summary.targets import arguments_of
from tests.summary.samples import DIGITS, TOWERS, shown


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "model.py").write_text(DIGITS, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*words: str, **arguments: object) -> list[str]:
    return [view.summary.name for view in overview(words, arguments).models]


def test_literals_are_values_and_bare_words_are_strings() -> None:
    words = ["classes=10", "shape=(32, 32, 3)", "weights=None", "pooling=avg", "name='a b'", "x=-1"]
    assert arguments_of(words) == {
        "classes": 10,
        "shape": (32, 32, 3),
        "weights": None,
        "pooling": "avg",
        "name": "a b",
        "x": -1,
    }


@pytest.mark.parametrize(
    ("word", "complaint"),
    [
        ("classes", "`classes` is not of the form `name=literal`"),
        ("1=2", "`1=2` is not of the form `name=literal`"),
        ("shape=(3", r"the value of `shape` is no Python literal: `\(3`"),
        ("f=open('x')", "the value of `f` is no Python literal"),
    ],
)
def test_an_argument_that_is_none_is_refused(word: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        arguments_of([word])


def test_an_argument_is_given_once() -> None:
    with pytest.raises(UsageError, match="`a` is given twice"):
        arguments_of(["a=1", "a=2"])


def test_a_file_a_folder_and_a_builder_mean_their_models(folder: Path) -> None:
    (folder / "more").mkdir()
    (folder / "more" / "towers.py").write_text(TOWERS, "utf-8")
    assert names("model.py") == ["digits"]
    assert names("model.py::build") == ["digits"]
    assert names(".") == ["digits", "towers"]
    assert names("more/towers.py::towers", "model.py") == ["towers", "digits"]


def test_a_target_that_is_meant_twice_is_shown_once(folder: Path) -> None:
    assert names("model.py", "./model.py", ".", "model.py::build") == ["digits"]


@pytest.mark.parametrize(
    ("word", "complaint"),
    [
        ("modle.py", "`modle.py` does not exist; did you mean `model.py`?"),
        ("modle.py::build", "`modle.py` does not exist; did you mean `model.py`?"),
        ("model.py::biuld", "model.py has no function or class `biuld`; did you mean `build`?"),
        ("model.py::", "`model.py::` names no builder"),
        (".::build", "`.` is a folder; a builder is in a file"),
    ],
)
def test_a_target_that_means_nothing_is_one_clear_line(
    word: str, complaint: str, folder: Path
) -> None:
    with pytest.raises(UsageError) as caught:
        names(word)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_arguments_are_for_builders(folder: Path) -> None:
    with pytest.raises(UsageError, match="name it in the target"):
        names("model.py", classes=3)
    with pytest.raises(UsageError, match="no parameter `clases`; did you mean `classes`"):
        names("model.py::build", clases=3)


def test_a_file_that_is_no_python_is_a_misuse_if_named_and_passed_over_if_not(
    folder: Path,
) -> None:
    (folder / "broken.py").write_text("import keras\nx = (1,\n", "utf-8")
    with pytest.raises(UsageError, match=r"broken\.py:2:5"):
        names("broken.py")
    found = overview(["."])
    assert [view.summary.name for view in found.models] == ["digits"]
    assert any("broken.py:2:5" in note for note in found.notes)


def test_a_builder_may_import_what_stands_beside_it(folder: Path) -> None:
    (folder / "blocks").mkdir()
    (folder / "sizes.py").write_text("WIDTH = 7\n", "utf-8")
    (folder / "blocks" / "heads.py").write_text(
        "from keras import layers\n\ndef head(n):\n    return layers.Dense(n, name='head')\n",
        "utf-8",
    )
    text = (
        "from keras import Input, Sequential\n"
        "from blocks.heads import head\n"
        "from sizes import WIDTH\n\n"
        "def build():\n"
        "    return Sequential([Input((3,)), head(WIDTH)], name='net')\n"
    )
    (model,) = shown(folder, text, "build").models
    assert [layer.output_shape for layer in model.layers] == [((BATCH, 7),)]


def test_a_method_of_a_class_builds(folder: Path) -> None:
    text = (
        "from keras import Input, Sequential, layers\n\n"
        "class Net:\n"
        "    @staticmethod\n"
        "    def build(n):\n"
        "        return Sequential([Input((3,)), layers.Dense(n)], name='net')\n"
    )
    (view,) = shown(folder, text, "Net.build", n=4).models
    assert view.summary.builder == "Net.build"
    assert view.summary.parameters == 16
