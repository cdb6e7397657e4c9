"""Preprocessing and augmentation layers agree with Keras."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.keras_api.shapes.asking_keras import Trial, assert_agreement
from tests.keras_api.shapes.drawing import (
    Plain,
    any_shapes,
    configs,
    few,
    flags,
    formats,
    paddings,
    shapes_of_rank,
    small,
)

AUGMENTATIONS: dict[str, dict[str, Any]] = {
    "AugMix": {},
    "AutoContrast": {},
    "CutMix": {},
    "Equalization": {},
    "MixUp": {},
    "RandAugment": {},
    "RandomBrightness": {"factor": 0.2},
    "RandomColorDegeneration": {"factor": 0.2},
    "RandomColorJitter": {},
    "RandomContrast": {"factor": 0.2},
    "RandomElasticTransform": {},
    "RandomErasing": {},
    "RandomFlip": {},
    "RandomGaussianBlur": {},
    "RandomGrayscale": {},
    "RandomHue": {"factor": 0.2},
    "RandomInvert": {},
    "RandomPerspective": {},
    "RandomPosterization": {"factor": 4},
    "RandomRotation": {"factor": 0.2},
    "RandomSaturation": {"factor": 0.2},
    "RandomSharpness": {"factor": 0.2},
    "RandomShear": {},
    "RandomTranslation": {"height_factor": 0.2, "width_factor": 0.2},
    "RandomZoom": {"height_factor": 0.2},
    "Solarization": {},
}


@pytest.mark.parametrize("name", sorted(AUGMENTATIONS))
def test_augmentation_keeps_the_size_of_an_image(name: str) -> None:
    assert_agreement(Trial(name, AUGMENTATIONS[name], [(None, 12, 10, 3)]))


@pytest.mark.parametrize("name", ["Resizing", "CenterCrop", "RandomCrop"])
@given(
    config=configs(height_=small, width_=small, data_format=formats),
    shape=shapes_of_rank(4, st.integers(4, 9)),
)
@few
def test_images_get_the_size_asked_for(name: str, config: dict[str, Any], shape: Plain) -> None:
    assert_agreement(Trial(name, config, [shape]))


@given(
    config=configs(
        num_tokens_=small, output_mode=st.sampled_from(["one_hot", "multi_hot", "count"])
    ),
    shape=any_shapes(1, 3),
)
@few
def test_categories_become_vectors(config: dict[str, Any], shape: Plain) -> None:
    assert_agreement(Trial("CategoryEncoding", config, [shape], dtype="int32"), complete=False)


@given(
    config=configs(num_bins_=small, output_mode=st.sampled_from(["int", "multi_hot", "count"])),
    shape=any_shapes(2, 2),
)
@few
def test_categories_are_hashed_into_bins(config: dict[str, Any], shape: Plain) -> None:
    assert_agreement(Trial("Hashing", config, [shape], dtype="int32"), complete=False)


@given(shape=any_shapes(1, 3))
@few
def test_numbers_fall_into_bins(shape: Plain) -> None:
    assert_agreement(Trial("Discretization", {"bin_boundaries": (0.0, 1.0)}, [shape]))


@given(
    config=configs(
        max_tokens=st.just(7),
        pad_to_max_tokens=flags,
        output_mode=st.sampled_from(["int", "one_hot", "multi_hot", "count"]),
    ),
    shape=any_shapes(2, 2),
)
@few
def test_categories_are_looked_up(config: dict[str, Any], shape: Plain) -> None:
    config = {"vocabulary": (3, 4, 5), **config}
    assert_agreement(Trial("IntegerLookup", config, [shape], dtype="int64"), complete=False)


@given(
    config=configs(
        sequence_stride=st.sampled_from([64, 100]), num_mel_bins=st.sampled_from([16, 20])
    ),
    shape=shapes_of_rank(2, st.integers(300, 900)),
)
@few
def test_sound_becomes_a_mel_spectrogram(config: dict[str, Any], shape: Plain) -> None:
    config = {"fft_length": 256, **config}
    assert_agreement(Trial("MelSpectrogram", config, [shape]))


@given(
    config=configs(
        mode=st.sampled_from(["log", "stft", "real", "imag", "angle"]),
        frame_length=st.sampled_from([16, 20]),
        frame_step=st.sampled_from([None, 4, 7]),
        fft_length=st.sampled_from([None, 32, 64]),
        padding=paddings,
        expand_dims=flags,
        data_format=formats,
    ),
    length=st.integers(20, 60),
    channels=small,
)
@few
def test_sound_becomes_a_spectrogram(config: dict[str, Any], length: int, channels: int) -> None:
    config = {"frame_length": 16, **config}
    first = config.get("data_format") == "channels_first"
    shape = (None, channels, length) if first else (None, length, channels)
    assert_agreement(Trial("STFTSpectrogram", config, [shape]))


@given(
    config=configs(
        max_tokens=st.just(7),
        pad_to_max_tokens=flags,
        output_mode=st.sampled_from(["int", "one_hot", "multi_hot"]),
    ),
    shape=any_shapes(1, 3),
)
@few
def test_strings_are_looked_up(config: dict[str, Any], shape: Plain) -> None:
    config = {"vocabulary": ("a", "b"), **config}
    assert_agreement(Trial("StringLookup", config, [shape], dtype="string"), complete=False)


@given(
    config=configs(
        max_tokens=st.just(7),
        output_sequence_length=st.sampled_from([None, 4]),
        pad_to_max_tokens=flags,
        output_mode=st.sampled_from(["int", "multi_hot", "count"]),
    ),
    shape=st.sampled_from([(None,), (None, 1)]),
)
@few
def test_texts_become_rows_of_words(config: dict[str, Any], shape: Plain) -> None:
    if config.get("output_mode", "int") != "int":
        config.pop("output_sequence_length", None)
    config = {"vocabulary": ("a", "b"), **config}
    assert_agreement(Trial("TextVectorization", config, [shape], dtype="string"), complete=False)


@given(
    config=configs(num_bins_=small, output_mode=st.sampled_from(["int", "one_hot"])),
    shape=shapes_of_rank(2),
)
@few
def test_two_categories_are_crossed(config: dict[str, Any], shape: Plain) -> None:
    trial = Trial("HashedCrossing", config, [shape, shape], dtype="int32")
    assert_agreement(trial, complete=False)
