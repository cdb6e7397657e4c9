"""The package as a stranger has it: a wheel in a fresh environment, used from another folder."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODEL = """\
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(1, activation="softmax")])
"""


def run(*words: str | Path, cwd: Path, status: int = 0) -> str:
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of scripts of a fresh environment with the wheel in it."""
    folder = tmp_path_factory.mktemp("wheel")
    # Without isolation nothing is downloaded. The wheel is built from the source distribution, so
    # that what the one lacks, the other lacks too.
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("kerascop-*.whl")
    home = folder / "environment"
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run(python, "-c", where, cwd=folder).strip())
    # The dependencies come from the environment that runs the tests: its packages are looked at
    # after those of the fresh one, and its own .pth files, an editable kerascop's too, not at all.
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    run(
        *(sys.executable, "-m", "pip", "--python", python, "install"),
        *("--no-deps", "--no-index", "--force-reinstall", "--quiet", wheel),
        cwd=folder,
    )
    return scripts


def test_the_wheel_lints_from_another_folder_with_its_own_rules(
    environment: Path, tmp_path: Path
) -> None:
    (tmp_path / "model.py").write_text(MODEL)
    page = run(environment / "kerascop", "lint", "--output-format=concise", cwd=tmp_path, status=1)
    assert page.startswith("model.py:3:")
    assert " KC204 " in page
    code = (
        "import kerascop; from kerascop.linting.loader import builtin_folder;"
        "print(builtin_folder()); print(kerascop.__file__)"
    )
    rules, package = run(environment / "python", "-c", code, cwd=tmp_path).split()
    assert Path(rules) == Path(package).parent / "_rules"
    assert environment.parent in Path(package).parents


def test_the_wheel_draws_pages(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(MODEL)
    words = (environment / "kerascop", "summary", "model.py", "--output-format=html")
    page = run(*words, cwd=tmp_path)
    assert "<svg" in page
    assert '"use strict";' in page


def test_the_wheel_carries_every_rule_and_table(environment: Path, tmp_path: Path) -> None:
    code = "import kerascop; print(kerascop.__file__)"
    package = Path(run(environment / "python", "-c", code, cwd=tmp_path).strip()).parent
    rules = {path.name for path in (package / "_rules").glob("*.py")}
    assert rules == {path.name for path in (ROOT / "rules").glob("*.py")}
    tables = {path.name for path in (package / "keras_api" / "tables").glob("*.json")}
    assert tables
    assert tables == {
        path.name for path in (ROOT / "kerascop" / "keras_api" / "tables").glob("*.json")
    }
    assert (package / "py.typed").is_file()
