"""KC101: a reshape inside the graph that merges or splits the batch axis."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Model
from kerascop.graph.folds import Fate
from kerascop.linting import Evidence, Finding, Group, Rule, Severity

APART = (
    "Another reshape undoes this one, so samples stay apart, but nothing checks that both agree; "
    "`TimeDistributed` runs a layer on every step and leaves the batch axis alone"
)
ONE_SAMPLE = (
    "The layer `Reshape` takes the shape of one sample and never touches the batch axis; "
    "`TimeDistributed` runs a layer on every step"
)


class BatchAxisReshape(Rule):
    """A reshape inside the graph merges the batch axis with other axes, or splits it.

    ## What it does
    Compares the size of one sample before and after every `K.reshape`, `tf.reshape`,
    `keras.ops.reshape` and the like in a `Lambda`, a custom `call` or a functional graph. If the
    sizes differ, the first axis cannot be the batch on both sides.

    ## Why is this bad
    The first axis holds independent samples. With a target like `(-1, 16, 16, 3)` Keras happily
    cuts every video of six frames into six samples: outputs and labels no longer belong together,
    losses are averaged over the wrong things, and `fit` fails or learns nothing.

    A fold that a later reshape undoes exactly keeps samples apart. It is reported all the same, as
    a warning: the two targets must agree for ever, and nothing checks that.

    ## Example
    ```python
    import keras
    from keras import layers, ops

    frames = keras.Input((6, 32, 32, 3))
    images = layers.Lambda(lambda x: ops.reshape(x, (-1, 32, 32, 3)))(frames)  # KC101
    features = layers.Conv2D(8, 3, activation="relu")(images)
    pooled = layers.GlobalAveragePooling2D()(features)
    model = keras.Model(frames, layers.Dense(2, activation="softmax")(pooled))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    frames = keras.Input((6, 32, 32, 3))
    features = layers.TimeDistributed(layers.Conv2D(8, 3, activation="relu"))(frames)
    pooled = layers.GlobalAveragePooling3D()(features)
    model = keras.Model(frames, layers.Dense(2, activation="softmax")(pooled))
    ```

    ## When not to flag
    Silent when the size of a sample is the same before and after, so that `-1` really is the batch;
    for weights and constants, which have no batch; for the layers `Reshape` and `Flatten`, which
    never touch the batch axis; when a shape is not known, or when what follows is not understood.

    ## References
    - https://keras.io/api/layers/reshaping_layers/reshape/
    - https://keras.io/api/layers/recurrent_layers/time_distributed/
    - A classifier of volumes that stayed at a loss of 0.69, whose first `Lambda` folded six volumes
      of each sample into the batch.
    """

    code = "KC101"
    name = "batch-axis-reshape"
    group = Group.CORRECTNESS
    since = "0.1"
    evidence = Evidence.SHAPES

    def check(self, model: Model) -> Iterator[Finding]:
        for fold in model.folds:
            if fold.fate is Fate.UNKNOWN or (fold.fate is Fate.LASTING and model.is_component):
                continue
            lasting = fold.fate is Fate.LASTING
            advice = ONE_SAMPLE if lasting else APART
            around = next(fold.call.enclosing(), None)
            other = "undone here" if fold.fate is Fate.UNDONE else "undoes this reshape"
            yield self.finding(
                fold.call.origin,
                f"this reshape touches the batch axis: {fold.shapes}: {fold.effect}. {advice}",
                related=[
                    (around.origin if around else None, "applied to the tensor here"),
                    (fold.partner.origin if fold.partner else None, other),
                ],
                severity=None if lasting else Severity.WARNING,
            )
