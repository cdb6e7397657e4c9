"""How cost grows with the number of files, and with the number of layers of one model.

    python -m benchmarks.growth [--files 10 100 1000 7000] [--layers 10 100 1000 3000] [--plot]

Generated programs are linted without a cache. Printed are processor seconds of all processes and
the memory of the greatest one; `--plot` draws them into `docs/assets/` and needs the extra
`benchmarks`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "docs" / "assets"

_FILE = '''\
"""Experiment {at}."""

import keras
from keras import layers

from shared_{shared} import UNITS


def build(units=UNITS, rate=0.3):
    inputs = keras.Input((28, 28, 1))
    x = layers.Rescaling(1.0 / 255)(inputs)
    x = layers.Conv2D({filters}, 3, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D()(x)
    x = layers.Flatten()(x)
    x = layers.Dropout(rate)(x)
    x = layers.Dense(units, activation="relu")(x)
    return keras.Model(inputs, layers.Dense({classes}, activation="softmax")(x))


model = build()
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
'''

_LAUNCH = """\
import os, subprocess, sys
run = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(run.pid, 0)
assert os.waitstatus_to_exitcode(status) == 0, status
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


@dataclass(frozen=True)
class Point:
    """What one run took: `size` files or layers, processor seconds, mebibytes."""

    size: int
    seconds: float
    memory: float


def main() -> None:
    """Measures, prints, and draws if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, nargs="*", default=[10, 100, 1000, 7000])
    parser.add_argument("--layers", type=int, nargs="*", default=[10, 30, 100, 300, 1000, 3000])
    parser.add_argument("--jobs", type=int, default=1, help="how many processes lint")
    parser.add_argument("--plot", action="store_true", help="draw into docs/assets/")
    given = parser.parse_args()
    for name, sizes, write in (
        ("files", given.files, write_files),
        ("layers", given.layers, write_layers),
    ):
        points = [measured(size, write, given.jobs) for size in sizes]
        sys.stdout.write(f"{table(name, points)}\n")
        if given.plot and points:
            plot(name, points)


def table(name: str, points: Sequence[Point]) -> str:
    """The points as a Markdown table."""
    rows = [f"| {name} | seconds | milliseconds each | MiB |", "| --- | --- | --- | --- |"]
    for point in points:
        each = point.seconds / point.size * 1000
        rows.append(f"| {point.size:,} | {point.seconds:.2f} | {each:.1f} | {point.memory:.0f} |")
    return "\n".join(rows) + "\n"


def write_files(folder: Path, count: int) -> None:
    """So many programs; every hundred of them import a module in common."""
    for at in range(count):
        if at % 100 == 0:
            (folder / f"shared_{at // 100}.py").write_text(f"UNITS = {64 + at // 100}\n")
        text = _FILE.format(at=at, shared=at // 100, filters=16 + at % 7, classes=2 + at % 50)
        (folder / f"experiment_{at}.py").write_text(text)


def write_layers(folder: Path, count: int) -> None:
    """One program whose model has so many layers, written out."""
    lines = ["import keras", "from keras import layers", "", "x = inputs = keras.Input((64,))"]
    lines += [f'x = layers.Dense({64 + at % 5}, activation="relu")(x)' for at in range(count)]
    lines += ["model = keras.Model(inputs, layers.Dense(1)(x))", 'model.compile("adam", "mse")']
    (folder / "deep.py").write_text("\n".join(lines) + "\n")


def measured(size: int, write: Callable[[Path, int], None], jobs: int) -> Point:
    """Lints programs of a size that are made for it."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write(folder, size)
        words = ["lint", "--isolated", "--no-cache", "--quiet", f"--jobs={jobs}", str(folder)]
        used = _used([sys.executable, "-m", "kerascop", *words])
    seconds, memory = map(float, used.split())
    return Point(size, seconds, memory / 1024)


def _used(words: Sequence[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _LAUNCH, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def plot(name: str, points: Sequence[Point]) -> None:
    """Draws seconds and memory over the size, on axes on which a straight line is linear growth."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"] = name
    figure = Figure(figsize=(7, 3.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    sizes = [point.size for point in points]
    left.loglog(sizes, [point.seconds for point in points], "o-")
    slope = points[-1].seconds / points[-1].size
    left.loglog(sizes, [slope * size for size in sizes], ":", color="grey")
    left.set(xlabel=name, ylabel="processor seconds")
    right.semilogx(sizes, [point.memory for point in points], "o-")
    right.set(xlabel=name, ylabel="memory in MiB", ylim=(0, None))
    figure.savefig(ASSETS / f"growth-{name}.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
