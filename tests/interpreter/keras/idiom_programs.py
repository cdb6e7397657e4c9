"""Programs that combine layers, models and tensors in ways that are met everywhere."""

from __future__ import annotations

from tests.interpreter.keras.asking_keras import program

PROGRAMS = (
    program(
        "a layer with a mask argument",
        """
tokens = Input((7,), dtype="int32")
embedding = Embedding(10, 4, mask_zero=True)
x = embedding(tokens)
x = LSTM(5, return_sequences=True)(x, mask=embedding.compute_mask(tokens))
model = Model(tokens, Dense(1)(x))
""",
    ),
    program(
        "a user layer called with two positional tensors inside a nested model",
        """
class Cross(layers.Layer):
    def __init__(self):
        super().__init__()
        self.att = MultiHeadAttention(2, 4)
    def call(self, q, k, training=False):
        return self.att(q, k)
q, k = Input((5, 8)), Input((6, 8))
inner = Model([q, k], Cross()(q, k), name="inner")
a, b = Input((5, 8)), Input((6, 8))
model = Model([a, b], inner([a, b]))
""",
    ),
    program(
        "a Sequential that grows after it was asked for its output",
        """
model = Sequential([Input((8,)), Dense(6)])
shape = model.output_shape
model.add(Dense(shape[-1] * 2))
""",
    ),
    program(
        "layers that are frozen and thawed",
        """
base = Sequential([Input((8,)), Dense(6), Dense(4)], name="base")
for layer in base.layers:
    layer.trainable = False
model = Sequential([base, Dense(2)])
model.layers[0].trainable = True
for l in base.layers: l.trainable = True
""",
    ),
    program(
        "convolutions over time and volumes",
        """
model = Sequential([
    Input((4, 8, 8, 1)),
    ConvLSTM2D(3, 3, return_sequences=True, padding="same"),
    BatchNormalization(),
    Conv3D(2, (3, 3, 3), padding="same"),
    MaxPooling3D((1, 2, 2)),
    Flatten(),
])
""",
    ),
    program(
        "a branch that leads nowhere",
        """
i = Input((8,)); a = Dense(4)(i); b = Dense(5)(i)
model = Model(i, a)
""",
    ),
    program(
        "some layers of a functional model applied to another input",
        """
i = Input((8, 8, 3)); x = Conv2D(4, 3)(i); x = ReLU()(x); x = Flatten()(x); x = Dense(3)(x)
base = Model(i, x)
inp = Input((10, 10, 3)); y = inp
for layer in base.layers[1:3]:
    y = layer(y)
model = Model(inp, GlobalAveragePooling2D()(y))
""",
    ),
    program(
        "a Sequential of the layers of a functional model but the last",
        """
i = Input((8, 8, 3)); x = Conv2D(4, 3)(i); x = Flatten()(x); x = Dense(3)(x)
base = Model(i, x)
model = Sequential(base.layers[:-1] + [Dense(7)])
""",
    ),
    program(
        "a Sequential that takes over the layers of another",
        """
base = Sequential([Input((8,)), Dense(6), Dense(4)])
model = Sequential()
model.add(Input((8,)))
for layer in base.layers:
    model.add(layer)
model.add(Dense(1))
""",
    ),
    program(
        "a layer called by keyword",
        """
i = Input((8,))
x = Dense(3)(inputs=i)
model = Model(inputs=[i], outputs=[x])
""",
    ),
    program(
        "cells in an RNN",
        """
cells = [LSTMCell(5), LSTMCell(6)]
model = Sequential([Input((7, 3)), RNN(cells, return_sequences=True), RNN(GRUCell(4))])
""",
    ),
    program(
        "a GRU that starts from the state of another",
        """
i = Input((7, 3))
seq, state = GRU(5, return_sequences=True, return_state=True)(i)
dec = GRU(5)(seq, initial_state=state)
model = Model(i, dec)
""",
    ),
    program(
        "parts that are split, stacked and reduced",
        """
i = Input((6, 4))
parts = ops.split(i, 2, axis=1)
s = ops.stack([Dense(3)(p) for p in parts], axis=1)
m = ops.max(s, axis=(1, 2))
model = Model(i, Dense(2)(m))
""",
    ),
    program(
        "a gate over channels",
        """
i = Input((8, 8, 16))
s = GlobalAveragePooling2D()(i)
s = Reshape((1, 1, 16))(s)
s = Dense(4, activation="relu")(s)
s = Dense(16, activation="sigmoid")(s)
model = Model(i, Multiply()([i, s]))
""",
    ),
    program(
        "a subclassed autoencoder with a method that encodes",
        """
class VAE(keras.Model):
    def __init__(self, latent):
        super().__init__()
        self.encoder = Sequential([Input((12,)), Dense(8), Dense(latent * 2)], name="encoder")
        self.decoder = Sequential([Input((latent,)), Dense(12)], name="decoder")
    def encode(self, x):
        mean, logvar = ops.split(self.encoder(x), 2, axis=1)
        return mean, logvar
    def call(self, x):
        mean, logvar = self.encode(x)
        return self.decoder(mean + logvar)
model = VAE(3)
model(np.zeros((2, 12)))
""",
    ),
    program(
        "settings in a class and a property",
        """
class Config:
    width = 6
    depth = 2
class Net(keras.Model):
    def __init__(self, config):
        super().__init__(name="net")
        self.config = config
        self.stack = [Dense(config.width, name=f"d{i}") for i in range(config.depth)]
        self.out = Dense(1)
    @property
    def last(self):
        return self.stack[-1]
    def call(self, x):
        for layer in self.stack[:-1]:
            x = layer(x)
        return self.out(self.last(x))
model = Net(Config())
model(np.zeros((2, 5)))
""",
    ),
    program(
        "layers kept in a dictionary",
        """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.heads = {"a": Dense(2), "b": Dense(3)}
        self.body = Dense(5, activation="relu")
    def call(self, x):
        x = self.body(x)
        return {name: head(x) for name, head in self.heads.items()}
model = Net()
model(np.zeros((2, 4)))
""",
    ),
    program(
        "a subclassed model that makes a layer in build",
        """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.d = Dense(2)
    def build(self, input_shape):
        self.first = Dense(input_shape[-1] * 2)
        super().build(input_shape)
    def call(self, x):
        return self.d(self.first(x))
model = Net()
model(np.zeros((2, 4)))
""",
    ),
    program(
        "attention written by hand",
        """
q = Input((5, 8)); v = Input((7, 8))
scores = Dot(axes=(2, 2))([q, v])
weights = Softmax(axis=-1)(scores)
context = Dot(axes=(2, 1))([weights, v])
model = Model([q, v], Concatenate(axis=-1)([context, q]))
""",
    ),
    program(
        "a recurrent autoencoder",
        """
model = Sequential([
    Input((9, 2)),
    LSTM(8),
    RepeatVector(9),
    LSTM(8, return_sequences=True),
    TimeDistributed(Dense(2)),
])
""",
    ),
    program(
        "attention over permuted axes",
        """
i = Input((10, 4))
a = Permute((2, 1))(i)
a = Dense(10, activation="softmax")(a)
p = Permute((2, 1))(a)
model = Model(i, Flatten()(multiply([i, p])))
""",
    ),
    program(
        "a masking layer at the start",
        """
model = Sequential([Masking(mask_value=0.0, input_shape=(10, 3)), LSTM(4)])
""",
    ),
    program(
        "an embedding that two inputs share",
        """
e = Embedding(50, 6)
a, b = Input((4,)), Input((3,))
x = Concatenate(axis=1)([e(a), e(b)])
model = Model([a, b], Flatten()(x))
""",
    ),
    program(
        "the output of a layer of the program's own",
        """
class B(layers.Layer):
    def __init__(self, n):
        super().__init__(name="blk")
        self.d = Dense(n)
    def call(self, x):
        return self.d(x)
i = Input((4,)); x = B(3)(i); base = Model(i, Dense(2)(x))
model = Model(base.input, Dense(9)(base.layers[1].output))
""",
    ),
    program(
        "Lambdas that normalise, reduce and reshape",
        """
i = Input((6, 4))
n = Lambda(lambda t: tf.math.l2_normalize(t, axis=-1))(i)
s = Lambda(lambda t: tf.reduce_sum(t, axis=[1, 2]))(n)
e = Lambda(lambda t: tf.reshape(t, (-1, 1)))(s)
model = Model(i, Dense(2)(e))
""",
    ),
    program(
        "a loop until the picture is small",
        """
i = Input((64, 64, 3)); x = i; n = 4
while x.shape[1] > 8:
    x = Conv2D(n, 3, strides=2, padding="same")(x)
    n *= 2
model = Model(i, Flatten()(x))
""",
    ),
)
