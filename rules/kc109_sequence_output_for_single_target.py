"""KC109: a recurrent layer that returns its whole sequence, with one label a sample."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import certainly_different, explain_shape
from kerascop.graph import Objective
from kerascop.graph.feeding import input_counts_samples
from kerascop.graph.positions import returned_sequence
from kerascop.graph.targets import Fit, fit_of, is_one_per_sample
from kerascop.linting import Evidence, Finding, Group, Rule


class SequenceOutputForSingleTarget(Rule):
    """`return_sequences=True` is left on before a head whose targets are one for each sample.

    ## What it does
    Finds models that answer at every step of a recurrent layer's sequence, where the labels that
    they are trained on are known to be one for each sample.

    ## Why is this bad
    A prediction for the whole sequence is made from the last step, which has seen all the others.
    With `return_sequences=True` the head answers at every step instead. Keras refuses labels that
    are one for each sample, or stretches them over all steps: then the first step, too, is trained
    to give the answer, from a single value.

    ## Example
    ```python
    import numpy as np
    from tensorflow import keras
    from tensorflow.keras import layers

    x, y = np.random.rand(500, 30, 4), np.random.rand(500, 1)
    model = keras.Sequential([
        keras.Input((30, 4)),
        layers.LSTM(32, return_sequences=True),  # KC109
        layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y, epochs=5)
    ```

    ## Use instead
    ```python
    import numpy as np
    from tensorflow import keras
    from tensorflow.keras import layers

    x, y = np.random.rand(500, 30, 4), np.random.rand(500, 1)
    model = keras.Sequential([
        keras.Input((30, 4)),
        layers.LSTM(32),
        layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y, epochs=5)
    ```

    ## When not to flag
    Silent where targets have a value for every step, where their shape is not known, and where
    something takes the steps together behind the layer: pooling, attention, `Flatten`, another
    recurrent layer. Feature maps of convolutions are KC107's.

    ## References
    - https://keras.io/api/layers/recurrent_layers/lstm/
    """

    code = "KC109"
    name = "sequence-output-for-single-target"
    group = Group.SUSPICIOUS
    since = "0.1"
    evidence = Evidence.SHAPES

    def check(self, objective: Objective) -> Iterator[Finding]:
        layer = returned_sequence(objective)
        output = objective.prediction.shape
        if layer is None or not output or not objective.targets:
            return
        if objective.is_placeholder or not objective.direct or objective.loss.inner:
            return
        if any(input_counts_samples(fit) for fit in objective.fits):
            return
        steps, units = output[1], output[2]
        if not (certainly_different(steps, 1) or steps is None):
            return
        if not all(
            is_one_per_sample(target, units)
            and (steps is None or fit_of(objective.loss, output, target.shape) is not Fit.FITS)
            for target in objective.targets
        ):
            return
        data = [fit.targets.origin for fit in objective.fits if fit.targets is not None]
        yield self.finding(
            layer.argument("return_sequences").origin or layer.origin,
            f"`{layer.short}` returns an output for every step, so the model answers with"
            f" `{explain_shape(output)}`, and the targets"
            f" `{explain_shape(objective.targets[0].shape)}` hold one answer for each sample:"
            " leave `return_sequences` off in the last recurrent layer",
            related=[
                (objective.head.weighted.origin if objective.head.weighted else None, "the head"),
                (objective.origin, "the loss"),
                *((origin, "the targets") for origin in data[:1]),
            ],
            subject=objective.origin,
        )
