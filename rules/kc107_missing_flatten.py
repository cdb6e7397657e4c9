"""KC107: a head of Dense layers on a feature map or sequence, with one label a sample."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import explain_shape
from kerascop.graph import Objective
from kerascop.graph.feeding import input_counts_samples
from kerascop.graph.positions import PositionwiseHead, positionwise_head, returned_sequence
from kerascop.graph.targets import Fit, fit_of, is_one_per_sample
from kerascop.linting import Evidence, Finding, Group, Rule


class MissingFlatten(Rule):
    """A classifier or regressor answers at every position, and its labels want one answer a sample.

    ## What it does
    Looks for `Dense` layers on a tensor with more than two axes whose outputs leave the model as
    they are, where the labels are known to be one for each sample, or where a classification loss
    meets positions that convolutions and pooling have left of an image.

    ## Why is this bad
    `Dense` works on the last axis alone. Without `Flatten` or global pooling before it, a feature
    map of 13 x 13 positions gets 169 answers. Keras refuses labels that are one for each sample, or
    stretches them over all positions, and then every position is trained by itself.

    ## Example
    ```python
    from tensorflow import keras
    from tensorflow.keras import layers

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    x_train = x_train[..., None] / 255
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Dense(64, activation="relu"),  # KC107
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=5)
    ```

    ## Use instead
    ```python
    from tensorflow import keras
    from tensorflow.keras import layers

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    x_train = x_train[..., None] / 255
    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=5)
    ```

    ## When not to flag
    Silent when an answer at every position is meant: segmentation, labels for each step, attention,
    CTC, autoencoders; when the labels are not visible and the positions are those of the input, or
    some upsampling or merging happens on the way; when there is a single position; when the steps
    are those of a recurrent layer, which should return its last one (KC109); when there is a
    position only because the input's shape counts the samples (KC110).

    ## References
    - https://keras.io/api/layers/core_layers/dense/
    - https://keras.io/api/layers/reshaping_layers/flatten/
    """

    code = "KC107"
    name = "missing-flatten"
    group = Group.CORRECTNESS
    since = "0.1"
    evidence = Evidence.SHAPES

    def check(self, objective: Objective) -> Iterator[Finding]:
        head = positionwise_head(objective)
        if head is None or not head.has_many or head.is_sequence or returned_sequence(objective):
            return
        if objective.is_placeholder or not objective.direct or objective.loss.inner:
            return
        if any(input_counts_samples(fit) for fit in objective.fits):
            return
        labels = _labels(objective, head)
        if labels is None:
            return
        shown = explain_shape(head.output.shape)
        pooling = {3: "GlobalAveragePooling1D", 4: "GlobalAveragePooling2D"}.get(
            len(head.output.shape or ()), "GlobalAveragePooling3D"
        )
        layer = head.first.layer
        data = [fit.targets.origin for fit in objective.fits if fit.targets is not None]
        yield self.finding(
            layer.origin if layer else head.first.origin,
            f"`Dense` works on the last axis of `{explain_shape(head.source.shape)}` alone, so the "
            f"output `{shown}` has an answer at every position, and {labels}: `Flatten` or "
            f"`{pooling}` is missing before it",
            related=[
                (head.output.call.origin if head.output.call else None, f"the head: `{shown}`"),
                (objective.origin, "the loss"),
                *((origin, "the labels") for origin in data[:1]),
            ],
            subject=objective.origin,
        )


def _labels(objective: Objective, head: PositionwiseHead) -> str | None:
    """What the labels want, if that is one answer a sample."""
    shape = head.output.shape
    targets = [target for target in objective.targets if target.shape is not None]
    if targets:
        misfits = all(
            fit_of(objective.loss, shape, target.shape) is not Fit.FITS
            and is_one_per_sample(target, shape[-1] if shape else None)
            for target in targets
        )
        return (
            f"the labels `{explain_shape(targets[0].shape)}` hold one for each sample"
            if misfits
            else None
        )
    classifies = objective.loss.is_categorical or objective.loss.is_binary
    if classifies and head.is_shrunk and objective.head.activation:
        return f"`{objective.loss.short}` wants a label for each of them"
    return None
