"""KC401: a learning rate so large that training diverges, or so small that nothing moves."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Compile, Fit, Layer, Model, Optimizer, Program, Style
from kerascop.linting import Finding, Group, Rule

TOO_LARGE_NORMALISED = 0.1
"""For optimizers whose steps are as long as the rate, whatever the gradient: Adam and the like."""

TOO_LARGE = 1.0
"""For plain gradient descent, where it must be exceeded."""

TOO_LARGE_AVERAGED = 10.0

TOO_SMALL = 1e-6

FEW_SAMPLES = 32
"""Toy problems, XOR and the like, are trained with any rate."""

NEVER_JUDGED = frozenset({"Adadelta", "Adagrad", "Ftrl", "Adafactor", "Muon", "LossScaleOptimizer"})
"""They scale the rate by themselves; some want 1."""

RATE_SETTERS = frozenset({"keras.backend.set_value", "keras.backend.get_value"})


class LearningRate(Rule):
    """The learning rate is far outside the range in which networks are trained.

    ## What it does
    Reports 0.1 or more for Adam, RMSprop and their relatives, more than 1 for `SGD`, and 1e-6 or
    less for all of them.

    ## Why is this bad
    The steps of Adam are about as long as the learning rate, however small the gradient is. With
    0.1 every weight jumps back and forth by more than its own size: the loss becomes NaN or stays
    where it was, ReLUs die, a softmax answers the same class for everything. At 1e-6 a weight needs
    a million steps to move by one, and the loss looks frozen. Common first choices are 1e-3 for
    Adam and 1e-2 for `SGD`.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ])
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.5),  # KC401
        loss="categorical_crossentropy",
    )
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ])
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=1e-3),
        loss="categorical_crossentropy",
    )
    ```

    ## When not to flag
    Silent for schedules, callbacks and later assignments that change the rate, for Adadelta and
    others that scale it themselves, for models of one weighted layer, for a few samples (XOR), for
    rates that a loop or a search tries out, and for losses of your own, whose gradients may have
    any size; `SGD` may take steps above 1 in an autoencoder.

    A tiny rate is fine where something trained is trained further: pretrained or loaded weights,
    layers that are frozen or unfrozen, a model that was trained before. It is left alone, too, for
    `SGD` on a regression, where targets in the thousands need one, for recurrent networks of
    rectified units, and for steps taken with `train_on_batch`.

    ## References
    - https://keras.io/api/optimizers/adam/
    - Bengio (2012), Practical recommendations for gradient-based training: arXiv 1206.5533
    """

    code = "KC401"
    name = "learning-rate"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        if any(call.symbol in RATE_SETTERS for call in program.api_calls):
            return
        for compiled in program.compiles:
            optimizer, model = compiled.optimizer, compiled.model
            rate = None if optimizer is None else optimizer.learning_rate
            if optimizer is None or rate is None or optimizer.name in NEVER_JUDGED:
                continue
            if not _is_network(model) or not _has_known_loss(compiled):
                continue
            if _is_tried_out(program, compiled, optimizer):
                continue
            if _is_too_large(optimizer, rate, model) and not _is_toy(compiled):
                effect = "steps this long overshoot, and the loss stalls or becomes NaN"
            elif 0 <= rate <= TOO_SMALL and not _explains_tiny(program, compiled, optimizer):
                effect = "the weights hardly move, and the loss looks frozen"
            else:
                continue
            if any(_changes_rate(fit, rate) for fit in compiled.fits):
                continue
            usual = "0.001" if optimizer.normalises else "0.01"
            yield self.finding(
                optimizer.rate.origin or optimizer.origin,
                f"a learning rate of {rate:g} for `{optimizer.name}`: {effect}. {usual} is a usual"
                " start",
                related=[(compiled.origin, "the model is compiled with it here")],
                subject=model.origin,
            )


def _is_tried_out(program: Program, compiled: Compile, optimizer: Optimizer) -> bool:
    """Is the rate one of several, or only what a function takes if nobody says otherwise?"""
    origin = optimizer.rate.origin
    if origin is None or any(character.isdigit() for character in origin.text):
        return False
    return program.entry is not None or bool(compiled.rebuilt_in)


def _is_too_large(optimizer: Optimizer, rate: float, model: Model) -> bool:
    if optimizer.normalises:
        return rate >= TOO_LARGE_NORMALISED
    # The loss of an autoencoder is a mean over all that goes in, and so are its gradients.
    return rate > (TOO_LARGE_AVERAGED if model.reconstructs else TOO_LARGE)


def _is_network(model: Model) -> bool:
    """Has it several layers that learn? A single one trains with almost any rate."""
    learning = [
        layer
        for layer in model.layers
        if (layer.is_weighted or layer.short in ("LSTM", "GRU", "SimpleRNN"))
        and model.trainable.get(layer.config, True) is not False
    ]
    return len(learning) > 1


def _has_known_loss(compiled: Compile) -> bool:
    return bool(compiled.losses) and all(loss and not loss.inner for loss in compiled.losses)


def _is_toy(compiled: Compile) -> bool:
    """Is it trained on a handful of samples?"""
    shapes = [
        array.shape
        for fit in compiled.fits
        if fit.trains and fit.inputs and not fit.batched
        for array in fit.inputs.arrays
    ]
    return any(shape and isinstance(shape[0], int) and shape[0] <= FEW_SAMPLES for shape in shapes)


def _changes_rate(fit: Fit, rate: float) -> bool:
    """Does a callback change the rate? One that only lowers it does not explain a tiny one."""
    return fit.callbacks is None or any(
        callback.may_set_rate and (rate > TOO_SMALL or callback.short != "ReduceLROnPlateau")
        for callback in fit.callbacks
    )


def _explains_tiny(program: Program, compiled: Compile, optimizer: Optimizer) -> bool:
    """Is something trained further, or are the gradients known to be large?"""
    model = compiled.model
    if optimizer.name == "SGD" and any(loss and loss.is_regression for loss in compiled.losses):
        targets = [
            array
            for fit in compiled.fits
            if fit.trains and fit.targets
            for array in fit.targets.arrays
        ]
        if not targets or not all(target.is_classes for target in targets):
            return True
    if model.style is Style.LOADED or model.is_component or program.changes:
        return True
    if any(fit.method == "train_on_batch" for fit in program.fits):
        return True
    if any(layer.short == "SimpleRNN" and _is_relu(layer) for layer in model.layers):
        return True
    if any(other is not compiled and other.model is model for other in program.compiles):
        return True
    return any(_restores(call.symbol, call.path) for call in program.api_calls) or any(
        layer.symbol.startswith("keras.applications") for layer in model.layers
    )


def _is_relu(layer: Layer) -> bool:
    """Recurrent networks of rectified units explode, and are trained with tiny steps."""
    return layer.argument("activation").value == "relu"


def _restores(symbol: str | None, path: str) -> bool:
    """Does a call bring in weights that were trained before?"""
    name = (symbol or path).rpartition(".")[2]
    return name in ("load_weights", "set_weights", "load_model", "model_from_json", "KerasLayer")
