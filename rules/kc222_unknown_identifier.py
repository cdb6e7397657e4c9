"""KC222: a string that Keras has no activation, loss, optimizer … for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kerascop.graph import ApiCall, Argument, Program
from kerascop.keras_api import Kind, identifier, resolve
from kerascop.keras_api.removed_arguments import version_of
from kerascop.keras_api.unknown_identifiers import (
    UnknownIdentifier as Unknown,
)
from kerascop.keras_api.unknown_identifiers import (
    kind_of,
    modern_name,
    unknown_data_format,
    unknown_identifier,
    unknown_padding,
)
from kerascop.linting import Applicability, Evidence, Finding, Fix, Group, Located, Rule, Severity
from kerascop.linting.fixes import fix_of, reworded

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin


class UnknownIdentifier(Rule):
    """A string stands for an activation, loss, metric or the like that Keras does not have.

    ## What it does
    Looks up the strings that are given for activations, losses, metrics, optimizers, initializers,
    regularizers, constraints, `padding` and `data_format`.

    ## Why is this bad
    Keras raises. An unknown activation or initializer stops the line that makes the layer; an
    unknown loss or metric only shows when `fit` begins. Identifiers are written just so: `"relu"`,
    not `"ReLU"`. Optimizers alone may be written in capitals.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((8,)),
        layers.Dense(16, activation="relu"),
        layers.Dense(3, activation="softmax"),
    ])
    model.compile(
        optimizer="adam",
        loss="categorical_cross_entropy",  # KC222
    )
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((8,)),
        layers.Dense(16, activation="relu"),
        layers.Dense(3, activation="softmax"),
    ])
    model.compile(
        optimizer="adam",
        loss="categorical_crossentropy",
    )
    ```

    ## When not to flag
    Silent in programs that register objects of their own (`get_custom_objects`,
    `custom_object_scope`, `register_keras_serializable`), except for `padding` and `data_format`.
    What Keras 2 takes and Keras 3 does not (`activation="LeakyReLU"`, `loss="huber_loss"`,
    `"Same"` for a pooling) is a warning only. A constraint's name as a regularizer is KC212's.

    ## References
    - https://keras.io/api/layers/activations/
    - https://keras.io/api/losses/
    - `get` in keras/src/activations/__init__.py and its namesakes
    """

    code = "KC222"
    name = "unknown-identifier"
    group = Group.CORRECTNESS
    since = "0.1"
    evidence = Evidence.REFUSAL
    fixes = (Applicability.SAFE, Applicability.UNSAFE)

    def check(self, program: Program) -> Iterator[Finding]:
        for call in program.api_calls:
            for text, place, parameter in strings_of(call):
                unknown = judge(call, parameter, text, registers=program.registers)
                if unknown is not None:
                    yield self._finding(unknown, place or call.origin, _fix(unknown, place))

    def _finding(self, unknown: Unknown, place: Located, fix: Fix | None) -> Finding:
        article = "an" if unknown.noun[0] in "aio" else "a"
        meant = f"; did you mean `{unknown.nearest!r}`?" if unknown.nearest else ""
        meant = meant.replace("'", '"')
        text = f'`"{unknown.text}"`'
        if unknown.by_keras_2:
            return self.finding(
                place,
                f"only Keras 2 takes {text} for {article} {unknown.noun}{meant}",
                severity=Severity.WARNING,
                fix=fix,
            )
        return self.finding(place, f"{text} is no {unknown.noun} of Keras{meant}", fix=fix)


def _fix(unknown: Unknown, place: Origin | None) -> Fix | None:
    """The nearest name; that is safe where nothing but capitals differ."""
    nearest = unknown.nearest
    same = nearest is not None and nearest.lower() == unknown.text.lower()
    return fix_of(
        Applicability.SAFE if same else Applicability.UNSAFE,
        f"Write `{nearest}`",
        reworded(place, nearest, [unknown.text]),
    )


def strings_of(call: ApiCall) -> Iterator[tuple[str, Origin | None, str]]:
    """The strings among the arguments, with their places and the parameters that they are for."""
    symbol = resolve(call.path)
    if call.path == "keras.Model.compile":
        names: tuple[str, ...] = ("optimizer", "loss")
    elif symbol is None:
        return
    else:
        at = (symbol.parameter_at(position) for position in range(len(call.positional)))
        names = tuple("" if parameter is None else parameter.name for parameter in at)
    given = [*zip(names, call.positional, strict=False), *call.keywords.items()]
    for name, argument in given:
        texts = list(texts_in(argument))
        if not texts:
            continue
        parameter = name if symbol is None else modern_name(symbol, name)
        if parameter != name and parameter in ("padding", "data_format"):
            # The words of Keras 1 for these are KC701's, with their keywords.
            continue
        for text, place in texts:
            yield text, place, parameter


def texts_in(argument: Argument) -> Iterator[tuple[str, Origin | None]]:
    """The strings in an argument, those in lists and dictionaries included."""
    value, place = argument.value, argument.origin
    if isinstance(value, str):
        yield value, place
        return
    if isinstance(value, Mapping):
        # Of an object's configuration the words are those of the object, not names of others.
        entries = () if "class_name" in value else tuple(value.values())
    elif isinstance(value, tuple):
        entries = value
    else:
        return
    places = () if place is None else place.entries
    for index, entry in enumerate(entries):
        inner = places[index] if len(places) == len(entries) else place
        yield from texts_in(Argument(entry, inner))


def judge(call: ApiCall, parameter: str, text: str, *, registers: bool) -> Unknown | None:
    """Is the string none that the parameter takes?"""
    version = version_of(call.path, call.release)
    symbol = resolve(call.path)
    if version == 1:
        return None
    if symbol is not None and symbol.kind is Kind.LAYER:
        if parameter == "padding":
            return unknown_padding(symbol, text, version)
        if parameter == "data_format" and not symbol.short.startswith("Flatten"):
            return unknown_data_format(text)
    elif symbol is not None and symbol.kind is not Kind.APPLICATION:
        return None
    kind = kind_of(parameter)
    if kind is None or registers:
        return None
    if kind is Kind.REGULARIZER and identifier(Kind.CONSTRAINT, text) is not None:
        return None
    if kind is Kind.CONSTRAINT and identifier(Kind.REGULARIZER, text) is not None:
        return None
    return unknown_identifier(kind, text, version)
