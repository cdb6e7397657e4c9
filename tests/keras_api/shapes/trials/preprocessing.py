"""Calls of layers that prepare images, categories, text and sound."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.keras_api.shapes.calls import Plain, Trial
from tests.keras_api.shapes.drawing import (
    any_shapes,
    closed_shapes,
    configs,
    flags,
    formats,
    mostly,
    mostly_of_rank,
    paddings,
    sizes,
    small,
    spoilt,
)
from tests.keras_api.shapes.trials.registry import Trials, trials_of

factor = mostly(st.just(0.2), 20.0, -3.0)

AUGMENTATIONS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "AugMix": configs(),
    "AutoContrast": configs(),
    "ContrastLimitedAdaptiveHistogramEqualization": configs(),
    "CutMix": configs(),
    "Equalization": configs(),
    "MixUp": configs(),
    "RandAugment": configs(),
    "RandomBrightness": configs(factor_=factor),
    "RandomColorDegeneration": configs(factor_=factor),
    "RandomColorJitter": configs(),
    "RandomContrast": configs(factor_=factor),
    "RandomElasticTransform": configs(),
    "RandomErasing": configs(),
    "RandomFlip": configs(mode=mostly(st.just("horizontal"), "diagonal")),
    "RandomGaussianBlur": configs(),
    "RandomGrayscale": configs(factor=mostly(st.just(0.5), 2.0)),
    "RandomHue": configs(factor_=factor),
    "RandomInvert": configs(),
    "RandomPerspective": configs(),
    "RandomPosterization": configs(factor_=mostly(st.just(4), 9)),
    "RandomRotation": configs(factor_=factor),
    "RandomSaturation": configs(factor_=factor),
    "RandomSharpness": configs(factor_=factor),
    "RandomShear": configs(),
    "RandomTranslation": configs(height_factor_=factor, width_factor_=factor),
    "RandomZoom": configs(height_factor_=factor),
    "Solarization": configs(),
}


@trials_of(*AUGMENTATIONS)
def augmented(name: str) -> Trials:
    config = st.tuples(AUGMENTATIONS[name], configs(data_format=formats)).map(
        lambda parts: {**parts[0], **parts[1]}
    )
    image = mostly_of_rank(4, st.integers(4, 12)).map(
        lambda shape: (*shape[:-1], 3) if len(shape) == 4 else shape
    )
    return st.builds(Trial, st.just(name), config, st.tuples(image))


@trials_of("Resizing", "CenterCrop", "RandomCrop")
def sized(name: str) -> Trials:
    more: dict[str, Any] = {}
    if name == "Resizing":
        more = {"crop_to_aspect_ratio": flags, "pad_to_aspect_ratio": flags}
    config = configs(height_=small, width_=small, data_format=formats, **more)
    image = mostly_of_rank(4, st.integers(4, 9))
    return st.builds(Trial, st.just(name), config, st.tuples(image))


def _categories(
    name: str, config: st.SearchStrategy[dict[str, Any]], dtype: str, high: int = 4
) -> Trials:
    shape = st.one_of(any_shapes(1, high), any_shapes(1, high - 1).map(lambda known: (*known, 1)))
    return st.builds(Trial, st.just(name), config, st.tuples(shape), st.just({}), st.just(dtype))


@trials_of("CategoryEncoding")
def encoded(name: str) -> Trials:
    modes = mostly(st.sampled_from(["one_hot", "multi_hot", "count"]), "int")
    return _categories(name, configs(num_tokens_=spoilt(small), output_mode=modes), "int32")


@trials_of("Hashing")
def hashed(name: str) -> Trials:
    modes = mostly(st.sampled_from(["int", "one_hot", "multi_hot", "count"]), "tf_idf")
    return _categories(name, configs(num_bins_=spoilt(small), output_mode=modes), "int32")


@trials_of("Discretization")
def binned(name: str) -> Trials:
    modes = mostly(st.sampled_from(["int", "one_hot", "multi_hot", "count"]), "tf_idf")
    bounds = st.lists(sizes, max_size=4, unique=True).map(lambda parts: tuple(sorted(parts)))
    given = configs(bin_boundaries_=bounds, output_mode=modes)
    counted = configs(num_bins_=spoilt(small), output_mode=modes)
    both = configs(bin_boundaries_=bounds, num_bins_=small)
    config = mostly(st.one_of(given, counted), {}).flatmap(
        lambda chosen: st.just(chosen) if chosen else st.one_of(both, st.just({}))
    )
    return _categories(name, config, "float32")


_modes = mostly(st.sampled_from(["int", "one_hot", "multi_hot", "count"]), "tf_idf", "sum")


@trials_of("IntegerLookup", "StringLookup")
def looked_up(name: str) -> Trials:
    whole = name.startswith("Integer")
    words: tuple[Any, ...] = (3, 4, 5) if whole else ("a", "b", "c")
    config = configs(
        vocabulary=st.just(words),
        max_tokens=mostly(st.just(7), 1),
        num_oov_indices=st.integers(0, 2),
        mask_token=st.just(0 if whole else "-"),
        pad_to_max_tokens=flags,
        output_mode=_modes,
    )
    return _categories(name, config, "int64" if whole else "string")


@trials_of("TextVectorization")
def texts(name: str) -> Trials:
    config = configs(
        vocabulary=st.just(("a", "b")),
        max_tokens=mostly(st.just(7), 0),
        output_sequence_length=st.sampled_from([None, 4]),
        pad_to_max_tokens=flags,
        output_mode=mostly(st.sampled_from(["int", "multi_hot", "count"]), "one_hot"),
    )
    shape = mostly(st.sampled_from([(None,), (None, 1), (4,), (4, 1)]), (None, 3), (None, 1, 1))
    return st.builds(Trial, st.just(name), config, st.tuples(shape), st.just({}), st.just("string"))


@trials_of("HashedCrossing")
def crossed(name: str) -> Trials:
    config = configs(
        num_bins_=spoilt(small),
        output_mode=mostly(st.sampled_from(["int", "one_hot"]), "multi_hot"),
    )

    @st.composite
    def draw_one(draw: st.DrawFn) -> Trial:
        shape = draw(st.one_of(any_shapes(1, 3), any_shapes(1, 2).map(lambda s: (*s, 1))))
        other = draw(mostly(st.just(shape), (None, 3)))
        count = draw(mostly(st.just(2), 1, 3))
        return Trial(
            name, draw(config), [shape, *[other] * (count - 1)], dtype="int32", listed=True
        )

    return draw_one()


@trials_of("MelSpectrogram")
def mel_spectrograms(name: str) -> Trials:
    config = configs(
        fft_length_=st.sampled_from([64, 256]),
        sequence_stride=st.sampled_from([64, 100]),
        num_mel_bins=st.sampled_from([16, 20]),
    )
    shape = mostly_of_rank(2, st.integers(20, 900))
    return st.builds(Trial, st.just(name), config, st.tuples(shape))


@trials_of("STFTSpectrogram")
def spectrograms(name: str) -> Trials:
    config = configs(
        mode=mostly(st.sampled_from(["log", "magnitude", "psd", "stft", "real", "imag"]), "odd"),
        frame_length_=mostly(st.sampled_from([16, 20]), 0),
        frame_step=mostly(st.sampled_from([None, 4, 7]), 0, 30),
        fft_length=mostly(st.sampled_from([None, 32, 64]), 8),
        padding=paddings,
        expand_dims=flags,
        data_format=formats,
    )

    @st.composite
    def draw_one(draw: st.DrawFn) -> Trial:
        chosen = draw(config)
        batch, length, channels = draw(closed_shapes(3))
        sound: Plain = (batch, 16 + 3 * (length or 1), channels)
        if chosen.get("data_format") == "channels_first":
            sound = (sound[0], sound[2], sound[1])
        return Trial(name, chosen, [draw(mostly(st.just(sound), (None, 20), (None, 9, 2)))])

    return draw_one()
