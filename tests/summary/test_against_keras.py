"""What a summary lists is what Keras lists once it has run the program."""

from __future__ import annotations

from pathlib import Path

import keras
import pytest

from kerascop.interpreter import analyse
from kerascop.sources.project import Project
from kerascop.summary import summarise
from kerascop.syntax.module import parse
from tests.summary.asking_keras import facts_of, facts_of_keras
from tests.summary.programs import PROGRAMS


@pytest.mark.parametrize("sentence", PROGRAMS)
def test_a_summary_lists_what_keras_lists(sentence: str) -> None:
    source, path = PROGRAMS[sentence], Path("program.py")
    names: dict[str, object] = {}
    keras.backend.clear_session()
    exec(source, names)
    expected = facts_of_keras(names["model"])
    first, *_ = analyse(parse(path, source), Project([path])).programs
    summaries = {model.keras_name: summarise(model) for model in first.models}
    assert facts_of(summaries[expected.name]) == expected
