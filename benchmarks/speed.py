"""How long linting takes, beside what other programs take for the same files in the same minutes.

    python -m benchmarks.speed --without-keras DJANGO --with-keras KERAS_HUB [--rounds 5]

The folders are sources that the project does not ship: an unpacked source distribution of Django,
and the package `keras_hub` of a wheel of keras-hub. Printed are Markdown tables of medians, each
figure also as a multiple of one of them: such ratios compare from machine to machine. Processor
seconds count all processes and do not depend on what else the machine does. What is not installed
(ruff, flake8 with flake8-bugbear, torchfix) is left out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import Command, side_by_side, table

ROOT = Path(__file__).parents[1]

_PARSE = """\
import gc, sys
from pathlib import Path
import libcst
gc.disable()
sys.setrecursionlimit(10_000)
for path in sorted(Path(sys.argv[1]).rglob("*.py")):
    libcst.parse_module(path.read_bytes())
"""

_SMALL = """\
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(8, activation="relu"), layers.Dense(1)])
model.compile("adam", "mse")
"""


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--without-keras", type=Path, help="a large code base without Keras")
    parser.add_argument("--with-keras", type=Path, help="a code base full of Keras")
    parser.add_argument("--rounds", type=int, default=5, help="how often each command is run")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        env = _environment(scratch)
        _tell("Start-up", _start_up(scratch, given.rounds, env))
        if given.without_keras is not None:
            _tell("Without Keras", _without(given.without_keras, given.rounds, env))
        if given.with_keras is not None:
            _tell("With Keras", _with(given.with_keras, scratch, given.rounds, env))


def _tell(title: str, text: str) -> None:
    sys.stdout.write(f"{title}\n\n{text}\n")
    sys.stdout.flush()


def _environment(scratch: Path) -> dict[str, str]:
    """As users have it: compiled files are kept, even where somebody has switched that off."""
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(scratch / "compiled")}


def _kerascop(*words: str) -> list[str]:
    return [sys.executable, "-m", "kerascop", "lint", "--isolated", *words]


def _start_up(scratch: Path, rounds: int, env: dict[str, str]) -> str:
    (scratch / "plain.py").write_text("print('hello')\n")
    (scratch / "small.py").write_text(_SMALL)
    base = "import libcst, typer"
    return table(
        side_by_side(
            [
                Command(base, [sys.executable, "-c", base]),
                Command("a file without Keras", _kerascop("--no-cache", str(scratch / "plain.py"))),
                Command("a small model", _kerascop("--no-cache", str(scratch / "small.py"))),
            ],
            rounds,
            env,
        ),
        base,
    )


def _without(folder: Path, rounds: int, env: dict[str, str]) -> str:
    base = "ruff check"
    ruff = shutil.which("ruff")
    commands = [Command("kerascop lint", _kerascop("--no-cache", str(folder)))]
    if ruff is None:
        base = "kerascop lint"
    else:
        words = [ruff, "check", "--no-cache", "--isolated", "--quiet", str(folder)]
        commands.insert(0, Command(base, words))
    return table(side_by_side(commands, rounds, env), base)


def _with(folder: Path, scratch: Path, rounds: int, env: dict[str, str]) -> str:
    cache = scratch / "cache"
    base = "libcst.parse_module"

    def forget() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    commands = [
        Command(base, [sys.executable, "-c", _PARSE, str(folder)]),
        Command("kerascop, one process", _kerascop("--no-cache", "--jobs=1", str(folder))),
        Command("kerascop, all cores", _kerascop("--cache-dir", str(cache), str(folder)), forget),
        Command("kerascop, warm", _kerascop("--cache-dir", str(cache), str(folder))),
    ]
    if shutil.which("flake8") is not None:
        words = ["flake8", "--isolated", "--select=B,E,F,W,C", str(folder)]
        commands.append(Command("flake8 with bugbear", words))
    if shutil.which("torchfix") is not None:
        commands.append(Command("torchfix", ["torchfix", "--select=ALL", str(folder)]))
    return table(side_by_side(commands, rounds, env), base)


if __name__ == "__main__":
    main()
