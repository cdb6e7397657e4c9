"""Methods that nothing calls, in the order that they need, and functions on globals."""

from __future__ import annotations

from textwrap import indent

from kerascop.graph.arrays import Labels
from tests.programs import analysed, stacks

LAYERS = "Sequential([Dense(8, input_shape=(4,)), Dense(3, activation='softmax')])"


def trained(text: str) -> list[tuple[str, Labels | None]]:
    """Each loss of the paths, with the labels that it meets, if they are known."""
    return [
        (each.loss.family, each.targets[0].labels if each.targets else None)
        for program in analysed(text).programs
        for each in program.objectives
    ]


def test_a_model_that_one_method_builds_is_trained_in_another() -> None:
    assert trained(f"""
        class Net:
            def __init__(self, rate):
                self.model = None
            def build(self):
                self.model = {LAYERS}
                self.model.compile("adam", "sparse_categorical_crossentropy")
            def train(self, x, y):
                self.model.fit(x, to_categorical(y, 3))
        """) == [("sparse_categorical_crossentropy", Labels.ONE_HOT)]


def test_methods_are_called_in_the_order_in_which_they_need_each_other() -> None:
    assert trained(f"""
        class Net:
            def train(self):
                self.model.fit(self.x, self.y)
            def build(self):
                self.model = {LAYERS}
                self.model.compile("adam", self.loss)
            def load(self):
                (self.x, self.y), _ = mnist.load_data()
            def choose(self):
                self.loss = "categorical_crossentropy"
        """) == [("categorical_crossentropy", Labels.CLASS_IDS)]


def test_what_the_constructor_sets_no_other_method_is_asked_for() -> None:
    assert trained(f"""
        class Net:
            def __init__(self):
                self.model = {LAYERS}
                self.model.compile("adam", "categorical_crossentropy")
            def reset(self):
                self.model = {LAYERS}
                self.model.compile("adam", "mse")
            def train(self, x, y):
                self.model.fit(x, to_categorical(y, 3))
        """) == [("categorical_crossentropy", Labels.ONE_HOT), ("mean_squared_error", None)]


def test_of_two_methods_that_set_the_model_none_is_guessed() -> None:
    found = trained(f"""
        class Net:
            def wide(self):
                self.model = {LAYERS}
                self.model.compile("adam", "categorical_crossentropy")
            def deep(self):
                self.model = {LAYERS}
                self.model.compile("adam", "sparse_categorical_crossentropy")
            def train(self, x, y):
                self.model.fit(x, to_categorical(y, 3))
        """)
    assert sorted(found, key=str) == [
        ("categorical_crossentropy", None),
        ("sparse_categorical_crossentropy", None),
    ]


def test_methods_that_need_each_other_come_to_an_end() -> None:
    assert (
        trained("""
        class Net:
            def first(self):
                self.a = Dense(self.b)
            def second(self):
                self.b = Dense(self.a)
        """)
        == []
    )


def test_a_function_trains_what_the_module_compiles() -> None:
    assert trained(f"""
        model = {LAYERS}
        model.compile("adam", "sparse_categorical_crossentropy")
        def train(x, y):
            model.fit(x, to_categorical(y, 3))
        """) == [("sparse_categorical_crossentropy", Labels.ONE_HOT)]


def test_a_function_that_only_predicts_leaves_the_training_open() -> None:
    assert ("mean_squared_error", None) in trained(f"""
        model = {LAYERS}
        model.compile("adam", "mse")
        def predict(x):
            return model.predict(x)
        """)


_COUNTING = "total = advance(total)\n" * 2_500
_HANDED_ON = "def advance(number): return number + 1\ndef start(make, total):\n"


def test_a_model_behind_a_long_computation_is_seen_where_words_promise_it() -> None:
    body = indent(f"{_COUNTING}return {LAYERS}\n", "    ")
    assert stacks(_HANDED_ON + body) == ["Dense(8) Dense(3)"]


def test_a_function_that_promises_no_model_is_followed_for_a_while() -> None:
    analysis = analysed(_HANDED_ON + indent(f"{_COUNTING}return make(total)\n", "    "))
    assert any("stopped after its budget" in note for note in analysis.notes)


def test_a_function_promises_what_those_that_it_calls_do() -> None:
    calling = indent(f"{_COUNTING}return build()\n", "    ")
    built = f"def build(): return {LAYERS}\n"
    assert stacks(built + _HANDED_ON + calling) == ["Dense(8) Dense(3)"] * 2
