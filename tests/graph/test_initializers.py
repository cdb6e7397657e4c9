"""How kernels start."""

from __future__ import annotations

import pytest

from kerascop.graph.initializers import initializer_name, is_of_family, kernel_initializer
from tests.programs import program


def start(argument: str) -> tuple[str | None, bool]:
    """The name of a layer's initialiser, and whether the source gives it."""
    (model,) = program(
        "import keras\n"
        f"layer = keras.layers.Dense(3{argument})\n"
        "model = keras.Sequential([keras.Input((4,)), layer])\n"
    ).models
    found = kernel_initializer(model.layers[0].config)
    assert found is not None
    return initializer_name(found.value), found.given


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("", ("glorotuniform", False)),
        (", kernel_initializer='he_normal'", ("henormal", True)),
        (", kernel_initializer='HeNormal'", ("henormal", True)),
        (", kernel_initializer=keras.initializers.HeNormal(seed=1)", ("henormal", True)),
        (", kernel_initializer=keras.initializers.he_normal()", ("henormal", True)),
        (", kernel_initializer=lambda shape, dtype: 0", (None, True)),
    ],
)
def test_an_initialiser_has_one_name_however_it_is_written(
    argument: str, expected: tuple[str | None, bool]
) -> None:
    assert start(argument) == expected


@pytest.mark.parametrize(
    ("name", "family", "belongs"),
    [("he_uniform", "he", True), ("lecun_normal", "he", False), ("zeros", "he", False)],
)
def test_families_have_a_normal_and_a_uniform_member(name: str, family: str, belongs: bool) -> None:
    assert is_of_family(name, family) is belongs
