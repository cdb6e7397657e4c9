"""What is known of results whose range does not depend on what goes in."""

from __future__ import annotations

from kerascop.graph.arrays import Labels, Scaling
from tests.interpreter.libraries.asking_arrays import facts, known_facts


def test_what_is_squashed_is_scaled_whatever_it_is() -> None:
    assert known_facts("", "np.tanh(anything / 400)").scaling is Scaling.MIN_MAX
    assert known_facts("a = np.load('a.npz')", "np.tanh(a['x'])").scaling is Scaling.MIN_MAX


def test_a_choice_of_two_numbers_is_one_of_them() -> None:
    found = known_facts("winners = load()", "np.where(winners == 1, 1.0, -1.0)")
    assert (found.low, found.high) == (-1, 1)
    assert facts("a, b = load()", "np.where(a == 1, b, -1.0)") is None


def test_quotients_that_are_collected_are_scaled() -> None:
    source = """
boxes, sizes = [], []
for row in open("boxes.csv"):
    x, y, width, height = row.split(",")
    boxes.append((float(x) / float(width), float(y) / float(height)))
    sizes.append((float(width), float(height)))
"""
    assert known_facts(source, "np.array(boxes)").scaling is Scaling.DIVIDED
    assert known_facts(source, "np.array(sizes)").scaling is None


def test_a_part_of_an_archive_has_any_number_of_axes() -> None:
    assert known_facts("a = np.load(path)", "a['x']").shape is None
    column = known_facts("import pandas as pd\na = pd.read_csv(path)", "a['x']")
    assert column.shape is not None
    assert len(column.shape) == 1


def test_columns_of_one_hot_rows_are_no_one_hot_rows() -> None:
    rows = "rows = keras.utils.to_categorical(load(), 26)"
    assert known_facts(rows, "rows").labels is Labels.ONE_HOT
    assert known_facts(rows, "rows[..., :3]").labels is None


def test_encoded_labels_are_a_single_row_of_ids() -> None:
    source = (
        "from sklearn.preprocessing import LabelEncoder\nids = LabelEncoder().fit_transform(names)"
    )
    found = known_facts(source, "ids")
    assert found.shape == (None,)
    assert found.labels is Labels.CLASS_IDS
