"""Files that try to get out: nothing of it succeeds with walls, all of it without them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from kerascop.confirming.sandboxing import mechanisms
from kerascop.confirming.sandboxing.mechanisms import Mechanism, choose_mechanism, is_available
from kerascop.confirming.sandboxing.report import FailureKind, Limits
from kerascop.misuse import UsageError
from tests.confirming.escapes import (
    CONNECTING,
    HOARDING,
    IN_TENSORFLOW,
    NEED_POWER,
    READING,
    SECRET,
    STARTING,
    WRITING,
    World,
    world,
)

WALLS = (Mechanism.BUBBLEWRAP, Mechanism.LANDLOCK)
IN_PYTHON = {**READING, **CONNECTING, **STARTING, **WRITING}
IN_A_LAMBDA_TOO = {**READING, **CONNECTING, **WRITING, **HOARDING, **IN_TENSORFLOW}
EVERYTHING = {**IN_A_LAMBDA_TOO, **STARTING}
ANSWERED_WITH_NONSENSE = {"download", "tf-connect"}
"""The listener speaks no HTTP and no gRPC: that somebody connected to it is the escape."""

MEGABYTE = 1024**2
ENOUGH = Limits(seconds=300)

IN_A_LAMBDA = """
from tensorflow import keras
before = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
def hostile(x):
    print("begun", flush=True)
    {body}
    return x
after = keras.Sequential([keras.Input((3,)), keras.layers.Lambda(hostile)])
"""

needs_posix = pytest.mark.skipif(os.name != "posix", reason="the attempts are those of POSIX")
pytestmark = needs_posix


@pytest.fixture(params=WALLS, ids=lambda each: each.value)
def mechanism(request: pytest.FixtureRequest) -> Mechanism:
    wanted: Mechanism = request.param
    if not is_available(wanted):
        pytest.skip(f"{wanted.value} does not work on this machine")
    return wanted


@pytest.fixture
def around() -> Iterator[World]:
    with world() as made:
        yield made


def _all_but_what_needs_power(attempts: dict[str, str]) -> set[str]:
    return set(attempts) - (NEED_POWER if os.getuid() else set())


def test_no_attempt_in_python_gets_through_the_walls(around: World, mechanism: Mechanism) -> None:
    before = around.state()
    report = around.run(around.program(IN_PYTHON), mechanism)
    assert report.failure is None, report.output
    assert around.tried(report) == set(IN_PYTHON)
    assert around.escaped(report) == set()
    assert around.state() == before
    assert around.connections == []
    assert around.sleeper.poll() is None
    assert SECRET not in report.output


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the attempts are those of Linux")
def test_without_walls_the_same_attempts_succeed(around: World) -> None:
    before = around.state()
    report = around.run(around.program(IN_PYTHON), Mechanism.NONE)
    expected = _all_but_what_needs_power(IN_PYTHON) - ANSWERED_WITH_NONSENSE
    assert expected <= around.escaped(report)
    assert around.state() != before
    assert sorted(around.connections) == ["abstract", "tcp", "tcp", "unix"]


def test_no_attempt_at_import_or_in_a_lambda_gets_through_the_walls(
    around: World, mechanism: Mechanism
) -> None:
    before = around.state()
    report = around.run(_with_keras(around, EVERYTHING), mechanism, ENOUGH)
    assert report.failure is None, report.output
    assert around.tried(report) == {*IN_TENSORFLOW, *_in_lambda(EVERYTHING)}
    assert around.escaped(report) == set()
    assert around.state() == before
    assert around.connections == []
    assert around.sleeper.poll() is None
    assert SECRET not in report.output
    assert [layer.outputs for layer in report.models[0].layers] == [((None, 3),)]


def test_without_walls_the_same_attempts_with_keras_succeed(around: World) -> None:
    plenty = Limits(seconds=300, memory=200 * 1024 * MEGABYTE)
    # Without walls, TensorFlow's threads do not always outlive a fork.
    report = around.run(_with_keras(around, IN_A_LAMBDA_TOO), Mechanism.NONE, plenty)
    assert set(IN_TENSORFLOW) - ANSWERED_WITH_NONSENSE <= around.escaped(report)
    again = _all_but_what_needs_power(IN_A_LAMBDA_TOO) - ANSWERED_WITH_NONSENSE
    assert set(_in_lambda(again)) <= around.escaped(report)
    assert around.connections.count("tcp") > 2


def _with_keras(around: World, attempts: dict[str, str]) -> str:
    """TensorFlow's attempts at import, and others while Keras calls a `Lambda`."""
    lines = [
        "import tensorflow as tf",
        "from tensorflow import keras",
        around.program(IN_TENSORFLOW),
        "def hostile(x):",
        "    with tf.init_scope():",
        *(f"        attempt('{name}-in-lambda', {code!r})" for name, code in attempts.items()),
        "    return x",
        "model = keras.Sequential([keras.Input((3,)), keras.layers.Lambda(hostile)])",
    ]
    return "\n".join(lines)


def _in_lambda(attempts: Iterable[str]) -> list[str]:
    return [f"{name}-in-lambda" for name in attempts]


@pytest.mark.parametrize(
    "loop",
    ["while True: pass", "import re; re.match('(a+)+$', 'a' * 60 + 'b')"],
    ids=["in Python", "in C"],
)
def test_an_endless_loop_ends(around: World, mechanism: Mechanism, loop: str) -> None:
    report = around.run(f"print('begun', flush=True)\n{loop}\n", mechanism, Limits(seconds=2))
    assert "begun" in report.output
    assert report.failure is not None
    assert report.failure.kind is FailureKind.TIMED_OUT
    assert "`--timeout`" in report.failure.message


def test_an_endless_loop_that_catches_everything_ends(around: World, mechanism: Mechanism) -> None:
    stubborn = (
        "import signal\n"
        "for each in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):\n"
        "    signal.signal(each, signal.SIG_IGN)\n"
        "while True:\n"
        "    try:\n"
        "        while True: pass\n"
        "    except BaseException: pass\n"
    )
    report = around.run(stubborn, mechanism, Limits(seconds=2))
    assert report.failure is not None
    assert report.failure.kind is FailureKind.TIMED_OUT


def test_what_was_built_before_an_endless_loop_in_a_lambda_is_told(around: World) -> None:
    source = IN_A_LAMBDA.format(body="while True: pass")
    report = around.run(source, choose_mechanism(), Limits(seconds=20))
    assert report.failure is not None
    assert report.failure.kind is FailureKind.TIMED_OUT
    if "begun" not in report.output:
        pytest.skip("TensorFlow is not loaded after twenty seconds")
    assert report.failure.line == source.splitlines().index("    while True: pass") + 1
    assert report.models[0].variables == ("before",)
    assert [layer.outputs for layer in report.models[0].layers] == [((None, 2),)]


@pytest.mark.parametrize(
    "code",
    [
        "hoard = bytearray(2 * 1024**3)",
        "import mmap; mmap.mmap(-1, 2 * 1024**3)",
        "hoard = []\nwhile True: hoard.append(bytearray(10**7))",
    ],
    ids=["at once", "mapped", "bit by bit"],
)
def test_memory_has_an_end(around: World, mechanism: Mechanism, code: str) -> None:
    report = around.run(code, mechanism, Limits(seconds=60, memory=1024 * MEGABYTE))
    assert report.failure is not None
    assert report.failure.kind is FailureKind.OUT_OF_MEMORY or "allocate" in report.failure.message
    assert report.failure.line == len(code.splitlines())


def test_the_disk_has_an_end(around: World, mechanism: Mechanism) -> None:
    source = (
        "n = 0\n"
        "while True:\n"
        "    n += 1\n"
        "    with open(str(n), 'wb') as f:\n"
        "        f.write(bytes(10**6))\n"
    )
    report = around.run(source, mechanism, Limits(seconds=60, disk=20 * MEGABYTE))
    assert report.failure is not None
    assert report.failure.kind is FailureKind.TOO_MUCH_WRITTEN


def test_one_file_has_an_end(around: World, mechanism: Mechanism) -> None:
    source = "with open('large', 'wb') as f: f.truncate(10**10)"
    report = around.run(source, mechanism, Limits(seconds=60, disk=20 * MEGABYTE))
    assert report.failure is not None
    assert "too large" in report.failure.message


def test_threads_have_an_end(around: World, mechanism: Mechanism) -> None:
    source = (
        "import threading\n"
        "for _ in range(300): threading.Thread(target=threading.Event().wait).start()\n"
        "while True: pass\n"
    )
    report = around.run(source, mechanism, Limits(seconds=60, threads=200))
    assert report.failure is not None
    assert report.failure.kind is FailureKind.TOO_MANY_THREADS


def test_a_flood_of_output_is_cut(around: World, mechanism: Mechanism) -> None:
    report = around.run("for _ in range(10**6): print('x' * 100)\nprint('end')", mechanism)
    assert report.failure is None
    assert len(report.output) < 100_000
    assert report.output.endswith("end\n")


@pytest.mark.parametrize(
    "code",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import os; os._exit(0)",
        "import os\nfor fd in range(3, 50):\n try: os.write(fd, b'[1]')\n except OSError: pass",
        "import ctypes; ctypes.string_at(0)",
    ],
    ids=["kills itself", "leaves", "writes a report of its own", "crashes"],
)
def test_a_run_without_a_report_is_a_failure(
    around: World, mechanism: Mechanism, code: str
) -> None:
    report = around.run(code, mechanism)
    assert report.failure is not None
    assert report.failure.kind is FailureKind.DIED
    assert report.models == ()


def test_a_file_that_runs_into_a_wall_is_told_so(around: World, mechanism: Mechanism) -> None:
    report = around.run("\nimport os; os.remove(__file__)", mechanism)
    assert report.failure is not None
    assert report.failure.line == 2
    assert report.failure.message.endswith(": the sandbox does not allow it")


def test_the_environment_stays_outside(
    around: World, mechanism: Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_TOKEN", SECRET)
    report = around.run(
        "import os; print(os.environ, open('/proc/self/environ').read())", mechanism
    )
    assert report.failure is None
    assert "HOME" in report.output
    assert SECRET not in report.output


def test_the_project_is_read_under_the_paths_that_the_file_knows(
    around: World, mechanism: Mechanism
) -> None:
    (around.project / "names.py").write_text("first = 'a neighbour'\n")
    source = "import names; print(names.first, open('words.txt').read(), __file__)"
    report = around.run(source, mechanism)
    assert report.failure is None, report.failure
    assert "a neighbour one two" in report.output
    assert str(around.project / "train.py") in report.output


def test_new_files_go_where_nothing_is_left_of_them(around: World, mechanism: Mechanism) -> None:
    before = around.state()
    source = (
        "import os, tempfile\n"
        "os.makedirs('logs/deep'); open('logs/deep/x', 'w').write('x')\n"
        "open(os.path.expanduser('~/x'), 'w').write('x')\n"
        "print('PLACE', tempfile.mkdtemp())\n"
    )
    report = around.run(source, mechanism)
    assert report.failure is None, report.failure
    place = Path(report.output.split("PLACE ")[1].strip())
    assert not place.parent.parent.exists()
    assert around.state() == before


def test_folders_a_thousand_deep_are_gone_too(around: World) -> None:
    source = (
        "import os\n"
        "print('PLACE', os.getcwd())\n"
        "for _ in range(1100): os.mkdir('d'); os.chdir('d')\n"
    )
    report = around.run(source, choose_mechanism())
    assert report.failure is None, report.failure
    assert not Path(report.output.split("PLACE ")[1].strip()).parent.exists()


def test_of_the_home_folder_only_python_files_and_packages_are_read(
    around: World, mechanism: Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(around.project))
    (around.project / "package").mkdir()
    (around.project / "package" / "__init__.py").write_text("first = 'a package'\n")
    (around.project / "letters").mkdir()
    (around.project / "letters" / "private.txt").write_text(SECRET)
    source = (
        "from package import first\n"
        "print(first)\n"
        "for path in ('letters/private.txt', 'words.txt'):\n"
        "    try: print(open(path).read())\n"
        "    except OSError: print('refused')\n"
    )
    report = around.run(source, mechanism)
    assert report.failure is None
    assert report.output == "a package\nrefused\nrefused\n"


def test_without_anything_to_confine_with_nothing_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mechanisms, "is_available", lambda mechanism: mechanism is Mechanism.NONE)
    with pytest.raises(UsageError, match="`--unsafe-execute`"):
        choose_mechanism()
    assert choose_mechanism(unsafe=True) is Mechanism.NONE


def test_what_confines_better_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mechanisms, "is_available", lambda mechanism: True)
    assert choose_mechanism() is Mechanism.BUBBLEWRAP
    assert choose_mechanism(unsafe=True) is Mechanism.BUBBLEWRAP
