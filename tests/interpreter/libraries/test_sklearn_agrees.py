"""What is derived for scikit-learn's functions is what scikit-learn computes."""

from __future__ import annotations

import warnings

import pytest

from kerascop.graph.arrays import Labels, Scaling
from tests.interpreter.libraries.asking_arrays import (
    attained,
    contradictions,
    executed,
    known_facts,
)

SOURCE = """
from sklearn.model_selection import KFold, train_test_split
from sklearn.preprocessing import (
    LabelBinarizer, LabelEncoder, MaxAbsScaler, MinMaxScaler, Normalizer, OneHotEncoder,
    RobustScaler, StandardScaler,
)
from sklearn.datasets import (
    load_breast_cancer, load_diabetes, load_digits, load_iris, load_linnerud, load_wine,
    make_blobs, make_circles, make_classification, make_moons, make_regression,
)
from sklearn.utils import shuffle
np.random.seed(3)
X = np.array([[i * 3.0, i % 7] for i in range(50)])
y = np.array([i % 3 for i in range(50)])
names = np.array(["a", "b", "c", "a", "b", "c"])
iris = load_iris()
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)
a_train, a_test = train_test_split(iris.data, test_size=20)
b_train, b_test = train_test_split(iris.data, train_size=0.5)
c_train, c_test = train_test_split(iris.data)
standard = StandardScaler()
standard_train = standard.fit_transform(X_train)
standard_test = standard.transform(X_test)
unit = MinMaxScaler()
unit_all = unit.fit_transform(X)
symmetric = MinMaxScaler(feature_range=(-1, 1)).fit_transform(X)
encoder = LabelEncoder().fit(names)
binarizer = LabelBinarizer()
xs, ys = shuffle(X, y)
for train, test in KFold(5, shuffle=True).split(X):
    fold = X[train]
"""

EXPRESSIONS = """
X_train
X_test
y_train
y_test
a_train
a_test
b_train
b_test
c_train
c_test
standard_train
standard_test
unit_all
unit.transform(X)
symmetric
encoder.transform(names)
LabelEncoder().fit_transform(names)
LabelEncoder().fit_transform(["x", "y", "x"])
LabelEncoder().fit_transform(y)
binarizer.fit_transform(y)
binarizer.fit_transform(names)
LabelBinarizer().fit_transform(["x", "y", "x"])
LabelBinarizer().fit_transform(load_breast_cancer().target)
OneHotEncoder().fit_transform(y.reshape(-1, 1)).toarray()
OneHotEncoder(sparse_output=False).fit_transform(y.reshape(-1, 1))
RobustScaler().fit_transform(X)
Normalizer().fit_transform(X)
MaxAbsScaler().fit_transform(X)
iris.data
iris.target
iris.data[:, :2]
iris.data[iris.target == 0]
len(iris.target_names) * np.ones(3)
load_breast_cancer().data
load_breast_cancer().target
load_digits().data / 16
load_digits().images
load_digits().target
load_wine().data
load_wine(return_X_y=True)[1]
load_diabetes().data
load_diabetes().target
load_linnerud().target
make_classification(n_samples=200, n_features=10, n_informative=5, n_classes=3)[0]
make_classification(n_samples=200, n_features=10, n_informative=5, n_classes=3)[1]
make_moons(200, noise=0.1)[0]
make_moons(200)[1]
make_circles(n_samples=100)[1]
make_blobs(n_samples=100, centers=4, n_features=2)[1]
make_blobs(n_samples=100)[0]
make_regression(n_samples=100, n_features=4)[0]
make_regression(n_samples=100, n_features=4)[1]
xs
ys
shuffle(X)
fold
""".strip().splitlines()


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_no_fact_contradicts_scikit_learn(expression: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        real = executed(SOURCE, expression)
    found = known_facts(SOURCE, expression)
    assert not contradictions(found, real)
    assert attained(found, real)


@pytest.mark.parametrize(
    ("expression", "scaling"),
    [
        ("standard_train", Scaling.STANDARDISED),
        ("standard_test", Scaling.STANDARDISED),
        ("unit_all", Scaling.MIN_MAX),
        ("Normalizer().fit_transform(X)", Scaling.DIVIDED),
        ("X_train", None),
    ],
)
def test_scalers_are_told_apart(expression: str, scaling: Scaling | None) -> None:
    assert known_facts(SOURCE, expression).scaling is scaling


@pytest.mark.parametrize(
    ("expression", "labels", "classes"),
    [
        ("encoder.transform(names)", Labels.CLASS_IDS, 3),
        ("binarizer.fit_transform(names)", Labels.ONE_HOT, 3),
        ("LabelBinarizer().fit_transform(['x', 'y', 'x'])", Labels.CLASS_IDS, 2),
        ("y_train", Labels.CLASS_IDS, 3),
        ("load_digits().target", Labels.CLASS_IDS, 10),
        ("load_diabetes().target", None, None),
    ],
)
def test_labels_are_known(expression: str, labels: Labels | None, classes: int | None) -> None:
    found = known_facts(SOURCE, expression)
    assert found.labels is labels
    assert found.classes == classes


def test_a_binarizer_of_unknown_labels_may_give_one_column_or_several() -> None:
    found = known_facts(SOURCE, "LabelBinarizer().fit_transform(np.load('y.npy'))")
    assert found.labels is None
