"""The loss that a program chooses, in every way to choose one, and the output that it reads."""

from __future__ import annotations

import pytest

from tests.interpreter.keras.reading import (
    TWO_OUTPUTS,
    compile_of,
    objective_of,
    objectives_of,
)


@pytest.mark.parametrize(
    ("written", "from_logits"),
    [
        ('"categorical_crossentropy"', False),
        ("keras.losses.categorical_crossentropy", False),
        ("tf.keras.losses.CategoricalCrossentropy()", False),
        ("keras.losses.CategoricalCrossentropy(from_logits=True)", True),
        ("keras.losses.CategoricalCrossentropy(True)", True),
        ("tf.losses.CategoricalCrossentropy(label_smoothing=0.1)", False),
        ("functools.partial(keras.losses.categorical_crossentropy, from_logits=True)", True),
        ("lambda t, p: keras.losses.categorical_crossentropy(t, p, from_logits=True)", True),
        ("lambda t, p: K.categorical_crossentropy(t, p)", False),
    ],
)
def test_a_categorical_loss_is_known_however_it_is_written(written: str, from_logits: bool) -> None:
    objective = objective_of(f"model.compile('adam', loss={written})")
    assert objective.loss.family == "categorical_crossentropy"
    assert objective.loss.from_logits is from_logits
    assert objective.head.ends_in("softmax")
    assert objective.head.units == 3


def test_the_loss_may_be_the_second_positional_argument() -> None:
    assert objective_of('model.compile("sgd", "mse")').loss.family == "mean_squared_error"


def test_the_loss_may_come_out_of_a_dictionary_of_options() -> None:
    options = 'options = dict(optimizer="adam", loss="mae")\nmodel.compile(**options)'
    assert objective_of(options).loss.family == "mean_absolute_error"


def test_an_unknown_from_logits_stays_unknown() -> None:
    loss = "keras.losses.CategoricalCrossentropy(from_logits=chosen)"
    objective = objective_of(f"from elsewhere import chosen\nmodel.compile(loss={loss})")
    assert objective.loss.from_logits is None


@pytest.mark.parametrize(
    "loss",
    ["some_module.loss", "make_loss()", "LOSSES[name]", "None"],
)
def test_a_loss_that_is_not_known_is_nothing(loss: str) -> None:
    source = f"import some_module\nfrom elsewhere import *\nmodel.compile(loss={loss})"
    assert objectives_of(source) == ()
    assert compile_of(source).losses == (None,)


# --- losses of the program's own ------------------------------------------------------------------

CUSTOM = {
    "a function": """
def loss(y_true, y_pred):
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y_true, logits=y_pred))
model.compile(loss=loss)
""",
    "a closure": """
def weighted(weight):
    def loss(y_true, y_pred):
        return weight * tf.nn.softmax_cross_entropy_with_logits(y_true, y_pred)
    return loss
model.compile(loss=weighted(2.0))
""",
    "a partial application": """
def loss(y_true, y_pred, weight):
    return weight * tf.nn.softmax_cross_entropy_with_logits(labels=y_true, logits=y_pred)
model.compile(loss=functools.partial(loss, weight=3))
""",
    "a class": """
class Loss(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return tf.nn.softmax_cross_entropy_with_logits(labels=y_true, logits=y_pred)
model.compile(loss=Loss())
""",
    "a method": """
class Trainer:
    def loss(self, y_true, y_pred):
        return tf.nn.softmax_cross_entropy_with_logits(labels=y_true, logits=y_pred)
    def compile(self):
        model.compile(loss=self.loss)
Trainer().compile()
""",
    "a function in a function": """
def crossentropy(t, p):
    return tf.nn.softmax_cross_entropy_with_logits(labels=t, logits=p)
def loss(y_true, y_pred):
    return crossentropy(y_true, y_pred) + 0.1
model.compile(loss=loss)
""",
}


@pytest.mark.parametrize("source", CUSTOM.values(), ids=CUSTOM.keys())
def test_a_loss_inside_the_programs_own_one_reads_the_output(source: str) -> None:
    objective = objective_of(source)
    assert objective.loss.always_wants_logits
    assert objective.loss.inner is not None
    assert objective.direct
    assert objective.head.ends_in("softmax")
    assert objective.compile is not None
    assert objective.compile.losses == (None,)


def test_a_loss_class_may_hold_the_loss_that_it_applies() -> None:
    objective = objective_of("""
class Scaled(keras.losses.Loss):
    def __init__(self, scale):
        super().__init__()
        self.scale = scale
        self.inner = keras.losses.CategoricalCrossentropy(from_logits=True)
    def call(self, y_true, y_pred):
        return self.scale * self.inner(y_true, y_pred)
model.compile(loss=Scaled(2))
""")
    assert objective.loss.from_logits is True


def test_what_a_loss_function_makes_of_the_output_is_not_the_output() -> None:
    objective = objective_of("""
def loss(y_true, y_pred):
    return keras.losses.binary_crossentropy(y_true, y_pred * 0.5 + 0.25)
model.compile(loss=loss)
""")
    assert not objective.direct
    assert not objective.head.known


def test_each_loss_in_a_sum_is_an_objective_of_its_own() -> None:
    families = {
        each.loss.family
        for each in objectives_of("""
def loss(y_true, y_pred):
    return keras.losses.mse(y_true, y_pred) + keras.losses.categorical_crossentropy(y_true, y_pred)
model.compile(loss=loss)
""")
    }
    assert families == {"mean_squared_error", "categorical_crossentropy"}


# --- several outputs ------------------------------------------------------------------------------


def families(source: str) -> list[str | None]:
    return [None if loss is None else loss.family for loss in compile_of(source).losses]


BOTH = ["categorical_crossentropy", "mean_squared_error"]


@pytest.mark.parametrize(
    "losses",
    [
        '["categorical_crossentropy", "mse"]',
        '("categorical_crossentropy", keras.losses.MeanSquaredError())',
        '{"kind": "categorical_crossentropy", "age": "mse"}',
        '{"age": "mse", "kind": "categorical_crossentropy"}',
    ],
)
def test_every_output_has_its_own_loss(losses: str) -> None:
    assert families(f"{TWO_OUTPUTS}model.compile(loss={losses})") == BOTH


def test_one_loss_is_for_all_outputs() -> None:
    assert families(f'{TWO_OUTPUTS}model.compile(loss="mse")') == ["mean_squared_error"] * 2


def test_an_output_that_a_dictionary_leaves_out_has_no_loss() -> None:
    assert families(f'{TWO_OUTPUTS}model.compile(loss={{"age": "mse"}})') == [
        None,
        "mean_squared_error",
    ]


def test_outputs_in_a_dictionary_are_called_by_their_keys() -> None:
    source = """
inputs = Input((4,))
model = Model(inputs, {"kind": Dense(3)(inputs), "age": Dense(1)(inputs)})
model.compile(loss={"age": "mse", "kind": "categorical_crossentropy"})
"""
    assert families(source) == BOTH[::-1]  # Keras goes through a dictionary by its keys


def test_outputs_that_a_subclassed_model_returns_in_a_dictionary_are_called_by_their_keys() -> None:
    source = """
class Net(Model):
    def __init__(self):
        super().__init__()
        self.kind, self.age = Dense(3), Dense(1)
    def call(self, x):
        return {"kind": self.kind(x), "age": self.age(x)}
model = Net()
model.compile(loss={"age": "mse", "kind": "categorical_crossentropy"})
"""
    assert families(source) == BOTH[::-1]


def test_an_output_is_called_by_the_nested_model_that_makes_it() -> None:
    source = """
inputs = Input((4,))
kind = Sequential([Dense(3), Activation("softmax")], name="kind")
age = Activation("relu", name="age")
model = Model(inputs, [kind(inputs), age(Dense(1)(inputs))])
model.compile(loss={"age": "mse", "kind": "categorical_crossentropy"})
"""
    assert families(source) == BOTH


# --- training loops -------------------------------------------------------------------------------


def test_a_loss_in_a_training_loop_reads_the_models_output() -> None:
    (objective,) = objectives_of("""
crossentropy = tf.keras.losses.CategoricalCrossentropy(from_logits=True)
optimizer = tf.keras.optimizers.Adam()

@tf.function
def train_step(images, labels):
    with tf.GradientTape() as tape:
        predictions = model(images, training=True)
        loss = crossentropy(labels, predictions)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))

train_step(x, y)
""")
    assert objective.loss.from_logits is True
    assert objective.head.ends_in("softmax")
    assert objective.compile is None
    assert objective.model is not None
    assert objective.model.name == "sequential"


TRAIN_STEP = """
class Net(Model):
    def __init__(self):
        super().__init__()
        self.out = Dense(3, activation="softmax")
        self.crossentropy = keras.losses.CategoricalCrossentropy(from_logits=True)
    def call(self, x):
        return self.out(x)
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = self.crossentropy(y, self(x, training=True))
        return {"loss": loss}
model = Net()
model.compile(optimizer="adam")
"""


def test_a_train_step_of_the_models_own_is_executed_when_it_is_fitted() -> None:
    objective = objective_of(f"{TRAIN_STEP}model.fit(x, y)")
    assert objective.loss.from_logits is True
    assert objective.head.ends_in("softmax")
    assert objective.model is not None
    assert objective.model.name == "Net"


def test_a_train_step_that_nobody_calls_says_nothing() -> None:
    assert objectives_of(TRAIN_STEP) == ()


def test_a_train_step_may_apply_the_compiled_loss() -> None:
    objective = objective_of("""
class Net(Model):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(y=y, y_pred=self(x, training=True))
        return {"loss": loss}
inputs = Input((4,))
model = Net(inputs, Dense(3, activation="softmax")(inputs))
model.compile(loss="categorical_crossentropy")
model.fit(x, y)
""")
    assert objective.compile is not None
    assert objective.loss.family == "categorical_crossentropy"


def test_each_compile_has_its_own_objective() -> None:
    source = (
        'model.compile(loss="mse")\nmodel.fit(x, y)\nmodel.compile(loss="mae")\nmodel.fit(x, y)'
    )
    assert [each.loss.path for each in objectives_of(source)] == ["mse", "mae"]
