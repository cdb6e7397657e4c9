"""KC220: self-attention over token embeddings that do not know their places."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Activation, Call, Model, activation_of, is_normalisation, passes_values
from kerascop.graph.activations import ATTENTION
from kerascop.linting import Finding, Group, Rule

SCALING = frozenset({"multiply", "divide", "identity"})


class AttentionWithoutPosition(Rule):
    """Token embeddings enter self-attention with nothing that tells their order.

    ## What it does
    Follows the query of the first self-attention of a model back to an `Embedding`, and reports it
    if nothing on the way could have added the positions.

    ## Why is this bad
    Attention is a weighted mean over the steps: whatever order they come in, the means are the
    same. Without positions "dog bites man" and "man bites dog" are one sentence. Convolutions and
    recurrent layers know the order by how they are built, attention has to be told.

    ## Example
    ```python
    import keras
    from keras import layers

    tokens = keras.Input((64,))
    x = layers.Embedding(5000, 32)(tokens)
    x = layers.MultiHeadAttention(2, 16)(x, x)  # KC220
    x = layers.GlobalAveragePooling1D()(x)
    model = keras.Model(tokens, layers.Dense(3, activation="softmax")(x))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers, ops

    tokens = keras.Input((64,))
    x = layers.Embedding(5000, 32)(tokens)
    x = x + layers.Embedding(64, 32)(ops.arange(64))
    x = layers.MultiHeadAttention(2, 16)(x, x)
    x = layers.GlobalAveragePooling1D()(x)
    model = keras.Model(tokens, layers.Dense(3, activation="softmax")(x))
    ```

    ## When not to flag
    Silent when anything is added to the embeddings or joined with them, when a convolution, a
    recurrent layer or a layer of your own comes first, for a causal mask (how many steps a position
    sees tells it where it is), for attention between two sequences, and when a step is not
    understood. Leave it out on purpose for sets, whose order means nothing.

    ## References
    - Vaswani et al. 2017, Attention Is All You Need, arXiv:1706.03762, section 3.5
    """

    code = "KC220"
    name = "attention-without-position"
    group = Group.DESIGN
    since = "0.1"

    def check(self, model: Model) -> Iterator[Finding]:
        for call in model.calls:
            layer = call.layer
            if layer is None or layer.symbol not in ATTENTION or not attends_to_itself(call):
                continue
            embedding = embedding_before(call)
            if embedding is not None and embedding.layer is not None:
                yield self.finding(
                    call.origin,
                    f"`{layer.short}` gets token embeddings without positions: it cannot tell one "
                    "order of the tokens from another. Add an embedding of the positions",
                    related=[(embedding.layer.origin, "the embedding of the tokens")],
                )


def attends_to_itself(call: Call) -> bool:
    """Are query and value one tensor, with no causal mask over them?"""
    causal = call.arguments.get("use_causal_mask") or call.argument("causal")
    masked = causal.given and causal.value is not False
    return len(call.inputs) >= 2 and len(set(call.inputs)) == 1 and not masked


def embedding_before(call: Call) -> Call | None:
    """The `Embedding` of a sequence that the query comes from, by steps that add no positions."""
    here = call.inputs[0].call
    while here is not None:
        if here.short == "Embedding" and here.layer is not None:
            shape = here.output_shape
            return here if shape is not None and len(shape) == 3 else None
        if len(here.inputs) != 1 or not keeps_steps_alike(here):
            return None
        here = here.inputs[0].call
    return None


def keeps_steps_alike(call: Call) -> bool:
    """Does a call do the same to every step?"""
    if call.layer is None and call.short in SCALING:
        return all(
            isinstance(each.value, int | float) for each in call.operation.arguments.values()
        )
    moved = call.short in ("Reshape", "Permute", "Flatten", "reshape", "transpose", "flatten")
    same = passes_values(call) or is_normalisation(call) or call.short == "Dense"
    return not moved and (same or isinstance(activation_of(call), Activation))
