"""Which releases go together, and what the packages of Keras mean with them."""

from __future__ import annotations

import pytest

from kerascop.keras_api.version import NEWEST, Release, Target

OLD_KERAS = Target.of(Release(2, 2))
TF_2_3 = Target.of(None, Release(2, 3))
TF_2_12 = Target.of(None, Release(2, 12))
LEGACY = Target(legacy=True)


@pytest.mark.parametrize(
    ("target", "path", "major"),
    [
        (NEWEST, "keras.layers.Dense", 3),
        (NEWEST, "tensorflow.keras.layers.Dense", 3),
        (NEWEST, "tf_keras.layers.Dense", 2),
        (LEGACY, "keras.layers.Dense", 3),
        (LEGACY, "tensorflow.keras.layers.Dense", 2),
        (TF_2_12, "keras.layers.Dense", 2),
        (TF_2_12, "tensorflow.keras.layers.Dense", 2),
        (OLD_KERAS, "keras.layers.Dense", 2),
        (OLD_KERAS, "tensorflow.keras.layers.Dense", 2),
        (Target.of(Release(3, 0)), "tensorflow.keras.layers.Dense", 3),
        (Target.of(None, Release(2, 16)), "keras.layers.Dense", 3),
    ],
)
def test_a_path_speaks_to_the_keras_of_its_package(target: Target, path: str, major: int) -> None:
    assert target.release(path).major == major


def test_one_release_tells_the_other() -> None:
    assert Target.of(Release(2, 12)).tensorflow == Release(2, 12)
    assert TF_2_12.keras == Release(2, 12)
    assert OLD_KERAS.tensorflow.major == 1
    assert TF_2_3.tf_keras == Release(2, 3)


@pytest.mark.parametrize(
    ("target", "one", "other", "same"),
    [
        (NEWEST, "keras", "tensorflow.keras", True),
        (NEWEST, "keras", "tf_keras", False),
        (NEWEST, "tensorflow.keras", "tensorflow.python.keras", False),
        (LEGACY, "keras", "tensorflow.keras", False),
        (LEGACY, "tf_keras", "tensorflow.keras", True),
        (TF_2_12, "keras", "tensorflow.keras", True),
        (TF_2_3, "tensorflow.keras", "tensorflow.python.keras", True),
        (TF_2_3, "keras", "tensorflow.keras", False),
        (Target.of(Release(2, 4)), "keras", "tensorflow.keras", True),
        (OLD_KERAS, "keras", "tensorflow.keras", False),
    ],
)
def test_packages_share_their_classes_or_not(
    target: Target, one: str, other: str, same: bool
) -> None:
    assert (target.implementation(one) == target.implementation(other)) is same
