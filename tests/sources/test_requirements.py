"""The releases that a project's own files require, and whose files count."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascop.keras_api.version import NEWEST, NEWEST_KERAS, NEWEST_TENSORFLOW, Release
from kerascop.sources.requirements import target_in
from kerascop.sources.targets import Targets, asks_for_legacy_keras


@pytest.mark.parametrize(
    ("name", "text", "keras", "tensorflow"),
    [
        ("requirements.txt", "Keras==2.2.4  # old\n-r more.txt\nnumpy\n", (2, 2), (1, 15)),
        ("requirements.txt", "tensorflow-gpu>=2.4,<2.6 ; python_version<'3.10'", (2, 3), (2, 5)),
        ("requirements-train.txt", "tensorflow~=2.8.0 --hash=sha256:00", (2, 8), (2, 8)),
        ("requirements.txt", "tensorflow<2.16", (2, 15), (2, 15)),
        ("requirements.txt", "tensorflow>=2.2", NEWEST_KERAS, NEWEST_TENSORFLOW),
        ("requirements.txt", "keras>=3\ntensorflow==2.18.1", NEWEST_KERAS, (2, 18)),
        ("pyproject.toml", "[project]\ndependencies = ['tensorflow==2.10.*']", (2, 10), (2, 10)),
        (
            "pyproject.toml",
            "[tool.poetry.dependencies]\nkeras = '~2.3'\ntensorflow = {version = '^1.14'}",
            (2, 3),
            (1, 15),
        ),
        ("setup.cfg", "[options]\ninstall_requires =\n    keras==2.12.0\n", (2, 12), (2, 12)),
        ("setup.py", "setup(install_requires=['numpy', 'keras==2.1.5'])", (2, 1), (1, 15)),
        ("uv.lock", "[[package]]\nname='tensorflow'\nversion='2.15.1'", (2, 15), (2, 15)),
        ("poetry.lock", "[[package]]\nname='Keras'\nversion='2.4.3'", (2, 4), (2, 4)),
        ("Pipfile.lock", '{"default": {"keras": {"version": "==2.3.1"}}}', (2, 3), (1, 15)),
        ("Pipfile", "[packages]\ntensorflow = '==2.7'", (2, 7), (2, 7)),
        (
            "environment.yml",
            "dependencies:\n- python=3.6\n- keras=2.2.4=py36\n- pip:\n  - tensorflow==1.13.1\n",
            (2, 2),
            (1, 13),
        ),
    ],
)
def test_a_file_tells_the_releases(
    tmp_path: Path, name: str, text: str, keras: tuple[int, int], tensorflow: tuple[int, int]
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    found = target_in(tmp_path)
    assert found is not None
    assert (found.keras, found.tensorflow, found.stated) == (keras, tensorflow, name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requirements.txt", "keras\ntensorflow\nnumpy==1.2"),
        ("requirements.txt", "git+https://example.org/keras.git\n\x00\n=== ="),
        ("pyproject.toml", "[project"),
        ("setup.py", f"setup(install_requires={'-' * 30_000}1)"),
        ("setup.py", "setup(install_requires=['keras==2.3'], name='\x00')"),
        ("pyproject.toml", "project = 3\n[tool]\npoetry = 4"),
        ("Pipfile.lock", "[]"),
        ("setup.cfg", "install_requires = keras"),
        ("setup.py", "def broken(:"),
        ("uv.lock", "package = 3"),
        ("environment.yml", "- keras\n"),
    ],
)
def test_a_file_that_tells_nothing_is_passed_over(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert target_in(tmp_path) is None


@pytest.mark.parametrize("line", ["keras==2.3", "keras==2.3.{0}", "numpy=={0}"])
def test_a_file_of_any_length_is_looked_at_in_good_time(tmp_path: Path, line: str) -> None:
    lines = "\n".join(line.format(number) for number in range(200_000))
    (tmp_path / "requirements.txt").write_text(f"tensorflow==2.3\n{lines}\n", "utf-8")
    found = target_in(tmp_path)
    assert found is not None
    assert found.keras == Release(2, 3)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requirements.txt", f"numpy{' ' * 500_000}x\nkeras==2.3\n"),
        ("environment.yml", "\n" * 500_000 + "- keras=2.3\n"),
    ],
)
def test_a_desert_of_space_is_crossed_in_good_time(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    found = target_in(tmp_path)
    assert found is not None
    assert found.keras == Release(2, 3)


def test_what_is_locked_comes_before_ranges(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\ndependencies = ['keras>=2.2']")
    (tmp_path / "uv.lock").write_text("[[package]]\nname = 'keras'\nversion = '2.13.1'")
    found = target_in(tmp_path)
    assert found is not None
    assert found.keras == Release(2, 13)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "requirements.txt").write_text("keras==1.2.2")
    root = tmp_path / "project"
    (root / "models" / "deep").mkdir(parents=True)
    (root / "requirements.txt").write_text("keras==2.9")
    return root


def test_the_nearest_folder_of_the_project_counts(project: Path) -> None:
    targets = Targets([project])
    assert targets(project / "models" / "deep" / "a.py").keras == Release(2, 9)
    (project / "models" / "requirements.txt").write_text("tensorflow==1.15")
    assert Targets([project])(project / "models" / "deep" / "a.py").tensorflow == Release(1, 15)


def test_what_lies_above_the_project_does_not_count(project: Path) -> None:
    (project / "requirements.txt").unlink()
    assert Targets([project])(project / "models" / "a.py") == NEWEST
    (project.parent / ".git").mkdir()
    assert Targets([project])(project / "models" / "a.py").keras == Release(1, 2)


@pytest.mark.parametrize(
    "line",
    [
        b'os.environ["TF_USE_LEGACY_KERAS"] = "1"',
        b"os.environ.setdefault('TF_USE_LEGACY_KERAS', 'True')",
        b"%env TF_USE_LEGACY_KERAS=1",
    ],
)
def test_legacy_keras_is_asked_for(line: bytes, project: Path) -> None:
    assert asks_for_legacy_keras(line)
    (project / "requirements.txt").unlink()
    targets = Targets([project], legacy=[project / "models" / "train.py"])
    assert targets(project / "models" / "deep" / "a.py").tf_keras.major == 2
    assert targets(project / "a.py").tf_keras.major == 3


def test_legacy_keras_is_turned_off() -> None:
    assert not asks_for_legacy_keras(b'os.environ["TF_USE_LEGACY_KERAS"] = "0"')
