"""Which non-linearity a call applies, and what kind of step it is on walks through the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.graph.backbones import Backbone, backbone_of
from kerascop.graph.facts import UNKNOWN, Configured, Reference, Unknown, UserFunction
from kerascop.graph.tensors import Call, LayerConfig
from kerascop.keras_api.activations import ActivationFacts, activation_facts

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin


class Activation(Struct, frozen=True):
    """A non-linearity that is applied to a tensor.

    `facts` is `None` for a function of the user's own or one that no table knows.
    """

    name: str
    facts: ActivationFacts | None
    origin: Origin
    call: Call

    @property
    def is_softmax(self) -> bool:
        return self.name in ("softmax", "log_softmax")

    @property
    def is_sigmoid(self) -> bool:
        return self.name in ("sigmoid", "hard_sigmoid")


WEIGHTED = frozenset(
    f"keras.layers.{name}"
    for name in (
        "Dense EinsumDense Embedding Conv1D Conv2D Conv3D "
        "Conv1DTranspose Conv2DTranspose Conv3DTranspose "
        "SeparableConv1D SeparableConv2D DepthwiseConv1D DepthwiseConv2D LocallyConnected1D "
        "LocallyConnected2D SimpleRNN LSTM GRU ConvLSTM1D ConvLSTM2D ConvLSTM3D CuDNNLSTM "
        "CuDNNGRU RNN Bidirectional MultiHeadAttention GroupQueryAttention"
    ).split()
)
"""Layers that multiply by a kernel. Normalisation has weights too, but mixes nothing."""

CONVOLUTIONS = frozenset(
    f"keras.layers.{name}"
    for name in (
        "Conv1D Conv2D Conv3D SeparableConv1D SeparableConv2D DepthwiseConv1D DepthwiseConv2D"
    ).split()
)

TRANSPOSED_CONVOLUTIONS = frozenset(f"keras.layers.Conv{rank}DTranspose" for rank in (1, 2, 3))

GATED = frozenset(
    f"keras.layers.{name}"
    for name in (
        "SimpleRNN LSTM GRU ConvLSTM1D ConvLSTM2D ConvLSTM3D CuDNNLSTM CuDNNGRU RNN Bidirectional "
        "MultiHeadAttention GroupQueryAttention Attention AdditiveAttention"
    ).split()
)
"""Layers with non-linearities of their own inside, whatever their `activation` says."""

ATTENTION = frozenset(
    f"keras.layers.{name}"
    for name in "MultiHeadAttention GroupQueryAttention Attention AdditiveAttention".split()
)

ACTIVATION_LAYERS = frozenset(
    f"keras.layers.{name}" for name in "ReLU LeakyReLU PReLU ELU Softmax ThresholdedReLU".split()
)

_PASSING_LAYERS = frozenset(
    f"keras.layers.{name}"
    for name in (
        "Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D AlphaDropout GaussianDropout "
        "GaussianNoise ActivityRegularization Reshape Flatten Permute Identity Masking"
    ).split()
)
_PASSING_OPERATIONS = frozenset(
    {"reshape", "squeeze", "expand_dims", "cast", "identity", "flatten"}
)

_SCALE_KEEPING_LAYERS = frozenset(
    f"keras.layers.{name}"
    for name in (
        "ZeroPadding1D ZeroPadding2D ZeroPadding3D Cropping1D Cropping2D Cropping3D "
        "UpSampling1D UpSampling2D UpSampling3D RepeatVector Concatenate Resizing CenterCrop "
        "RandomCrop RandomFlip RandomRotation RandomTranslation RandomZoom "
        "MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D "
        "AveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D "
        "GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D"
    ).split()
)
_SCALE_KEEPING_OPERATIONS = frozenset({"concatenate", "concat", "getitem", "transpose"})

NORMALISATIONS = frozenset(
    f"keras.layers.{name}"
    for name in (
        "BatchNormalization LayerNormalization GroupNormalization UnitNormalization "
        "RMSNormalization Normalization"
    ).split()
)


WRAPPERS = frozenset({"keras.layers.TimeDistributed", "keras.layers.SpectralNormalization"})
"""Layers that apply another one as it is: at every step, or with weights brought to a norm."""


def applied_layer(call: Call) -> LayerConfig | None:
    """The layer whose work a call does, seen through wrappers; `None` for an operation.

    The wrapper itself where the layer in it is not known.
    """
    layer = call.layer
    while layer is not None and layer.symbol in WRAPPERS:
        inner: object = layer.argument("layer").value
        if not isinstance(inner, LayerConfig):
            break
        layer = inner
    return layer


def is_weighted(call: Call) -> bool:
    """Does the call multiply its input by a kernel?"""
    layer = applied_layer(call)
    return layer is not None and layer.symbol in WEIGHTED


def passes_values(call: Call) -> bool:
    """Do the values leave as they came in, at most dropped, noised or rearranged?"""
    layer = applied_layer(call)
    if layer is None:
        return call.short in _PASSING_OPERATIONS
    return layer.symbol in _PASSING_LAYERS


def keeps_scale(call: Call) -> bool:
    """Do the values leave as large as they came in: passed on, moved, pooled, padded or joined?"""
    layer = applied_layer(call)
    if passes_values(call):
        return True
    if layer is None:
        return call.short in _SCALE_KEEPING_OPERATIONS
    return layer.symbol in _SCALE_KEEPING_LAYERS


def is_normalisation(call: Call) -> bool:
    """Does the call bring its input to a scale that does not depend on the input's own?"""
    layer = applied_layer(call)
    return layer is not None and layer.symbol in NORMALISATIONS


def activation_of(call: Call) -> Activation | Unknown | None:
    """The non-linearity that this call applies to its own output.

    `None` where it is linear; `UNKNOWN` where that cannot be told, and for recurrent and attention
    layers, whose gates bend their values whatever their `activation` says.
    """
    layer = applied_layer(call)
    if layer is None:
        if call.is_opaque:
            return UNKNOWN
        facts = activation_facts(call.short)
        if facts is None or facts.linear:
            return None
        return Activation(facts.name, facts, call.origin, call)
    if layer.user_defined or layer.symbol in GATED or layer.symbol in WRAPPERS:
        return UNKNOWN
    backbone = backbone_of(layer)
    if backbone is not None:
        return _of_classifier(call, backbone)
    if layer.symbol in ACTIVATION_LAYERS:
        facts = activation_facts(layer.symbol)
        return Activation(facts.name if facts else layer.short, facts, layer.origin, call)
    return activation_argument(call, layer)


def _of_classifier(call: Call, backbone: Backbone) -> Activation | Unknown | None:
    """How a ready-made network ends: in its classifier's activation, else in features."""
    if backbone.has_top is not True:
        return UNKNOWN
    if backbone.layer.argument("classifier_activation").given:
        return activation_argument(call, backbone.layer, "classifier_activation")
    facts = activation_facts(backbone.facts.classifier_activation)
    name = backbone.facts.classifier_activation
    return Activation(name, facts, backbone.layer.origin, call)


def has_own_classifier(call: Call) -> bool:
    """Is the call one of a ready-made network that ends in a classifier?"""
    backbone = backbone_of(applied_layer(call))
    return backbone is not None and backbone.has_top is True


def activation_argument(
    call: Call, layer: LayerConfig, parameter: str = "activation"
) -> Activation | Unknown | None:
    """What a layer's own argument says: `None` where it is linear, `UNKNOWN` if not understood."""
    argument = layer.arguments.get(parameter)
    if argument is None:
        return None
    value = argument.value
    origin = argument.origin or layer.origin
    if value is None:
        return None
    match value:
        case str():
            facts, name = activation_facts(value), value
        case Reference(path=path, symbol=symbol) | Configured(path=path, symbol=symbol):
            facts, name = activation_facts(symbol or path), (symbol or path).rpartition(".")[2]
        case UserFunction(name=name):
            facts = None
        case _:
            return UNKNOWN
    if facts is None:
        return Activation(name, None, origin, call) if not isinstance(value, str) else UNKNOWN
    if facts.linear:
        return None
    return Activation(facts.name, facts, origin, call)
