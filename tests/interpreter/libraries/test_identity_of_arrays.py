"""Arrays know whose samples they hold, and which are element for element the same."""

from __future__ import annotations

from kerascop.graph.arrays import ArrayFacts
from tests.interpreter.libraries.asking_arrays import fits_of

_MODEL = """
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
import pandas as pd
model = keras.Sequential([keras.layers.Dense(1)])
model.compile(loss="mse")
"""


def _pair(source: str, arguments: str) -> tuple[ArrayFacts, ArrayFacts]:
    (fit,) = fits_of(f"{_MODEL}{source}\nmodel.fit({arguments})\n")
    assert fit.inputs is not None
    assert fit.targets is not None
    return fit.inputs.arrays[0], fit.targets.arrays[0]


def test_an_array_is_the_same_as_itself() -> None:
    inputs, targets = _pair("x = np.load('x.npy')", "x, x")
    assert inputs.same == targets.same
    assert inputs.root == targets.root


def test_a_copy_is_the_same_and_a_scaled_copy_holds_the_same_samples() -> None:
    inputs, targets = _pair("x = np.load('x.npy')", "x.copy(), x")
    assert inputs.same == targets.same
    inputs, targets = _pair("x = np.load('x.npy')", "x / 255, x")
    assert inputs.same != targets.same
    assert inputs.root == targets.root


def test_noise_leaves_the_samples() -> None:
    inputs, targets = _pair(
        "x = np.load('x.npy')\nnoisy = x + 0.1 * np.random.normal(size=x.shape)", "noisy, x"
    )
    assert inputs.root == targets.root


def test_features_and_target_of_one_table_are_different_samples() -> None:
    inputs, targets = _pair("d = np.loadtxt('d.csv')", "d[:, :8], d[:, 8]")
    assert inputs.root != targets.root
    inputs, targets = _pair("d = pd.read_csv('d.csv')", "d[['a', 'b']], d['c']")
    assert inputs.root != targets.root
    assert inputs.shape is not None
    assert inputs.shape[1] == 2


def test_the_same_columns_are_the_same_samples() -> None:
    inputs, targets = _pair("d = pd.read_csv('d.csv')", "d['a'], d['a']")
    assert inputs.root == targets.root


def test_two_files_are_different_samples() -> None:
    inputs, targets = _pair("x, y = np.load('x.npy'), np.load('y.npy')", "x, y")
    assert inputs.root != targets.root
    assert inputs.same != targets.same


def test_parts_of_a_split_hold_samples_of_their_source_but_are_not_the_same() -> None:
    source = "x = np.load('x.npy')\na, b = train_test_split(x)"
    inputs, targets = _pair(source, "a, b")
    assert inputs.root == targets.root
    assert inputs.same != targets.same


def test_a_scaler_keeps_the_samples() -> None:
    inputs, targets = _pair("x = np.load('x.npy')", "StandardScaler().fit_transform(x), x")
    assert inputs.root == targets.root


def test_two_reads_at_one_place_are_not_the_same() -> None:
    source = "def read(name):\n    return np.asarray(load(name))\nx, y = read('x'), read('y')"
    inputs, targets = _pair(source, "x, y")
    assert inputs.same != targets.same
