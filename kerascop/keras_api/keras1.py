"""The names and keywords of Keras 1, and of the first releases of Keras 2, in today's terms.

The renames are those that Keras 2.0 itself applied (`keras/legacy/interfaces.py`, 2017) and those
that came later (`lr`, `alpha`). Only keywords are translated. Positional arguments are not: since
Keras 2 `Convolution2D(32, 3, 3)` means strides of 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kerascop.keras_api.symbols import Kind, Parameter, ParameterKind, Symbol

RENAMED: Final[Mapping[str, str]] = {
    "keras.layers.Deconvolution2D": "keras.layers.Conv2DTranspose",
    "keras.layers.Deconvolution3D": "keras.layers.Conv3DTranspose",
    "keras.layers.TimeDistributedDense": "keras.layers.Dense",
    "keras.layers.BatchNormalizationV1": "keras.layers.BatchNormalization",
    "keras.layers.BatchNormalizationV2": "keras.layers.BatchNormalization",
    "keras.losses.cosine": "keras.losses.cosine_similarity",
    "keras.losses.cosine_proximity": "keras.losses.cosine_similarity",
    "keras.metrics.cosine": "keras.losses.cosine_similarity",
    "keras.metrics.cosine_proximity": "keras.losses.cosine_similarity",
    "keras.initializers.glorot_normal": "keras.initializers.GlorotNormal",
    "keras.initializers.normal": "keras.initializers.RandomNormal",
    "keras.initializers.uniform": "keras.initializers.RandomUniform",
    "keras.initializers.one": "keras.initializers.Ones",
    "keras.initializers.zero": "keras.initializers.Zeros",
    "keras.regularizers.WeightRegularizer": "keras.regularizers.L1L2",
    "keras.regularizers.ActivityRegularizer": "keras.regularizers.L1L2",
    "keras.regularizers.l1l2": "keras.regularizers.L1L2",
    "keras.regularizers.activity_l1": "keras.regularizers.L1",
    "keras.regularizers.activity_l2": "keras.regularizers.L2",
    "keras.regularizers.activity_l1l2": "keras.regularizers.L1L2",
    "keras.constraints.maxnorm": "keras.constraints.MaxNorm",
    "keras.constraints.nonneg": "keras.constraints.NonNeg",
    "keras.constraints.unitnorm": "keras.constraints.UnitNorm",
    "keras.utils.plot": "keras.utils.plot_model",
    "keras.optimizers.RMSProp": "keras.optimizers.RMSprop",
}
"""Names that are gone, with the canonical name of what they became."""


def _symbol(name: str, kind: Kind, version: int, parameters: tuple[Parameter, ...]) -> Symbol:
    return Symbol(
        name=name,
        kind=kind,
        versions=frozenset({version}),
        aliases=frozenset({name}),
        signatures={version: parameters},
        keywords={},
        takes_any_keyword=frozenset({version}),
        methods={},
    )


_ANY = Parameter("kwargs", ParameterKind.VAR_KEYWORD)

SYMBOLS: Final[Mapping[str, Symbol]] = {
    symbol.name: symbol
    for symbol in (
        _symbol(
            "keras.layers.Merge",
            Kind.LAYER,
            1,
            (
                Parameter("layers", default=None),
                Parameter("mode", default="sum"),
                Parameter("concat_axis", default=-1),
                Parameter("dot_axes", default=-1),
                _ANY,
            ),
        ),
        _symbol(
            "keras.layers.merge",
            Kind.FUNCTION,
            1,
            (
                Parameter("inputs"),
                Parameter("mode", default="sum"),
                Parameter("concat_axis", default=-1),
                Parameter("dot_axes", default=-1),
                _ANY,
            ),
        ),
        _symbol(
            "keras.layers.AtrousConvolution1D",
            Kind.LAYER,
            1,
            (Parameter("nb_filter"), Parameter("filter_length"), _ANY),
        ),
        _symbol(
            "keras.layers.AtrousConvolution2D",
            Kind.LAYER,
            1,
            (Parameter("nb_filter"), Parameter("nb_row"), Parameter("nb_col"), _ANY),
        ),
        _symbol("keras.layers.MaxoutDense", Kind.LAYER, 1, (Parameter("output_dim"), _ANY)),
        _symbol("keras.layers.Highway", Kind.LAYER, 1, (_ANY,)),
        _symbol(
            "keras.utils.multi_gpu_model",
            Kind.FUNCTION,
            2,
            (
                Parameter("model"),
                Parameter("gpus", default=None),
                Parameter("cpu_merge", default=True),
                Parameter("cpu_relocation", default=False),
            ),
        ),
        _symbol(
            "keras.wrappers.scikit_learn.KerasClassifier",
            Kind.CLASS,
            2,
            (Parameter("build_fn", default=None), _ANY),
        ),
        _symbol(
            "keras.wrappers.scikit_learn.KerasRegressor",
            Kind.CLASS,
            2,
            (Parameter("build_fn", default=None), _ANY),
        ),
        _symbol(
            "keras.utils.HDF5Matrix",
            Kind.CLASS,
            2,
            (
                Parameter("datapath"),
                Parameter("dataset"),
                Parameter("start", default=0),
                Parameter("end", default=None),
                Parameter("normalizer", default=None),
            ),
        ),
    )
}
"""What was removed without a successor that takes the same arguments."""

SUCCESSORS: Final[Mapping[str, str]] = {
    "keras.layers.AtrousConvolution1D": "keras.layers.Conv1D",
    "keras.layers.AtrousConvolution2D": "keras.layers.Conv2D",
    "keras.layers.CuDNNLSTM": "keras.layers.LSTM",
    "keras.layers.CuDNNGRU": "keras.layers.GRU",
}
"""Layers to which a removed one is equal once its keywords are modernised."""

MERGE_MODES: Final[Mapping[str, str]] = {
    "sum": "keras.layers.Add",
    "mul": "keras.layers.Multiply",
    "concat": "keras.layers.Concatenate",
    "ave": "keras.layers.Average",
    "max": "keras.layers.Maximum",
    "dot": "keras.layers.Dot",
}
"""What `Merge(mode=...)` and `merge(..., mode=...)` became; `cos` is `Dot(normalize=True)`."""

_BORDER = {"border_mode": "padding", "dim_ordering": "data_format"}

_WEIGHTS = {
    "init": "kernel_initializer",
    "W_regularizer": "kernel_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
    "b_constraint": "bias_constraint",
    "bias": "use_bias",
}

_CONVOLUTION = {
    **_WEIGHTS,
    **_BORDER,
    "nb_filter": "filters",
    "subsample": "strides",
    "subsample_length": "strides",
    "filter_length": "kernel_size",
    "atrous_rate": "dilation_rate",
    "depthwise_init": "depthwise_initializer",
    "pointwise_init": "pointwise_initializer",
}

_RECURRENT = {
    **_WEIGHTS,
    "output_dim": "units",
    "inner_init": "recurrent_initializer",
    "inner_activation": "recurrent_activation",
    "U_regularizer": "recurrent_regularizer",
    "U_constraint": "recurrent_constraint",
    "forget_bias_init": "unit_forget_bias",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
    "consume_less": "implementation",
}

_POOLING = {**_BORDER, "pool_length": "pool_size", "stride": "strides"}

_DENSE = {**_WEIGHTS, "output_dim": "units"}

_MERGING = {"concat_axis": "axis", "dot_axes": "axes"}

_OPTIMIZER = {"lr": "learning_rate"}

_KEYWORDS: Final[Mapping[str, Mapping[str, str]]] = {
    **{
        f"keras.layers.{name}": _CONVOLUTION
        for name in (
            "Conv1D Conv2D Conv3D Conv1DTranspose Conv2DTranspose Conv3DTranspose SeparableConv1D "
            "SeparableConv2D DepthwiseConv1D DepthwiseConv2D LocallyConnected1D LocallyConnected2D "
            "AtrousConvolution1D AtrousConvolution2D"
        ).split()
    },
    **{
        f"keras.layers.{name}": {**_CONVOLUTION, **_RECURRENT, "border_mode": "padding"}
        for name in ("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D")
    },
    **{f"keras.layers.{name}": _RECURRENT for name in ("SimpleRNN", "GRU", "LSTM")},
    **{
        f"keras.layers.{kind}Pooling{rank}D": _POOLING
        for kind in ("Max", "Average", "GlobalMax", "GlobalAverage")
        for rank in (1, 2, 3)
    },
    **{
        f"keras.layers.{name}{rank}D": _BORDER
        for name in ("ZeroPadding", "Cropping", "UpSampling", "SpatialDropout")
        for rank in (1, 2, 3)
    },
    "keras.layers.UpSampling1D": {"length": "size"},
    "keras.layers.Dense": _DENSE,
    "keras.layers.Dropout": {"p": "rate"},
    "keras.layers.AlphaDropout": {"p": "rate"},
    "keras.layers.SpatialDropout1D": {"p": "rate"},
    "keras.layers.SpatialDropout2D": {**_BORDER, "p": "rate"},
    "keras.layers.SpatialDropout3D": {**_BORDER, "p": "rate"},
    "keras.layers.GaussianDropout": {"p": "rate"},
    "keras.layers.GaussianNoise": {"sigma": "stddev"},
    "keras.layers.LeakyReLU": {"alpha": "negative_slope"},
    "keras.layers.PReLU": {"init": "alpha_initializer"},
    "keras.layers.Embedding": {
        "init": "embeddings_initializer",
        "W_regularizer": "embeddings_regularizer",
        "W_constraint": "embeddings_constraint",
    },
    "keras.layers.BatchNormalization": {
        "beta_init": "beta_initializer",
        "gamma_init": "gamma_initializer",
    },
    "keras.layers.Concatenate": _MERGING,
    "keras.layers.Dot": _MERGING,
    "keras.layers.merge": _MERGING,
    "keras.layers.Merge": _MERGING,
    "keras.layers.Reshape": {"dims": "target_shape"},
    "keras.models.Model": {"input": "inputs", "output": "outputs"},
    "keras.callbacks.ReduceLROnPlateau": {"epsilon": "min_delta"},
    "keras.preprocessing.image.ImageDataGenerator": {"dim_ordering": "data_format"},
}

_TRAINING: Final[Mapping[str, str]] = {
    "nb_epoch": "epochs",
    "samples_per_epoch": "steps_per_epoch",
    "nb_val_samples": "validation_steps",
    "val_samples": "steps",
    "max_q_size": "max_queue_size",
    "nb_worker": "workers",
    "pickle_safe": "use_multiprocessing",
}

COUNTS_SAMPLES: Final = frozenset({"samples_per_epoch", "nb_val_samples", "val_samples"})
"""Keywords of Keras 1 that count samples where their successors count batches."""

_VALUES: Final[Mapping[str, Mapping[object, object]]] = {
    "data_format": {"tf": "channels_last", "th": "channels_first", "default": None},
    "implementation": {"cpu": 0, "mem": 1, "gpu": 2},
    "kernel_initializer": {"zero": "zeros", "one": "ones"},
    "unit_forget_bias": {"one": True, "zero": False},
}

_SIDES = (
    (("kernel_dim1", "kernel_dim2", "kernel_dim3"), "kernel_size"),
    (("nb_row", "nb_col"), "kernel_size"),
)


def renamed_keyword(symbol: Symbol, keyword: str) -> str | None:
    """The current name of a keyword that `symbol` no longer has, `None` if nothing was renamed.

    `nb_row` and `nb_col` both became `kernel_size`.
    """
    if symbol.kind is Kind.OPTIMIZER:
        return _OPTIMIZER.get(keyword)
    renames = _KEYWORDS.get(symbol.name, {})
    if renames is _CONVOLUTION or renames.get("nb_filter"):
        for sides, together in _SIDES:
            if keyword in sides:
                return together
    return renames.get(keyword)


def renamed_training_keyword(keyword: str) -> str | None:
    """The current name of a keyword of `fit` and its relatives (`nb_epoch` is `epochs`).

    Those in `COUNTS_SAMPLES` mean another quantity than their successor.
    """
    return _TRAINING.get(keyword)


def modernise(symbol: Symbol, keywords: Mapping[str, object]) -> dict[str, object]:
    """Keywords under their current names, with plain strings translated (`th` becomes
    `channels_first`) and the sides of a kernel gathered into one tuple.

    A current name that is given as well wins; a lone `nb_row` stays as it is.
    """
    modern: dict[str, object] = {}
    for keyword, value in _with_gathered_sides(symbol, keywords).items():
        renamed = renamed_keyword(symbol, keyword)
        if renamed is not None and (renamed in keywords or keyword in _sides_of(renamed)):
            renamed = None
        name = keyword if renamed is None else renamed
        translations = _VALUES.get(name, {})
        if keyword != name and isinstance(value, str) and value in translations:
            value = translations[value]
        modern[name] = value
    return modern


def modernise_training(keywords: Mapping[str, object]) -> dict[str, object]:
    """Keywords of `fit` and its relatives under their current names; those that counted samples
    are dropped, since how many batches they make cannot be told."""
    modern = {
        keyword: value for keyword, value in keywords.items() if keyword not in COUNTS_SAMPLES
    }
    for old, new in _TRAINING.items():
        if old in modern:
            modern.setdefault(new, modern.pop(old))
    return modern


def _sides_of(together: str) -> tuple[str, ...]:
    return tuple(side for sides, name in _SIDES if name == together for side in sides)


def _with_gathered_sides(symbol: Symbol, keywords: Mapping[str, object]) -> dict[str, object]:
    gathered = dict(keywords)
    for sides, together in _SIDES:
        if all(side in gathered for side in sides) and renamed_keyword(symbol, sides[0]):
            gathered[together] = tuple(gathered.pop(side) for side in sides)
    return gathered
