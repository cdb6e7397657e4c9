"""Labels that a loader writes against the loss that reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.graph.arrays import Labels
from kerascop.graph.targets import Fit as Fitting
from kerascop.graph.targets import encodes_otherwise, fit_of

if TYPE_CHECKING:
    from kerascop.graph.arrays import ArrayFacts
    from kerascop.graph.pipelines import Loader
    from kerascop.graph.training import Fit, Objective


class Mismatch(Struct, frozen=True, eq=False):
    """A loader whose labels a loss cannot read.

    Attributes:
        loader: the loader.
        target: the labels that it writes; `None` for images alone.
        other_loss: the loss that reads these labels, if the mode is fine otherwise.
    """

    loader: Loader
    target: ArrayFacts | None
    other_loss: str | None = None


def labels_of_loader(fit: Fit, target: ArrayFacts) -> Loader | None:
    """The loader that wrote these labels, as they still are."""
    loader = None if fit.batches is None else fit.batches.loader
    written = loader is not None and target.origin == loader.origin and not target.changed
    return loader if written and target.labels is not None else None


def mode_mismatch(objective: Objective, fit: Fit) -> Mismatch | None:
    """What of a loader's labels the loss cannot read, if they reach it as they were written."""
    loss, head = objective.loss, objective.head
    loader = None if fit.batches is None else fit.batches.loader
    if loader is None or fit.method != "fit" and fit.method != "fit_generator":
        return None
    if not objective.direct or loss.inner or objective.is_placeholder:
        return None
    if len(fit.model.outputs) != 1 or not (
        loss.is_categorical or loss.is_binary or loss.is_regression
    ):
        return None
    if len(head.shape or ()) != 2:
        return None
    if head.units == 1 and (loss.is_categorical or head.ends_in("softmax", "log_softmax")):
        return None
    if _yields_images_alone(fit, loader):
        return Mismatch(loader, None)
    if fit.targets is None or len(fit.targets.arrays) != 1:
        return None
    (target,) = fit.targets.arrays
    if labels_of_loader(fit, target) is None:
        return None
    if loss.is_categorical:
        sparse = "sparse" in loss.path.lower()
        other = "categorical_crossentropy" if sparse else "sparse_categorical_crossentropy"
        return Mismatch(loader, target, other) if encodes_otherwise(objective, target) else None
    misfits = fit_of(loss, head.shape, target.shape) is not Fitting.FITS
    rows = target.labels is Labels.ONE_HOT and head.units == 1
    return Mismatch(loader, target) if misfits or rows else None


def _yields_images_alone(fit: Fit, loader: Loader) -> bool:
    """Has nothing given labels to images that were read without any?"""
    batches = fit.batches
    return loader.targets == () and batches is not None and batches.targets == ()
