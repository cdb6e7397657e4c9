"""KC116: an embedding that is fed with numbers for which it has no rows."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import Dim
from kerascop.graph import Fit
from kerascop.graph.embeddings import Lookup, lookups
from kerascop.linting import Finding, Group, Rule


class EmbeddingInput(Rule):
    """An `Embedding` gets ids that are larger than its table, or numbers that are no ids.

    ## What it does
    Compares `input_dim` with the ids that the data hold: those of a `Tokenizer`, of `one_hot`, of
    `keras.datasets`, of arrays that are written out. It also reports embeddings that are fed with
    fractions: scaled features, random numbers between 0 and 1.

    ## Why is this bad
    An embedding is a table with `input_dim` rows, numbered from 0; an id picks a row. An id beyond
    the last row is an error on TensorFlow's CPU and NaN on JAX. Word ids of `Tokenizer` begin at 1,
    because 0 is the padding, so the largest one is `len(word_index)`, and the table needs
    `len(word_index) + 1` rows. Fractions are cut off: all values between 0 and 1 pick the first
    row, and nothing is learned of them.

    ## Example
    ```python
    from tensorflow import keras
    from tensorflow.keras import layers

    (x_train, y_train), _ = keras.datasets.imdb.load_data(num_words=20000)
    x_train = keras.utils.pad_sequences(x_train, maxlen=200)
    model = keras.Sequential([
        keras.Input((200,)),
        layers.Embedding(10000, 32),  # KC116
        layers.LSTM(32),
        layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x_train, y_train, epochs=3)
    ```

    ## Use instead
    ```python
    from tensorflow import keras
    from tensorflow.keras import layers

    (x_train, y_train), _ = keras.datasets.imdb.load_data(num_words=20000)
    x_train = keras.utils.pad_sequences(x_train, maxlen=200)
    model = keras.Sequential([
        keras.Input((200,)),
        layers.Embedding(20000, 32),
        layers.LSTM(32),
        layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x_train, y_train, epochs=3)
    ```

    ## When not to flag
    Silent when the largest id or the number of rows is not known, when columns of the data are told
    apart before they are looked up, and for whole numbers in floats, which are cast.

    ## References
    - https://keras.io/api/layers/core_layers/embedding/
    - https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/text/Tokenizer
    """

    code = "KC116"
    name = "embedding-input"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, fit: Fit) -> Iterator[Finding]:
        for lookup in lookups(fit):
            data = fit.inputs.origin if fit.inputs else fit.origin
            source = (lookup.facts.origin, "the data come from here")
            if lookup.is_fractional:
                step = lookup.facts.changed[-1:] if lookup.facts.scaling else ()
                yield self.finding(
                    data,
                    f"`{fit.method}` feeds `Embedding` with numbers that are no whole numbers: they"
                    " are cut off, and pick the wrong rows. It wants ids from 0 up",
                    related=[
                        (lookup.layer.origin, "the embedding"),
                        *((each, "scaled here") for each in step),
                        source,
                    ],
                    subject=fit.origin,
                )
            elif lookup.missing is not None:
                rows = lookup.layer.argument("input_dim").origin
                yield self.finding(
                    rows or lookup.layer.origin,
                    _message(lookup),
                    related=[(lookup.layer.origin, "the embedding"), (data, "the data"), source],
                    subject=fit.model.origin,
                )


def _message(lookup: Lookup) -> str:
    rows: Dim = lookup.rows
    if isinstance(rows, int) and isinstance(lookup.largest, int):
        return (
            f"`Embedding` has {rows:,} rows, for the ids 0 to {rows - 1:,}, and the data hold ids "
            f"up to {lookup.largest:,}: `input_dim` must be {lookup.largest + 1:,} at least"
        )
    return (
        "`Embedding` has a row too few: word ids begin at 1, with 0 for the padding, so the largest"
        " is the number of words. `input_dim` must be `len(word_index) + 1`"
    )
