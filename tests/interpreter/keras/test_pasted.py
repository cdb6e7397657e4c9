"""Snippets that go on with a model whose beginning they do not show."""

from __future__ import annotations

from pathlib import Path

from kerascop.linting.run import lint
from tests.programs import programs, stacks


def test_a_name_that_layers_are_added_to_is_a_sequential_model() -> None:
    assert stacks("""
        model.add(Dense(8, input_shape=(4,)))
        model.add(Dense(3))
        """) == ["Dense(8) Dense(3)"]


def test_what_came_before_is_unknown_unless_the_first_layer_says_what_goes_in() -> None:
    (program,) = programs("""
        model.add(Dense(3, activation="softmax"))
        model.compile("adam", "categorical_crossentropy")
        """)
    (objective,) = program.objectives
    assert objective.head.units == 3
    assert objective.head.known
    assert program.models[0].is_opaque


def test_a_name_that_something_binds_is_left_alone() -> None:
    assert (
        stacks("""
        model = make()
        model.add(Dense(8, input_shape=(4,)))
        """)
        == []
    )
    assert (
        stacks("""
        def train(model):
            model.add(Dense(8, input_shape=(4,)))
        """)
        == []
    )
    assert stacks("from nets import *\nbag.add(thing(8))\n") == []


def test_a_snippet_that_names_no_library_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "snippet.py"
    path.write_text(
        "y_train = to_categorical(y_train)\n"
        'model.add(Dense(10, activation="softmax"))\n'
        'model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")\n'
        "model.fit(x_train, y_train)\n"
    )
    assert [finding.code for finding in lint([path]).findings] == ["KC312"]
