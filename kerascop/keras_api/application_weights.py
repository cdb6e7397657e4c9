"""How many weights the networks of `keras.applications` have.

Counted on the networks themselves (Keras 3.15, `weights=None`, images with three channels, default
width); the tests count again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct


class ApplicationWeights(Struct, frozen=True):
    """The weights of one network.

    Attributes:
        features: all those with `include_top=False`.
        frozen: those among them that training leaves alone: moving averages.
        whole: all those with `include_top=True` and a thousand classes.
        head: how many numbers the layer of the classes looks at.
    """

    features: int
    frozen: int
    whole: int
    head: int

    def with_classes(self, classes: int) -> int:
        """All weights with `include_top=True` and so many classes."""
        return self.whole + (classes - 1000) * (self.head + 1)


_WEIGHTS: Final[Mapping[str, tuple[int, int, int, int]]] = {
    "ConvNeXtBase": (87_566_464, 0, 88_591_464, 1_024),
    "ConvNeXtLarge": (196_230_336, 0, 197_767_336, 1_536),
    "ConvNeXtSmall": (49_454_688, 0, 50_223_688, 768),
    "ConvNeXtTiny": (27_820_128, 0, 28_589_128, 768),
    "ConvNeXtXLarge": (348_147_968, 0, 350_196_968, 2_048),
    "DenseNet121": (7_037_504, 83_648, 8_062_504, 1_024),
    "DenseNet169": (12_642_880, 158_400, 14_307_880, 1_664),
    "DenseNet201": (18_321_984, 229_056, 20_242_984, 1_920),
    "EfficientNetB0": (4_049_571, 42_023, 5_330_571, 1_280),
    "EfficientNetB1": (6_575_239, 62_055, 7_856_239, 1_280),
    "EfficientNetB2": (7_768_569, 67_575, 9_177_569, 1_408),
    "EfficientNetB3": (10_783_535, 87_303, 12_320_535, 1_536),
    "EfficientNetB4": (17_673_823, 125_207, 19_466_823, 1_792),
    "EfficientNetB5": (28_513_527, 172_743, 30_562_527, 2_048),
    "EfficientNetB6": (40_960_143, 224_439, 43_265_143, 2_304),
    "EfficientNetB7": (64_097_687, 310_727, 66_658_687, 2_560),
    "EfficientNetV2B0": (5_919_312, 60_608, 7_200_312, 1_280),
    "EfficientNetV2B1": (6_931_124, 71_072, 8_212_124, 1_280),
    "EfficientNetV2B2": (8_769_374, 82_288, 10_178_374, 1_408),
    "EfficientNetV2B3": (12_930_622, 109_216, 14_467_622, 1_536),
    "EfficientNetV2L": (117_746_848, 512_576, 119_027_848, 1_280),
    "EfficientNetV2M": (53_150_388, 292_032, 54_431_388, 1_280),
    "EfficientNetV2S": (20_331_360, 153_872, 21_612_360, 1_280),
    "InceptionResNetV2": (54_336_736, 60_544, 55_873_736, 1_536),
    "InceptionV3": (21_802_784, 34_432, 23_851_784, 2_048),
    "MobileNet": (3_228_864, 21_888, 4_253_864, 1_024),
    "MobileNetV2": (2_257_984, 34_112, 3_538_984, 1_280),
    "MobileNetV3Large": (2_996_352, 24_400, 5_507_432, 1_280),
    "MobileNetV3Small": (939_120, 12_112, 2_554_968, 1_024),
    "NASNetLarge": (84_916_818, 196_668, 88_949_818, 4_032),
    "NASNetMobile": (4_269_716, 36_738, 5_326_716, 1_056),
    "ResNet101": (42_658_176, 105_344, 44_707_176, 2_048),
    "ResNet101V2": (42_626_560, 97_664, 44_675_560, 2_048),
    "ResNet152": (58_370_944, 151_424, 60_419_944, 2_048),
    "ResNet152V2": (58_331_648, 143_744, 60_380_648, 2_048),
    "ResNet50": (23_587_712, 53_120, 25_636_712, 2_048),
    "ResNet50V2": (23_564_800, 45_440, 25_613_800, 2_048),
    "VGG16": (14_714_688, 0, 138_357_544, 4_096),
    "VGG19": (20_024_384, 0, 143_667_240, 4_096),
    "Xception": (20_861_480, 54_528, 22_910_480, 2_048),
}


def application_weights(name: str) -> ApplicationWeights | None:
    """The weights of a network by its constructor's name, `VGG16`; `None` if they are not known."""
    counted = _WEIGHTS.get(name)
    return None if counted is None else ApplicationWeights(*counted)
