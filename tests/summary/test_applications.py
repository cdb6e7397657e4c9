"""The source of Keras' ready-made models, read without running it, against the models."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import keras
import pytest

from tests.summary.asking_keras import ask_keras, ask_kerascop

_FAMILIES = {
    "convnext": "ConvNeXtTiny ConvNeXtSmall ConvNeXtBase ConvNeXtLarge ConvNeXtXLarge",
    "densenet": "DenseNet121 DenseNet169 DenseNet201",
    "efficientnet": "EfficientNetB0 EfficientNetB1 EfficientNetB2 EfficientNetB3 EfficientNetB4 "
    "EfficientNetB5 EfficientNetB6 EfficientNetB7",
    "efficientnet_v2": "EfficientNetV2B0 EfficientNetV2B1 EfficientNetV2B2 EfficientNetV2B3 "
    "EfficientNetV2S EfficientNetV2M EfficientNetV2L",
    "inception_resnet_v2": "InceptionResNetV2",
    "inception_v3": "InceptionV3",
    "mobilenet": "MobileNet",
    "mobilenet_v2": "MobileNetV2",
    "mobilenet_v3": "MobileNetV3Small MobileNetV3Large",
    "nasnet": "NASNetMobile NASNetLarge",
    "resnet": "ResNet50 ResNet101 ResNet152",
    "resnet_v2": "ResNet50V2 ResNet101V2 ResNet152V2",
    "vgg16": "VGG16",
    "vgg19": "VGG19",
    "xception": "Xception",
}
_EVERY = os.environ.get("KERASCOP_EVERY_APPLICATION") == "1"
"""One of each family takes seconds, all forty a minute or two."""

_BUILDERS = [
    (file, builder)
    for file, builders in _FAMILIES.items()
    for builder in builders.split()[: None if _EVERY else 1]
]


def source(file: str) -> Path:
    """Where the installed Keras keeps the source of a family."""
    spec = find_spec("keras")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "src" / "applications" / f"{file}.py"


def test_there_are_forty_builders() -> None:
    builders = {name for names in _FAMILIES.values() for name in names.split()}
    assert builders == {name for name in dir(keras.applications) if name[0].isupper()}
    assert len(builders) == 40


@pytest.mark.parametrize(("file", "builder"), _BUILDERS, ids=[name for _, name in _BUILDERS])
def test_the_source_of_an_application_tells_every_layer(file: str, builder: str) -> None:
    arguments = {"weights": None}
    expected = ask_keras(getattr(keras.applications, builder), arguments)
    assert ask_kerascop(source(file), builder, arguments) == expected


@pytest.mark.parametrize(
    ("file", "builder", "arguments"),
    [
        ("vgg16", "VGG16", {"include_top": False, "input_shape": (64, 48, 3)}),
        ("resnet", "ResNet50", {"include_top": False, "pooling": "avg"}),
        ("mobilenet_v2", "MobileNetV2", {"alpha": 0.35, "input_shape": (96, 96, 3)}),
        ("efficientnet", "EfficientNetB0", {"include_top": False, "input_shape": (75, 75, 3)}),
        ("convnext", "ConvNeXtTiny", {"include_preprocessing": False, "classes": 7}),
        ("densenet", "DenseNet121", {"classes": 3, "classifier_activation": None}),
        ("mobilenet_v3", "MobileNetV3Small", {"minimalistic": True, "dropout_rate": 0.0}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_arguments_of_an_application_count(
    file: str, builder: str, arguments: dict[str, object]
) -> None:
    given = {"weights": None, **arguments}
    expected = ask_keras(getattr(keras.applications, builder), given)
    assert ask_kerascop(source(file), builder, given) == expected
