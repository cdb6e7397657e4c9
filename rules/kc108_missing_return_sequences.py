"""KC108: a recurrent layer that gets only the last output of the one before."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import explain_shape
from kerascop.graph import Model
from kerascop.graph.refusals import missing_sequence
from kerascop.linting import Evidence, Finding, Group, Rule


class MissingReturnSequences(Rule):
    """A recurrent layer hands its last output, not its sequence, to another recurrent layer.

    ## What it does
    Looks for stacked recurrent layers (`SimpleRNN`, `LSTM`, `GRU`, `ConvLSTM2D`, also within
    `Bidirectional`) of which one that is not the last leaves `return_sequences` at its default.

    ## Why is this bad
    Without `return_sequences=True` a recurrent layer gives one vector a sample: there are no steps
    left over which the next one could run, and Keras refuses it.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((30, 4)),
        layers.LSTM(64),  # KC108
        layers.Dropout(0.2),
        layers.LSTM(32),
        layers.Dense(1),
    ])
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((30, 4)),
        layers.LSTM(64, return_sequences=True),
        layers.Dropout(0.2),
        layers.LSTM(32),
        layers.Dense(1),
    ])
    ```

    ## When not to flag
    Silent when `RepeatVector`, `Reshape` or `expand_dims` in between makes steps again, as in an
    encoder and decoder; when the tensor arrives as `initial_state`; when the layer in between, or
    the value of `return_sequences`, is not known.

    ## References
    - https://keras.io/api/layers/recurrent_layers/lstm/
    """

    code = "KC108"
    name = "missing-return-sequences"
    group = Group.CORRECTNESS
    since = "0.1"
    evidence = Evidence.REFUSAL

    def check(self, model: Model) -> Iterator[Finding]:
        for call in model.calls:
            before = missing_sequence(call)
            if before is None or call.layer is None:
                continue
            shape = call.input_shape
            shown = "" if shape is None else f", `{explain_shape(shape)}`"
            yield self.finding(
                before.origin,
                f"`{before.short}` passes on its last output alone{shown}, and the next layer is "
                f"another recurrent one, which wants every step: `return_sequences=True`",
                related=[(call.layer.origin, "gets no steps to run over")],
            )
