"""Several processes, and what happens to them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

import kerascop
from kerascop.config import Configuration
from kerascop.linting.finding import Finding
from kerascop.linting.means import Means
from kerascop.linting.run import Report, lint
from kerascop.spreading.local import local
from kerascop.spreading.spread import Spread

ROOT = Path(kerascop.__file__).parents[1]
PROGRAMS = ROOT / "fixtures" / "programs"
FAULTY = """\
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(8, activation="relu"),
                    layers.Dense(1, activation="softmax")])
model.compile("adam", "binary_crossentropy")
"""
DEADLY = '''"""MY001: looking at some files is deadly."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from kerascop.graph import Model
from kerascop.linting import Finding, Group, Rule


class DeadlyLook(Rule):
    """Looking is deadly.

    ## What it does
    Dies.

    ## Why is this bad
    It is dead.

    ## Example
    ```python
    x = 1
    ```

    ## Use instead
    ```python
    x = 2
    ```

    ## When not to flag
    Never.

    ## References
    None.
    """

    code, name, group, since = "MY001", "deadly-look", Group.SUSPICIOUS, "0.1"

    def check(self, model: Model) -> Iterator[Finding]:
        if model.origin.path.name == "deadly.py":
            os.kill(os.getpid(), signal.SIGSEGV)
        if model.origin.path.name == "endless.py":
            Path("begun").touch()
            time.sleep(600)
        if model.origin.path.name == "greedy.py":
            bytes(6 * 1024**3)
        yield from ()
'''


def said(report: Report) -> tuple[list[Finding], tuple[str, ...], int]:
    return list(report.findings), report.notes, report.analysed


def everything() -> Configuration:
    from kerascop.config import Options

    return Configuration(flags=Options(select=["ALL"]), isolated=True)


@pytest.fixture
def some_programs(tmp_path: Path) -> Path:
    """Programs of which some import each other, and some are nothing that can be read."""
    for number, program in enumerate(sorted(PROGRAMS.glob("*/buggy.py"))[:12]):
        (tmp_path / f"p{number}.py").write_bytes(program.read_bytes())
    (tmp_path / "net.py").write_text(FAULTY)
    (tmp_path / "train.py").write_text("from net import model\n\nmodel.fit([1], [1])\n")
    (tmp_path / "test.py").write_text("import net\n\nnet.model.predict([1])\n")
    (tmp_path / "broken.py").write_text("import keras\nx = (\n")
    return tmp_path


def test_any_number_of_processes_finds_the_same(some_programs: Path) -> None:
    alone = said(lint([some_programs], everything()))
    for jobs in (1, 2, 3):
        means = Means(lambda jobs=jobs: local(jobs))  # type: ignore[misc]
        assert said(lint([some_programs], everything(), means=means)) == alone


def test_the_order_of_files_does_not_matter(some_programs: Path) -> None:
    alone = said(lint([some_programs], everything()))
    files = sorted(some_programs.glob("*.py"), reverse=True)
    assert said(lint(files, everything())) == alone


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text")
def test_names_that_are_no_text_are_linted_like_others(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/m\xff.py"))
    odd.write_text(FAULTY)
    (tmp_path / "net.py").write_text(FAULTY)
    stdout, _ = started(tmp_path, "--isolated").communicate()
    assert stdout.count(" KC204 ") == 2


def test_any_executor_will_do(some_programs: Path) -> None:
    alone = said(lint([some_programs], everything()))
    with ThreadPoolExecutor(2) as threads:
        means = Means(lambda: Spread(lambda workers: threads, 2))
        assert said(lint([some_programs], everything(), means=means)) == alone


class Broken(ThreadPoolExecutor):
    """Takes some work, and never does any more."""

    def submit(self, *args: object, **kwargs: object) -> object:  # type: ignore[override]
        raise RuntimeError("cannot schedule new futures")


def test_an_executor_that_breaks_costs_nothing(some_programs: Path) -> None:
    alone = said(lint([some_programs], everything()))
    broken: Executor = Broken(1)
    means = Means(lambda: Spread(lambda workers: broken, 2))
    assert said(lint([some_programs], everything(), means=means)) == alone


@pytest.fixture
def deadly(tmp_path: Path) -> Path:
    """A folder with a rule that dies of one file, and with two others."""
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "my001_deadly_look.py").write_text(DEADLY)
    (tmp_path / "kerascop.toml").write_text(
        'rules-dir = "checks"\nextend-exclude = ["checks"]\nselect = ["KC204", "KC901", "MY001"]\n'
    )
    for stem in ("before", "deadly", "later"):
        (tmp_path / f"{stem}.py").write_text(FAULTY)
    return tmp_path


def started(folder: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kerascop", "lint", "--output-format=concise", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_a_process_that_dies_costs_its_own_file_alone(deadly: Path) -> None:
    for _ in range(2):
        stdout, stderr = started(deadly, "--jobs=2").communicate()
        lines = stdout.splitlines()
        assert [line.split(":")[0] for line in lines[:-1]] == ["before.py", "deadly.py", "later.py"]
        assert "KC901" in lines[1]
        assert "the process that did died of SIGSEGV" in lines[1]
        assert stderr == ""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
@pytest.mark.parametrize("names", [("greedy.py",), ("before.py", "greedy.py", "later.py")])
def test_a_file_that_takes_all_memory_is_told_of(deadly: Path, names: tuple[str, ...]) -> None:
    (deadly / "deadly.py").rename(deadly / "greedy.py")
    stdout, stderr = started(deadly, "--jobs=2", "--verbose", *names).communicate()
    assert [line.split(":")[0] for line in stdout.splitlines()[:-1]] == list(names)
    assert "greedy.py: MY001: it needs too much memory" in stderr


def children_of(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        yield from map(int, (task / "children").read_text().split())


def waiting_in(folder: Path, *words: str) -> tuple[subprocess.Popen[str], list[int]]:
    """A run whose first files are done, and that will never be done with another."""
    (folder / "deadly.py").rename(folder / "endless.py")
    run = started(folder, *words)
    cache = folder / ".kerascop_cache"
    while len([each for each in cache.glob("??/*") if each.name[0] != "."]) < 2:
        assert run.poll() is None
        time.sleep(0.05)
    return run, list(children_of(run.pid))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_tells_what_was_found_so_far(deadly: Path, jobs: str) -> None:
    # One process works in the order of names.
    (deadly / "later.py").rename(deadly / "chief.py")
    run, children = waiting_in(deadly, "--jobs", jobs)
    os.killpg(run.pid, signal.SIGINT)
    stdout, stderr = run.communicate(timeout=30)
    assert run.returncode == 130
    assert [line.split(":")[0] for line in stdout.splitlines()[:2]] == ["before.py", "chief.py"]
    assert stderr == "kerascop: interrupted; not all files were looked at\n"
    assert not any(Path(f"/proc/{child}").exists() for child in children)


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
@pytest.mark.parametrize("names", [("before.py", "endless.py"), ("endless.py",)])
def test_an_interrupt_loses_nothing_that_was_found_beside_an_endless_file(
    deadly: Path, names: tuple[str, ...]
) -> None:
    source = deadly / "deadly.py"
    # A file so long is handed to a worker together with the short one before it.
    source.write_text(source.read_text() + "#" * 50_000)
    source.rename(deadly / "endless.py")
    run = started(deadly, "--jobs=2", "--no-cache", *names)
    while not (deadly / "begun").exists():
        assert run.poll() is None
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGINT)
    stdout, _ = run.communicate(timeout=30)
    assert run.returncode == 130
    assert [line.split(":")[0] for line in stdout.splitlines()[:-1]] == list(names[:-1])
    assert "All clear" not in stdout


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_worker_outlives_a_run_that_is_killed(deadly: Path) -> None:
    run, children = waiting_in(deadly, "--jobs=2")
    run.kill()
    run.communicate()
    assert children
    deadline = time.monotonic() + 30
    while any(_alive(child) for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_a_run_that_is_killed_while_it_writes_leaves_whole_files(tmp_path: Path) -> None:
    before = "from keras.optimizers import Adam\n\nrate = Adam(lr=0.1)\n" + "#" * 50_000
    files = [tmp_path / f"rates{number}.py" for number in range(40)]
    for file in files:
        file.write_text(before)
    run = started(tmp_path, "--isolated", "--fix")
    while files[0].read_text() == before:
        assert run.poll() is None
        time.sleep(0.001)
    run.kill()
    run.communicate()
    after = before.replace("lr=", "learning_rate=")
    assert {file.read_text() for file in files} <= {before, after}


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
