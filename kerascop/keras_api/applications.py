"""What the pretrained networks of `keras.applications` want to be fed, and what they return.

Everything here can be measured on the networks themselves (`weights=None`); the tests do so.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kerascop.keras_api.paths import resolve
from kerascop.keras_api.symbols import Symbol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Preprocessing(Enum):
    """What a network's `preprocess_input` does with pixels of 0 to 255."""

    CAFFE = "caffe"
    """RGB to BGR, and the mean of ImageNet subtracted; no scaling."""
    TF = "tf"
    """Scaled to [-1, 1]."""
    TORCH = "torch"
    """Scaled to [0, 1], then standardised with the mean and deviation of ImageNet."""
    INSIDE = "inside"
    """Nothing: the network rescales by itself."""

    @property
    def network_range(self) -> tuple[float, float]:
        """The range of values that the network was trained on."""
        return _NETWORK_RANGES[self]


_NETWORK_RANGES: Final[Mapping[Preprocessing, tuple[float, float]]] = {
    Preprocessing.CAFFE: (-123.68, 151.061),
    Preprocessing.TF: (-1.0, 1.0),
    Preprocessing.TORCH: (-2.118, 2.64),
    Preprocessing.INSIDE: (0.0, 255.0),
}


class ApplicationFacts(Struct, frozen=True):
    """One network of `keras.applications`.

    `module` is where its `preprocess_input` lives. `include_preprocessing` says that the
    constructor has an argument of that name, `True` by default, with which the rescaling inside can
    be left out; without that argument, rescaling inside (EfficientNet) is for good. `default_size`
    is the side of the input for `include_top=True`; `channels` those of the output for
    `include_top=False` and the default width (`alpha=1`).
    """

    name: str
    module: str
    preprocessing: Preprocessing
    include_preprocessing: bool
    default_size: int
    channels: int
    classes: int = 1000
    classifier_activation: str = "softmax"

    @property
    def rescales_inside(self) -> bool:
        """Whether, by default, the network takes pixels of 0 to 255 and rescales them itself."""
        return self.preprocessing is Preprocessing.INSIDE

    @property
    def default_input_shape(self) -> tuple[int, int, int]:
        """The shape of one input image for `include_top=True`, channels last."""
        return (self.default_size, self.default_size, 3)

    def feature_size(self, side: int) -> int:
        """The side of the feature map that `include_top=False` returns for an image's side."""
        for step in _REDUCTIONS[self.module]:
            side = _STEPS[step](side)
        return side


def _same(side: int) -> int:
    return -(-side // 2)


def _half(side: int) -> int:
    return side // 2


def _quarter(side: int) -> int:
    return side // 4


def _valid(side: int) -> int:
    return (side - 3) // 2 + 1


def _trim(side: int) -> int:
    return side - 2


_STEPS: Final[Mapping[str, Callable[[int], int]]] = {
    "same": _same,
    "half": _half,
    "valid": _valid,
    "trim": _trim,
    "quarter": _quarter,
}
"""Strided layers: padded `same`, of kernel 2 or 4 without padding, of kernel 3 without padding; and
`trim`, a 3x3 convolution of stride 1 without padding."""

_HALVED_FIVE_TIMES = ("same",) * 5
_INCEPTION = ("valid", "trim", "valid", "trim", "valid", "valid", "valid")

_REDUCTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "convnext": ("quarter", "half", "half", "half"),
    "densenet": ("same", "same", "half", "half", "half"),
    "efficientnet": _HALVED_FIVE_TIMES,
    "efficientnet_v2": _HALVED_FIVE_TIMES,
    "inception_resnet_v2": _INCEPTION,
    "inception_v3": _INCEPTION,
    "mobilenet": ("same", "half", "half", "half", "half"),
    "mobilenet_v2": _HALVED_FIVE_TIMES,
    "mobilenet_v3": _HALVED_FIVE_TIMES,
    "nasnet": ("valid", "same", "same", "same", "same"),
    "regnet": _HALVED_FIVE_TIMES,
    "resnet": _HALVED_FIVE_TIMES,
    "resnet_rs": _HALVED_FIVE_TIMES,
    "resnet_v2": _HALVED_FIVE_TIMES,
    "vgg16": ("half",) * 5,
    "vgg19": ("half",) * 5,
    "xception": ("valid", "trim", "same", "same", "same", "same"),
}

_FAMILIES: Final[Mapping[str, tuple[Preprocessing, bool, Mapping[str, tuple[int, int]]]]] = {
    "convnext": (
        Preprocessing.INSIDE,
        True,
        {
            "ConvNeXtTiny": (224, 768),
            "ConvNeXtSmall": (224, 768),
            "ConvNeXtBase": (224, 1024),
            "ConvNeXtLarge": (224, 1536),
            "ConvNeXtXLarge": (224, 2048),
        },
    ),
    "densenet": (
        Preprocessing.TORCH,
        False,
        {"DenseNet121": (224, 1024), "DenseNet169": (224, 1664), "DenseNet201": (224, 1920)},
    ),
    "efficientnet": (
        Preprocessing.INSIDE,
        False,
        {
            "EfficientNetB0": (224, 1280),
            "EfficientNetB1": (240, 1280),
            "EfficientNetB2": (260, 1408),
            "EfficientNetB3": (300, 1536),
            "EfficientNetB4": (380, 1792),
            "EfficientNetB5": (456, 2048),
            "EfficientNetB6": (528, 2304),
            "EfficientNetB7": (600, 2560),
        },
    ),
    "efficientnet_v2": (
        Preprocessing.INSIDE,
        True,
        {
            "EfficientNetV2B0": (224, 1280),
            "EfficientNetV2B1": (240, 1280),
            "EfficientNetV2B2": (260, 1408),
            "EfficientNetV2B3": (300, 1536),
            "EfficientNetV2S": (384, 1280),
            "EfficientNetV2M": (480, 1280),
            "EfficientNetV2L": (480, 1280),
        },
    ),
    "inception_resnet_v2": (Preprocessing.TF, False, {"InceptionResNetV2": (299, 1536)}),
    "inception_v3": (Preprocessing.TF, False, {"InceptionV3": (299, 2048)}),
    "mobilenet": (Preprocessing.TF, False, {"MobileNet": (224, 1024)}),
    "mobilenet_v2": (Preprocessing.TF, False, {"MobileNetV2": (224, 1280)}),
    "mobilenet_v3": (
        Preprocessing.INSIDE,
        True,
        {"MobileNetV3Large": (224, 960), "MobileNetV3Small": (224, 576)},
    ),
    "nasnet": (
        Preprocessing.TF,
        False,
        {"NASNetLarge": (331, 4032), "NASNetMobile": (224, 1056)},
    ),
    "regnet": (
        Preprocessing.INSIDE,
        True,
        {
            "RegNetX002": (224, 368),
            "RegNetX004": (224, 384),
            "RegNetX006": (224, 528),
            "RegNetX008": (224, 672),
            "RegNetX016": (224, 912),
            "RegNetX032": (224, 1008),
            "RegNetX040": (224, 1360),
            "RegNetX064": (224, 1624),
            "RegNetX080": (224, 1920),
            "RegNetX120": (224, 2240),
            "RegNetX160": (224, 2048),
            "RegNetX320": (224, 2520),
            "RegNetY002": (224, 368),
            "RegNetY004": (224, 440),
            "RegNetY006": (224, 608),
            "RegNetY008": (224, 768),
            "RegNetY016": (224, 888),
            "RegNetY032": (224, 1512),
            "RegNetY040": (224, 1088),
            "RegNetY064": (224, 1296),
            "RegNetY080": (224, 2016),
            "RegNetY120": (224, 2240),
            "RegNetY160": (224, 3024),
            "RegNetY320": (224, 3712),
        },
    ),
    "resnet": (
        Preprocessing.CAFFE,
        False,
        {"ResNet50": (224, 2048), "ResNet101": (224, 2048), "ResNet152": (224, 2048)},
    ),
    "resnet_rs": (
        Preprocessing.INSIDE,
        True,
        {f"ResNetRS{depth}": (224, 2048) for depth in (50, 101, 152, 200, 270, 350, 420)},
    ),
    "resnet_v2": (
        Preprocessing.TF,
        False,
        {"ResNet50V2": (224, 2048), "ResNet101V2": (224, 2048), "ResNet152V2": (224, 2048)},
    ),
    "vgg16": (Preprocessing.CAFFE, False, {"VGG16": (224, 512)}),
    "vgg19": (Preprocessing.CAFFE, False, {"VGG19": (224, 512)}),
    "xception": (Preprocessing.TF, False, {"Xception": (299, 2048)}),
}

_FACTS: Final[Mapping[str, ApplicationFacts]] = {
    f"keras.applications.{name}": ApplicationFacts(
        name, module, preprocessing, include_preprocessing, size, channels
    )
    for module, (preprocessing, include_preprocessing, networks) in _FAMILIES.items()
    for name, (size, channels) in networks.items()
}

NETWORKS: Final = frozenset(facts.name for facts in _FACTS.values())
"""The names of the functions that make the networks."""


@lru_cache(maxsize=256)
def application_facts(network: str | Symbol) -> ApplicationFacts | None:
    """The facts of a network by its constructor, as a symbol or a dotted path
    (`tensorflow.keras.applications.vgg16.VGG16`); `None` for anything else."""
    symbol = network if isinstance(network, Symbol) else resolve(network)
    return None if symbol is None else _FACTS.get(symbol.name)


@lru_cache(maxsize=256)
def preprocessing_of(function: str | Symbol) -> Preprocessing | None:
    """What a `preprocess_input` does, by symbol or dotted path; `None` for any other function.

    `keras.applications.imagenet_utils.preprocess_input` takes its mode as an argument and is
    `CAFFE` without one.
    """
    symbol = function if isinstance(function, Symbol) else resolve(function)
    if symbol is None or symbol.short != "preprocess_input":
        return None
    module = symbol.name.split(".")[-2]
    if module == "imagenet_utils":
        return Preprocessing.CAFFE
    return _FAMILIES[module][0] if module in _FAMILIES else None
