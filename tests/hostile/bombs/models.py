"""Models of too many layers, models in models, and graphs that double at each step."""

# ruff: noqa: E501 - programs, most of them with a statement a line

from __future__ import annotations

from collections.abc import Mapping

MODELS: Mapping[str, str] = {
    "a hundred thousand layers": """
m = Sequential()
for i in range(100_000): m.add(Dense(i + 1))
m.compile('adam', 'mse')
""",
    "a hundred thousand layers in a list": """
m = Sequential([Dense(1)] * 100_000)
m.add(Dense(1))
Sequential([Dense(i) for i in range(100_000)])
""",
    "a hundred thousand functional layers": """
x = i = keras.Input((3,))
for _ in range(100_000): x = Dense(3)(x)
m = keras.Model(i, x)
m.compile('adam', 'mse')
""",
    "two thousand layers, written out": "m = Sequential()\n"
    + "m.add(Dense(1))\n" * 2_000
    + "m.compile('adam', 'mse')",
    "two thousand functional layers, written out": "x = i = keras.Input((3,))\n"
    + "x = Dense(3)(x)\n" * 2_000
    + "m = keras.Model(i, x)\nm.compile('adam', 'mse')",
    "two thousand additions, written out": "x = i = keras.Input((3,))\n"
    + "x = x + Dense(3)(x) * 2\n" * 700
    + "m = keras.Model(i, x)\nm.compile('adam', 'mse')",
    "sixteen hundred outputs": "x = i = keras.Input((4,))\n"
    + "".join(f"o{k} = Dense(1, name='o{k}')(x)\n" for k in range(1_600))
    + f"m = keras.Model(i, [{', '.join(f'o{k}' for k in range(1_600))}])\n"
    + "m.compile('adam', {"
    + ", ".join(f"'o{k}': 'mse'" for k in range(1_600))
    + "}, metrics={"
    + ", ".join(f"'o{k}': ['accuracy']" for k in range(1_600))
    + "})",
    "a model that is compiled and trained again and again": "m = Sequential([Dense(1)])\n"
    + "m.compile('adam', 'mse')\nm.fit(np.zeros((9, 4)), np.zeros((9, 1)))\n" * 2_000,
    "stacks of cells in stacks of cells": """
from keras.layers import RNN, LSTMCell, StackedRNNCells
c = LSTMCell(3)
for i in range(60): c = StackedRNNCells([c, c])
RNN(c)(keras.Input((3, 3)))
""",
    "models in models": "m = Sequential([Dense(1)])\n"
    + "m = Sequential([m, m])\n" * 40
    + "m.compile('adam', 'mse')\nm.build((None, 3))\nm.summary()\nm.fit(np.zeros((3, 3)), np.zeros((3, 1)))",
    "models in models, in a loop": """
m = Sequential([keras.Input((1,)), Dense(1)])
for i in range(40): m = Sequential([m, m])
m(keras.Input((1,)))
m.compile('adam', 'mse')
""",
    "functional models in models": """
i = keras.Input((3,))
m = keras.Model(i, Dense(3)(i))
for _ in range(40):
    i = keras.Input((3,))
    m = keras.Model(i, m(m(i)))
m.compile('adam', 'mse')
""",
    "functional models of several outputs": """
i = keras.Input((3,))
m = keras.Model(i, [Dense(3)(i), Dense(3)(i)])
for _ in range(40):
    i = keras.Input((3,))
    a, b = m(i)
    m = keras.Model(i, m(a) + m(b))
m.compile('adam', ['mse'] * 900)
""",
    "models in classes": """
class M(keras.Model):
    def __init__(self, n):
        super().__init__()
        self.a = M(n - 1) if n else Dense(1)
        self.b = M(n - 1) if n else Dense(1)
    def call(self, x): return self.a(x) + self.b(x)
M(40)(keras.Input((3,)))
""",
    "additions of a tensor to itself": "x = i = keras.Input((3,))\n"
    + "x = add([x, x])\n" * 60
    + "m = keras.Model(i, x)\nm.compile('adam', 'mse')\nm.fit(np.zeros((3, 3)), np.zeros((3, 3)))",
    "additions of a tensor to itself, in a loop": """
x = i = keras.Input((3,))
for _ in range(60): x = keras.layers.add([x, x])
m = keras.Model(i, x)
m.summary()
""",
    "sums of a tensor with itself": "x = i = keras.Input((3,))\n"
    + "x = x + x\n" * 60
    + "m = keras.Model(i, x)\nm.compile('adam', 'mse')",
    "concatenations of a tensor with itself": "x = i = keras.Input((3,))\n"
    + "x = Concatenate()([x, x])\n" * 60
    + "m = keras.Model(i, Dense(1)(x))\nm.compile('adam', 'mse')",
    "concatenations without end": """
x = i = keras.Input((3, 3, 3))
for k in range(300): x = Concatenate()([x, Conv2D(3, 3, padding='same')(x)])
m = keras.Model(i, x)
""",
    "dense connections": """
i = keras.Input((9, 9, 3))
xs = [i]
for k in range(120): xs.append(Conv2D(3, 3, padding='same')(Concatenate()(xs) if len(xs) > 1 else i))
m = keras.Model(i, Concatenate()(xs))
m.compile('adam', 'mse')
""",
    "diamonds of losses": "x = i = keras.Input((3,))\n"
    + "a, b = Dense(3)(x), Dense(3)(x)\nx = Add()([a, b])\n" * 60
    + "m = keras.Model(i, x)\nm.compile('adam', 'mse')\nm.add_loss(x)",
    "wrappers in wrappers": "x = Dense(1)\n"
    + "x = TimeDistributed(x)\n" * 60
    + "x(keras.Input((3,) * 62))\ny = LSTM(1)\n"
    + "y = Bidirectional(y)\n" * 60
    + "y(keras.Input((3, 3)))",
    "a thousand inputs": """
i = [keras.Input((3,)) for _ in range(1_000)]
m = keras.Model(i, [Dense(1)(x) for x in i])
m.compile('adam', ['mse'] * 1_000)
m.fit([np.zeros((3, 3))] * 1_000, [np.zeros((3, 1))] * 1_000)
""",
    "a thousand compiles": "m = Sequential([Dense(1, activation='softmax')])\n"
    + "m.compile('adam', 'mse')\nm.fit(x, y)\n" * 1_000,
    "a thousand compiles in a loop": """
m = Sequential([Dense(1)])
for i in range(100_000):
    m.compile('adam', 'mse')
    m.fit(x, y)
""",
    "layers applied a thousand times": "d = Dense(3)\nx = i = keras.Input((3,))\n"
    + "x = d(x)\n" * 1_000
    + "m = keras.Model(i, x)\n",
    "a stack of convolutions": """
m = Sequential([keras.Input((10 ** 300, 10 ** 300, 3))])
for i in range(300): m.add(Conv2D(2 ** i, 3, strides=2))
m.compile('adam', 'mse')
""",
    "a stack of unknown layers": """
m = Sequential()
for layer in layers(): m.add(layer)
for i in range(n):
    for j in range(n): m.add(Dense(i * j))
m.compile(a, b)
""",
    "a stack of unknown functions": """
x = keras.Input((3,))
for f in a:
    for g in b:
        for h in c: x = f(g(h(x, x), x), [x] * 9)
m = keras.Model(x, x)
""",
    "applications": "".join(
        f"m{i} = keras.applications.ResNet152(weights=None)\n" for i in range(20)
    )
    + "".join(f"x = m{i}(keras.Input((10 ** 9, 10 ** 9, 3)))\n" for i in range(20)),
    "every base of an application": """
b = keras.applications.ResNet152()
for l in b.layers: l.trainable = False
for i in range(900):
    for l in b.layers[:i]: l.trainable = not l.trainable
Sequential([b] * 900)
""",
    "backwards": """
m = Sequential([Dense(1)] * 300)
for l in m.layers:
    for k in m.layers: k.units = l
while m.layers: m.pop()
m.layers.extend(m.layers)
m.layers[10 ** 100]
for l in m.layers: m.add(l)
""",
    "a graph that bites its tail": """
i = keras.Input((3,))
x = Dense(3)(i)
m = keras.Model(x, i)
n = keras.Model(x, x)
o = keras.Model(m.outputs, m.inputs)
p = keras.Model([i, i], [[x, {'a': [x]}]])
keras.Model(m, n)
keras.Model(i, m(n(o(i))))
""",
    "state that circles": """
l = LSTM(3, return_state=True)
x = keras.Input((3, 3))
s = None
for i in range(900):
    x, *s = l(x, initial_state=s)
    x = RepeatVector(3)(x)
""",
    "optimizers of schedules": """
s = 0.1
for i in range(900): s = keras.optimizers.schedules.ExponentialDecay(s, s, s)
o = keras.optimizers.Adam(s)
for i in range(900): o = keras.optimizers.LossScaleOptimizer(o)
m = Sequential([Dense(1)])
m.compile(o, 'mse')
""",
    "configurations": """
m = Sequential([Dense(1)])
c = m.get_config()
for i in range(60): c = {'a': c, 'b': c, **c}
m = Sequential.from_config(c)
Dense.from_config(c)
keras.models.model_from_json(str(c) * 900)
for i in range(60): m = keras.models.clone_model(m)
""",
    "training loops": """
m = Sequential([Dense(1)])
o = keras.optimizers.Adam()
for e in range(10 ** 9):
    for x in range(10 ** 9):
        with tf.GradientTape() as t:
            for k in range(10 ** 9): l = m(x) + l
        g = t.gradient(l, m.trainable_variables)
        o.apply_gradients(zip(g, m.trainable_variables))
""",
    "tensors of many axes": """
x = keras.Input((2,) * 900)
x = Flatten()(x)
x = Reshape((1,) * 900)(x)
x = Permute(tuple(range(900, 0, -1)))(x)
for i in range(300): x = tf.expand_dims(x, 0)
x = tf.einsum('a' * 9000 + '->', x)
x = keras.ops.transpose(x)
m = keras.Model(x, x)
""",
    "einsum": """
x = keras.Input((3, 3))
tf.einsum('...a,...b,...c,...d->...abcd' * 9, x)
tf.einsum('a' * 9000, x)
tf.einsum(10 ** 9, x)
tf.einsum('bij,bjk->bik', *[x] * 900)
EinsumDense('a' * 9000 + ',b->c', (10 ** 9,))(x)
Dot(axes=(10 ** 9, -10 ** 9))([x, x])
""",
    "concatenations of all that was": """
ts = [keras.Input((3,))]
for i in range(600): ts.append(Dense(3)(Concatenate()(ts) if len(ts) > 1 else ts[0]))
m = keras.Model(ts[0], ts[-1])
""",
    "models of the first part of another": """
x = y = keras.Input((3,))
for i in range(1500):
    y = Dense(3)(y)
    keras.Model(x, y)
""",
    "sequential models that begin with each other": """
m = Sequential([Dense(3)])
for i in range(300): m = Sequential([m, Dense(3)])
m.build((None, 3))
""",
    "trained again and again": """
x, y = np.zeros((9, 3)), np.zeros((9, 1))
m = Sequential([keras.Input((3,)), Dense(1)])
for i in range(900):
    m.compile('adam', 'mse')
    m.fit(x, y)
    m.evaluate(x, y)
    m.predict(x)
""",
}
