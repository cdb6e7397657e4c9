"""The file beside a hostile one, whose mistake must be found whatever the other does."""

from __future__ import annotations

from pathlib import Path

FAULTY = """\
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(8, activation="relu"),
                    layers.Dense(1, activation="softmax")])
model.compile("adam", "binary_crossentropy")
"""

CODE = "KC204"
NAME = "control.py"


def write_control(folder: Path) -> Path:
    """Writes the file into a folder."""
    path = folder / NAME
    path.write_text(FAULTY, encoding="utf-8")
    return path
