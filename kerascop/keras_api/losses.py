"""What each loss expects of the network's output and of the labels.

The facts follow the definitions in `keras/src/losses/losses.py`, `tf.nn` and `tf.compat.v1.losses`.
"""

from __future__ import annotations

from enum import Enum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from kerascop.keras_api.identifiers import identifier
from kerascop.keras_api.paths import below_keras, resolve
from kerascop.keras_api.symbols import Kind, Symbol

if TYPE_CHECKING:
    from collections.abc import Mapping


class Outputs(Enum):
    """What a loss takes the network's outputs for."""

    PROBABILITIES = "probabilities"
    LOGITS = "logits"
    VALUES = "values"
    SCORES = "scores"
    """Signed margins, for the hinge losses."""
    LOG_VALUES = "log values"
    EMBEDDINGS = "embeddings"


class Labels(Enum):
    """How a loss wants its labels."""

    ONE_HOT = "one-hot"
    """One column a class, a distribution over the classes."""
    CLASS_IDS = "class ids"
    BINARY = "binary"
    """Numbers in [0, 1], each column for itself."""
    SIGNS = "signs"
    """-1 or 1; Keras also takes 0 or 1 and converts them."""
    VALUES = "values"
    SEQUENCES = "sequences"
    """Sequences of class ids shorter than the output, for CTC."""


class LossFacts(Struct, frozen=True):
    """One loss, in one of its forms.

    `family` is the same for the class, the function, the backend's function and the strings.
    `from_logits` names the parameter that makes it take logits (`None` if there is no such), and
    `logits_by_default` says what holds without it. For a function, `labels_parameter` and
    `outputs_parameter` name the two tensors, and the positions are those of its arguments; for a
    class, which is called with `(y_true, y_pred)` later, `from_logits_position` counts in its
    constructor.
    """

    family: str
    outputs: Outputs
    labels: Labels
    from_logits: str | None = None
    from_logits_position: int | None = None
    logits_by_default: bool = False
    labels_parameter: str = "y_true"
    labels_position: int = 0
    outputs_parameter: str = "y_pred"
    outputs_position: int = 1
    is_class: bool = False

    @property
    def is_crossentropy(self) -> bool:
        """Whether the loss compares distributions, so that logits and probabilities differ."""
        return self.family in _CROSSENTROPIES

    @property
    def is_categorical(self) -> bool:
        """Whether exactly one of several classes is right, one-hot or by its number."""
        return self.is_crossentropy and self.labels in (Labels.ONE_HOT, Labels.CLASS_IDS)

    @property
    def is_binary(self) -> bool:
        """Whether every output column is a yes-or-no question of its own."""
        return self.is_crossentropy and self.labels is Labels.BINARY

    @property
    def is_regression(self) -> bool:
        """Whether the loss measures a distance between numbers."""
        return self.outputs is Outputs.VALUES and self.labels is Labels.VALUES

    def with_logits(self, from_logits: bool) -> LossFacts:
        """The facts once `from_logits` is given; unchanged if the loss has no such parameter."""
        if self.from_logits is None:
            return self
        return replace(self, outputs=Outputs.LOGITS if from_logits else Outputs.PROBABILITIES)


_CROSSENTROPIES: Final = frozenset(
    {
        "binary_crossentropy",
        "binary_focal_crossentropy",
        "categorical_crossentropy",
        "categorical_focal_crossentropy",
        "categorical_generalized_cross_entropy",
        "sparse_categorical_crossentropy",
        "weighted_binary_crossentropy",
    }
)

_FAMILIES: Final[Mapping[str, tuple[Outputs, Labels]]] = {
    "binary_crossentropy": (Outputs.PROBABILITIES, Labels.BINARY),
    "binary_focal_crossentropy": (Outputs.PROBABILITIES, Labels.BINARY),
    "categorical_crossentropy": (Outputs.PROBABILITIES, Labels.ONE_HOT),
    "categorical_focal_crossentropy": (Outputs.PROBABILITIES, Labels.ONE_HOT),
    "categorical_generalized_cross_entropy": (Outputs.PROBABILITIES, Labels.CLASS_IDS),
    "sparse_categorical_crossentropy": (Outputs.PROBABILITIES, Labels.CLASS_IDS),
    "kl_divergence": (Outputs.PROBABILITIES, Labels.ONE_HOT),
    "dice": (Outputs.PROBABILITIES, Labels.BINARY),
    "tversky": (Outputs.PROBABILITIES, Labels.BINARY),
    "poisson": (Outputs.VALUES, Labels.VALUES),
    "mean_squared_error": (Outputs.VALUES, Labels.VALUES),
    "mean_absolute_error": (Outputs.VALUES, Labels.VALUES),
    "mean_absolute_percentage_error": (Outputs.VALUES, Labels.VALUES),
    "mean_squared_logarithmic_error": (Outputs.VALUES, Labels.VALUES),
    "huber": (Outputs.VALUES, Labels.VALUES),
    "log_cosh": (Outputs.VALUES, Labels.VALUES),
    "cosine_similarity": (Outputs.EMBEDDINGS, Labels.VALUES),
    "hinge": (Outputs.SCORES, Labels.SIGNS),
    "squared_hinge": (Outputs.SCORES, Labels.SIGNS),
    "categorical_hinge": (Outputs.SCORES, Labels.ONE_HOT),
    "circle": (Outputs.EMBEDDINGS, Labels.CLASS_IDS),
    "ctc": (Outputs.LOGITS, Labels.SEQUENCES),
}

_CLASSES: Final[Mapping[str, str]] = {
    "keras.losses.BinaryCrossentropy": "binary_crossentropy",
    "keras.losses.BinaryFocalCrossentropy": "binary_focal_crossentropy",
    "keras.losses.CTC": "ctc",
    "keras.losses.CategoricalCrossentropy": "categorical_crossentropy",
    "keras.losses.CategoricalFocalCrossentropy": "categorical_focal_crossentropy",
    "keras.losses.CategoricalGeneralizedCrossEntropy": "categorical_generalized_cross_entropy",
    "keras.losses.CategoricalHinge": "categorical_hinge",
    "keras.losses.Circle": "circle",
    "keras.losses.CosineSimilarity": "cosine_similarity",
    "keras.losses.Dice": "dice",
    "keras.losses.Hinge": "hinge",
    "keras.losses.Huber": "huber",
    "keras.losses.KLDivergence": "kl_divergence",
    "keras.losses.LogCosh": "log_cosh",
    "keras.losses.MeanAbsoluteError": "mean_absolute_error",
    "keras.losses.MeanAbsolutePercentageError": "mean_absolute_percentage_error",
    "keras.losses.MeanSquaredError": "mean_squared_error",
    "keras.losses.MeanSquaredLogarithmicError": "mean_squared_logarithmic_error",
    "keras.losses.Poisson": "poisson",
    "keras.losses.SparseCategoricalCrossentropy": "sparse_categorical_crossentropy",
    "keras.losses.SquaredHinge": "squared_hinge",
    "keras.losses.Tversky": "tversky",
}


def _of_tensorflow(
    family: str,
    labels: str = "labels",
    outputs: str = "logits",
    expects: Outputs = Outputs.LOGITS,
) -> LossFacts:
    return LossFacts(
        family=family,
        outputs=expects,
        labels=_FAMILIES.get(family, (None, Labels.BINARY))[1],
        logits_by_default=expects is Outputs.LOGITS,
        labels_parameter=labels,
        outputs_parameter=outputs,
    )


_NN: Final[Mapping[str, LossFacts]] = {
    "softmax_cross_entropy_with_logits": _of_tensorflow("categorical_crossentropy"),
    "softmax_cross_entropy_with_logits_v2": _of_tensorflow("categorical_crossentropy"),
    "sparse_softmax_cross_entropy_with_logits": _of_tensorflow("sparse_categorical_crossentropy"),
    "sigmoid_cross_entropy_with_logits": _of_tensorflow("binary_crossentropy"),
    "weighted_cross_entropy_with_logits": _of_tensorflow("weighted_binary_crossentropy"),
}
"""`tf.nn.*` and `tf.compat.v1.nn.*`."""

_V1: Final[Mapping[str, LossFacts]] = {
    "softmax_cross_entropy": _of_tensorflow("categorical_crossentropy", "onehot_labels"),
    "sparse_softmax_cross_entropy": _of_tensorflow("sparse_categorical_crossentropy"),
    "sigmoid_cross_entropy": _of_tensorflow("binary_crossentropy", "multi_class_labels"),
    "log_loss": _of_tensorflow(
        "binary_crossentropy", outputs="predictions", expects=Outputs.PROBABILITIES
    ),
    "mean_squared_error": _of_tensorflow(
        "mean_squared_error", outputs="predictions", expects=Outputs.VALUES
    ),
    "absolute_difference": _of_tensorflow(
        "mean_absolute_error", outputs="predictions", expects=Outputs.VALUES
    ),
    "huber_loss": _of_tensorflow("huber", outputs="predictions", expects=Outputs.VALUES),
    "hinge_loss": replace(_of_tensorflow("hinge", expects=Outputs.SCORES), labels=Labels.BINARY),
}
"""`tf.losses.*` of TensorFlow 1 and `tf.compat.v1.losses.*`; its hinge wants labels of 0 and 1."""


def loss_facts(loss: str | Symbol) -> LossFacts | None:
    """The facts of a loss, `None` for what is not a loss that Keras or TensorFlow ships.

    `loss` is a symbol, a dotted path (`tensorflow.nn.sigmoid_cross_entropy_with_logits`,
    `keras.backend.binary_crossentropy`, `keras.losses.mse`) or one of the strings that
    `compile(loss=...)` takes.
    """
    if isinstance(loss, Symbol):
        return _facts_of_symbols().get(loss.name)
    return _facts_of_text(loss)


def loss_family(loss: str | Symbol) -> str | None:
    """The name shared by all forms of a loss: `"mse"` and `MeanSquaredError` have the same.

    A metric that measures what a loss does (`keras.metrics.MeanSquaredError`) has its family.
    """
    if isinstance(loss, Symbol) and loss.kind is Kind.METRIC:
        short = "LogCosh" if loss.short == "LogCoshError" else loss.short
        loss = f"keras.losses.{short}"
    facts = loss_facts(loss)
    return None if facts is None else facts.family


@lru_cache(maxsize=1024)
def _facts_of_text(text: str) -> LossFacts | None:
    if "." not in text:
        symbol = identifier(Kind.LOSS, text)
        return None if symbol is None else loss_facts(symbol)
    symbol = resolve(text)
    if symbol is not None:
        return loss_facts(symbol)
    if below_keras(text) is None or text.startswith("tensorflow.losses."):
        package, *between, name = text.split(".")
        if package in ("tensorflow", "tensorflow_core"):
            return {"nn": _NN, "losses": _V1}.get(between[-1] if between else "", {}).get(name)
    return None


@cache
def _facts_of_symbols() -> Mapping[str, LossFacts]:
    found: dict[str, LossFacts] = {}
    for name, family in _CLASSES.items():
        found[name] = _facts(name, family, is_class=True)
    for family in _FAMILIES:
        for module in ("losses", "ops", "backend"):
            name = f"keras.{module}.{family}"
            if resolve(name) is not None:
                found[name] = _facts(name, family, is_class=False)
    found["keras.ops.ctc_loss"] = LossFacts(
        "ctc",
        Outputs.LOGITS,
        Labels.SEQUENCES,
        logits_by_default=True,
        labels_parameter="target",
        outputs_parameter="output",
    )
    found["keras.backend.ctc_batch_cost"] = LossFacts(
        "ctc", Outputs.PROBABILITIES, Labels.SEQUENCES
    )
    return found


def _facts(name: str, family: str, *, is_class: bool) -> LossFacts:
    """The facts of a loss of Keras, with the names and positions that the tables give."""
    symbol = resolve(name)
    parameters = symbol.parameters if symbol is not None else ()
    names = [parameter.name for parameter in parameters]
    outputs, labels = _FAMILIES[family]
    facts = LossFacts(
        family,
        outputs,
        labels,
        from_logits="from_logits" if "from_logits" in names else None,
        from_logits_position=names.index("from_logits") if "from_logits" in names else None,
        logits_by_default=outputs is Outputs.LOGITS,
        is_class=is_class,
    )
    if is_class:
        return facts
    return replace(facts, labels_parameter=names[0], outputs_parameter=names[1])
