"""Imports among the files of a project, and files that are no whole programs."""

from __future__ import annotations

import pytest

from tests.programs import program, programs, stacks

_HEADS = "from keras.layers import Dense\nUNITS = 5\ndef head(n=2): return Dense(n)\n_hidden = 1\n"
IMPORTS = [
    ("from heads import head\nSequential([head(3)])", "Dense(3)"),
    ("import heads\nSequential([heads.head(heads.UNITS)])", "Dense(5)"),
    ("import heads as h\nSequential([h.head()])", "Dense(2)"),
    ("from heads import *\nSequential([head(UNITS)])", "Dense(5)"),
    ("from parts.blocks import block\nSequential(block())", "Dense(7) Dense(5)"),
    ("import parts.blocks\nSequential(parts.blocks.block())", "Dense(7) Dense(5)"),
    ("from parts import blocks\nSequential(blocks.block())", "Dense(7) Dense(5)"),
    ("from parts import WIDTH\nSequential([Dense(WIDTH)])", "Dense(7)"),
    ("from listed import *\nSequential([Dense(_offered)])", "Dense(4)"),
    (
        "def f():\n    from heads import UNITS\n    return UNITS\nSequential([Dense(f())])",
        "Dense(5)",
    ),
    ("from one import first\nSequential([Dense(first())])", "Dense(9)"),
    (
        (
            "try:\n    from fast import head\nexcept ImportError:\n    from heads import head\n"
            "Sequential([Dense(3)])"
        ),
        "Dense(3)",
    ),
    ("from heads import missing\nSequential([Dense(missing * 1.5)])", "Dense(?)"),
    ("if __name__ == '__main__':\n    Sequential([Dense(3)])", "Dense(3)"),
    ("from script import main\nSequential([Dense(3)])", "Dense(3)"),
]
_FILES = {
    "heads.py": _HEADS,
    "listed.py": "__all__ = ['_offered']\n_offered, other = 4, 5\n",
    "parts/__init__.py": "from .sizes import WIDTH\n",
    "parts/sizes.py": "WIDTH = 7\n",
    "parts/blocks.py": (
        "from keras.layers import Dense\nfrom . import sizes\nfrom ..heads import UNITS\n"
        "def block(): return [Dense(sizes.WIDTH), Dense(UNITS)]\n"
    ),
    "one.py": "from two import second\ndef first(): return second() + 1\n",
    "two.py": "import one\ndef second(): return 8\n",
    "script.py": (
        "from keras import Sequential, layers\ndef main(): Sequential([layers.Dense(1)])\n"
        "if __name__ == '__main__':\n    main()\n"
    ),
}


@pytest.mark.parametrize(("text", "stack"), IMPORTS)
def test_imports_find_the_files_of_the_project(text: str, stack: str) -> None:
    assert stacks(text, _FILES) == [stack]


_MADE = {"made.py": "model = Sequential([Input((3,)), Dense(2)])\nmodel.compile('adam', 'mse')\n"}
USES = [
    "model.compile('sgd', 'mse')",
    "model.fit(x, y)",
    "model.add(Dense(2))",
    "model(x)",
    "model.save('model.keras')",
    "model.layers[-1].trainable = False",
    "def train():\n    model.fit(x, y)",
    "import trainer\ntrainer.train(model)",
]
_TRAINER = {"trainer.py": "import made\nmade.model.add(Dense(1))\ndef train(m): m.fit(x, y)\n"}


@pytest.mark.parametrize("use", USES)
def test_a_model_of_another_file_is_part_of_a_program_that_does_something_to_it(use: str) -> None:
    found = programs(f"from made import model\n{use}\n", {**_MADE, **_TRAINER})
    assert [model.origin.path.name for each in found for model in each.models] == ["made.py"]


@pytest.mark.parametrize("use", ["print(model)", "import trainer"])
def test_a_model_of_another_file_is_that_files_business_otherwise(use: str) -> None:
    text = f"from made import model\n{use}\nSequential([Dense(5)])"
    assert stacks(text, {**_MADE, **_TRAINER}) == ["Dense(5)"]


CHANGES = [
    ("import state\nif flag:\n    state.units = 5\nSequential([Dense(state.units)])"),
    ("from state import table\nif flag:\n    table['a'] = 5\nSequential([Dense(table['a'])])"),
]


@pytest.mark.parametrize("text", CHANGES)
def test_what_one_path_does_to_a_module_is_not_there_on_the_next(text: str) -> None:
    state = {"state.py": "units = 3\ntable = {'a': 3}\n"}
    assert stacks(text, state) == ["Dense(5)", "Dense(3)"]


def test_what_one_entry_does_to_global_names_is_not_there_for_the_next() -> None:
    text = """
    units = 3
    def wide():
        global units
        units = 512
        return Sequential([Dense(units)])
    def narrow():
        return Sequential([Dense(units)])
    """
    assert stacks(text) == ["Dense(512)", "Dense(3)"]


def test_a_snippet_needs_no_imports() -> None:
    text = """
    model = Sequential()
    model.add(Dense(3, activation="softmax"))
    model.compile(loss="categorical_crossentropy")
    """
    assert program(text).compiles


def test_a_star_import_that_cannot_be_resolved_hides_nothing() -> None:
    assert stacks("from everything import *\nSequential([Dense(3)])") == ["Dense(3)"]


HIDING = [
    "def Dense(n): return make(n)",
    "class Dense: pass",
    "Dense = make()",
    "from mine import Dense",
    "for Dense in kinds: pass",
    "with make() as Dense: pass",
    "try:\n    pass\nexcept E as Dense:\n    pass",
    "match kind:\n    case [Dense]:\n        pass",
    "for k in kinds:\n    pass\nelse:\n    Dense = k",
]


@pytest.mark.parametrize("binding", HIDING)
def test_a_name_that_the_file_binds_is_not_keras(binding: str) -> None:
    found = stacks(f"{binding}\nmodel = Sequential()\nmodel.add(Dense(3))")
    assert not any("Dense(3)" in stack for stack in found)


def test_cells_of_a_notebook_may_be_in_disorder() -> None:
    assert stacks("Sequential([Dense(units)])\nunits = 7") == ["Dense(7)"]


def test_a_function_that_nobody_calls_is_an_entry() -> None:
    text = "def build(classes, units=8):\n    return Sequential([Dense(units), Dense(classes)])"
    (entry,) = programs(text)
    assert entry.entry is not None
    assert stacks(text) == ["Dense(8) Dense(classes)"]


def test_a_builtin_that_the_file_binds_is_what_it_binds() -> None:
    assert stacks("len = lambda x: 5\nSequential([Dense(len([1]))])") == ["Dense(5)"]


def test_what_keeps_an_imported_module_busy_for_long_hides_no_model_behind_it() -> None:
    busy = "".join(f"table{at} = [count(i) for i in range(900)]\n" for at in range(20))
    parts = f"def count(n):\n    n = n + 1\n    return n\n\n{busy}model = Sequential([Dense(3)])\n"
    text = "from parts import model\nmodel.compile('adam', 'mse')"
    assert stacks(text, {"parts.py": parts}) == ["Dense(3)"]


def test_what_a_statement_that_was_left_has_changed_is_unknown() -> None:
    parts = (
        "sizes = [1]\nn = 5\n\n"
        "def count(i):\n    global n\n    n = n + 1\n    sizes.append(i)\n    return i\n\n"
        "table = [count(i) for i in range(900)]\n"
    )
    text = "from parts import n, sizes\nSequential([Dense(n), Dense(len(sizes))])"
    assert stacks(text, {"parts.py": parts}) == ["Dense(?) Dense(?)"]
