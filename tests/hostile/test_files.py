"""What lies in a folder besides files: loops, pipes, devices, and what is gone a moment later."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from kerascop.linting.run import Report, lint
from kerascop.sources.discovery import SourceFile
from tests.hostile.control import CODE, FAULTY, NAME, write_control
from tests.hostile.doors import DOORS, opened


def _loop(folder: Path) -> None:
    (folder / "a.py").symlink_to("b.py")
    (folder / "b.py").symlink_to("a.py")
    (folder / "self.py").symlink_to("self.py")


def _loop_of_folders(folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "outer").symlink_to(folder, target_is_directory=True)
    (inner / "outer.py").symlink_to(folder, target_is_directory=True)


def _dangling(folder: Path) -> None:
    (folder / "gone.py").symlink_to("nowhere.py")
    (folder / "gone.ipynb").symlink_to("/nowhere/at/all")


def _pipes(folder: Path) -> None:
    for name in ("pipe.py", "pipe.ipynb", ".gitignore", "requirements.txt", "pyproject.toml"):
        os.mkfifo(folder / name)
    os.mkfifo(folder / "kerascop.toml")
    os.mkfifo(folder / "__init__.py")
    os.mkfifo(folder / "uv.lock")


def _pipe_that_is_named(folder: Path) -> None:
    os.mkfifo(folder / "hostile.py")


def _device_that_is_named(folder: Path) -> None:
    (folder / "hostile.py").symlink_to("/dev/zero")


def _devices(folder: Path) -> None:
    for name in ("zero.py", ".gitignore", "requirements.txt", "pyproject.toml", "setup.cfg"):
        (folder / name).symlink_to("/dev/zero")


def _socket(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)  # the address of a socket may have 108 bytes
    try:
        socket.socket(socket.AF_UNIX).bind("socket.py")
    finally:
        os.chdir(here)


def _folders_like_files(folder: Path) -> None:
    for name in ("a.py", "b.ipynb", ".gitignore", "requirements.txt", "pyproject.toml"):
        (folder / name).mkdir()
    write_control(folder / "a.py")


def _folder_that_is_named(folder: Path) -> None:
    (folder / "hostile.py").mkdir()


def _odd_names(folder: Path) -> None:
    for name in ("a\nb.py", " .py", "-rf.py", "a b.py", "ü.py", "%s.py", "[x].py", "$(x).py"):
        (folder / name).write_text(FAULTY, encoding="utf-8")
    path = os.path.join(os.fsencode(folder), b"\xff\xfe.py")  # noqa: PTH118 - a name in bytes
    with open(path, "w", encoding="utf-8") as stream:  # noqa: PTH123
        stream.write(FAULTY)


def _deep_folders(folder: Path) -> None:
    deep = folder.joinpath(*["d"] * 300)
    deep.mkdir(parents=True)
    (deep / "a.py").write_text(FAULTY, encoding="utf-8")


def _imports_in_circles(folder: Path) -> None:
    for at in range(60):
        text = f"from m{(at + 1) % 60} import *\nimport m{at}, m{(at * 7) % 60}\nimport keras\n"
        (folder / f"m{at}.py").write_text(text, encoding="utf-8")
    (folder / "hostile.py").write_text("from m0 import *\nimport hostile\n", encoding="utf-8")


def _many_files(folder: Path) -> None:
    for at in range(2_000):
        (folder / f"m{at}.py").write_text("import keras\n" if at % 9 == 0 else "", encoding="utf-8")


def _odd_settings(folder: Path) -> None:
    (folder / "pyproject.toml").write_bytes(b"[tool.kerascop\n\xff\0")
    (folder / "requirements.txt").write_bytes(
        b"keras==" + b"9" * 100_000 + b"\n-r requirements.txt\n"
    )
    (folder / "environment.yml").write_text("&a [*a, *a]\n" * 1_000, encoding="utf-8")
    (folder / "setup.py").write_text("(" * 1_500, encoding="utf-8")
    (folder / "setup.cfg").write_text("[" * 1_500, encoding="utf-8")
    (folder / "Pipfile").write_text("a = " + "[" * 5_000, encoding="utf-8")
    (folder / "uv.lock").write_text("a.b." * 5_000 + " = 1", encoding="utf-8")
    (folder / ".gitignore").write_text("**/" * 5_000 + "x\n[z-a]\n!\n\\\n", encoding="utf-8")


TREES: Mapping[str, Callable[[Path], None]] = {
    name.strip("_").replace("_", " "): tree
    for name, tree in list(globals().items())
    if name.startswith("_") and getattr(tree, "__module__", "") == __name__
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_whatever_lies_in_a_folder_the_files_are_linted(
    door: str, tree: Callable[[Path], None], tmp_path: Path
) -> None:
    tree(tmp_path)
    write_control(tmp_path)
    outcome = opened(door, tmp_path)
    assert outcome.trouble is None
    assert CODE in {code for _, code in outcome.of(NAME)}


def test_a_named_pipe_is_refused_in_one_line(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    command = [sys.executable, "-m", "kerascop", "lint", "--isolated", str(tmp_path / "pipe.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert "KC901" in done.stdout
    assert "no regular file" in done.stdout
    assert not done.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_one_finding(tmp_path: Path) -> None:
    write_control(tmp_path)
    (tmp_path / "secret.py").write_text(FAULTY, encoding="utf-8")
    (tmp_path / "secret.py").chmod(0)
    report = lint([tmp_path])
    assert [(each.path.name, each.code) for each in report.findings] == [
        (NAME, CODE),
        ("secret.py", "KC901"),
    ]


def while_linting(folder: Path, name: str, change: Callable[[Path], object]) -> Report:
    """The report of a run in which a file changes after all were read, before it is analysed."""

    @contextmanager
    def meddling(sources: Sequence[SourceFile]) -> Iterator[Iterable[SourceFile]]:
        def passed_on() -> Iterator[SourceFile]:
            for source in sources:
                if source.path.name == name:
                    change(source.path)
                yield source

        yield passed_on()

    return lint([folder], tracker=meddling)


def _becomes_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _becomes_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


MEDDLING: Mapping[str, Callable[[Path], object]] = {
    "vanishes": Path.unlink,
    "is emptied": lambda path: path.write_bytes(b""),
    "becomes binary": lambda path: path.write_bytes(bytes(range(256))),
    "becomes deep": lambda path: path.write_text("x = " + "(" * 1_500),
    "becomes another": lambda path: path.write_text("import keras\n" * 3),
    "becomes a folder": _becomes_a_folder,
    "becomes a pipe": _becomes_a_pipe,
}


@pytest.mark.parametrize("change", MEDDLING.values(), ids=MEDDLING)
def test_a_file_that_changes_during_the_run_costs_only_itself(
    change: Callable[[Path], object], tmp_path: Path
) -> None:
    write_control(tmp_path)
    (tmp_path / "b_changing.py").write_text(FAULTY, encoding="utf-8")
    (tmp_path / "a_importing.py").write_text(f"import b_changing\n{FAULTY}", encoding="utf-8")
    for name in ("a_importing.py", "b_changing.py"):
        report = while_linting(tmp_path, name, lambda path: change(tmp_path / "b_changing.py"))
        found = [(each.path.name, each.code) for each in report.findings]
        assert (NAME, CODE) in found
        assert ("a_importing.py", CODE) in found
        assert not any("internal error" in note for note in report.notes)
        changed = tmp_path / "b_changing.py"
        if changed.is_dir():
            changed.rmdir()
        changed.unlink(missing_ok=True)
        changed.write_text(FAULTY, encoding="utf-8")
