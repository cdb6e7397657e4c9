"""The course of training: optimizers, what is frozen when, and what is read of the results."""

from __future__ import annotations

import pytest

from tests.programs import program

BUILD = """
from tensorflow import keras
from tensorflow.keras import layers

def build():
    return keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.Dense(1)])

model = build()
"""
COMPILED = BUILD + "model.compile('adam', 'mse')\n"


def optimizer(written: str, before: str = "") -> tuple[str, float | None] | None:
    """The optimizer by name, with its learning rate where that stays a known number."""
    text = f"{BUILD}import tensorflow as tf\n{before}\nmodel.compile({written}, 'mse')"
    (compiled,) = program(text).compiles
    found = compiled.optimizer
    return None if found is None else (found.name, found.learning_rate)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("'adam'", ("Adam", None)),
        ("'RMSprop'", ("RMSprop", None)),
        ("keras.optimizers.SGD(0.5)", ("SGD", 0.5)),
        ("keras.optimizers.SGD(learning_rate=2 * 0.5)", ("SGD", 1.0)),
        ("keras.optimizers.Adam(lr=0.1)", ("Adam", 0.1)),
        ("keras.optimizers.legacy.Adam(0.1)", ("Adam", 0.1)),
        ("keras.optimizers.adam(lr=0.1)", ("Adam", 0.1)),
        ("tf.train.GradientDescentOptimizer(0.1)", ("SGD", 0.1)),
        ("keras.optimizers.Adam(rate)", ("Adam", None)),
        ("keras.optimizers.Adam(0.1, decay=1e-2)", ("Adam", None)),
        ("keras.optimizers.Adam(0.1, decay=1e-6)", ("Adam", 0.1)),
        (
            "keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.1, 100))",
            ("SGD", None),
        ),
        ("elsewhere()", None),
    ],
)
def test_an_optimizer_is_known_with_its_rate(
    written: str, found: tuple[str, float | None] | None
) -> None:
    assert optimizer(written) == found


def test_a_rate_that_is_set_later_is_not_known() -> None:
    before = "chosen = keras.optimizers.Adam(0.1)\nchosen.learning_rate = 0.01"
    assert optimizer("chosen", before) == ("Adam", None)


def test_one_optimizer_object_is_one_in_every_compile() -> None:
    text = BUILD + (
        "one = keras.optimizers.Adam()\n"
        "model.compile(one, 'mse')\n"
        "other = build()\n"
        "other.compile(model.optimizer, 'mse')\n"
        "third = build()\n"
        "third.compile(keras.optimizers.Adam(), 'mse')\n"
    )
    first, second, third = (compiled.optimizer for compiled in program(text).compiles)
    assert first is second
    assert third is not first


@pytest.mark.parametrize(
    ("statements", "sizes"),
    [
        ("model.trainable = False", [3]),
        ("model.layers[0].trainable = False", [1]),
        ("for layer in model.layers: layer.trainable = False", [1, 1]),
        ("model.trainable = True", []),
        ("model.trainable = False\nmodel.trainable = False", [3]),
        ("model.trainable = unknown", []),
    ],
)
def test_a_change_of_what_is_trainable_names_the_layers_that_it_changes(
    statements: str, sizes: list[int]
) -> None:
    changes = program(BUILD + statements).changes
    assert [len(change.layers) for change in changes] == sizes


def test_what_happens_has_an_order() -> None:
    text = COMPILED + "model.fit(x, y)\nmodel.trainable = False\nmodel.fit(x, y)\n"
    found = program(text)
    (compiled,), (change,), (first, second) = found.compiles, found.changes, found.fits
    assert compiled.order < first.order < change.order < second.order


@pytest.mark.parametrize(
    ("statements", "keys"),
    [
        ("h = model.fit(x, y)\nprint(h.history['a'], h.history['b'])", ["a", "b"]),
        ("def show(h): print(h.history['a'])\nshow(model.fit(x, y))", ["a"]),
        ("model.fit(x, y)\nprint(model.history.history['a'])", ["a"]),
        ("h = keras.callbacks.History()\nmodel.fit(x, y, callbacks=[h])\nh.history['a']", ["a"]),
        ("h = model.fit(x, y)\nfor key in ('a', 'b'): print(h.history[key])", ["a", "b"]),
        ("h = model.fit(x, y)\nprint(h.history.keys(), h.history[name])", []),
        ("h = model.fit(x, y)\ntry: h.history['a']\nexcept KeyError: pass", []),
        ("h = model.fit(x, y)\nh.history['a'] = 1\nprint(h.history['a'])", []),
    ],
)
def test_what_is_read_of_a_history_is_known(statements: str, keys: list[str]) -> None:
    (fit,) = program(COMPILED + statements).fits
    assert [read.key for read in fit.reads] == keys


@pytest.mark.parametrize(
    "statements",
    [
        "one, two = model.evaluate(x, y)",
        "both = model.evaluate(x, y)\none = both[0]\ntwo = both[1]",
        "def judge(): return model.evaluate(x, y)\none, two = judge()",
    ],
)
def test_the_numbers_of_evaluate_have_names(statements: str) -> None:
    (fit,) = program(COMPILED + statements).fits
    assert [(result.place, result.name) for result in fit.results] == [(0, "one"), (1, "two")]


@pytest.mark.parametrize(
    ("statements", "compiled"),
    [
        ("model.fit(x, y)", False),
        ("model.compile('adam', 'mse')\nmodel.fit(x, y)", True),
        ("from elsewhere import prepare\nprepare(model)\nmodel.fit(x, y)", None),
        ("elsewhere.model.compile()\nmodel.fit(x, y)", None),
        ("keras.models.load_model('m.keras').fit(x, y)", None),
        ("keras.models.load_model('m.keras', compile=False).fit(x, y)", False),
    ],
)
def test_it_is_known_whether_a_model_is_compiled(statements: str, compiled: bool | None) -> None:
    (fit,) = program(BUILD + statements).fits
    assert fit.compiled is compiled


@pytest.mark.parametrize(
    ("loop", "rounds"),
    [
        ("for _ in range(7):", [7]),
        ("for _ in range(n):", [None]),
        ("while True:", [None]),
        ("if True:", []),
    ],
)
def test_a_loop_that_makes_its_model_anew_is_known(loop: str, rounds: list[int | None]) -> None:
    body = (
        "\n    new = build()\n    new.compile('sgd', 'mse')\n    new.fit(x, y)\n    model.fit(x, y)"
    )
    fits = program(COMPILED + loop + body).fits
    assert [each.rounds for each in fits[0].rebuilt_in] == rounds
    assert fits[1].rebuilt_in == ()
