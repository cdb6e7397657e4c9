"""What Keras' refusals are about, and on which of them kerascop is silent on purpose."""

from __future__ import annotations

import re

from kerascop.keras_api.shapes import RefusalKind

RANK, SHAPE, NEGATIVE = RefusalKind.RANK, RefusalKind.SHAPE, RefusalKind.NEGATIVE
SIZE, COUNT, ARGUMENT = RefusalKind.SIZE, RefusalKind.COUNT, RefusalKind.ARGUMENT

KINDS: list[tuple[str, set[RefusalKind]]] = [
    (r"expected (min_|max_)?ndim=", {RANK}),
    (r"index out of range|out of bounds for", {RANK}),
    (r"list assignment index out of range", {SHAPE}),
    (r"One of the dimensions in the output is <= 0", {NEGATIVE}),
    (r"cannot convert float infinity|should be not less than", {ARGUMENT}),
    (r"number of filters must be evenly divisible", {ARGUMENT}),
    (r"ZeroDivisionError|math domain error", {ARGUMENT}),
    (r"must have the same length as input", {RANK}),
    (r"must have 3 channels", {SHAPE}),
    (r"should be passed an `input_shape` with at least 3 dimensions", {RANK}),
    (r"must be in the range \[-ndim, ndim\)", {RANK}),
    (r"input_shape` must be a non-nested tuple|Invalid images rank", {RANK}),
    (r"operands could not be broadcast", {RANK}),
    (r"Computed output size would be zero or negative", {NEGATIVE}),
    (r"Negative dimensions are not allowed", {NEGATIVE, ARGUMENT}),
    (r"must be smaller than the input length|should be smaller than the corresp", {NEGATIVE}),
    (r"total size of the tensor must be unchanged", {SIZE}),
    (r"cannot be reshaped into shape|must be unchanged", {SIZE}),
    (r"expected axis -?\d+ of input shape to have value", {SHAPE}),
    (r"must be evenly divisible by the number of groups", {SHAPE}),
    (r"number of groups must be a positive integer", {ARGUMENT}),
    (r"Number of groups .* must be a multiple of|Number of groups .* cannot be more", {SHAPE}),
    (r"Inputs have incompatible shapes|different batch sizes", {SHAPE}),
    (r"requires inputs with matching shapes", {SHAPE, RANK}),
    (r"Incompatible input shapes: axis values", {SHAPE}),
    (r"except the last one, must be equal|`value_shape` must be equal", {SHAPE}),
    (r"should have identical shapes|to have identical shapes", {SHAPE}),
    (r"do not match at shared dimension", {SHAPE}),
    (r"should be called on a list|must be called on a list|input\(s\), but it received", {COUNT}),
    (r"called on exactly 2 inputs|inputs list of length 2 or 3|a list/tuple of 2 tens", {COUNT}),
    (r"argument must be a|[Ii]nvalid value|should be a positive|must be a positive", {ARGUMENT}),
    (r"`strides > 1` (not supported|is not compatible)", {ARGUMENT}),
    (r"must be strictly less than `strides`", {ARGUMENT}),
    (r"`(padding|cropping|size)` should have|must (be an integer or|have length)", {ARGUMENT}),
    (r"cannot (be|have) (a )?negative|must be >= 1|cannot be `None`|greater than", {ARGUMENT}),
    (r"[Uu]nknown (value|arg)|should be one of|must be one of|must be either", {ARGUMENT}),
    (r"[Ii]t should be one of|Padding is invalid|should be a positive integer not", {ARGUMENT}),
    (r"at most one unknown dimension|Invalid permutation|Invalid value for", {ARGUMENT}),
    (r"cannot pass both|should not be set|must (not )?be set|must also be provided", {ARGUMENT}),
    (r"if `output_mode` is not 'int'|must set `max_tokens`|need to set either", {ARGUMENT}),
    (r"could not be deserialized properly|no attribute 'kernel' nor", {ARGUMENT}),
    (r"must be divisible by|same `go_backwards`|different `go_backwards`", {ARGUMENT}),
    (r"Invalid einsum equation|Bias dimension .* was requested", {ARGUMENT}),
]
"""Keras' words, and the kinds of mistake that they speak about."""

SILENCE: list[tuple[str, str, str]] = [
    (
        r".*",
        (
            r"no `None` dimensions|NoneType|with unknown axis|should have a defined dimension|"
            r"should be defined. Found None|only support static input shapes|batch size must be st"
        ),
        "an axis that the source leaves open looks like one that kerascop does not know",
    ),
    (
        r"TimeDistributed|SpectralNormalization",
        r"index out of range|could not be broadcast|inputs.shape=\[ *\S+ +\S+ +\S+\]`",
        "a wrapped layer counts no axes: what it then stumbles over is an accident",
    ),
    (
        r"RandomCrop",
        r"index out of range",
        "Keras 3 counts no axes here: whether two are too few depends on the format",
    ),
    (
        r"Dot|HashedCrossing|GroupedQueryAttention|MultiHeadAttention|EinsumDense",
        (
            r"(value|key)_shape=\(None, (\S+ )*None, |"
            r"must be equal, but are (None|\d+, None)|Input shape is None|"
            r"axis values (None|\d+ \(at axis \d\) != None)|"
            r"\[\([^)]*None,?\),|None,?\)\]"
        ),
        "Keras tells an open axis from a size; kerascop, which may not know it, does not",
    ),
    (
        r"GaussianNoise|ReLU|LeakyReLU|Random.*|AugMix|CutMix|MixUp|Solarization|RandAugment",
        r"factor|`mode`|stddev|Leaky ReLU|max_value|threshold",
        "strengths and slopes concern no shape, and Keras 2 has other ranges for them",
    ),
    (
        r"(Max|Average)Pooling\dD|STFTSpectrogram",
        r"(padding=|Received: )SAME",
        "Keras 2 takes the word in upper case",
    ),
]
"""Layers, Keras' words, and why kerascop says nothing."""


def kinds_of(message: str) -> set[RefusalKind]:
    """What a refusal of Keras is about; nothing for an exception that is no refusal."""
    return {kind for words, kinds in KINDS if re.search(words, message) for kind in kinds}


def silence_about(name: str, message: str) -> str | None:
    """Why kerascop is silent about this refusal of Keras, if it is so on purpose."""
    for layers, words, reason in SILENCE:
        if re.fullmatch(layers, name) and re.search(words, message):
            return reason
    return None
