"""Ready-made networks, and what models do to images before these."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascop.graph import Program
from kerascop.graph.arrays import ArrayFacts
from kerascop.graph.backbones import Fed, fed_backbone
from kerascop.interpreter import analyse
from kerascop.sources.project import Project
from kerascop.syntax.module import parse

PIXELS = ArrayFacts(low=0, high=255)


def program(source: str) -> Program:
    path = Path("program.py")
    return analyse(parse(path, "import keras\n" + source), Project([path])).programs[0]


def fed(before: str, network: str = "VGG16(include_top=False)") -> Fed | None:
    found = program(
        f"""
i = keras.Input((64, 64, 3))
x = {before}
o = keras.applications.{network}(x)
model = keras.Model(i, keras.layers.Flatten()(o))
model.compile(loss="mse")
"""
    )
    (model,) = (each for each in found.models if each.compiled)
    return fed_backbone(model, model.inputs[0])


def arriving(before: str) -> tuple[float | None, float | None, str | None]:
    found = fed(before)
    assert found is not None
    facts = found.arriving(PIXELS)
    assert facts is not None
    return facts.low, facts.high, facts.mode


def test_pixels_arrive_as_they_are_where_nothing_changes_them() -> None:
    assert arriving("i") == (0, 255, None)
    assert arriving("keras.layers.RandomFlip()(i)") == (0, 255, None)


def test_rescaling_on_the_way_is_counted_in() -> None:
    assert arriving("keras.layers.Rescaling(1 / 255)(i)") == (0, 1, None)
    assert arriving("keras.layers.Rescaling(1 / 127.5, offset=-1)(i)") == (-1, 1, None)


def test_preparation_for_a_network_is_known_by_its_mode() -> None:
    assert arriving("keras.applications.vgg16.preprocess_input(i)")[2] == "caffe"
    assert arriving("keras.applications.mobilenet_v2.preprocess_input(i)")[2] == "tf"
    assert arriving("keras.applications.efficientnet.preprocess_input(i)") == (0, 255, None)


def test_behind_a_kernel_there_are_no_images_any_more() -> None:
    assert fed("keras.layers.Conv2D(3, 1)(i)") is None


@pytest.mark.parametrize(
    ("arguments", "pretrained"),
    [("", True), ("weights='imagenet'", True), ("weights=None", False), ("weights=path", False)],
)
def test_only_weights_of_imagenet_want_a_preparation(arguments: str, pretrained: bool) -> None:
    found = fed("i", f"VGG16({arguments})")
    assert found is not None
    assert found.backbone.is_pretrained is pretrained
