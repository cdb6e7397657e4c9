"""What models are compiled with besides losses, and what they are trained on."""

from __future__ import annotations

import pytest

from kerascop.graph import Labels
from tests.interpreter.keras.reading import (
    TWO_OUTPUTS,
    compile_of,
    fit_of,
    objectives_of,
    program_of,
)

# --- metrics --------------------------------------------------------------------------------------


def metrics(written: str, before: str = "") -> list[tuple[str, int | None]]:
    """The metrics by name, with the output that each is asked of."""
    made = compile_of(f"{before}model.compile(loss='mse', metrics={written})")
    return [(metric.name.rpartition(".")[2], metric.output) for metric in made.metrics]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('["accuracy"]', "accuracy"),
        ('"accuracy"', "accuracy"),
        ('("acc",)', "acc"),
        ("[keras.metrics.AUC(name='area')]", "AUC"),
        ("[tf.keras.metrics.CategoricalAccuracy()]", "CategoricalAccuracy"),
        ("[keras.metrics.mean_absolute_error]", "mean_absolute_error"),
        ("[lambda t, p: K.mean(p)]", "<lambda>"),
    ],
)
def test_a_metric_is_known_however_it_is_written(written: str, name: str) -> None:
    assert metrics(written) == [(name, None)]


def test_metrics_that_cannot_be_read_make_the_list_incomplete() -> None:
    made = compile_of("from elsewhere import f1\nmodel.compile(loss='mse', metrics=[f1(), 'mae'])")
    assert not made.metrics_known
    assert [metric.name for metric in made.metrics] == ["mae"]


@pytest.mark.parametrize(
    "written",
    [
        '{"age": "mae", "kind": "accuracy"}',
        '{"kind": ["accuracy"], "age": ["mae"]}',
        '[["accuracy"], ["mae"]]',
        '["accuracy", "mae"]',
    ],
)
def test_metrics_go_to_the_outputs_that_they_are_for(written: str) -> None:
    assert sorted(metrics(written, TWO_OUTPUTS)) == [("accuracy", 0), ("mae", 1)]


def test_metrics_for_an_output_that_is_not_known_by_name_are_not_known() -> None:
    made = compile_of(TWO_OUTPUTS + "model.compile(loss='mse', metrics={'dense_3': 'mae'})")
    assert made.metrics == ()
    assert not made.metrics_known


# --- data -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call",
    [
        "model.fit(x, y)",
        "model.fit(x=x, y=y, epochs=3, validation_split=0.2)",
        "model.train_on_batch(x, y)",
        "model.evaluate(x, y)",
    ],
)
def test_arrays_are_the_inputs_and_targets(call: str) -> None:
    fit = fit_of(f"model.compile(loss='categorical_crossentropy')\n{call}")
    assert fit.inputs is not None
    assert fit.targets is not None
    assert fit.inputs.arrays[0].shape == (10, 4)
    assert fit.targets.arrays[0].labels is Labels.ONE_HOT
    assert not fit.batched


def test_validation_data_are_told_from_training_data() -> None:
    fit = fit_of("model.fit(x, y, validation_data=(x[:5], y[:5]))")
    assert fit.validation is not None
    inputs, targets = fit.validation
    assert inputs is not None
    assert targets is not None
    assert inputs.arrays[0].shape == (5, 4)
    assert targets.arrays[0].shape == (5, 3)


@pytest.mark.parametrize(
    "source",
    [
        "model.fit(tf.data.Dataset.from_tensor_slices((x, y)).batch(5))",
        """
def batches():
    while True:
        yield x, y
model.fit(batches(), steps_per_epoch=3)
""",
        """
def batches():
    while True:
        yield x, y
model.fit_generator(batches(), steps_per_epoch=3)
""",
    ],
)
def test_a_source_of_batches_says_what_it_yields(source: str) -> None:
    fit = fit_of(source)
    assert fit.batched
    assert fit.inputs is not None
    assert fit.targets is not None
    assert fit.inputs.arrays[0].rank == 2
    assert fit.targets.arrays[0].labels is Labels.ONE_HOT


def test_arrays_that_are_filled_row_by_row_keep_their_shape() -> None:
    fit = fit_of("rows = np.zeros((2, 4))\nrows[0] = 1\nrows[1] = 1\nmodel.fit(rows, y[:2])")
    assert fit.inputs is not None
    assert fit.inputs.arrays[0].shape == (2, 4)


@pytest.mark.parametrize("source", ["model.fit(data, labels)", "model.fit(load())"])
def test_data_of_which_nothing_is_known_are_not_made_up(source: str) -> None:
    fit = fit_of(f"from elsewhere import data, labels, load\n{source}")
    assert fit.inputs is None
    assert fit.targets is None


@pytest.mark.parametrize(
    "targets", ["[y, ages]", '{"kind": y, "age": ages}', '{"age": ages, "kind": y}']
)
def test_targets_are_in_the_order_of_the_outputs(targets: str) -> None:
    fit = fit_of(f"{TWO_OUTPUTS}model.fit(x, {targets})")
    assert fit.targets is not None
    assert [array.shape for array in fit.targets.arrays] == [(10, 3), (10, 1)]


def test_targets_for_outputs_that_are_not_known_by_name_are_not_known() -> None:
    source = TWO_OUTPUTS.replace(', name="age"', "")
    assert fit_of(f'{source}model.fit(x, {{"dense_2": ages, "kind": y}})').targets is None


TWO_INPUTS = """
a, b = Input((4,), name="a"), Input((5,), name="b")
model = Model([a, b], Dense(1)(Concatenate()([a, b])))
more = np.zeros((10, 5))
"""


@pytest.mark.parametrize("inputs", ["[x, more]", '{"b": more, "a": x}'])
def test_inputs_are_in_the_order_of_the_models_inputs(inputs: str) -> None:
    fit = fit_of(f"{TWO_INPUTS}model.fit({inputs}, ages)")
    assert fit.inputs is not None
    assert [array.shape for array in fit.inputs.arrays] == [(10, 4), (10, 5)]


def test_a_subclassed_model_takes_its_shapes_from_what_it_is_fitted_on() -> None:
    program = program_of("""
class Net(Model):
    def __init__(self):
        super().__init__()
        self.join, self.out = Concatenate(), Dense(2)
    def call(self, inputs):
        a, b = inputs
        return self.out(self.join([a, b]))
model = Net()
model.compile(loss="mse")
model.fit([x, np.zeros((10, 5))], y)
""")
    (fit,) = program.fits
    assert [call.short for call in fit.model.calls] == ["Concatenate", "Dense"]
    assert [call.parameters for call in fit.model.calls] == [0, 20]


def test_predictions_are_as_many_as_the_samples() -> None:
    fit = fit_of("predictions = model.predict(x)\nmodel.fit(x, predictions)")
    assert fit.targets is not None
    assert fit.targets.arrays[0].shape == (10, 3)


# --- where models are compiled and trained --------------------------------------------------------


def test_a_model_may_be_compiled_in_one_function_and_fitted_in_another() -> None:
    program = program_of("""
def build(units):
    net = Sequential([Input((4,)), Dense(units, activation="softmax")])
    net.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    return net

def train(net, features, labels):
    return net.fit(features, labels, epochs=2)

train(build(3), x, y)
""")
    (objective,) = program.objectives
    assert objective.targets_complete
    assert objective.targets[0].labels is Labels.ONE_HOT
    assert program.compiles[0].fits == program.fits


def test_a_model_that_is_handed_in_from_nowhere_is_not_made_up() -> None:
    program = program_of("""
def train(net, features, labels):
    net.compile("adam", "mse")
    net.fit(features, labels)
""")
    assert program.compiles == ()
    assert program.fits == ()


ADVERSARIAL = """
generator = Sequential([Input((10,)), Dense(4, activation="tanh")], name="generator")
critic = Sequential([Input((4,)), Dense(1, activation="sigmoid")], name="critic")
critic.compile("adam", "binary_crossentropy")
critic.trainable = False
noise = Input((10,))
whole = Model(noise, critic(generator(noise)), name="whole")
whole.compile("adam", "binary_crossentropy")
for epoch in range(100):
    seed = np.random.normal(0, 1, (16, 10))
    critic.train_on_batch(x, np.ones((10, 1)))
    critic.train_on_batch(generator.predict(seed), np.zeros((16, 1)))
    whole.train_on_batch(seed, np.ones((16, 1)))
"""


def test_a_generator_and_its_critic_are_recognised() -> None:
    models = {model.name: model for model in program_of(ADVERSARIAL).models}
    assert models["generator"].is_component
    assert models["critic"].is_component
    assert models["critic"].trained
    assert not models["whole"].is_component
    assert all(each.is_adversarial for each in objectives_of(ADVERSARIAL))


def test_an_ordinary_classifier_is_not_adversarial() -> None:
    source = 'model.compile(loss="categorical_crossentropy")\nmodel.fit(x, y)'
    (objective,) = objectives_of(source)
    assert not objective.is_adversarial
    assert not objective.is_placeholder


def test_a_model_that_only_another_one_trains_is_a_placeholder() -> None:
    program = program_of("""
inner = Sequential([Input((4,)), Dense(3)])
inner.compile(loss="mse")
inputs = Input((4,))
outer = Model(inputs, inner(inputs))
outer.compile(loss="mae")
outer.fit(x, y)
""")
    placeholders = {each.loss.path: each.is_placeholder for each in program.objectives}
    assert placeholders == {"mse": True, "mae": False}
