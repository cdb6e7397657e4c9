"""KC113: targets whose shape does not fit the output."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import explain_shape
from kerascop.graph import ArrayFacts, Loss, Objective, Style
from kerascop.graph.loading import mode_mismatch
from kerascop.graph.positions import positionwise_head, returned_sequence
from kerascop.graph.targets import SPARSE, Fit, fit_of, is_one_per_sample
from kerascop.linting import Finding, Group, Rule


class LabelShapeMismatch(Rule):
    """The targets have another shape than the output that they are compared with.

    ## What it does
    Compares the shape of each array of targets with the shape of the output that its loss reads,
    sample by sample.

    ## Why is this bad
    Crossentropies refuse to train. `mse`, `mae`, `huber` and their relatives are worse: they
    stretch an axis of size 1 without a word, so that one output learns the mean of three targets,
    or three outputs all learn the same one.

    ## Example
    ```python
    import numpy as np
    from tensorflow import keras
    from tensorflow.keras import layers

    x, y = np.random.rand(500, 8), np.random.rand(500, 3)
    model = keras.Sequential([
        keras.Input((8,)),
        layers.Dense(16, activation="relu"),
        layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)  # KC113
    ```

    ## Use instead
    ```python
    import numpy as np
    from tensorflow import keras
    from tensorflow.keras import layers

    x, y = np.random.rand(500, 8), np.random.rand(500, 3)
    model = keras.Sequential([
        keras.Input((8,)),
        layers.Dense(16, activation="relu"),
        layers.Dense(3),
    ])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)
    ```

    ## When not to flag
    Silent when a size is not known; for axes of size 1 at the end, which Keras adds and removes:
    `(n,)` fits `(n, 1)`; for losses of the program's own. Class labels in the wrong encoding are
    KC312 or KC313, heads that answer at every position KC107 or KC109, labels as a `class_mode`
    wrote them KC410, and inputs given as targets KC406.

    ## References
    - https://keras.io/api/losses/
    - https://numpy.org/doc/stable/user/basics.broadcasting.html
    """

    code = "KC113"
    name = "label-shape-mismatch"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, objective: Objective) -> Iterator[Finding]:
        at, output, loss = objective.output, objective.prediction.shape, objective.loss
        head = objective.head
        if at is None or not objective.direct or loss.inner or objective.is_placeholder:
            return
        if objective.model is None or objective.model.style is Style.LOADED:
            return
        outputs = objective.model.outputs
        for fit in objective.fits:
            if not fit.trains or fit.targets is None or len(fit.targets.arrays) != len(outputs):
                continue
            target = fit.targets.arrays[at]
            fitting = fit_of(loss, output, target.shape)
            if fitting is Fit.FITS or _is_of_another_rule(objective, target):
                continue
            if mode_mismatch(objective, fit) or fit.takes_itself_for_target(objective):
                continue
            shown, wanted = explain_shape(target.shape), explain_shape(output)
            yield self.finding(
                fit.targets.origin,
                f"the targets `{shown}` do not fit the output `{wanted}`: `{loss.short}` "
                f"{_effect(loss, fitting)}",
                related=[
                    (head.weighted.origin if head.weighted else None, "the head"),
                    (objective.origin, "the loss"),
                    (target.origin, "the targets come from here"),
                ],
                subject=objective.origin,
            )


def _effect(loss: Loss, fitting: Fit) -> str:
    if fitting is Fit.STRETCHED:
        return "stretches one over the other without a word"
    if loss.family == SPARSE:
        return "wants one class id for each answer"
    return "compares them number by number"


def _is_of_another_rule(objective: Objective, target: ArrayFacts) -> bool:
    """Is it the encoding of classes, or an answer at every position, that does not fit?"""
    head, loss = objective.head, objective.loss
    classes = target.labels is not None or target.dtype == "bool"
    softmax = head.ends_in("softmax", "log_softmax") and not (loss.is_binary and head.units == 2)
    if classes and (loss.is_categorical or softmax):
        return True
    if loss.is_categorical and head.units == 1:
        return True
    if returned_sequence(objective) is not None and is_one_per_sample(target, head.units):
        return True
    positions = positionwise_head(objective)
    return positions is not None and positions.has_many and is_one_per_sample(target, head.units)
