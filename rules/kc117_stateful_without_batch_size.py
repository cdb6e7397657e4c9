"""KC117: a stateful layer whose batches have no size, or another one."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Fit, Program, Style
from kerascop.graph.declarations import declaration
from kerascop.graph.stateful import Stateful, batch_of, samples_of, stateful_layers
from kerascop.linting import Evidence, Finding, Group, Rule, Severity


class StatefulWithoutBatchSize(Rule):
    """A stateful recurrent layer gets batches of open or differing size.

    ## What it does
    Looks for `stateful=True` in models whose input leaves the batch open, and for calls of `fit`,
    `evaluate` and `predict` whose batches, the last one included, are of another size.

    ## Why is this bad
    A stateful layer keeps a state for each sample of the batch and goes on from it in the next
    batch, so the batch must have one size from the beginning. Keras refuses an open batch when the
    model is built, and batches of another size when they come. With shuffled batches (the default
    of `fit`), a sample goes on from the state of an unrelated one.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input(shape=(20, 4)),
        layers.LSTM(32, stateful=True),  # KC117
        layers.Dense(1),
    ])
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input(shape=(20, 4), batch_size=16),
        layers.LSTM(32, stateful=True),
        layers.Dense(1),
    ])
    ```

    ## When not to flag
    Silent when the size of the batch is a variable, or that of the data is not known, for data sets
    and generators, which make their own batches, and for models that take their input's shape from
    the data or whose class writes `call`. Shuffling is a warning only.

    ## References
    - https://keras.io/guides/working_with_rnns/
    - `build` in keras/src/layers/rnn/rnn.py
    """

    code = "KC117"
    name = "stateful-without-batch-size"
    group = Group.CORRECTNESS
    since = "0.1"
    evidence = Evidence.REFUSAL

    def check(self, program: Program) -> Iterator[Finding]:
        for model in program.models:
            layers = stateful_layers(model)
            # A model whose class writes `call` takes the batches that come, or those of `build`.
            declares = model.style is not Style.SUBCLASSED and all(
                declaration(program, model, tensor) != model.origin for tensor in model.inputs
            )
            for layer in layers:
                if layer.is_open and declares:
                    yield self.finding(
                        layer.origin,
                        "a stateful layer must know the size of its batches: give `batch_size` or "
                        "`batch_shape` to the `Input`",
                        related=[(tensor.origin, "the input") for tensor in model.inputs],
                        subject=model.origin,
                    )
            sized = next((layer for layer in layers if isinstance(layer.batch, int)), None)
            if sized is not None:
                for fit in program.fits:
                    if fit.model is model:
                        yield from self._batches(sized, fit)

    def _batches(self, layer: Stateful, fit: Fit) -> Iterator[Finding]:
        size, batch, samples = layer.batch, batch_of(fit), samples_of(fit)
        if batch is None or not isinstance(size, int):
            return
        if samples is not None:
            batch = min(batch, samples)
        shuffle = fit.argument("shuffle")
        at, severity = fit.argument("batch_size").origin or fit.origin, None
        if batch != size:
            message = f"`{fit.method}` makes batches of {batch}"
        elif samples is not None and samples % size:
            message = f"the last batch of `{fit.method}` has {samples % size} of {samples} samples"
        elif fit.method == "fit" and (not shuffle.given or shuffle.value is True):
            message = "`fit` shuffles the samples, and each goes on from the state of another one"
            at, severity = shuffle.origin or fit.origin, Severity.WARNING
        else:
            return
        remedy = ": `shuffle=False`" if severity else f", and the stateful layer takes {size}"
        yield self.finding(
            at,
            message + remedy,
            related=[(layer.origin, "the stateful layer")],
            severity=severity,
            subject=fit.origin,
        )
