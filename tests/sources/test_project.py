"""Imports among the linted files, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascop.sources.project import Project
from kerascop.sources.reading import SourceError
from kerascop.sources.relevance import mentions_keras, relevant_files


def project(root: Path, *names: str) -> Project:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return Project(root / name for name in names)


def test_a_sibling_is_found_by_its_name(tmp_path: Path) -> None:
    files = project(tmp_path, "train.py", "models.py")
    assert files.find("models", tmp_path / "train.py") == tmp_path / "models.py"


def test_a_package_is_its_init_file(tmp_path: Path) -> None:
    files = project(tmp_path, "train.py", "nets/__init__.py", "nets/unet.py")
    assert files.find("nets", tmp_path / "train.py") == tmp_path / "nets/__init__.py"
    assert files.find("nets.unet", tmp_path / "train.py") == tmp_path / "nets/unet.py"


def test_an_import_is_resolved_from_folders_further_up(tmp_path: Path) -> None:
    files = project(tmp_path, "scripts/deep/train.py", "nets/unet.py")
    assert files.find("nets.unet", tmp_path / "scripts/deep/train.py") == tmp_path / "nets/unet.py"


def test_packages_may_lie_in_src(tmp_path: Path) -> None:
    files = project(tmp_path, "train.py", "src/nets/unet.py")
    assert files.find("nets.unet", tmp_path / "train.py") == tmp_path / "src/nets/unet.py"


@pytest.mark.parametrize(
    ("name", "level", "target"),
    [
        ("blocks", 1, "pkg/nets/blocks.py"),
        ("", 1, "pkg/nets/__init__.py"),
        ("data", 2, "pkg/data.py"),
        ("nets.blocks", 2, "pkg/nets/blocks.py"),
    ],
)
def test_relative_imports_count_their_dots(
    tmp_path: Path, name: str, level: int, target: str
) -> None:
    names = ("pkg/__init__.py", "pkg/data.py", "pkg/nets/__init__.py", "pkg/nets/blocks.py")
    files = project(tmp_path, *names, "pkg/nets/unet.py")
    assert files.find(name, tmp_path / "pkg/nets/unet.py", level) == tmp_path / target


def test_more_dots_than_folders_find_nothing(tmp_path: Path) -> None:
    assert project(tmp_path, "a.py").find("b", tmp_path / "a.py", 99) is None


def test_files_that_are_not_linted_are_not_found(tmp_path: Path) -> None:
    (tmp_path / "models.py").touch()
    files = project(tmp_path, "train.py")
    assert files.find("models", tmp_path / "train.py") is None
    assert files.module(tmp_path / "models.py") is None


def test_within_a_package_the_standard_library_is_not_shadowed(tmp_path: Path) -> None:
    files = project(tmp_path, "pkg/__init__.py", "pkg/random.py", "pkg/a.py")
    assert files.find("random", tmp_path / "pkg/a.py") is None


def test_a_module_is_parsed_once(tmp_path: Path) -> None:
    files = project(tmp_path, "a.py")
    assert files.module(tmp_path / "a.py") is files.module(tmp_path / "a.py")


def test_a_module_that_cannot_be_parsed_is_none_every_time(tmp_path: Path) -> None:
    files = project(tmp_path, "a.py")
    (tmp_path / "a.py").write_text("def f(:\n")
    assert files.module(tmp_path / "a.py") is None
    with pytest.raises(SourceError):
        files.parse(tmp_path / "a.py")


@pytest.mark.parametrize(
    "text",
    [
        "import keras",
        "from tensorflow import nn",
        "model = Sequential()\nmodel.add(Dense(1))",
        "model = models.Sequential([Dense(1)])",
        "m = Model(a, b)\nm.compile('adam', 'mse')",
        "class Net(Model): pass\nNet().compile('adam')",
    ],
)
def test_text_about_keras_is_relevant(text: str) -> None:
    assert mentions_keras(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "import torch\nnet = nn.Sequential(nn.Linear(1, 1))",
        "class Author(models.Model): pass",
        "import re\nre.compile('a')",
        "",
    ],
)
def test_text_about_anything_else_is_not(text: str) -> None:
    assert not mentions_keras(text.encode())


def test_importers_of_relevant_files_are_relevant_at_any_remove(tmp_path: Path) -> None:
    texts = {
        "nets/__init__.py": "",
        "nets/unet.py": "from tensorflow.keras import layers",
        "build.py": "from nets import (\n    unet,  # the net\n)",
        "train.py": "import os, build as b",
        "other.py": "import os\nfrom nets2 import unet",
    }
    files = project(tmp_path, *texts)
    contents = {tmp_path / name: text.encode() for name, text in texts.items()}
    relevant = relevant_files(contents, files)
    assert {path.relative_to(tmp_path).as_posix() for path in relevant} == {
        "nets/unet.py",
        "build.py",
        "train.py",
    }
