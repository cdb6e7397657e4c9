"""Programs that write layers and models of their own as classes."""

from __future__ import annotations

from tests.interpreter.keras.asking_keras import program

PROGRAMS = (
    program(
        "a layer with build and call",
        """
class Linear(layers.Layer):
    def __init__(self, units=32):
        super().__init__()
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer="normal")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        return ops.matmul(inputs, self.w) + self.b

inputs = Input((6,))
model = Model(inputs, Linear(4)(inputs))
""",
    ),
    program(
        "a layer made of layers",
        """
class Block(layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.dense = Dense(units, activation="relu")
        self.out = Dense(units)
        self.dropout = Dropout(rate)
        self.norm = LayerNormalization()

    def call(self, x, training=None):
        y = self.out(self.dense(x))
        y = self.dropout(y, training=training)
        return self.norm(x + y)

inputs = Input((5, 8))
x = Block(8)(inputs)
x = Block(8, name="second")(x)
model = Model(inputs, Dense(2)(x))
""",
    ),
    program(
        "a layer that derives from one of Keras' own",
        """
class Wide(layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units * 2, **kwargs)

    def call(self, inputs):
        return super().call(inputs) * 0.5

inputs = Input((6,))
model = Model(inputs, Wide(4, activation="relu")(inputs))
""",
    ),
    program(
        "a layer that derives from Conv2D and changes nothing but its defaults",
        """
class Conv(layers.Conv2D):
    def __init__(self, filters):
        super().__init__(filters, 3, padding="same", activation="relu")

model = Sequential([Input((12, 12, 3)), Conv(4), Conv(5), Flatten()])
""",
    ),
    program(
        "a layer with two outputs",
        """
class Split(layers.Layer):
    def __init__(self):
        super().__init__()
        self.left = Dense(3)
        self.right = Dense(4)

    def call(self, x):
        return self.left(x), self.right(x)

inputs = Input((6,))
left, right = Split()(inputs)
model = Model(inputs, Concatenate()([left, right]))
""",
    ),
    program(
        "a layer over two inputs",
        """
class Gate(layers.Layer):
    def build(self, input_shape):
        self.dense = Dense(input_shape[0][-1], activation="sigmoid")

    def call(self, inputs):
        a, b = inputs
        return a * self.dense(b)

a, b = Input((6,)), Input((3,))
model = Model([a, b], Gate()([a, b]))
""",
    ),
    program(
        "a subclassed model",
        """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.conv = Conv2D(4, 3, activation="relu")
        self.flatten = Flatten()
        self.out = Dense(10)

    def call(self, x):
        return self.out(self.flatten(self.conv(x)))

model = Net()
model(np.zeros((1, 28, 28, 1)))
""",
    ),
    program(
        "a subclassed model that learns its shape from build",
        """
class Net(tf.keras.Model):
    def __init__(self, units):
        super(Net, self).__init__()
        self.hidden = layers.Dense(units)
        self.out = layers.Dense(1)

    def call(self, inputs):
        return self.out(tf.nn.relu(self.hidden(inputs)))

model = Net(6)
model(Input((3,)))
""",
    ),
    program(
        "a subclassed model with lists of layers and a Sequential",
        """
class Net(keras.Model):
    def __init__(self, widths):
        super().__init__()
        self.blocks = [Dense(width, activation="relu") for width in widths]
        self.head = Sequential([Dropout(0.5), Dense(3)], name="head")

    def call(self, x, training=False):
        for block in self.blocks:
            x = block(x)
        return self.head(x, training=training)

model = Net([8, 7, 6])
model(np.zeros((2, 5)))
""",
    ),
    program(
        "a subclassed model over a tuple",
        """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.a = Dense(3)
        self.b = Dense(4)

    def call(self, inputs):
        left, right = inputs
        return ops.concatenate([self.a(left), self.b(right)], axis=-1)

model = Net()
model((Input((5,)), Input((6,))))
""",
    ),
    program(
        "a subclassed model over a dictionary",
        """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.embed = Embedding(50, 8)
        self.pool = GlobalAveragePooling1D()
        self.join = Concatenate()
        self.out = Dense(1)

    def call(self, inputs):
        words = self.pool(self.embed(inputs["words"]))
        return self.out(self.join([words, inputs["numbers"]]))

model = Net()
model({"words": Input((9,), dtype="int32"), "numbers": Input((2,))})
""",
    ),
    program(
        "a subclassed model that only behaves so in training",
        """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.noise = GaussianNoise(0.1)
        self.dense = Dense(4)

    def call(self, x, training=None):
        if training:
            x = self.noise(x)
        return self.dense(x)

model = Net()
model(Input((3,)))
""",
    ),
    program(
        "a subclass that hands its tensors to super",
        """
class Net(keras.Model):
    def __init__(self, units):
        inputs = Input((12,))
        x = Dense(units, activation="relu")(inputs)
        super().__init__(inputs=inputs, outputs=Dense(2)(x))

model = Net(7)
""",
    ),
    program(
        "a subclassed model inside a functional one",
        """
class Encoder(keras.Model):
    def __init__(self):
        super().__init__()
        self.lstm = LSTM(6, return_sequences=True)
        self.norm = LayerNormalization()

    def call(self, x):
        return self.norm(self.lstm(x))

inputs = Input((7, 3))
model = Model(inputs, Dense(1)(Encoder()(inputs)))
""",
    ),
    program(
        "a subclassed model made of layers of its own",
        """
class Residual(layers.Layer):
    def __init__(self, filters):
        super().__init__()
        self.first = Conv2D(filters, 3, padding="same")
        self.second = Conv2D(filters, 3, padding="same")

    def call(self, x):
        return tf.nn.relu(x + self.second(tf.nn.relu(self.first(x))))

class Net(keras.Model):
    def __init__(self, blocks):
        super().__init__()
        self.stem = Conv2D(4, 1)
        self.blocks = []
        for _ in range(blocks):
            self.blocks.append(Residual(4))
        self.pool = GlobalAveragePooling2D()

    def call(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        return self.pool(x)

model = Net(3)
model(np.zeros((2, 8, 8, 3)))
""",
    ),
    program(
        "a mixin and a base class of the project",
        """
class Base(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.hidden = self.make_hidden(units)

    def make_hidden(self, units):
        return Dense(units)

    def call(self, x):
        return self.hidden(x)

class Deep(Base):
    def make_hidden(self, units):
        return Sequential([Dense(units), Dense(units * 2)], name="deep")

model = Deep(4)
model(np.zeros((2, 3)))
""",
    ),
    program(
        "a class that builds a functional model",
        """
class Builder:
    classes = 4

    def __init__(self, shape):
        self.shape = shape
        self.model = self._build()

    @staticmethod
    def _block(x, n):
        return Dense(n, activation="relu")(x)

    def _build(self):
        inputs = Input(self.shape)
        x = self._block(inputs, 8)
        return Model(inputs, Dense(self.classes, activation="softmax")(x))

model = Builder((10,)).model
""",
    ),
    program(
        "a layer that reads the dynamic shape",
        """
class Positions(layers.Layer):
    def __init__(self, length, width):
        super().__init__()
        self.embedding = Embedding(length, width)

    def call(self, x):
        length = ops.shape(x)[1]
        positions = ops.arange(0, length)
        return x + self.embedding(positions)

inputs = Input((12, 8))
model = Model(inputs, Positions(12, 8)(inputs))
""",
    ),
    program(
        "a layer with a weight of its own in the constructor",
        """
class Scale(layers.Layer):
    def __init__(self):
        super().__init__()
        self.scale = self.add_weight(shape=(1,), initializer="ones")

    def call(self, x):
        return x * self.scale

inputs = Input((12, 8))
model = Model(inputs, Scale()(inputs))
""",
    ),
)
