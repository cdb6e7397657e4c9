"""What pretrained networks want and return, measured on the networks themselves."""

from __future__ import annotations

import math
from typing import Any

import pytest

from kerascop.keras_api import Kind, resolve
from kerascop.keras_api.application_weights import application_weights
from kerascop.keras_api.applications import Preprocessing, application_facts, preprocessing_of
from kerascop.keras_api.tables import symbol_table


def test_every_network_has_facts_that_fit_its_signature() -> None:
    names = [
        name for name, entry in symbol_table()["symbols"].items() if entry["kind"] == "application"
    ]
    assert len(names) > 60
    for name in names:
        facts, symbol = application_facts(name), resolve(name)
        assert facts is not None, name
        assert symbol is not None
        assert symbol.kind is Kind.APPLICATION
        has_argument = symbol.parameter("include_preprocessing") is not None
        assert has_argument == facts.include_preprocessing, name
        activation = symbol.parameter("classifier_activation")
        assert activation is None or activation.default == facts.classifier_activation


@pytest.mark.parametrize(
    ("name", "sides"),
    [
        ("VGG16", (97, 150)),
        ("ResNet50", (97, 150)),
        ("ResNet50V2", (97,)),
        ("MobileNet", (97, 150)),
        ("MobileNetV2", (97, 150)),
        ("MobileNetV3Small", (97, 150)),
        ("InceptionV3", (139, 150)),
        ("Xception", (97, 150)),
        ("DenseNet121", (97,)),
        ("EfficientNetB0", (97,)),
        ("EfficientNetV2B0", (97,)),
        ("ConvNeXtTiny", (97,)),
        ("NASNetMobile", (97,)),
    ],
)
def test_the_network_returns_the_features_that_the_table_says(
    name: str, sides: tuple[int, ...]
) -> None:
    keras: Any = pytest.importorskip("keras")
    facts = application_facts(f"keras.applications.{name}")
    assert facts is not None
    for side in sides:
        network = getattr(keras.applications, name)(
            weights=None, include_top=False, input_shape=(side, side, 3)
        )
        size = facts.feature_size(side)
        assert network.output_shape == (None, size, size, facts.channels)
        first = [type(layer).__name__ for layer in network.layers[:6]]
        assert facts.rescales_inside == bool({"Rescaling", "Normalization"} & set(first))
        keras.backend.clear_session()


def test_preprocessing_does_to_pixels_what_its_mode_says() -> None:
    keras: Any = pytest.importorskip("keras")
    numpy: Any = pytest.importorskip("numpy")
    pixels = numpy.stack([numpy.zeros((4, 4, 3)), numpy.full((4, 4, 3), 255.0)])
    for module in (
        "convnext densenet efficientnet efficientnet_v2 inception_resnet_v2 inception_v3 mobilenet "
        "mobilenet_v2 mobilenet_v3 nasnet resnet resnet50 resnet_v2 vgg16 vgg19 xception"
    ).split():
        path = f"keras.applications.{module}.preprocess_input"
        mode = preprocessing_of(path)
        assert mode is not None, path
        low, high = mode.network_range
        prepared = getattr(keras.applications, module).preprocess_input(pixels.copy())
        assert float(prepared.min()) == pytest.approx(low, abs=0.01), path
        assert float(prepared.max()) == pytest.approx(high, abs=0.01), path


def test_only_preprocess_input_has_a_mode() -> None:
    assert preprocessing_of("keras.applications.vgg16.decode_predictions") is None
    assert preprocessing_of("keras.applications.VGG16") is None
    facts = application_facts("keras.applications.vgg16.VGG16")
    assert facts is not None
    assert facts.preprocessing is Preprocessing.CAFFE
    assert facts.default_input_shape == (224, 224, 3)


@pytest.mark.parametrize(
    "name", ["ConvNeXtTiny", "DenseNet121", "EfficientNetB0", "InceptionV3", "MobileNetV3Small"]
)
def test_the_network_has_as_many_weights_as_the_table_says(name: str) -> None:
    keras: Any = pytest.importorskip("keras")
    counts = application_weights(name)
    assert counts is not None
    build = getattr(keras.applications, name)
    with keras.StatelessScope(initialize_variables=False):
        features = build(weights=None, include_top=False, input_shape=(224, 224, 3))
        frozen = sum(math.prod(weight.shape) for weight in features.non_trainable_weights)
        assert (counts.features, counts.frozen) == (features.count_params(), frozen)
        assert counts.with_classes(7) == build(weights=None, classes=7).count_params()


def test_every_network_of_keras_3_has_its_weights_counted() -> None:
    keras: Any = pytest.importorskip("keras")
    names = [name for name in dir(keras.applications) if name[0].isupper()]
    assert [name for name in names if application_weights(name) is None] == []
