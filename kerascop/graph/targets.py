"""Labels against outputs: which shapes a loss compares, which it stretches, which it cannot."""

from __future__ import annotations

from enum import Enum
from itertools import zip_longest
from typing import TYPE_CHECKING

from kerascop.dimensions import certainly_different
from kerascop.graph.arrays import Labels

if TYPE_CHECKING:
    from kerascop.dimensions import Dim, Shape
    from kerascop.graph.arrays import ArrayFacts
    from kerascop.graph.training import Loss, Objective

SPARSE = "sparse_categorical_crossentropy"


class Fit(Enum):
    """How labels go with an output."""

    FITS = "fits"
    """Or may fit: some size is not known."""
    STRETCHED = "stretched"
    """Their sizes differ, and an axis of size 1 is stretched over the other without a word."""
    REFUSED = "refused"


def fit_of(loss: Loss, output: Shape | None, target: Shape | None) -> Fit:
    """How labels of a shape go with an output of another, the samples on the first axis of both.

    Axes of size 1 at the end come and go (`squeeze_or_expand_to_same_rank` in
    keras/src/losses/loss.py). Crossentropies then want equal shapes, the sparse one without the
    classes; distances between numbers are taken of whatever NumPy can stretch.
    """
    if not output or not target or not _compares(loss):
        return Fit.FITS
    wanted = output[1:-1] if loss.family == SPARSE else output[1:]
    pairs = list(zip_longest(wanted, target[1:], fillvalue=1))
    differing = [pair for pair in pairs if certainly_different(*pair)]
    if not differing:
        return Fit.FITS
    stretches = loss.is_regression and _stretches(wanted, target[1:])
    return Fit.STRETCHED if stretches else Fit.REFUSED


def encodes_otherwise(objective: Objective, target: ArrayFacts) -> bool:
    """Are the classes written in the way that the other categorical crossentropy reads?"""
    output = objective.head.shape
    if target.scaling is not None or not objective.loss.is_categorical:
        return False
    if "sparse" in objective.loss.path.lower():
        return _is_one_hot(target, output)
    return _is_class_ids(target, output)


def _is_class_ids(target: ArrayFacts, output: Shape | None) -> bool:
    """Are the labels ids, with no axis for the classes?"""
    if target.labels is not Labels.CLASS_IDS or not target.shape or output is None:
        return False
    return len(target.shape) == len(output) - 1 or (
        len(target.shape) == len(output) and target.shape[-1] == 1
    )


def _is_one_hot(target: ArrayFacts, output: Shape | None) -> bool:
    """Are the labels rows of zeros and ones, with an axis for the classes?"""
    if target.labels not in (Labels.ONE_HOT, Labels.MULTI_HOT):
        return False
    if target.shape is None:
        return target.labels is Labels.ONE_HOT
    return output is not None and len(target.shape) == len(output) and target.shape[-1] != 1


def _compares(loss: Loss) -> bool:
    return loss.is_categorical or loss.is_binary or loss.is_regression


def _stretches(output: Shape, target: Shape) -> bool:
    """Can NumPy stretch one over the other, once axes of size 1 at the end are gone?

    Labels with no axis but the samples are stretched over a last axis of size 1, samples and all.
    """
    if not target:
        return bool(output) and output[-1] == 1
    longer, shorter = sorted((output, target), key=len, reverse=True)
    while len(longer) > len(shorter) and longer[-1] == 1:
        longer = longer[:-1]
    if len(longer) != len(shorter):
        return False
    pairs = zip(longer, shorter, strict=True)
    return all(1 in pair or not certainly_different(*pair) for pair in pairs)


def is_one_per_sample(target: ArrayFacts, units: Dim) -> bool:
    """Do the labels hold one answer a sample, a row over the classes or units at most?"""
    shape = target.shape
    if not shape or len(shape) > 2:
        return False
    if len(shape) == 1 or shape[1] == 1 or target.labels is Labels.ONE_HOT:
        return True
    return shape[1] is not None and shape[1] == units
