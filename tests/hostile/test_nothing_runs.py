"""Nothing of linted code is executed, nothing outside its project is read, nothing is sent.

Python itself is the witness: its audit hooks see every file, module, process and connection.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

import kerascop
from tests.hostile.control import FAULTY

ROOT = Path(kerascop.__file__).parents[1]
MARKER = "executed_by_kerascop"

_HARMFUL = f"""
import keras, numpy, os, socket, subprocess, {MARKER}_module, sibling, outside_module
from .. import outside_module
from ..outside import outside_module
{MARKER} = open("{MARKER}.txt", "w")
os.system("touch {MARKER}.txt")
subprocess.run(["touch", "{MARKER}.txt"])
socket.create_connection(("127.0.0.1", 9))
keras.utils.get_file("x", origin="http://127.0.0.1:9/{MARKER}")
numpy.load("../outside/data.npy", allow_pickle=True)
open("../outside/secret.txt").read()
exec("{MARKER} = 1")
eval("{MARKER}")
__import__("outside_module")


@{MARKER}
def f(x={MARKER}()): return {MARKER}(x)


class M(type):
    def __new__(cls, *a): {MARKER}()


class A(metaclass=M):
    {MARKER}()
    def __repr__(self): {MARKER}()
    __hash__ = __eq__ = __del__ = __repr__


f(A())
f"{{A()!r}}{{{MARKER}}}"
"""


@dataclass(frozen=True)
class Witness:
    """What Python saw: events with their arguments, and the modules that were loaded."""

    project: Path
    seen: list[tuple[str, list[str]]]
    modules: list[str]

    def arguments(self, event: str) -> list[list[str]]:
        """The arguments of all events of a kind."""
        return [arguments for each, arguments in self.seen if each == event]

    def is_cached(self, path: str) -> bool:
        """Does a file lie where kerascop may write: in its own cache, or the user's?"""
        return Path(path).is_relative_to(self.project.parent / "cache")


@pytest.fixture(scope="module")
def witness(tmp_path_factory: pytest.TempPathFactory) -> Witness:
    top = tmp_path_factory.mktemp("top")
    project = top / "project"
    (project / ".git").mkdir(parents=True)
    (project / "harmful.py").write_text(FAULTY + _HARMFUL, encoding="utf-8")
    (project / "sibling.py").write_text(FAULTY + _HARMFUL, encoding="utf-8")
    (project / "setup.py").write_text(_HARMFUL, encoding="utf-8")
    (project / "conftest.py").write_text(_HARMFUL, encoding="utf-8")
    (project / "__init__.py").write_text(_HARMFUL, encoding="utf-8")
    (project / f"{MARKER}_module.py").write_text(f"{MARKER}()\n", encoding="utf-8")
    (project / "keras.py").write_text(f"{MARKER}()\n", encoding="utf-8")
    (project / "json.py").write_text(f"{MARKER}()\n", encoding="utf-8")
    cell = {"cell_type": "code", "source": f"!touch {MARKER}.txt\n%run harmful.py\n{_HARMFUL}"}
    (project / "book.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    outside = top / "outside"
    outside.mkdir()
    (outside / "__init__.py").write_text("", encoding="utf-8")
    (outside / "outside_module.py").write_text(FAULTY, encoding="utf-8")
    (outside / "secret.txt").write_text("secret", encoding="utf-8")
    (top / "outside_module.py").write_text(FAULTY, encoding="utf-8")
    (project / "link.py").symlink_to(outside / "outside_module.py")
    (project / "link").symlink_to(outside, target_is_directory=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.watched", str(project), str(top / "cache" / "own")],
        cwd=ROOT,
        env={**os.environ, "XDG_CACHE_HOME": str(top / "cache"), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return Witness(project, [(event, given) for event, given in told["seen"]], told["modules"])


@lru_cache
def own_places() -> tuple[Path, ...]:
    """Where kerascop and Python themselves lie."""
    paths = {*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix}
    return (ROOT, *(Path(path).resolve() for path in paths))


def is_own(path: str) -> bool:
    """Does a file belong to kerascop, to Python, or to an installed package?"""
    resolved = Path(path).resolve()
    return any(resolved.is_relative_to(place) for place in own_places()) or path == os.devnull


def test_the_witness_sees_what_it_should(witness: Witness) -> None:
    opened = [Path(path).name for path, *_ in witness.arguments("open")]
    assert {"harmful.py", "book.ipynb", "keras.py"} <= set(opened)
    assert witness.arguments("exec")
    assert witness.arguments("import")


def test_no_code_of_the_project_is_executed(witness: Witness) -> None:
    for (code,) in witness.arguments("exec"):
        assert MARKER not in code
        assert str(witness.project) not in code
    assert not list(witness.project.parent.rglob(f"{MARKER}.txt"))


def test_no_module_of_the_project_is_imported_and_no_keras(witness: Witness) -> None:
    assert not {"keras", "numpy", "tensorflow", "sibling", "harmful"} & set(witness.modules)
    for name, filename, *_ in witness.arguments("import"):
        assert MARKER not in name
        assert not filename.startswith(str(witness.project))


def test_nothing_outside_the_project_is_read(witness: Witness) -> None:
    foreign = [
        path
        for path, *_ in witness.arguments("open")
        if not path.isdecimal()
        and not is_own(path)
        and not Path(path).resolve().is_relative_to(witness.project)
        and not witness.is_cached(path)
    ]
    assert not foreign


def test_nothing_is_written(witness: Witness) -> None:
    written = [
        path
        for path, mode, *_ in witness.arguments("open")
        if any(letter in mode for letter in "wax+")
        and path != os.devnull
        and not path.isdecimal()
        and not witness.is_cached(path)
    ]
    assert not [path for path in written if "__pycache__" not in path]


def test_no_process_and_no_connection_is_opened(witness: Witness) -> None:
    events = {event for event, given in witness.seen if not (given and witness.is_cached(given[0]))}
    harmless = {"os.listdir", "os.scandir", "os.walk", "os.putenv", "os.unsetenv"}
    begun = {
        event
        for event in events - harmless
        if event.startswith(("os.", "subprocess.", "socket.", "ctypes.", "urllib.", "pty."))
    }
    assert not begun
