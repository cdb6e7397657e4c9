"""KC320: losses, loss weights or metrics that do not go with the outputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kerascop.graph import Call, Compile, Model, Style, Tensor, is_weighted
from kerascop.linting import Finding, Group, Rule, Severity

Verdict = tuple[str, Severity | None]
ARGUMENTS = {
    "loss": ("loss", "losses"),
    "loss_weights": ("loss weight", "loss weights"),
    "metrics": ("list of metrics", "lists of metrics"),
}
"""What an entry of each argument is called: one, and several."""


class LossCountMismatch(Rule):
    """`compile` is given losses, loss weights or metrics for other outputs than the model has.

    ## What it does
    Compares the lists and dictionaries in `loss=`, `loss_weights=` and `metrics=` with the outputs
    of the model: lists by their number, dictionaries by the names of the outputs.

    ## Why is this bad
    A list of losses that is too short is accepted, and the outputs that it does not reach are never
    trained; a warning of missing gradients is all that tells you. One that is too long is an error
    on Keras 3, and Keras 2 drops the rest. With too few weights, Keras 2 takes 0 for the others and
    Keras 3 refuses. A name that no output has is an error.

    ## Example
    ```python
    from tensorflow import keras

    inputs = keras.Input(shape=(20,))
    hidden = keras.layers.Dense(32, activation="relu")(inputs)
    price = keras.layers.Dense(1, name="price")(hidden)
    kind = keras.layers.Dense(5, activation="softmax", name="kind")(hidden)
    model = keras.Model(inputs, [price, kind])
    model.compile(
        optimizer="adam",
        loss=["mse"],  # KC320
    )
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    inputs = keras.Input(shape=(20,))
    hidden = keras.layers.Dense(32, activation="relu")(inputs)
    price = keras.layers.Dense(1, name="price")(hidden)
    kind = keras.layers.Dense(5, activation="softmax", name="kind")(hidden)
    model = keras.Model(inputs, [price, kind])
    model.compile(
        optimizer="adam",
        loss={"price": "mse", "kind": "categorical_crossentropy"},
    )
    ```

    ## When not to flag
    One loss for all outputs, one number for all weights, `None` for an output that is not to be
    trained, and metrics for some of the outputs are fine. So is a plain list of metrics, which
    Keras 2 computes for every output. An output without a loss is fine if nothing in it can be
    trained. A dictionary that misses one which can is a warning only: it stays untrained, or
    Keras 3 refuses. Silent for names that Keras counts itself, for models that are loaded or whose
    class says what it returns or how it is trained (`train_step`, `compute_loss`), and for outputs
    in a structure that is not understood.

    ## References
    - https://keras.io/guides/functional_api/#models-with-multiple-inputs-and-outputs
    - `CompileLoss.build` in keras/src/trainers/compile_utils.py
    """

    code = "KC320"
    name = "loss-count-mismatch"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, compiled: Compile) -> Iterator[Finding]:
        model = compiled.model
        if model.style not in (Style.FUNCTIONAL, Style.SEQUENTIAL) or not model.outputs:
            return
        if model.own_training or any(_is_opaque(tensor) for tensor in model.outputs):
            return
        for name in ARGUMENTS:
            argument = compiled.argument(name)
            verdict = _verdict(name, argument.value, model)
            if verdict is None or argument.origin is None:
                continue
            message, severity = verdict
            yield self.finding(
                argument.origin,
                message,
                related=[
                    (model.origin, "the model is built here"),
                    *((tensor.origin, "an output") for tensor in model.outputs),
                ],
                severity=severity,
                subject=compiled.origin,
            )
            return


def _verdict(name: str, value: object, model: Model) -> Verdict | None:
    names = model.output_names
    if isinstance(value, tuple):
        return _by_number(name, value, model)
    known = None not in names and len(names) == len(set(names)) == len(model.outputs)
    return _by_name(name, list(value), model) if known and isinstance(value, Mapping) else None


def _by_number(name: str, value: tuple[object, ...], model: Model) -> Verdict | None:
    outputs = len(model.outputs)
    nested = any(isinstance(item, tuple | Mapping) for item in value)
    if not value or len(value) == outputs or nested is not (name == "metrics"):
        return None
    if name == "metrics" and outputs == 1:
        return None
    too_short = len(value) < outputs
    if name == "loss" and too_short and not _has_untrained(model, range(len(value), outputs)):
        return None
    given = f"{len(value)} {ARGUMENTS[name][len(value) != 1]}"
    meant = f"{outputs} {'output' if outputs == 1 else 'outputs'}"
    return f"{given} for {meant}: {_effect(name, len(value), outputs)}", None


def _effect(name: str, given: int, outputs: int) -> str:
    if name == "metrics":
        return "Keras wants one for each, and refuses"
    if name == "loss_weights":
        return "Keras 3 refuses, Keras 2 " + (
            "weighs the rest with 0" if given < outputs else "ignores what is left"
        )
    if given < outputs:
        left = outputs - given
        rest = "the last output is" if left == 1 else f"the last {left} outputs are"
        return f"Keras accepts that, and {rest} never trained"
    if outputs == 1:
        return "only one of them can be meant. Add them up in a function to train on their sum"
    return "Keras 3 fails, Keras 2 ignores what is left"


def _by_name(name: str, given: Sequence[object], model: Model) -> Verdict | None:
    names = model.output_names
    if not all(isinstance(key, str) for key in given):
        return None
    unknown = [key for key in given if key not in names]
    missing = [key for key in names if key not in given]
    if unknown and (name == "loss" or len(names) > 1):
        called = "output is called" if len(names) == 1 else "outputs are called"
        return f"`{name}` names {_listed(unknown)}, but the {called} {_listed(names)}", None
    if unknown or name != "loss" or not _has_untrained(model, list(map(names.index, missing))):
        return None
    what = f"`loss` has no entry for {_listed(missing)}"
    left = "it is" if len(missing) == 1 else "they are"
    return (
        f"{what}: {left} never trained, and Keras 3 refuses unless the model gives a dictionary",
        Severity.WARNING,
    )


def _is_opaque(tensor: Tensor) -> bool:
    """May it be several tensors, such as a named tuple?"""
    return tensor.call is not None and tensor.call.is_opaque


def _has_untrained(model: Model, left: Sequence[int]) -> bool:
    """Are there weights that only these outputs depend on?"""
    kept = [tensor for place, tensor in enumerate(model.outputs) if place not in left]
    return bool(_weighted_before([model.outputs[place] for place in left]) - _weighted_before(kept))


def _weighted_before(tensors: Sequence[Tensor]) -> set[Call]:
    """The calls of layers with weights that tensors are computed by."""
    seen: set[Call] = set()
    stack = list(tensors)
    while stack:
        call = stack.pop().call
        if call is not None and call not in seen:
            seen.add(call)
            stack.extend(call.inputs)
    return {call for call in seen if is_weighted(call)}


def _listed(names: Sequence[object]) -> str:
    return " and ".join(f"`{name}`" for name in names)
