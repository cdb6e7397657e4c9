"""KC208: an LSTM or GRU whose state is rectified instead of squashed."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Activation, LayerConfig, Placement
from kerascop.graph.activations import activation_argument
from kerascop.linting import Finding, Group, Rule

GATED = frozenset({"keras.layers.LSTM", "keras.layers.GRU"})


class ReluInRecurrentLayer(Rule):
    """`LSTM` or `GRU` with `activation="relu"`: the state has no upper bound any more.

    ## What it does
    Looks for `LSTM` and `GRU` layers, also in `Bidirectional`, whose `activation` is ReLU.

    ## Why is this bad
    `activation` is what the cell puts on its state at every step. tanh keeps it between -1 and 1;
    with ReLU it can grow from step to step, and the loss of a longer sequence easily turns into
    NaN. Besides, the fast kernel of cuDNN knows tanh only: with any other activation Keras runs
    the steps one by one, which is several times slower on a GPU.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((30, 8)))
    model.add(layers.LSTM(50, activation="relu"))  # KC208
    model.add(layers.Dense(1))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((30, 8)))
    model.add(layers.LSTM(50))
    model.add(layers.Dense(1))
    ```

    ## When not to flag
    Silent for `SimpleRNN`, for which there is a recipe with ReLU (identity as recurrent weights),
    for bounded or leaky variants, for a single step, and for a recurrent kernel whose initialiser
    or constraint the program chooses itself: whoever does that has thought about growth.

    ## References
    - https://keras.io/api/layers/recurrent_layers/lstm/ on the conditions of the cuDNN kernel
    - Le, Jaitly, Hinton 2015, A Simple Way to Initialize Recurrent Networks of Rectified Linear
      Units, arXiv:1504.00941, on how such networks are kept from exploding
    """

    code = "KC208"
    name = "relu-in-recurrent-layer"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, placement: Placement) -> Iterator[Finding]:
        config, call = recurrent(placement.layer.config), placement.layer.call
        if config is None or any(config.argument(name).given for name in TAMING):
            return
        activation = activation_argument(call, config)
        if not isinstance(activation, Activation) or activation.name != "relu":
            return
        shape = call.input_shape
        if shape is not None and len(shape) == 3 and shape[1] == 1:
            return
        yield self.finding(
            activation.origin,
            f"`{config.short}` with ReLU: its state can grow at every step, where tanh keeps it "
            "between -1 and 1, and cuDNN's fast kernel is not used. Leave `activation` at its "
            "default",
            related=[(config.origin, "the recurrent layer")],
        )


TAMING = ("recurrent_initializer", "recurrent_constraint")


def recurrent(config: LayerConfig) -> LayerConfig | None:
    """The LSTM or GRU that a layer is, or has inside."""
    inner: object = config.argument("layer").value
    if config.short == "Bidirectional" and isinstance(inner, LayerConfig):
        config = inner
    return config if config.symbol in GATED else None
