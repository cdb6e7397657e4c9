"""Constructor arguments that Keras refuses whatever goes in: sizes, lengths, words and rates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from kerascop.keras_api.shapes.settings import Settings, as_dim

_CONVOLUTION = r"(Depthwise|Separable)?Conv(olution)?\dD(Transpose)?|ConvLSTM\dD"
_POOLING = r"(Max|Average|Avg)Pool(ing)?\dD"
_MODES = ("int", "one_hot", "multi_hot", "count")

_POSITIVE: Mapping[str, str] = {
    r"Dense|((SimpleRNN|LSTM|GRU)(Cell)?)|CuDNN(LSTM|GRU)": "units",
    _CONVOLUTION: "filters depth_multiplier groups kernel_size strides dilation_rate",
    r"LocallyConnected\dD": "kernel_size strides",
    _POOLING: "pool_size strides",
    r"Embedding|ReversibleEmbedding": "input_dim output_dim",
    r"MultiHeadAttention": "num_heads key_dim",
    r"RepeatVector": "n",
    r"UpSampling\dD": "size",
    r"CategoryEncoding": "num_tokens",
    r"Hashing": "num_bins",
    r"SpectralNormalization": "power_iterations",
}
"""Arguments whose sizes, one or each, must be at least one."""

_ENTRIES: Mapping[str, str] = {
    _CONVOLUTION: "kernel_size strides dilation_rate output_padding",
    r"LocallyConnected\dD": "kernel_size strides",
    _POOLING: "pool_size strides",
    r"Adaptive\w+": "output_size",
    r"UpSampling[23]D": "size",
    r"(ZeroPadding|Cropping)[23]D": "padding cropping",
}
"""Arguments that have one entry for each spatial axis, if they are tuples."""

_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    r"(Convolution|Conv|LocallyConnected)1D": {"padding": ("valid", "same", "causal")},
    r"(Convolution|Conv)[23]D": {"padding": ("valid", "same")},
    r"(Depthwise|Separable)Conv\w*|Conv(olution)?\dDTranspose|ConvLSTM\dD": {
        "padding": ("valid", "same")
    },
    _POOLING: {"padding": ("valid", "same")},
    r"STFTSpectrogram": {
        "padding": ("valid", "same"),
        "mode": ("log", "magnitude", "psd", "real", "imag", "angle", "stft"),
    },
    r"Bidirectional": {"merge_mode": ("concat", "sum", "mul", "ave")},
    r"Attention": {"score_mode": ("dot", "concat")},
    r"CategoryEncoding": {"output_mode": _MODES[1:]},
    r"Hashing|Discretization": {"output_mode": _MODES},
    r"HashedCrossing": {"output_mode": ("int", "one_hot")},
    r"IntegerLookup|StringLookup": {"output_mode": (*_MODES, "tf_idf")},
    r"TextVectorization": {"output_mode": (*_MODES, "tf_idf")},
}
"""Arguments that take one of several words. Keras 2 and 3 agree about them but for upper case."""

_RATES = re.compile(r"(Alpha|Gaussian)?Dropout")


@lru_cache(maxsize=512)
def _names(table: str, layer: str) -> tuple[str, ...]:
    chosen = _POSITIVE if table == "positive" else _ENTRIES
    found = [names for pattern, names in chosen.items() if re.fullmatch(pattern, layer)]
    return tuple(name for names in found for name in names.split())


@lru_cache(maxsize=512)
def _words(layer: str) -> Mapping[str, tuple[str, ...]]:
    return next((words for pattern, words in _WORDS.items() if re.fullmatch(pattern, layer)), {})


def objections(layer: str, settings: Settings) -> Iterator[str]:
    """What is wrong with the constructor's arguments of a layer, if anything is."""
    rank = next((int(letter) for letter in layer if letter.isdigit()), 0)
    for name in _names("entries", layer):
        length = settings.length(name)
        if length is not None and length != rank:
            yield f"{layer} wants {rank} entries in {name} and gets {length}"
    for name in _names("positive", layer):
        value = settings.raw(name)
        for size in value if isinstance(value, tuple) else (value,):
            known = as_dim(size)
            if isinstance(known, int) and known <= 0:
                yield f"{layer} refuses {name}={value}: it must be positive"
                break
    for name, words in _words(layer).items():
        word = settings.raw(name)
        if isinstance(word, str) and word.lower() not in words:
            yield f"{layer} refuses {name}={word!r}: it must be one of {', '.join(words)}"
    rate = settings.raw("rate")
    if _RATES.fullmatch(layer) and isinstance(rate, int | float) and not 0 <= rate <= 1:
        yield f"{layer} refuses rate={rate}: it must be between 0 and 1"
    special = _SPECIAL.get(layer)
    if special is not None:
        yield from special(layer, settings)


def _given(settings: Settings, *names: str) -> list[str]:
    """Those of the arguments that certainly have a value."""
    return [name for name in names if isinstance(settings.raw(name), int | float | str | tuple)]


def _groups_of_heads(layer: str, settings: Settings) -> Iterator[str]:
    queries, shared = settings.dim("num_query_heads"), settings.dim("num_key_value_heads")
    if isinstance(queries, int) and isinstance(shared, int) and shared > 0 and queries % shared:
        yield f"{layer} cannot share {shared} heads of keys and values among {queries} of queries"


def _bins(layer: str, settings: Settings) -> Iterator[str]:
    if len(_given(settings, "num_bins", "bin_boundaries")) == 2:
        yield f"{layer} takes num_bins or bin_boundaries, not both"
    if settings.is_none("num_bins") and settings.is_none("bin_boundaries"):
        yield f"{layer} wants num_bins or bin_boundaries"
    count = settings.dim("num_bins")
    if isinstance(count, int) and count < 0:
        yield f"{layer} refuses num_bins={count}: it must not be negative"


def _vocabulary(layer: str, settings: Settings) -> Iterator[str]:
    most = settings.dim("max_tokens")
    if isinstance(most, int) and most <= 1:
        yield f"{layer} refuses max_tokens={most}: it must be greater than 1"
    if settings.flag("pad_to_max_tokens", default=False) and settings.is_none("max_tokens"):
        yield f"{layer} cannot pad to max_tokens: it is not given"
    weighted = settings.raw("output_mode") == "tf_idf" and layer != "TextVectorization"
    if weighted and _given(settings, "vocabulary") and settings.is_none("idf_weights"):
        yield f"{layer} wants idf_weights beside the vocabulary for output_mode='tf_idf'"


def _sequences_of_words(layer: str, settings: Settings) -> Iterator[str]:
    yield from _vocabulary(layer, settings)
    length = settings.dim("output_sequence_length")
    if isinstance(length, int) and settings.raw("output_mode", "int") in (*_MODES[1:], "tf_idf"):
        yield f"{layer} takes output_sequence_length for output_mode='int' alone"


def _one_way_to_say_it(layer: str, settings: Settings) -> Iterator[str]:
    if len(_given(settings, "shape", "batch_shape")) == 2:
        yield f"{layer} takes shape or batch_shape, not both"


def _statistics(layer: str, settings: Settings) -> Iterator[str]:
    for name, other in (("mean", "variance"), ("variance", "mean")):
        if _given(settings, name) and settings.is_none(other):
            yield f"{layer} wants mean and variance together and gets {name} alone"


def _group_count(layer: str, settings: Settings) -> Iterator[str]:
    groups = settings.dim("groups")
    if isinstance(groups, int) and groups <= 0 and groups != -1:
        yield f"{layer} refuses groups={groups}: it must be positive, or -1"


def _two_directions(layer: str, settings: Settings) -> Iterator[str]:
    ahead, back = settings.layer("layer"), settings.layer("backward_layer")
    if ahead is None or back is None:
        return
    first = Settings(ahead.config).flag("go_backwards", default=False)
    if first is not None and first == Settings(back.config).flag("go_backwards", default=False):
        yield f"{layer} wants layers that go in different directions: go_backwards is {first} twice"


def _frames(layer: str, settings: Settings) -> Iterator[str]:
    frame, step = settings.dim("frame_length", 256), settings.dim("frame_step")
    length = settings.dim("fft_length")
    if isinstance(frame, int):
        if frame <= 0 and (settings.is_none("fft_length") or length == 0):
            yield f"{layer} refuses frame_length={frame}: it must be positive"
        if isinstance(step, int) and not 0 < step <= frame:
            yield f"{layer} refuses frame_step={step}: it must be from 1 to frame_length={frame}"
        if isinstance(length, int) and length < frame:
            yield f"{layer} refuses fft_length={length}: it is shorter than frame_length={frame}"


def _sizes(layer: str, settings: Settings) -> Iterator[str]:
    value = settings.raw("output_size")
    for size in value if isinstance(value, tuple) else (value,):
        if size is None or (isinstance(size, int) and size < 0):
            yield f"{layer} refuses output_size={value}"
            return


def _groups_of_filters(layer: str, settings: Settings) -> Iterator[str]:
    filters, groups = settings.dim("filters"), settings.dim("groups", 1)
    if isinstance(filters, int) and isinstance(groups, int) and groups > 0 and filters % groups:
        yield f"{layer} cannot divide {filters} filters into {groups} groups"


def _nothing_to_pad(layer: str, settings: Settings) -> Iterator[str]:
    extra, strides = settings.raw("output_padding"), settings.raw("strides", 1)
    rank = next(int(letter) for letter in layer if letter.isdigit())
    more = settings.dims("output_padding", rank) if not settings.is_none("output_padding") else ()
    for padding, stride in zip(more, settings.dims("strides", rank, 1), strict=False):
        if isinstance(padding, int) and isinstance(stride, int) and padding >= stride:
            yield (
                f"{layer} refuses output_padding={extra}: it must be smaller than strides={strides}"
            )
            return


def _ends(layer: str, settings: Settings) -> Iterator[str]:
    name = "cropping" if layer.startswith("Cropping") else "padding"
    value = settings.raw(name)
    flat = layer.endswith("1D")
    length = settings.length(name)
    if flat and length not in {None, 2}:
        yield f"{layer} wants 2 entries in {name} and gets {length}"
    for ends in value if isinstance(value, tuple) else (value,):
        # One number for all ends may be negative in ZeroPadding2D: it then crops.
        strict = flat or name == "cropping" or isinstance(value, tuple)
        for end in ends if isinstance(ends, tuple) else (ends,):
            if strict and isinstance(end, int) and end < 0:
                yield f"{layer} refuses {name}={value}: it must not be negative"
                return


_SPECIAL = {
    **{f"{name}{rank}D": _ends for name in ("ZeroPadding", "Cropping") for rank in (1, 2, 3)},
    **{
        f"Adaptive{name}Pooling{rank}D": _sizes for name in ("Max", "Average") for rank in (1, 2, 3)
    },
    **{
        f"{name}{rank}D": _groups_of_filters
        for name in ("Conv", "Convolution")
        for rank in (1, 2, 3)
    },
    "GroupQueryAttention": _groups_of_heads,
    "GroupedQueryAttention": _groups_of_heads,
    "Discretization": _bins,
    "IntegerLookup": _vocabulary,
    "StringLookup": _vocabulary,
    "TextVectorization": _sequences_of_words,
    "InputLayer": _one_way_to_say_it,
    "Normalization": _statistics,
    "GroupNormalization": _group_count,
    "Bidirectional": _two_directions,
    "STFTSpectrogram": _frames,
    **{
        f"{name}{rank}DTranspose": _nothing_to_pad
        for name in ("Conv", "Convolution")
        for rank in (1, 2, 3)
    },
}
