"""Ready-made networks in programs: the shapes that come out, how they end, what they take."""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import pytest

from kerascop.dimensions import show_shape
from kerascop.graph import Head, backbone_of, head_of
from kerascop.keras_api.applications import Preprocessing, application_facts
from tests.interpreter.keras.reading import program_of

BUILDERS = sorted(
    name
    for name in dir(keras.applications)
    if application_facts(f"keras.applications.{name}") is not None
)
QUICK = ("VGG16", "ResNet50", "MobileNet", "MobileNetV2", "Xception")
"""Those that Keras builds in about a second; the others wait for `KERASCOP_CASES`."""

CHOSEN = BUILDERS if "KERASCOP_CASES" in os.environ else QUICK


def test_every_builder_of_keras_has_facts() -> None:
    offered = {name for name in dir(keras.applications) if name[0].isupper()}
    assert offered == set(BUILDERS)
    assert len(BUILDERS) >= 38


def output_of(builder: str, arguments: str) -> str:
    """The shape that kerascop states for the output of a network."""
    program = program_of(f"network = keras.applications.{builder}(weights=None, {arguments})\n")
    return show_shape(program.models[-1].outputs[0].shape)


@pytest.mark.parametrize("name", CHOSEN)
def test_features_have_the_size_that_keras_gives_them(name: str) -> None:
    builder = getattr(keras.applications, name)
    sides = (331,) if name == "NASNetLarge" else (139, 224)
    with keras.StatelessScope(initialize_variables=False):
        for side in sides:
            network = builder(weights=None, include_top=False, input_shape=(side, side, 3))
            arguments = f"include_top=False, input_shape=({side}, {side}, 3)"
            assert output_of(name, arguments) == str(network.output_shape)


@pytest.mark.parametrize("pooling", [None, "avg", "max"])
@pytest.mark.parametrize("name", CHOSEN)
def test_pooled_features_are_as_many_as_keras_makes(name: str, pooling: str | None) -> None:
    builder = getattr(keras.applications, name)
    side = 331 if name == "NASNetLarge" else 224
    with keras.StatelessScope(initialize_variables=False):
        network = builder(
            weights=None, include_top=False, pooling=pooling, input_shape=(side, side, 3)
        )
    arguments = f"include_top=False, pooling={pooling!r}, input_shape=({side}, {side}, 3)"
    assert output_of(name, arguments) == str(network.output_shape)


@pytest.mark.parametrize("name", CHOSEN)
def test_a_classifier_tells_the_classes_apart_that_it_is_asked_for(name: str) -> None:
    builder = getattr(keras.applications, name)
    with keras.StatelessScope(initialize_variables=False):
        network = builder(weights=None, classes=7, classifier_activation="sigmoid")
    assert output_of(name, "classes=7, classifier_activation='sigmoid'") == str(
        network.output_shape
    )
    head = head_of_last(f"keras.applications.{name}(weights=None, classes=7)")
    assert head.ends_in("softmax")
    assert head.units == 7


@pytest.mark.parametrize("name", CHOSEN)
def test_whether_a_network_rescales_is_seen_in_its_first_layers(name: str) -> None:
    builder = getattr(keras.applications, name)
    side = 331 if name == "NASNetLarge" else 224
    with keras.StatelessScope(initialize_variables=False):
        network = builder(weights=None, include_top=False, input_shape=(side, side, 3))
    first = {type(layer).__name__ for layer in network.layers[:6]}
    facts = application_facts(f"keras.applications.{name}")
    assert facts is not None
    assert facts.rescales_inside == bool({"Rescaling", "Normalization"} & first)


def head_of_last(expression: str, inputs: str = "Input((224, 224, 3))") -> Head:
    """The head of a model that ends in this network."""
    program = program_of(f"seen = {inputs}\nmodel = Model(seen, {expression}(seen))\n")
    return head_of(program.models[-1].outputs[0])


@pytest.mark.parametrize(
    ("arguments", "activations"),
    [
        ("", ["softmax"]),
        ("classifier_activation='sigmoid'", ["sigmoid"]),
        ("classifier_activation=None", []),
        ("classifier_activation='linear'", []),
    ],
)
def test_a_network_with_its_top_ends_in_the_activation_of_its_classifier(
    arguments: str, activations: list[str]
) -> None:
    head = head_of_last(f"keras.applications.VGG16({arguments})")
    assert head.known
    assert [activation.name for activation in head.activations] == activations
    assert head.layer_shown == "`VGG16(…)`"


@pytest.mark.parametrize("arguments", ["include_top=False", "include_top=bool(input())"])
def test_features_have_no_head_that_is_known(arguments: str) -> None:
    head = head_of_last(f"keras.applications.VGG16({arguments})")
    assert not head.known
    assert not head.activations


def test_it_is_not_known_what_comes_out_of_a_network_that_may_have_a_top() -> None:
    head = head_of_last("keras.applications.VGG16(include_top=bool(input()))")
    assert head.shape is None


@pytest.mark.parametrize(
    ("expression", "rescales", "preprocessing"),
    [
        ("VGG16()", False, Preprocessing.CAFFE),
        ("EfficientNetB0()", True, Preprocessing.INSIDE),
        ("MobileNetV3Small()", True, Preprocessing.INSIDE),
        ("MobileNetV3Small(include_preprocessing=False)", False, None),
        ("MobileNetV3Small(include_preprocessing=bool(input()))", None, None),
        ("ResNet50V2(include_top=False)", False, Preprocessing.TF),
    ],
)
def test_a_network_says_what_its_images_should_have_gone_through(
    expression: str, rescales: bool | None, preprocessing: Preprocessing | None
) -> None:
    network = backbone_of(head_of_last(f"keras.applications.{expression}").tensor.call)
    assert network is not None
    assert network.rescales is rescales
    assert network.preprocessing is preprocessing


def test_a_network_names_the_function_that_prepares_images_for_it() -> None:
    network = backbone_of(head_of_last("keras.applications.ResNet50()").tensor.call)
    assert network is not None
    assert network.preprocess_input == "keras.applications.resnet.preprocess_input"


@pytest.mark.parametrize(("name", "width"), [("MobileNet", 0.5), ("MobileNetV2", 0.5)])
def test_narrow_networks_have_fewer_features(name: str, width: float) -> None:
    with keras.StatelessScope(initialize_variables=False):
        network = getattr(keras.applications, name)(
            weights=None, alpha=width, include_top=False, input_shape=(160, 160, 3)
        )
    arguments = f"alpha={width}, include_top=False, input_shape=(160, 160, 3)"
    assert output_of(name, arguments) == str(network.output_shape)


def test_a_network_on_a_given_tensor_takes_its_size() -> None:
    seen = "seen = Input((96, 96, 3))\n"
    program = program_of(
        f"{seen}network = keras.applications.VGG16(include_top=False, input_tensor=seen)\n"
    )
    (output,) = program.models[-1].outputs
    assert show_shape(output.shape) == "(None, 3, 3, 512)"
