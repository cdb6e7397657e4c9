"""Files in another dialect of Python are refused, and their models are looked at all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascop.linting.run import lint

MODEL = """\
from keras.models import Sequential
from keras.layers import Dense

model = Sequential()
model.add(Dense(8, activation="relu", input_shape=(4,)))
model.add(Dense(1, activation="softmax"))
model.compile(loss="binary_crossentropy", optimizer="adam")
"""

STATEMENTS = {
    "a print of Python 2": 'print "shape:", model.output_shape\n',
    "a print into a file": 'import sys\nprint >>sys.stderr, "%d" % 1, "left"\nprint 1\n',
    "a print behind a colon": 'if True: print "done"\n',
    "a print over several lines": 'print "%d of %d" % (\n    1,\n    2)\n',
    "a print with a backslash": 'print "%d" % \\\n    3\n',
    "many prints": 'print "a"\nfor i in range(3):\n    print i\nprint "b"\n',
    "an exception of Python 2": "try:\n    pass\nexcept IOError, e:\n    print e\n",
    "a raise of Python 2": 'if False:\n    raise ValueError, "no"\n',
    "an inequality of Python 2": "if 1 <> 2:\n    pass\n",
    "an exec of Python 2": 'exec "x = 1"\n',
    "a command of the shell": "!pip install keras\n",
    "a magic": "%matplotlib inline\n",
    "a question": "model.fit?\n",
    "captured output": "files = !ls\n",
}


def codes(path: Path) -> list[tuple[str, int]]:
    return [(found.code, found.span.start_line) for found in lint([path]).findings]


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["unix", "windows"])
def test_the_model_beside_a_foreign_statement_is_analysed(
    statement: str, ending: str, tmp_path: Path
) -> None:
    path = tmp_path / "train.py"
    path.write_bytes((MODEL + statement + MODEL).replace("\n", ending).encode())
    lines = MODEL.count("\n") + statement.count("\n")
    found = codes(path)
    assert found.count(("KC204", 6)) == 1
    assert found.count(("KC204", 6 + lines)) == 1
    assert [code for code, _ in found].count("KC901") == 1


@pytest.mark.parametrize(
    "statement",
    ["model.add(Dense(2)\n", 'x = "open\n', "model add Dense\n", "print = = 3\n"],
)
def test_a_statement_that_may_do_something_ends_the_analysis(
    statement: str, tmp_path: Path
) -> None:
    path = tmp_path / "train.py"
    path.write_text(MODEL + statement)
    assert {code for code, _ in codes(path)} == {"KC901"}


def test_a_name_that_looks_like_a_statement_is_none(tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_text(MODEL + "printed = 1\nexecuted = printed\n")
    assert "KC901" not in {code for code, _ in codes(path)}
