"""The losses of training loops, in every way in which a loop is written."""

from __future__ import annotations

import pytest

from kerascop.graph import Objective
from tests.programs import programs

MODEL = """
import tensorflow as tf
from tensorflow import keras

(x, y), _ = keras.datasets.mnist.load_data()
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation="softmax"),
])
optimizer = keras.optimizers.Adam()
loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
batches = tf.data.Dataset.from_tensor_slices((x, y)).batch(32)
"""

STEP = """
def step(images, labels):
    with tf.GradientTape() as tape:
        loss = loss_of(labels, model(images, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss
"""

CLASS = """
class Classifier(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = keras.layers.Dense(10, activation="softmax")

    def call(self, inputs):
        return self.out(inputs)
"""

LOOPS = {
    "written at the module's own level": """
for images, labels in batches:
    with tf.GradientTape() as tape:
        loss = loss_of(labels, model(images))
""",
    "a step in a function": STEP + "for images, labels in batches:\n    step(images, labels)\n",
    "a compiled step": STEP + "train = tf.function(step)\nfor a, b in batches:\n    train(a, b)\n",
    "a step on every replica": f"""{STEP}
strategy = tf.distribute.MirroredStrategy()
for images, labels in strategy.experimental_distribute_dataset(batches):
    strategy.run(step, args=(images, labels))
""",
    "an optimizer that computes the loss": """
for images, labels in batches:
    optimizer.minimize(lambda: loss_of(labels, model(images)), model.trainable_variables)
""",
    "a stateless call": """
def loss_and_state(weights, others, images, labels):
    predicted, others = model.stateless_call(weights, others, images, training=True)
    return loss_of(labels, predicted), others

for images, labels in batches:
    loss_and_state(model.trainable_variables, [], images, labels)
""",
    "a train_step": f"""{CLASS}
    def train_step(self, data):
        images, labels = data
        with tf.GradientTape() as tape:
            loss = loss_of(labels, self(images, training=True))
        return {{"loss": loss}}

network = Classifier()
network.compile(optimizer="adam")
network.fit(x, y)
""",
    "a compute_loss": f"""{CLASS}
    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None):
        return loss_of(y, y_pred)

network = Classifier()
network.compile(optimizer="adam")
network.fit(x, y)
""",
    "a loss that is looked up": """
crossentropy = keras.losses.get("sparse_categorical_crossentropy")
for images, labels in batches:
    loss = crossentropy(labels, model(images), from_logits=True)
""",
}


def objectives(text: str) -> list[Objective]:
    return [objective for each in programs(MODEL + text) for objective in each.objectives]


@pytest.mark.parametrize("loop", LOOPS.values(), ids=LOOPS.keys())
def test_a_loss_is_found_with_the_output_that_it_reads(loop: str) -> None:
    found = objectives(loop)
    assert found
    for objective in found:
        assert objective.loss.family == "sparse_categorical_crossentropy"
        assert objective.loss.from_logits is True
        assert objective.head.ends_in("softmax")


@pytest.mark.parametrize("loop", LOOPS.values(), ids=LOOPS.keys())
def test_the_labels_that_the_loss_meets_are_known(loop: str) -> None:
    assert any(target.is_classes for each in objectives(loop) for target in each.targets)


@pytest.mark.parametrize(
    "graph",
    [
        "out = tf.layers.dense(x, 10, activation=tf.nn.softmax)",
        "out = tf.nn.softmax(tf.compat.v1.layers.dense(x, units=10))",
        "out = keras.layers.Dense(10, activation='softmax')(x)",
        "out = model(x)",
        "out = model.output",
    ],
)
def test_graphs_of_tensorflow_1_are_read(graph: str) -> None:
    found = objectives(f"""
x = tf.placeholder(tf.float32, [None, 28, 28])
y = tf.placeholder(tf.float32, [None, 10])
{graph}
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=out))
""")
    (only,) = found
    assert only.head.ends_in("softmax")
    assert only.head.units == 10
