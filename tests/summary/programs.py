"""Programs that build a `model` in the styles that people write."""

from __future__ import annotations

PROGRAMS = {
    "an encoder and a decoder with skips": """
import keras
from keras import layers

def twice(x, filters):
    for _ in range(2):
        x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = layers.Activation("relu")(layers.BatchNormalization()(x))
    return x

image = x = keras.Input((32, 48, 3))
skips = []
for filters in (4, 8, 16):
    x = twice(x, filters)
    skips.append(x)
    x = layers.MaxPool2D()(x)
x = twice(x, 32)
for skip in reversed(skips):
    x = layers.Conv2DTranspose(skip.shape[-1], 2, strides=2)(x)
    x = twice(layers.concatenate([skip, x]), skip.shape[-1])
model = keras.Model(image, layers.Conv2D(1, 1, activation="sigmoid")(x), name="segmenter")
""",
    "one network for two inputs": """
from keras import Input, Model, layers, ops

def towers():
    start = Input((12, 12, 1))
    return Model(start, layers.Dense(8)(layers.Flatten()(layers.Conv2D(4, 3)(start))))

tower = towers()
left, right = Input((12, 12, 1), name="left"), Input((12, 12, 1), name="right")
gap = layers.Lambda(lambda pair: ops.abs(pair[0] - pair[1]))([tower(left), tower(right)])
model = Model([left, right], layers.Dense(1, activation="sigmoid")(gap))
""",
    "outputs in a dictionary": """
from keras import Input, Model, layers

text = Input((None,), name="text")
extra = Input((5,), name="extra")
x = layers.GRU(6)(layers.Embedding(40, 8)(text))
x = layers.concatenate([x, extra])
urgent = layers.Dense(1, name="urgent")(x)
kind = layers.Dense(4, name="kind")(x)
model = Model({"text": text, "extra": extra}, {"urgent": urgent, "kind": kind})
""",
    "attention with residuals": """
from keras import Input, Model, layers

def mix(x, heads):
    y = layers.MultiHeadAttention(heads, key_dim=4)(x, x)
    x = layers.LayerNormalization()(x + layers.Dropout(0.1)(y))
    y = layers.Dense(x.shape[-1])(layers.Dense(16, activation="gelu")(x))
    return layers.LayerNormalization()(layers.Add()([x, y]))

steps = Input((9, 6))
x = steps
for heads in (1, 2):
    x = mix(x, heads)
pooled = layers.GlobalAveragePooling1D()(x)
weight = layers.Softmax()(layers.Dense(6)(pooled))
model = Model(steps, layers.Dense(2)(layers.Dropout(0.3)(pooled * weight)))
""",
    "a subclassed model with blocks in lists": """
from keras import Input, Model, layers, ops

class Unit(layers.Layer):
    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.first = layers.Conv2D(filters, 3, padding="same")
        self.second = layers.Conv2D(filters, 3, padding="same")
        self.norm = layers.BatchNormalization()

    def call(self, x, training=False):
        return x + self.norm(self.second(ops.relu(self.first(x))), training=training)

    def compute_output_shape(self, input_shape):
        return input_shape

class Net(Model):
    def __init__(self, depth=3):
        super().__init__()
        self.stem = layers.Conv2D(6, 3)
        self.units, self.norms = [], []
        for place in range(depth):
            self.units.append(Unit(6, name=f"unit_{place}"))
            self.norms.append(layers.LayerNormalization())
        self.head = layers.Dense(2)

    def call(self, x):
        x = self.stem(x)
        for unit, norm in zip(self.units, self.norms):
            x = norm(unit(x))
        return self.head(ops.mean(x, axis=(1, 2)))

model = Net()
model(Input((10, 10, 3)))
""",
    "layers with weights of their own": """
from keras import Input, Model, layers, ops

class Affine(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units
        self.seen = self.add_weight(shape=(), initializer="zeros", trainable=False)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.offset = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, x):
        return ops.matmul(x, self.kernel) + self.offset

class Wide(layers.Dense):
    def __init__(self, units):
        super().__init__(2 * units, activation="relu")

start = Input((5,))
model = Model(start, Affine(3)(Wide(4)(Affine(7)(start))))
""",
    "frozen parts, one of them thawed": """
from keras import Input, Model, Sequential, layers

base = Sequential([Input((8, 8, 3)), layers.Conv2D(4, 3), layers.BatchNormalization()], name="base")
base.trainable = False
base.layers[0].trainable = True
start = Input((8, 8, 3))
x = layers.Flatten()(base(start, training=False))
x = layers.Dense(3, trainable=False)(x)
last = layers.Dense(2)
last.trainable = False
model = Model(start, layers.Dense(1)(last(x)))
for layer in model.layers[-1:]:
    layer.trainable = True
""",
    "layers added one by one, built by hand": """
from keras import Sequential, layers

model = Sequential()
model.add(layers.Embedding(50, 8))
model.add(layers.Bidirectional(layers.LSTM(4, return_sequences=True)))
model.add(layers.Bidirectional(layers.GRU(3), merge_mode="sum"))
model.add(layers.Dense(1))
model.build((None, 30))
""",
    "a network at every step": """
from keras import Input, Model, Sequential, layers

film = Input((5, 16, 16, 3))
eye = Sequential([Input((16, 16, 3)), layers.Conv2D(4, 3, strides=2), layers.Flatten()])
x = layers.TimeDistributed(eye)(film)
x = layers.TimeDistributed(layers.Dense(6))(x)
model = Model(film, layers.SimpleRNN(3)(x))
""",
    "states that go from one layer to another": """
from keras import Input, Model, layers

source, target = Input((None, 10)), Input((None, 12))
_, hidden, carried = layers.LSTM(8, return_state=True)(source)
follow = layers.LSTM(8, return_sequences=True, return_state=True)
said, _, _ = follow(target, initial_state=[hidden, carried])
model = Model([source, target], layers.Dense(12, activation="softmax")(said))
""",
    "operators between layers": """
from keras import Input, Model, layers

start = Input((16, 16, 3))
x = layers.Rescaling(1 / 127.5, offset=-1)(start)
for filters, stride in [(8, 1), (16, 2)]:
    x = layers.DepthwiseConv2D(3, strides=stride, padding="same")(x)
    x = layers.PReLU(shared_axes=[1, 2])(layers.SeparableConv2D(filters, 3, padding="same")(x))
gate = layers.GlobalAveragePooling2D(keepdims=True)(x)
gate = layers.Dense(16, activation="sigmoid")(layers.Dense(4)(gate))
x = layers.Add()([x * gate, -x]) + 1
x = layers.Add()([x, 2 * x])
model = Model(start, layers.Permute((2, 1))(layers.Reshape((-1, 16))(x)))
""",
    "layers from a table": """
from functools import partial
from keras import Input, Model, layers

TABLE = [("Conv2D", {"filters": 8, "kernel_size": 3}), ("MaxPooling2D", {}), ("Flatten", {})]
Same = partial(layers.Conv2D, padding="same", activation="relu")
start = Input((16, 16, 3))
x = Same(4, 3)(start)
for name, options in TABLE:
    x = getattr(layers, name)(**options)(x)
model = Model(start, layers.Dense(4)(x))
""",
    "a frozen network of Keras' own below a head": """
import keras
from keras import Sequential, layers

base = keras.applications.MobileNetV2(include_top=False, weights=None, input_shape=(96, 96, 3))
base.trainable = False
model = Sequential([base, layers.GlobalAveragePooling2D(), layers.Dense(2)])
""",
    "a network of Keras' own with another number of classes": """
import keras
from keras import Input, Model, layers

base = keras.applications.EfficientNetB0(weights=None, classes=12)
image = Input((224, 224, 3))
model = Model(image, layers.Dense(2)(base(image)))
""",
    "a functional model with a class of its own": """
from keras import Input, Model, layers

class Classifier(Model):
    def __init__(self, classes=3, **kwargs):
        start = Input((10,))
        hidden = layers.Dense(6)(start)
        super().__init__(inputs=start, outputs=layers.Dense(classes)(hidden), **kwargs)

model = Classifier(4)
""",
    "a shared layer and an input that nothing reads": """
from keras import Input, Model, layers

one, other, unread = Input((4,)), Input((4,)), Input((2,))
shared = layers.Dense(4)
both = layers.Concatenate()([shared(one), shared(layers.Dense(4)(other))])
model = Model([one, other, unread], layers.Dense(1)(both))
""",
}
