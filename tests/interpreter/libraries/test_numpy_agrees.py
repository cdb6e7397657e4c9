"""What is derived for NumPy expressions is what NumPy computes."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.interpreter.libraries.asking_arrays import (
    attained,
    contradictions,
    executed,
    known_facts,
)

SOURCE = """
np.random.seed(7)
rng = np.random.RandomState(0)
img = np.random.randint(0, 256, size=(200, 8, 8, 3))
u8 = np.random.randint(0, 256, size=(200, 8, 8, 3), dtype="uint8")
r = np.random.rand(100, 10)
n = np.random.randn(100, 10)
y = np.random.randint(0, 5, size=(100,))
yc = np.random.randint(2, size=(100, 1))
lit = np.array([[1, 85, 66, 0.5], [8, 183, 64, 0], [0, 137, 40, 35]])
xor = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
ids = np.array([0, 1, 2, 0, 1, 2, 2, 1, 0])
a = np.arange(12)
l = np.linspace(-1, 1, 50)
oh = np.eye(5)[y]
s = [0, 0, 1, 1, 2]
"""

SCALING = """
img / 255
img / 255.0
img * (1/255)
u8 / 127.5 - 1
u8.astype("float32") / 255
(img - 127.5) / 127.5
np.array(img, dtype="float32") / 255
(img - img.mean()) / img.std()
(img - np.mean(img, axis=0)) / (np.std(img, axis=0) + 1e-7)
(lit - lit.min()) / (lit.max() - lit.min())
(img - img.min()) / (img.max() - img.min())
(n - n.min(axis=0)) / (n.max(axis=0) - n.min(axis=0))
img / img.max()
img / np.max(img)
r / r.max()
lit / lit.max(axis=0)
(lit - lit.mean(axis=0)) / lit.std(axis=0)
np.divide(img, 255)
np.subtract(img, 127.5)
np.multiply(r, 2)
"""

ARITHMETIC = """
u8 * 2
u8 + 5
u8 - 10
-img
img // 2
img % 2
a % 3
y / 4
1 - oh
1 - r
oh * 0.9 + 0.02
r * 2 - 1
r ** 2
n ** 2
l ** 2
l ** 3
r + n
img * (img > 3)
img == 3
y == 3
y > 2
(y > 2).astype(int)
(y == 2).astype("float32")
~(img > 127)
np.where(y > 2, 1, 0)
np.where(r > 0.5, 1.0, -1.0)
np.clip(n, 0, 1)
np.clip(img, 10, 100)
n.clip(-1, 1)
np.round(r)
np.abs(l)
np.abs(n)
np.sqrt(img)
np.log1p(img)
np.exp(l)
np.sin(l)
np.sin(np.linspace(0, 100, 1000))
np.ones((10,)) * 0.9
np.ones(5) - 1
np.array([1, 2, 3, 1, 2, 3]) - 1
np.array([5]) / np.array([2])
np.array([[255, 0], [0, 255]], dtype=np.uint8) / 255
np.array([[255, 0], [0, 255]], np.uint8) + 1
r @ n.T
np.dot(r, n.T)
r.sum(axis=1)
img.mean(axis=(1, 2))
img.max(axis=0)
np.max(img, axis=1, keepdims=True)
"""

CREATION = """
img
r
n
y
yc
lit
xor
ids
a
l
np.zeros((4, 3))
np.ones((10, 2))
np.full((3, 3), 7)
np.full((3, 3), 0.5)
np.ones_like(img)
np.zeros_like(r)
np.eye(4)
np.arange(0, 1, 0.1)
np.arange(5.0)
np.arange(3, 9, 2)
np.arange(256, dtype="uint8")
np.linspace(0, 10, 11)
np.random.permutation(10)
np.random.permutation(img)
np.random.uniform(-1, 1, (10, 100))
np.random.uniform(size=500)
np.random.normal(0, 1, (5, 5))
np.random.random((10, 100))
np.random.choice([0, 1], size=(100,))
np.random.choice(10, 100)
np.random.default_rng(0).random((10, 100))
np.random.default_rng(0).integers(0, 3, size=100)
rng.rand(10, 100)
rng.randint(0, 3, 100)
np.array([img[0], img[1]])
np.array([[1, 2], [3, 4]], dtype="float32")
np.array([1.5, 2, 3])
np.array([[True, False], [False, True]])
np.array(s)
np.array([0., 1., 1., 0.])
np.array([[0], [1], [1], [0]])
np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
np.array([[1, 0, 1], [0, 1, 0]])
np.array([i for i in range(10)])
np.array([[i, i * 2] for i in range(10)])
np.array([[[1], [2]], [[3], [4]]])
np.array([])
np.asarray(lit)
np.array([r, n])
"""

SHAPES = """
img.reshape(200, -1)
img.reshape(-1, 8*8*3)
img.reshape((img.shape[0], 8, 24))
np.reshape(img, (img.shape[0], img.shape[1], -1))
img.reshape(img.shape[0], np.prod(img.shape[1:]))
a.reshape(3, 4)
y.reshape(-1, 1)
y[:, None]
np.concatenate([img, img])
np.concatenate((r, n), axis=1)
np.concatenate([np.zeros(50), np.ones(50)])
np.vstack([r, n])
np.vstack((np.zeros(5), np.ones(5)))
np.hstack([r, n])
np.hstack([y, y])
np.dstack([r, n])
np.column_stack([y, y])
np.stack([r, n])
np.stack([r, n], axis=-1)
np.append(y, y)
np.append(r, n, axis=0)
np.append(r, n)
np.tile(y, 3)
np.tile(a, (2, 2))
np.repeat(a, 3)
np.repeat(r, 2, axis=0)
np.expand_dims(img, 0)
np.expand_dims(y, -1)
np.squeeze(yc)
np.squeeze(np.zeros((1, 3, 1)), axis=0)
np.transpose(img, (0, 3, 1, 2))
img.transpose(0, 3, 1, 2)
r.T
lit.T
np.swapaxes(img, 1, 3)
np.moveaxis(img, -1, 1)
img.flatten()
np.pad(img, ((0, 0), (2, 2), (2, 2), (0, 0)))
np.pad(l, 3)
np.split(img, 4)[0]
np.array_split(img, 3)[0]
np.resize(a, (3, 8))
"""

SUBSCRIPTS = """
a.reshape(3, 4)[1:]
a.reshape(3, -1)[:, 1]
a[::2]
a[::-1]
a[-3:]
a[:-3]
a[2:100]
lit[:, 0]
lit[:, :2]
lit[:, 1:]
lit[0]
lit[1][2:3]
lit[..., None]
lit[None]
lit[:, np.newaxis]
img[0]
img[5, 2]
img[:50]
img[10:20]
img[:, :4]
img[..., 0]
img[..., ::-1]
img[:, :, :, [2, 1, 0]]
img[:, 2:-2, 2:-2]
img[img > 5]
img[y[:50]]
y[y < 2]
y[:20]
oh[:20]
oh[:, 0]
oh[y == 1]
r[:, 2:5]
ids[ids > 0]
ids[[0, 1, 2]]
np.where(y == 0)[0]
"""

LABELS = """
oh
np.eye(3)[ids]
np.eye(3)[s]
np.argmax(oh, axis=1)
oh.argmax(axis=-1)
y.astype("float32")
np.unique(ids)
"""

EVERYTHING = [
    expression
    for group in (SCALING, ARITHMETIC, CREATION, SHAPES, SUBSCRIPTS, LABELS)
    for expression in group.strip().splitlines()
]


@pytest.mark.parametrize("expression", EVERYTHING)
def test_no_fact_contradicts_numpy(expression: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        real = executed(SOURCE, expression)
    found = known_facts(SOURCE, expression)
    assert not contradictions(found, real)
    assert attained(found, real)


KNOWN_SHAPES = [
    expression for group in (SCALING, CREATION, LABELS) for expression in group.strip().splitlines()
]


@pytest.mark.parametrize("expression", KNOWN_SHAPES)
def test_shapes_that_the_source_fixes_are_known(expression: str) -> None:
    assert known_facts(SOURCE, expression).shape == executed(SOURCE, expression).shape


NUMBERS = st.one_of(st.integers(-300, 300), st.floats(-300, 300, width=32))
STEPS = st.lists(
    st.sampled_from(
        (
            "x / 255",
            "x - 3",
            "2 * x",
            "1 - x",
            "-x",
            "x ** 2",
            "x.reshape(-1)",
            "x[1:]",
            "x[:, 0]",
            "x.T",
            "x.astype('float32')",
            "x.astype(int)",
            "np.abs(x)",
            "np.clip(x, -1, 5)",
            "x > 1",
            "np.expand_dims(x, 0)",
            "np.concatenate([x, x])",
            "(x - x.min()) / (x.max() - x.min())",
            "x - x.mean(axis=0)",
        )
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=2, max_size=4),
    STEPS,
)
def test_chains_of_operations_on_literals_agree_with_numpy(
    rows: list[list[float]], steps: list[str]
) -> None:
    source = f"x = np.array({rows!r})\n" + "".join(f"x = {step}\n" for step in steps)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            real = executed(source, "x")
        except (IndexError, TypeError, ValueError):
            return
    if real.size == 0 or (real.dtype.kind == "f" and not np.isfinite(real).all()):
        return
    assert not contradictions(known_facts(source, "x"), real)
