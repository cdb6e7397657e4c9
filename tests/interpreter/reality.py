"""The oracle of soundness: a program run by Python itself, once for everything it may be given.

kerascop may not know; it may never know better. Whatever it says of one path through a program has
to be what some run of the program really does.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from textwrap import dedent
from typing import Any

from tests.programs import programs, stack

FREE: dict[str, Sequence[Any]] = {
    "flag": (True, False),
    "other": (True, False),
    "third": (True, False),
    "n": (*range(-1, 9), 12, 13),
    "xs": ([], [1], [2, 1], [0, 1, 2]),
    "mode": ("a", "b", "c", 1),
}
"""What the names that a program does not bind may stand for."""


class Broken(Exception):
    """Some run of the program raises."""


class _Layer:
    def __init__(self, size: object) -> None:
        self.size = size


class _Dense(_Layer):
    """A stand-in for `Dense`."""


class _Sequential:
    def __init__(self, layers: Sequence[_Layer] = ()) -> None:
        self.layers = list(layers)

    def add(self, layer: _Layer) -> None:
        self.layers.append(layer)


def realities(text: str) -> Iterator[list[list[object]]]:
    """For every run: the models that it makes, each with the sizes of its layers.

    Raises:
        Broken: some run ends with an exception. Nothing said of such a program can be wrong.
    """
    code = compile(dedent(text), "program.py", "exec")
    words = set(re.findall(r"\w+", text))
    names = [name for name in FREE if name in words]
    for values in itertools.product(*(FREE[name] for name in names)):
        made: list[_Sequential] = []
        world = {"Dense": _Dense, "Sequential": _recording(made), "__name__": "__main__"}
        given = {
            name: list(value) if isinstance(value, list) else value
            for name, value in zip(names, values, strict=True)
        }
        try:
            exec(code, {**world, **given})
        except (LookupError, TypeError, ValueError, NameError, AttributeError) as error:
            raise Broken from error
        yield [[layer.size for layer in model.layers] for model in made]


def _recording(made: list[_Sequential]) -> Callable[..., _Sequential]:
    def sequential(layers: Sequence[_Layer] = ()) -> _Sequential:
        model = _Sequential(layers)
        made.append(model)
        return model

    return sequential


def claims(text: str) -> list[str]:
    """What kerascop says of the program that no run of it does."""
    runs = list(realities(text))
    said = [
        " & ".join(map(stack, each.models))
        for each in programs(text)
        if all(map(_is_about_free_names, each.answers))
    ]
    return [models for models in said if not any(_fits(models, run) for run in runs)]


def _is_about_free_names(condition: object) -> bool:
    """Does a path take only things for granted that some run makes true, one way or the other?"""
    match condition:
        case ("constant", constant):
            return constant is not None
        case ("name" | "compare" | "unary" | "binary" | "and" | "or", *parts):
            return all(_is_about_free_names(part) for part in parts if isinstance(part, tuple))
        case _:
            return False


def _fits(said: str, run: list[list[object]]) -> bool:
    models = [model.split() for model in said.split(" & ")]
    return len(models) == len(run) and all(
        _fits_model(layers, sizes) for layers, sizes in zip(models, run, strict=True)
    )


def _fits_model(layers: list[str], sizes: list[object]) -> bool:
    if "…" in layers:
        cut = layers.index("…")
        start, end = layers[:cut], layers[cut + 1 :]
        if "…" in end or len(sizes) < len(start) + len(end):
            return True
        return _fits_model(start, sizes[: len(start)]) and _fits_model(
            end, sizes[len(sizes) - len(end) :]
        )
    return len(layers) == len(sizes) and all(
        _fits_layer(layer, size) for layer, size in zip(layers, sizes, strict=True)
    )


def _fits_layer(layer: str, size: object) -> bool:
    spelled = layer.removeprefix("Dense(").removesuffix(")")
    known = spelled.lstrip("-").isdigit() or spelled in ("None", "True", "False")
    return not known or spelled == str(size)
