"""Arrays, data sets and tables that no machine could hold."""

from __future__ import annotations

from collections.abc import Mapping

ARRAYS: Mapping[str, str] = {
    "zeros": """
x = np.zeros((10 ** 6, 10 ** 6))
y = np.ones(10 ** 12)
z = np.full((10 ** 100,), 1)
w = np.empty((0, -1, 10 ** 50))
x @ x
x.T
x.reshape(-1)
x.tolist()
list(x)
for r in x: pass
""",
    "ranges": """
x = np.arange(10 ** 12)
y = np.linspace(0, 1, 10 ** 12)
z = np.arange(0, 1, 1e-300)
w = np.arange(0, 10 ** 400, 1e-5)
v = np.arange(1, 0, 0)
x.tolist()
for i in x: pass
list(x)
np.arange(float('nan'))
np.arange(float('inf'))
np.linspace(0, 1, -1)
np.logspace(0, 10 ** 400, 5)
""",
    "identities": """
x = np.eye(10 ** 6)
y = np.identity(10 ** 9)
z = np.diag(np.arange(10 ** 9))
w = keras.utils.to_categorical([10 ** 12])
v = keras.utils.to_categorical(range(900), 10 ** 12)
np.eye(10 ** 6)[[1, 2]]
""",
    "repetition": """
x = np.tile([1], 10 ** 12)
y = np.repeat([1, 2], 10 ** 12)
z = np.tile(np.ones((3, 3)), (10 ** 6, 10 ** 6, 10 ** 6))
w = np.pad([1], 10 ** 12)
v = np.kron(x, x)
np.broadcast_to([1], (10 ** 9, 10 ** 9))
np.meshgrid(*[np.arange(10 ** 6)] * 20)
""",
    "joins": """
x = np.ones((1000, 1000))
for i in range(60): x = np.concatenate([x, x])
for i in range(60): x = np.stack([x, x])
for i in range(60): x = np.outer(x, x)
x.shape
""",
    "random numbers": """
x = np.random.rand(10 ** 6, 10 ** 6)
y = np.random.randint(0, 10 ** 100, size=10 ** 12)
z = np.random.permutation(10 ** 12)
w = np.random.choice(10 ** 12, 10 ** 12)
v = np.random.normal(size=(10 ** 4,) * 60)
""",
    "many axes": """
x = np.zeros((2,) * 900)
y = x.transpose()
z = x.reshape((1,) * 2000)
w = np.expand_dims(x, tuple(range(900)))
v = x[(None,) * 900]
u = np.moveaxis(x, 10 ** 9, 0)
x.sum(axis=10 ** 9)
for i in range(900): x = x[None]
x[0:1, ..., ..., 0]
""",
    "shapes of nonsense": """
np.zeros(-1)
np.zeros('a')
np.zeros((1.5, None, 'a'))
np.zeros(np.zeros)
np.zeros({})
np.zeros([[]])
np.ones(shape=range(10 ** 9))
np.array(range(10 ** 9))
np.array([range(10 ** 9)] * 900)
np.reshape(1, (10 ** 100, -1))
np.zeros((0, 5)).reshape(-1, 0)
""",
    "literals": """
x = np.array([[1, 2], [3]])
y = np.array([[[[]]]] * 900)
z = np.array('a' * 40000)
w = np.array({1: 2})
v = np.array([[1] * 900] * 900)
u = np.array([10 ** 4000, 1e308, float('nan')])
(u * u).max()
np.array(u.tolist() * 900)
""",
    "data sets": """
d = tf.data.Dataset.range(10 ** 12)
d.repeat().batch(10 ** 12).take(10 ** 100)
for x in d: pass
list(d)
d.window(10 ** 12)
for i in range(300): d = d.map(lambda x: x).batch(2)
for i in range(60): d = tf.data.Dataset.zip((d, d))
for i in range(60): d = d.concatenate(d)
d.element_spec
tf.data.Dataset.from_generator(lambda: iter(int, 1), tf.int32)
""",
    "frames": """
import pandas as pd
x = pd.DataFrame({str(i): range(10 ** 9) for i in range(900)})
x = pd.DataFrame([[0] * 900] * 900)
for i in range(60): x = pd.concat([x, x])
x.values
x.iloc[10 ** 100]
for i, r in x.iterrows(): pass
""",
    "tokens": """
t = keras.preprocessing.text.Tokenizer(10 ** 100)
keras.preprocessing.sequence.pad_sequences([[1]], maxlen=10 ** 12)
keras.preprocessing.sequence.pad_sequences([range(10 ** 9)] * 900)
keras.utils.to_categorical(np.arange(10 ** 12))
""",
    "changes in place": """
x = np.zeros((10 ** 6, 10 ** 6))
for i in range(10 ** 9):
    for j in range(10 ** 9):
        x[i, j] = x[j, i] + 1
x += x @ x
x[x > 0] = x
""",
    "arrays of written numbers": """
l = list(range(1000))
r = [list(range(40)) for _ in range(40)]
t = np.arange(1900)
"""
    + """
x = np.array(l)
y = x / 255.0
z = np.array(r)
w = np.array([t] * 1900)
str(r)
sum(r, [])
"""
    * 300,
    "axes without end": "x = np.zeros((3, 4))\ny = [1, 2]\nz = np.zeros(3)\n"
    + "x = np.stack([x] * 1000)\ny = np.array([y] * 1000)\nz = np.expand_dims(z, 0)\n" * 900,
}
