"""What is known of the arrays that models are trained on: shape, dtype, range, labels, scaling."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

if TYPE_CHECKING:
    from kerascop.dimensions import Dim, Shape
    from kerascop.graph.pipelines import Loader, Step
    from kerascop.graph.tensors import Tensor
    from kerascop.syntax.origin import Origin


class Labels(Enum):
    """How class labels are written."""

    CLASS_IDS = "class ids"
    """Whole numbers 0 … classes - 1, one per sample."""
    ONE_HOT = "one-hot"
    """A row per sample with a single 1."""
    MULTI_HOT = "multi-hot"
    """A row per sample with any number of ones."""


class Scaling(Enum):
    """What was done to the values to bring them to a small range."""

    STANDARDISED = "standardised"
    """Zero mean, unit variance: below zero for about half of the values."""
    MIN_MAX = "scaled to a range"
    DIVIDED = "divided"
    PREPROCESSED = "preprocessed for a pretrained network"


class Content(Enum):
    """What kind of thing the values are."""

    IMAGES = "images"
    TABLE = "table"
    TOKENS = "token ids"
    TEXT = "text"
    SERIES = "series"


class Part(Enum):
    """Which part of divided samples these are."""

    TRAINING = "training"
    TEST = "test"
    """Held out: for testing or validation."""


class ArrayFacts(Struct, frozen=True, eq=False):
    """What is known of one array; every field may be unknown (`None`).

    Attributes:
        shape: sizes of all axes, samples included.
        dtype: NumPy's name of the element type (`"uint8"`, `"float32"`).
        low: the smallest value that occurs (or can occur: for images 0).
        high: the largest value that occurs, attained by typical data: 255 for raw pixels.
        labels: how class labels are encoded, for targets.
        classes: the number of distinct classes, for targets.
        scaling: what brought the values to their range.
        content: images, table, tokens …
        whole_numbers: are all values whole numbers?
        constant: the single value everywhere (`np.ones`, `np.zeros`).
        random: the values are drawn from a random generator.
        origin: the expression where the data come from (a loader, a literal, a constructor).
        changed: the expressions that changed the values since, oldest first.
        root: an identity shared by arrays that hold the same samples (the very array, slices and
            scaled copies of it): an autoencoder's target has its input's root.
        same: an identity shared only by arrays that are element for element the same.
        mode: the `preprocess_input` family that was applied ("tf", "caffe", "torch").
        tensor: made by TensorFlow rather than NumPy (`tf.constant`).
        ids: of whole numbers from 0 up, how many there are: one more than the largest. It may be a
            symbol, where `high` is a number or unknown.
        part: which part of the samples these are, where the program divided them.
        prediction: the model's output whose values these are, as `predict` gave them.
        augmented: the operations that changed the values at random, oldest first.
    """

    shape: Shape | None = None
    dtype: str | None = None
    low: float | None = None
    high: float | None = None
    labels: Labels | None = None
    classes: Dim = None
    scaling: Scaling | None = None
    content: Content | None = None
    whole_numbers: bool | None = None
    constant: float | None = None
    random: bool = False
    origin: Origin | None = None
    changed: tuple[Origin, ...] = ()
    root: object = field(default_factory=object)
    same: object = field(default_factory=object)
    mode: str | None = None
    tensor: bool = False
    ids: Dim = None
    part: Part | None = None
    prediction: Tensor | None = None
    augmented: tuple[Origin, ...] = ()

    def but(self, **changes: Any) -> ArrayFacts:
        """The same samples with other facts; no longer the `same` array unless that is given."""
        changes.setdefault("same", object())
        return replace(self, **without_old_ids(changes))

    @property
    def rank(self) -> int | None:
        return None if self.shape is None else len(self.shape)

    @property
    def within_unit(self) -> bool:
        """Are all values known to lie in [0, 1]?"""
        return self.low is not None and self.high is not None and self.low >= 0 and self.high <= 1

    @property
    def is_classes(self) -> bool:
        """Are these known to be class labels, encoded in whatever way, or zeros and ones?"""
        return (
            self.labels is not None
            or self.dtype == "bool"
            or (self.whole_numbers is True and self.within_unit)
        )

    def lies_within(self, low: float, high: float) -> bool | None:
        """Do all values lie in [low, high]? `None` if that is not known."""
        if self.low is not None and self.low < low or self.high is not None and self.high > high:
            return False
        if self.low is None or self.high is None:
            return False if self.scaling is Scaling.STANDARDISED else None
        return True

    @property
    def spread(self) -> float | None:
        """Largest minus smallest value, where both are known."""
        return None if self.low is None or self.high is None else self.high - self.low


def without_old_ids(changes: dict[str, Any]) -> dict[str, Any]:
    """The changes, and no ids any more where they change the range of the values."""
    moved = "high" in changes or changes.get("whole_numbers", True) is not True
    return {"ids": None, **changes} if moved else changes


class Batches(Struct, frozen=True, eq=False):
    """What a data set or generator yields: inputs and targets, batch by batch.

    Attributes:
        inputs: facts of each input array (the first axis of a shape is the batch), one entry for
            a single input.
        targets: facts of each target array; empty if the source yields inputs alone; `None` if
            not known.
        origin: the expression that made the source.
        batched: is the first axis the batch already?
        endless: does the source never stop by itself?
        shuffled: does the source give samples in random order?
        in_order: where they come from, before any step, is their order known to be fixed?
        augmented: does it change samples at random?
        steps: the methods that made the pipeline, oldest first.
        loader: the function that read the samples from files.
        augmenting: the arguments that make a generator change samples at random, by name.
        classes: the class ids in the order of the files, which the source keeps beside its batches.
    """

    inputs: tuple[ArrayFacts, ...] | None = None
    targets: tuple[ArrayFacts, ...] | None = None
    origin: Origin | None = None
    batched: bool | None = None
    endless: bool | None = None
    shuffled: bool | None = None
    in_order: bool = False
    augmented: bool | None = None
    steps: tuple[Step, ...] = ()
    loader: Loader | None = None
    augmenting: Mapping[str, Origin] = {}
    classes: ArrayFacts | None = None
