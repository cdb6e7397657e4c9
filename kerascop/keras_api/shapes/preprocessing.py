"""Preprocessing and augmentation: images, categories, text and sound."""

from __future__ import annotations

from math import ceil, log2

from kerascop.dimensions import Dim, Shape, add, explain_shape, floor_divide, multiply
from kerascop.keras_api.shapes.checks import clash, refuse_empty, refuse_rank, show_shapes
from kerascop.keras_api.shapes.contract import (
    Application,
    Inferred,
    Refusal,
    RefusalKind,
    shape_of,
)
from kerascop.keras_api.shapes.convolution import padding_of
from kerascop.keras_api.shapes.settings import Settings
from kerascop.keras_api.shapes.windows import assemble, channel_axis, slid

_AUGMENTATIONS = (
    "AugMix",
    "AutoContrast",
    "ContrastLimitedAdaptiveHistogramEqualization",
    "CutMix",
    "Equalization",
    "MixUp",
    "RandAugment",
    "RandomBrightness",
    "RandomColorDegeneration",
    "RandomColorJitter",
    "RandomContrast",
    "RandomElasticTransform",
    "RandomErasing",
    "RandomFlip",
    "RandomGaussianBlur",
    "RandomGrayscale",
    "RandomHue",
    "RandomInvert",
    "RandomPerspective",
    "RandomPosterization",
    "RandomRotation",
    "RandomSaturation",
    "RandomSharpness",
    "RandomShear",
    "RandomTranslation",
    "RandomZoom",
    "Solarization",
)


@shape_of(*_AUGMENTATIONS)
def augmentation(application: Application) -> Inferred:
    """A changed image of the same size."""
    if application.name == "RandomColorDegeneration" and application.shape is not None:
        _refuse_colourless(application, application.shape)
    return Inferred((application.shape,))


@shape_of("RandomHeight", "RandomWidth")
def stretched_image(application: Application) -> Inferred:
    """An image, or a batch of them, of another height or width each time (Keras 2 only)."""
    shape = application.shape
    if shape is None or len(shape) not in {3, 4}:
        return Inferred((None,))
    axis = len(shape) - (3 if application.name == "RandomHeight" else 2)
    return Inferred(((*shape[:axis], None, *shape[axis + 1 :]),))


def _refuse_colourless(application: Application, shape: Shape) -> None:
    """Refuses what is no image of three channels, or no batch of such images."""
    refuse_no_image(application, shape)
    first = application.settings.channels_first
    if first is None:
        return
    channels = shape[-3] if first else shape[-1]
    if clash(channels, 3):
        raise Refusal(
            RefusalKind.SHAPE,
            f"{application.name} wants images of 3 channels and gets {channels}: "
            f"{explain_shape(shape)}",
        )


def refuse_no_image(application: Application, shape: Shape) -> None:
    """Refuses what has neither the three axes of an image nor the four of a batch of images."""
    if len(shape) not in {3, 4}:
        raise Refusal(
            RefusalKind.RANK,
            f"{application.name} wants an image or a batch of images and gets {len(shape)} axes: "
            f"{explain_shape(shape)}",
        )


_FEWEST_AXES = {"Resizing": 2, "RandomCrop": 2}
"""From how many axes on these layers do not stumble, although they mean images."""


@shape_of("Resizing", "CenterCrop", "RandomCrop")
def sized_image(application: Application) -> Inferred:
    """An image, or a batch of them, of `height` and `width`."""
    shape, first = application.shape, application.settings.channels_first
    if shape is not None and len(shape) < _FEWEST_AXES.get(application.name, 0):
        refuse_no_image(application, shape)
    if shape is not None and application.name == "CenterCrop":
        refuse_no_image(application, shape)
    if shape is None or len(shape) not in {3, 4}:
        return Inferred((None,))
    if first is None:
        return Inferred(((None,) * len(shape),))
    sizes = (application.settings.dim("height"), application.settings.dim("width"))
    if first:
        return Inferred(((*shape[:-2], *sizes),))
    return Inferred(((*shape[:-3], *sizes, shape[-1]),))


def _encoded(application: Application, shape: Shape | None, depth: Dim) -> Shape | None:
    """The shape of categories after they are encoded as `output_mode` says.

    `one_hot` adds an axis, or replaces one of size 1; `multi_hot` and the counting modes replace
    the last axis.
    """
    mode = application.settings.text("output_mode", _DEFAULT_MODE.get(application.name, "int"))
    if mode == "int":
        return shape
    if shape is None or mode is None or not shape:
        return None
    if mode == "one_hot":
        if shape[-1] == 1 and (len(shape) > 1 or application.name == "HashedCrossing"):
            return (*shape[:-1], depth)
        return (*shape, depth) if isinstance(shape[-1], int) or len(shape) == 1 else None
    return (*shape[:-1], depth)


_DEFAULT_MODE = {"CategoryEncoding": "multi_hot"}


@shape_of("CategoryEncoding")
def category_encoding(application: Application) -> Inferred:
    """Integers below `num_tokens` as vectors of that length."""
    depth = application.settings.dim("num_tokens")
    return Inferred((_encoded(application, application.shape, depth),))


@shape_of("Hashing")
def hashing(application: Application) -> Inferred:
    """Each category becomes the number of one of `num_bins` bins."""
    depth = application.settings.dim("num_bins")
    shape = application.shape
    if application.settings.text("output_mode", "int") == "one_hot":
        shape = None if shape is None or shape[-1:] != (1,) or len(shape) < 2 else shape
    return Inferred((_encoded(application, shape, depth),))


@shape_of("Discretization")
def discretization(application: Application) -> Inferred:
    """Each number becomes that of its bin; counts of bins take the place of the second axis."""
    settings, shape = application.settings, application.shape
    boundaries = settings.raw("bin_boundaries", None)
    depth = settings.dim("num_bins") if boundaries is None else None
    if isinstance(boundaries, tuple):
        depth = len(boundaries) + 1
    if shape is not None and settings.raw("output_mode", "int") in {"multi_hot", "count"}:
        counted: Shape = (shape[0], *shape[2:], depth) if len(shape) > 1 else (depth,)
        return Inferred((counted,))
    return Inferred((_encoded(application, shape, depth),))


@shape_of("HashedCrossing")
def hashed_crossing(application: Application) -> Inferred:
    """Two categories become the number of one of `num_bins` bins."""
    inputs, shape = application.inputs, application.shape
    if application.listed and len(inputs) != 2:
        raise Refusal(
            RefusalKind.COUNT,
            f"HashedCrossing takes two tensors and gets {len(inputs)}: {show_shapes(inputs)}",
        )
    last = [known[-1] for known in inputs if known]
    if len(inputs) == len(last) == 2 and clash(*last):
        raise Refusal(
            RefusalKind.SHAPE,
            f"HashedCrossing wants two tensors of one shape: {show_shapes(inputs)}",
        )
    bins = application.settings.dim("num_bins")
    vectors = application.settings.text("output_mode", "int") == "one_hot"
    if vectors and isinstance(bins, int) and bins < 0:
        raise Refusal(
            RefusalKind.ARGUMENT,
            f"HashedCrossing refuses num_bins={bins}: it is the length of the vectors",
        )
    return Inferred((_encoded(application, shape, bins),))


@shape_of("StringLookup", "IntegerLookup")
def lookup(application: Application) -> Inferred:
    """Each category becomes its place in the vocabulary."""
    depth = _vocabulary_size(application.settings)
    return Inferred((_encoded(application, application.shape, depth),), 0, 0)


def _vocabulary_size(settings: Settings) -> Dim:
    """How long the vectors of a lookup are, if that does not depend on data."""
    padded = settings.flag("pad_to_max_tokens", default=False)
    if padded is None or padded:
        return settings.dim("max_tokens") if padded else None
    words, others = settings.raw("vocabulary", None), settings.dim("num_oov_indices", 1)
    special = {settings.raw("mask_token", None), settings.raw("oov_token", "[UNK]"), "", -1}
    if not isinstance(words, tuple) or not all(isinstance(word, str | int) for word in words):
        return None
    if len(set(words)) < len(words) or special & set(words):
        return None
    return add(len(words), others)


@shape_of("TextVectorization")
def text_vectorization(application: Application) -> Inferred:
    """Each text becomes a row of numbers of words, or a vector that counts them."""
    settings, shape = application.settings, application.shape
    mode = settings.text("output_mode", "int")
    if shape is None or not shape or mode is None:
        return Inferred((None,))
    if mode == "int":
        standard = settings.text("split", "whitespace") in {"whitespace", "character"}
        ragged = settings.flag("ragged", default=False)
        if not standard or ragged is not False or not _single_column(shape):
            return Inferred((None,))
        return Inferred(((shape[0], settings.dim("output_sequence_length")),))
    if len(shape) > 1 or mode == "one_hot":
        return Inferred((None,))
    return Inferred(((shape[0], _vocabulary_size(settings)),))


def _single_column(shape: Shape) -> bool:
    return len(shape) == 1 or (len(shape) == 2 and shape[1] == 1)


@shape_of("MelSpectrogram")
def mel_spectrogram(application: Application) -> Inferred:
    """Sound becomes (`num_mel_bins`, time)."""
    shape, settings = application.shape, application.settings
    if shape is None or len(shape) not in {1, 2}:
        return Inferred((None,))
    stride = settings.dim("sequence_stride", 512)
    frames = floor_divide(add(shape[-1], add(stride, 1)), stride)
    return Inferred(((*shape[:-1], settings.dim("num_mel_bins", 128), frames),))


@shape_of("STFTSpectrogram")
def stft_spectrogram(application: Application) -> Inferred:
    """Sound (batch, time, channels) becomes its spectrum over time."""
    shape, settings = application.shape, application.settings
    refuse_rank(application, shape, 3, " (batch, time, channels)")
    first, expand = settings.channels_first, settings.flag("expand_dims", default=False)
    frame = settings.integer("frame_length", 256)
    mode = settings.text("mode", "log")
    if frame is not None and frame <= 0:
        raise Refusal(
            RefusalKind.ARGUMENT,
            f"{application.name} refuses frame_length={frame}: it must be positive",
        )
    if shape is None or first is None or expand is None or frame is None or mode is None:
        return Inferred((None,), None, None)
    step: Dim = frame // 2
    if not settings.is_none("frame_step"):
        step = settings.dim("frame_step")
    length: Dim = 2 ** ceil(log2(frame))
    if not settings.is_none("fft_length"):
        length = settings.dim("fft_length")
    frequencies = add(floor_divide(length, 2), 1)
    weights = multiply(multiply(frame, frequencies), 1 if mode in {"real", "imag"} else 2)
    bands = multiply(frequencies, 2 if mode == "stft" else 1)
    channels = channel_axis(shape, channels_first=first)
    times = slid(shape[2] if first else shape[1], frame, step, padding_of(application))
    refuse_empty(application, shape, (times,), f"a frame of {frame} is longer than the sound")
    if not expand:
        parts = assemble(shape[0], (times,), multiply(bands, channels), channels_first=first)
        return Inferred((parts,), weights)
    if first:
        return Inferred(((shape[0], channels, times, bands),), weights)
    return Inferred(((shape[0], times, bands, channels),), weights)
