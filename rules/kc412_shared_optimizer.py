"""KC412: one optimizer object is to train the weights of several models."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Compile, Model, Optimizer, Program, TrainableChange
from kerascop.graph.tensors import LayerConfig
from kerascop.linting import Finding, Group, Rule


class SharedOptimizer(Rule):
    """The same optimizer instance is compiled into models with different weights.

    ## What it does
    Finds an optimizer that is made once and given to `compile` for two models that are both
    trained, for the new model of every round of a loop, or for the same model after more of its
    layers have been unfrozen.

    ## Why is this bad
    An optimizer keeps running averages for each weight. The first training fixes for which ones.
    When it then meets weights that it does not know, Keras on TensorFlow refuses: `Unknown
    variable`, or `The optimizer cannot recognize variable`. On JAX, the models may disturb each
    other's averages without a word.

    ## Example
    ```python
    from tensorflow import keras


    def build():
        return keras.Sequential([
            keras.Input(shape=(8,)),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(1),
        ])


    optimizer = keras.optimizers.Adam(1e-3)
    first, second = build(), build()
    first.compile(optimizer=optimizer, loss="mse")
    first.fit(x, y)
    second.compile(optimizer=optimizer, loss="mae")  # KC412
    second.fit(x, y)
    ```

    ## Use instead
    Make an optimizer for each model, or give `compile` its name.

    ```python
    from tensorflow import keras


    def build():
        return keras.Sequential([
            keras.Input(shape=(8,)),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(1),
        ])


    first, second = build(), build()
    first.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mse")
    first.fit(x, y)
    second.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mae")
    second.fit(x, y)
    ```

    ## When not to flag
    Silent if only one of the models is trained, if they train the same weights, if the same model
    is compiled again with nothing new to train, and for `keras.optimizers.legacy` and projects that
    require a Keras before 2.11, whose optimizers took in new weights at any time.

    ## References
    - https://keras.io/api/optimizers/
    - `_check_variables_are_known` in keras/src/optimizers/base_optimizer.py
    """

    code = "KC412"
    name = "shared-optimizer"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        if min(program.target.keras, program.target.tf_keras) < (2, 11):
            return
        built: dict[Optimizer, tuple[Compile, frozenset[LayerConfig]]] = {}
        trained = sorted(
            (fit.order, compiled)
            for compiled in program.compiles
            for fit in compiled.fits
            if fit.trains and fit.order > compiled.order
        )
        reported: set[Compile] = set()
        for order, compiled in trained:
            optimizer = compiled.optimizer
            if optimizer is None or optimizer.is_legacy or compiled in reported:
                continue
            if not optimizer.is_instance:
                continue
            learning = _learning(compiled.model, program.changes, order)
            if learning is None:
                continue
            first, known = built.setdefault(optimizer, (compiled, learning))
            repeated = _repeats(compiled, optimizer)
            if learning <= known and not repeated:
                continue
            reported.add(compiled)
            argument = compiled.argument("optimizer").origin or compiled.origin
            yield self.finding(
                argument,
                f"this `{optimizer.name}` {_story(compiled, first, repeated)}: on TensorFlow Keras"
                " refuses weights that an optimizer has not been built with. Make a new one here",
                related=[
                    (optimizer.origin, "the optimizer is made here, once"),
                    (first.origin if first is not compiled else None, "it is first used here"),
                ],
                subject=compiled.model.origin,
            )


def _story(compiled: Compile, first: Compile, repeated: bool) -> str:
    if repeated:
        return "is made once, outside the loop, and every round compiles a new model with it"
    if first.model is compiled.model:
        return "was built before these layers were unfrozen"
    return "already trains another model"


def _repeats(compiled: Compile, optimizer: Optimizer) -> bool:
    """Does a loop compile one new model after the other with an optimizer from outside?"""
    return any(optimizer.order < loop.order and loop.rounds is None for loop in compiled.rebuilt_in)


def _learning(
    model: Model, changes: tuple[TrainableChange, ...], order: int
) -> frozenset[LayerConfig] | None:
    """The weighted layers that training changes at that time; `None` if not all are known."""
    if model.is_opaque or not model.layers:
        return None
    frozen: set[LayerConfig] = set()
    for change in changes:
        if change.order < order:
            frozen = frozen - change.layers if change.flag else frozen | change.layers
    found: set[LayerConfig] = set()
    for call in model.all_calls:
        around = (call, *call.enclosing())
        if (
            call.layer is not None
            and call.layer not in found
            and not any(each.layer in frozen for each in around)
        ):
            found.add(call.layer)
    weighted = {layer.config for layer in model.layers if layer.is_weighted}
    return frozenset(found & weighted)
