"""Other losses and other activations in the place of those that a program chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.graph import Activation, LayerConfig, Loss
from kerascop.linting.fixes import (
    argument_added,
    called_otherwise,
    in_file,
    is_name,
    replaced,
    respelled,
    spelled,
)
from kerascop.sources.edits import Edit

if TYPE_CHECKING:
    from pathlib import Path

CLASS_NAMES = {
    "binary_crossentropy": "BinaryCrossentropy",
    "binary_focal_crossentropy": "BinaryFocalCrossentropy",
    "categorical_crossentropy": "CategoricalCrossentropy",
    "categorical_focal_crossentropy": "CategoricalFocalCrossentropy",
    "sparse_categorical_crossentropy": "SparseCategoricalCrossentropy",
}
"""The classes of the losses, by the names of their functions."""

NO_ACTIVATION = ("None", "linear")


def loss_changed(loss: Loss, family: str, path: Path) -> list[Edit] | None:
    """Another crossentropy where one is chosen, spelled as the old one: string, function or class.

    `None` where it is chosen through a variable, by a function of the user's own, or with
    arguments that the other may not take.
    """
    origin, old = in_file(loss.origin, path), loss.family
    if origin is None or loss.inner is not None or old not in CLASS_NAMES:
        return None
    name = spelled(origin)
    if name not in (old, CLASS_NAMES[old]):
        made = respelled(origin, family, [old])
        return None if name or made is None else [made]
    if name == old:
        made = replaced(origin, f'"{family}"') if is_name(origin, old) else None
        made = made or respelled(origin, family)
        return None if made is None else [made]
    given = origin.text.partition("(")[2].rstrip(")").replace(" ", "")
    if given not in ("", "from_logits=True", "from_logits=False"):
        return None
    return called_otherwise(origin, CLASS_NAMES[family])


def activation_changed(activation: Activation, name: str, path: Path) -> Edit | None:
    """Another activation where one is applied: by string, by function, or as an operation."""
    origin, old = in_file(activation.origin, path), activation.name
    if is_name(origin, old) and activation.call.layer is not None and origin is not None:
        return replaced(origin, f'"{name}"', [old])
    return respelled(origin, name, [old])


def activation_given(layer: LayerConfig, name: str, path: Path) -> Edit | None:
    """An activation for a layer that has none."""
    given = layer.argument("activation")
    if given.given and given.origin is not None:
        return replaced(in_file(given.origin, path), f'"{name}"', NO_ACTIVATION)
    return argument_added(in_file(layer.origin, path), f'activation="{name}"')
