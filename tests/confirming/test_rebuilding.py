"""Models of every style, built by Keras from what kerascop read: what agrees, fails, is left."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from kerascop.confirming.outcome import LayerOutcome, ModelOutcome, Status
from kerascop.confirming.rebuilding import Rebuilder
from tests.confirming.asking import outcomes

IMPORTS = """\
import keras
import tensorflow as tf
from keras import layers, ops
"""


@pytest.fixture(scope="module")
def rebuilder() -> Iterator[Rebuilder]:
    made = Rebuilder(sys.executable)
    yield made
    made.close()


class Asked:
    """Asks Keras about the last model of a program."""

    def __init__(self, rebuilder: Rebuilder) -> None:
        self._rebuilder = rebuilder

    def __call__(self, text: str) -> ModelOutcome:
        return outcomes(IMPORTS + text, self._rebuilder)[-1]


@pytest.fixture
def ask(rebuilder: Rebuilder) -> Asked:
    return Asked(rebuilder)


def layer(outcome: ModelOutcome, name: str) -> LayerOutcome:
    (found,) = [each for each in outcome.layers if each.name == name]
    return found


def line(outcome: ModelOutcome) -> int:
    """The line of the first refusal, counted without the imports."""
    return outcome.failures[0].span.start_line - IMPORTS.count("\n")


def test_a_sequential_model_agrees(ask: Asked) -> None:
    outcome = ask("""
model = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(8, 3), layers.Flatten(),
                          layers.Dense(10, activation="softmax")])
""")
    assert outcome.status is Status.AGREES
    assert outcome.reason is None
    assert [each.keras for each in outcome.layers] == [
        ((None, 26, 26, 8),),
        ((None, 5408),),
        ((None, 10),),
    ]
    assert [each.parameters for each in outcome.layers] == [80, 0, 54090]


def test_nested_shared_and_many_headed_models_agree(ask: Asked) -> None:
    outcome = ask("""
left, right = keras.Input((10,)), keras.Input((10,))
encoder = keras.Sequential([layers.Dense(5, activation="relu"), layers.BatchNormalization()])
both = layers.Concatenate()([encoder(left), encoder(right)])
steps, hidden, cell = layers.LSTM(6, return_state=True, return_sequences=True)(
    layers.Reshape((10, 1))(both))
again = layers.LSTM(6)(steps, initial_state=[hidden, cell])
seen = layers.MultiHeadAttention(2, 4)(steps, steps)
model = keras.Model([left, right], [layers.Dense(1)(again + hidden), seen])
""")
    assert outcome.status is Status.AGREES
    assert layer(outcome, "sequential").parameters == 75
    assert layer(outcome, "lstm").keras == ((None, 10, 6), (None, 6), (None, 6))


def test_a_subclassed_model_agrees(ask: Asked) -> None:
    outcome = ask("""
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = layers.Dense(8, activation="relu")
        self.second = layers.Dense(3)

    def call(self, inputs):
        return self.second(self.first(inputs))

net = Net()
net.build((None, 4))
""")
    assert outcome.status is Status.AGREES
    assert [each.parameters for each in outcome.layers] == [40, 27]


def test_a_reshape_that_folds_the_batch_is_carried_out_by_keras(ask: Asked) -> None:
    outcome = ask("""
inputs = keras.Input((6, 16, 3))
folded = layers.Lambda(lambda x: tf.reshape(x, (-1, 16, 3)))(inputs)
model = keras.Model(inputs, layers.Conv1D(4, 3)(folded))
""")
    assert outcome.status is Status.AGREES
    assert layer(outcome, "conv1d").keras == ((None, 14, 4),)


def test_a_ready_made_network_is_built_without_its_weights(ask: Asked) -> None:
    outcome = ask("""
base = keras.applications.VGG16(include_top=False, input_shape=(64, 64, 3))
model = keras.Sequential([base, layers.Flatten(), layers.Dense(2)])
""")
    assert outcome.status is Status.AGREES
    assert layer(outcome, "vgg16").parameters == 14_714_688


def test_sizes_known_by_name_get_numbers(ask: Asked) -> None:
    outcome = ask("""
def build(n_features, classes):
    inputs = keras.Input((None, n_features))
    return keras.Model(inputs, layers.Dense(classes)(layers.GRU(n_features // 2)(inputs)))
""")
    assert outcome.status is Status.AGREES
    assert outcome.reason == "with `n_features` = 96, `classes` = 128"
    assert layer(outcome, "gru").keras == ((None, 48),)


def test_numbers_that_keras_refuses_give_way_to_others(ask: Asked) -> None:
    outcome = ask("""
def build(size):
    inputs = x = keras.Input((size, 3))
    for _ in range(7):
        x = layers.MaxPooling1D()(x)
    return keras.Model(inputs, x)
""")
    assert outcome.status is Status.AGREES
    assert outcome.reason == "with `size` = 224"
    assert outcome.layers[-1].keras == ((None, 1, 3),)


def test_a_refusal_is_told_in_the_words_of_keras_at_its_line(ask: Asked) -> None:
    outcome = ask("""
model = keras.Sequential()
model.add(keras.Input((12, 12, 3)))
model.add(layers.Conv2D(8, 5))
model.add(layers.Conv2D(8, 9))
model.add(layers.Flatten())
""")
    assert outcome.status is Status.FAILS
    assert outcome.reason is not None
    assert outcome.reason.startswith("Computed output size would be zero or negative.")
    assert line(outcome) == 5
    assert [each.agrees for each in outcome.layers] == [True, False, None]


def test_a_refused_argument_is_told_at_the_layer(ask: Asked) -> None:
    outcome = ask("""
model = keras.Sequential([
    keras.Input((4,)),
    layers.Dense(3, activaton="relu"),
])
""")
    assert outcome.status is Status.FAILS
    assert "Unrecognized keyword arguments passed to Dense: {'activaton'" in (outcome.reason or "")
    assert line(outcome) == 4


def test_what_keras_says_of_the_whole_model_is_told_where_it_is_made(ask: Asked) -> None:
    outcome = ask("""
inputs = keras.Input((4,))
hidden = layers.Dense(3, name="same")(inputs)
model = keras.Model(inputs, layers.Dense(3, name="same")(hidden))
""")
    assert outcome.status is Status.FAILS
    assert line(outcome) == 4
    assert "used 2 times" in (outcome.reason or "")


def test_the_rest_of_a_model_is_compared_where_a_lambda_is_not_understood(ask: Asked) -> None:
    outcome = ask("""
from elsewhere import mystery

inputs = keras.Input((8,))
odd = layers.Lambda(mystery, name="odd")(layers.Dense(6)(inputs))
joined = layers.Reshape((4, 4))(odd)
model = keras.Model(inputs, layers.Conv1D(3, 2)(joined))
""")
    assert outcome.status is Status.PARTIAL
    assert outcome.reason == "the function of `odd` is not understood"
    assert layer(outcome, "odd").keras is None
    assert layer(outcome, "conv1d").agrees


def test_a_layer_of_the_programs_own_is_built_from_what_it_does(ask: Asked) -> None:
    outcome = ask("""
class Gate(layers.Layer):
    def build(self, shape):
        self.bias = self.add_weight(shape=(shape[-1],))
        self.score = layers.Dense(shape[-1], activation="sigmoid")

    def call(self, inputs):
        return inputs * self.score(inputs) + self.bias

inputs = keras.Input((7, 5))
model = keras.Model(inputs, Gate()(inputs))
""")
    assert outcome.status is Status.AGREES
    assert layer(outcome, "gate").keras == ((None, 7, 5),)
    assert layer(outcome, "gate").parameters is None


def test_an_activation_of_the_programs_own_is_left_out_and_said_to_be(ask: Asked) -> None:
    outcome = ask("""
model = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation=lambda x: x * 2)])
""")
    assert outcome.status is Status.PARTIAL
    assert "the program's own `<lambda>`" in (outcome.reason or "")
    assert outcome.layers[0].agrees


def test_a_model_whose_input_is_not_known_is_skipped(ask: Asked) -> None:
    outcome = ask("model = keras.Sequential([layers.Dense(3), layers.Dense(1)])\n")
    assert outcome.status is Status.SKIPPED
    assert outcome.reason == "the shape of its input is not known"


def test_a_loaded_model_is_skipped(ask: Asked) -> None:
    outcome = ask("model = keras.models.load_model('model.keras')\n")
    assert outcome.status is Status.SKIPPED
    assert outcome.keras is None


def test_a_refusal_that_a_made_up_number_may_cause_is_none(ask: Asked) -> None:
    outcome = ask("""
def build(size):
    inputs = keras.Input((size, 3))
    x = inputs
    for _ in range(12):
        x = layers.MaxPooling1D()(x)
    return keras.Model(inputs, x)
""")
    assert outcome.status is not Status.FAILS


def test_names_are_counted_anew_for_every_model(ask: Asked) -> None:
    text = "model = keras.Sequential([keras.Input((4,)), layers.Dense(2), layers.Dense(2, 'tanh')])"
    assert ask(text).status is ask(text).status is Status.AGREES
