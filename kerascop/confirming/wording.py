"""Arguments of layers as JSON, so that the worker can make them again without the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import EllipsisType
from typing import TypeAlias

from kerascop.confirming.numbers import Numbers
from kerascop.dimensions import BATCH_ATOM, SymbolicDim
from kerascop.graph.facts import Argument, Configured, Reference, Unknown, UserFunction
from kerascop.graph.tensors import LayerConfig
from kerascop.keras_api import resolve
from kerascop.keras_api.unknown_identifiers import kind_of, unknown_identifier

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"

SIZES = frozenset(
    "units filters input_dim output_dim target_shape n num_tokens max_tokens height width num_bins "
    "key_dim value_dim output_sequence_length classes".split()
)
"""Arguments that are sizes: a name that the source gives one can be any number."""

WINDOWS = frozenset(
    "kernel_size strides pool_size dilation_rate depth_multiplier num_heads size groups cropping "
    "output_padding num_query_heads num_key_value_heads".split()
)
"""Arguments that are sizes, and small."""

STAND_INS: Mapping[str, Json] = {
    "rate": 0.5,
    "dropout": 0.0,
    "recurrent_dropout": 0.0,
    "momentum": 0.9,
    "epsilon": 0.001,
    "stddev": 0.1,
    "factor": 0.1,
    "scale": 1.0,
    "offset": 0.0,
    "mean": 0.0,
    "variance": 1.0,
    "alpha": 0.3,
    "negative_slope": 0.3,
    "theta": 1.0,
    "height_factor": 0.1,
    "width_factor": 0.1,
    "mask_value": 0.0,
}
"""Arguments on which no shape and no number of weights depends, and a value that Keras takes."""

_LEFT_OUT = ("_initializer", "_regularizer", "_constraint")
_LEFT_OUT_NAMES = frozenset("dtype seed trainable autocast dynamic threshold max_value".split())
"""Arguments that are left at their defaults where they cannot be said: no shape depends on them."""

_DECLARING = frozenset("input_shape batch_input_shape batch_shape input_dim input_length".split())
"""What a layer is told of its input: the plan has inputs of its own."""

_NEVER_SAID = frozenset({"name", "trainable", "input_tensor", "weights"})


class Unspoken(Exception):
    """An argument cannot be said; the message says why, in words."""


@dataclass(frozen=True)
class Wording:
    """How arguments are said.

    Attributes:
        numbers: for the sizes that are known by name only; more are chosen as they come up.
        registers: does the program give names to activations and the like of its own?
        notes: what is left out though it may matter, in words; more are added as they come up.
    """

    numbers: Numbers
    registers: bool = False
    notes: list[str] = field(default_factory=list)


def described(layer: LayerConfig, wording: Wording) -> dict[str, Json]:
    """A layer of Keras' own as its class and its arguments.

    Raises:
        Unspoken: an argument that matters is not known, or is the program's own.
    """
    symbol = resolve(layer.symbol)
    if layer.user_defined or symbol is None or not layer.symbol.startswith("keras."):
        raise Unspoken(f"`{layer.short}` is no layer of Keras")
    arguments: dict[str, Json] = {}
    for name, argument in layer.arguments.items():
        if not argument.given or name in _DECLARING and symbol.parameter(name) is None:
            continue
        if name in _NEVER_SAID:
            continue
        try:
            arguments[name] = _argument(layer, name, argument, wording)
        except _LeftOut as left_out:
            if left_out.args:
                wording.notes.append(f"{left_out.args[0]} of `{_title(layer)}`")
        except Unspoken as error:
            raise Unspoken(f"`{name}` of `{_title(layer)}` is {error}") from None
    if layer.symbol.startswith("keras.applications."):
        arguments["weights"] = None
    return {"class": layer.symbol, "arguments": arguments}


def spelled(fact: object, wording: Wording, *, window: bool = False) -> Json:
    """A value as JSON: what JSON has no word for is an object with a single key.

    Raises:
        Unspoken: it is not known, or it is the program's own.
    """
    match fact:
        case None | bool() | int() | float() | str():
            return fact
        case SymbolicDim():
            number = wording.numbers.of(fact, window=window)
            if number is None:
                raise Unspoken("a number of samples")
            return number
        case tuple():
            return {"tuple": [spelled(each, wording, window=window) for each in fact]}
        case Mapping():
            pairs = [[key, spelled(each, wording)] for key, each in fact.items()]
            return {"dict": pairs}  # type: ignore[dict-item]
        case Reference(path=path, symbol=symbol):
            return {"function": symbol or path}
        case Configured(symbol=str() as symbol, arguments=given):
            return {"object": {"class": symbol, "arguments": _all(given, wording)}}
        case LayerConfig():
            return {"object": described(fact, wording)}
        case slice():
            ends = (fact.start, fact.stop, fact.step)
            return {"slice": [spelled(each, wording) for each in ends]}
        case EllipsisType():
            return {"ellipsis": None}
        case UserFunction(name=name):
            raise Unspoken(f"the program's own `{name}`")
        case Unknown():
            raise Unspoken("not known")
        case _:
            raise Unspoken("nothing that can be said outside the program")


def sizes_of(fact: object, wording: Wording) -> Json:
    """The shape that a reshape is given: what depends on the batch is left to Keras, as -1.

    Raises:
        Unspoken: more than one size is open.
    """
    given = fact if isinstance(fact, tuple) else (fact,)
    sizes = [
        -1 if isinstance(each, SymbolicDim) and each.has_batch else spelled(each, wording)
        for each in given
    ]
    if any(not isinstance(size, int) for size in sizes) or sizes.count(-1) > 1:
        raise Unspoken(f"a shape with `{BATCH_ATOM}` in it")
    return {"tuple": sizes}


class _LeftOut(Exception):
    """An argument is left at its default; a message says so if it may matter."""


def _argument(layer: LayerConfig, name: str, argument: Argument, wording: Wording) -> Json:
    fact: object = argument.value
    window = name in WINDOWS or name == "padding" and layer.short.startswith("ZeroPadding")
    if name in SIZES or window:
        return _size(fact, wording, window=window)
    try:
        if isinstance(fact, LayerConfig):
            return {"object": described(fact, wording)}
        if isinstance(fact, SymbolicDim):
            raise Unspoken("not known")
        if isinstance(fact, str) and wording.registers and _is_registered(name, fact):
            raise Unspoken(f"the program's own `{fact}`")
        return spelled(fact, wording)
    except Unspoken as error:
        if name in STAND_INS and layer.symbol.startswith("keras.layers."):
            return STAND_INS[name]
        if name.endswith(_LEFT_OUT) or name in _LEFT_OUT_NAMES:
            raise _LeftOut from error
        if name == "activation" or name.endswith("_activation"):
            raise _LeftOut(f"`{name}`, which is {error}, is left out") from error
        raise


def _is_registered(parameter: str, text: str) -> bool:
    """Is it a name that only the program itself can have given to something?"""
    kind = kind_of(parameter)
    return kind is not None and unknown_identifier(kind, text) is not None


def _size(fact: object, wording: Wording, *, window: bool) -> Json:
    """A size, or several: those that are not known are as good as any."""
    if isinstance(fact, Unknown):
        return wording.numbers.fresh(window=window)
    if isinstance(fact, tuple):
        return {"tuple": [_size(each, wording, window=window) for each in fact]}
    return spelled(fact, wording, window=window)


def _all(given: Mapping[str, Argument], wording: Wording) -> dict[str, Json]:
    return {name: spelled(each.value, wording) for name, each in given.items() if each.given}


def _title(layer: LayerConfig) -> str:
    return layer.keras_name or layer.name or layer.short
