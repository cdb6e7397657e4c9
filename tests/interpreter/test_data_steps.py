"""What programs do with data besides training, as the interpreter notes it."""

from __future__ import annotations

from pathlib import Path

from kerascop.graph import Answer, Discarded, Learned, Program, Reading, Unfitted
from kerascop.interpreter import analyse
from kerascop.sources.project import Project
from kerascop.syntax.module import parse

PREAMBLE = """
import keras
import numpy as np
from sklearn.preprocessing import StandardScaler
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile(loss="mse")
"""


def program(source: str) -> Program:
    path = Path("program.py")
    (found, *_) = analyse(parse(path, PREAMBLE + source), Project([path])).programs
    return found


def dropped(source: str) -> list[str]:
    return [step.call for step in program(source).steps(Discarded)]


def test_a_result_that_is_dropped_is_noted() -> None:
    assert dropped("x = np.zeros((4, 4))\nx.reshape(16)") == ["x.reshape(…)"]
    assert dropped("np.expand_dims(np.zeros(3), 0)") == ["np.expand_dims(…)"]
    assert dropped("x_train / 255") == ["x_train / 255"]


def test_a_result_that_is_used_is_not() -> None:
    assert dropped("x = np.zeros((4, 4))\ny = x.reshape(16)\nprint(x.reshape(16))") == []


def test_calls_that_change_something_drop_nothing() -> None:
    assert dropped("x = np.zeros(4)\nx.sort()\nx.fill(1)\nnp.clip(x, 0, 1, out=x)") == []
    assert dropped("things.reshape(3)\nloader.transform(x)") == []


def test_the_last_line_of_a_cell_is_shown_and_not_dropped() -> None:
    cells = "# In[1]:\nx = np.zeros((4, 4))\nx.reshape(16)\n# In[2]:\ny = 1\n"
    assert dropped(cells) == []
    assert dropped(cells.replace("x.reshape(16)\n", "x.reshape(16)\nx = x + 1\n")) == [
        "x.reshape(…)"
    ]


def test_scalers_note_what_they_learn_from() -> None:
    steps = program("s = StandardScaler()\na = s.fit_transform(x_train)\nb = s.transform(x_test)")
    first, second = steps.steps(Learned)
    assert (first.kind, first.method, first.fits) == ("StandardScaler", "fit_transform", True)
    assert not first.on_test_data
    assert not second.fits
    assert second.on_test_data


def test_names_of_test_data_are_told_from_others() -> None:
    for name, is_test in (
        ("xtest", True),
        ("X_test", True),
        ("testData", True),
        ("test_texts", True),
        ("latest", False),
        ("contest_rows", False),
        ("x_train", False),
    ):
        (step,) = program(f"StandardScaler().fit({name})").steps(Learned)
        assert step.on_test_data is is_test, name


def test_predictions_that_are_read_are_noted() -> None:
    source = "p = model.predict(x)\nnp.argmax(p, axis=1)\nq = p > 0.5\nnp.round(p)\nr = 1 - p > 0.5"
    readings = program(source).steps(Reading)
    assert [each.answer for each in readings] == [Answer.ARGMAX, Answer.THRESHOLD, Answer.ROUNDED]
    assert readings[0].among == 1


def unfitted(source: str) -> list[str]:
    make = "g = keras.preprocessing.image.ImageDataGenerator(featurewise_center=True)\n"
    return [step.what for step in program(make + source).steps(Unfitted)]


def test_a_generator_that_needs_statistics_and_has_none_is_noted() -> None:
    assert unfitted("b = g.flow(np.ones((2, 8, 8, 3)))") == ["featurewise_center"]
    assert unfitted("b = g.flow_from_directory('images')") == ["featurewise_center"]


def test_a_generator_that_is_fitted_or_not_used_is_not() -> None:
    assert unfitted("b = g.flow(np.ones((2, 8, 8, 3)))\ng.fit(np.ones((2, 8, 8, 3)))") == []
    assert unfitted("g.mean = 0.5\nb = g.flow(np.ones((2, 8, 8, 3)))") == []
    assert unfitted("") == []
