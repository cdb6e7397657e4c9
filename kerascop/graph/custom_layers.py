"""Layers of the linted code as a saved model sees them: what of them can be written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin


class CustomLayer(Struct, frozen=True, eq=False):
    """A layer of the linted code's own, in a model.

    Attributes:
        name: its class.
        definition: where the class is defined.
        origin: where the layer is made.
        configured_at: where the class defines `get_config`; `None` if it inherits Keras' own.
        forgotten: the constructor's required parameters that its `get_config` does not return, and
            that `from_config` therefore lacks.
        odd: the arguments that Keras cannot write down by itself: their names, and what they are.
        saved_at: where the program writes the configuration of a model with the layer in it.
    """

    name: str
    definition: Origin
    origin: Origin
    configured_at: Origin | None = None
    forgotten: tuple[str, ...] = ()
    odd: tuple[tuple[str, str], ...] = ()
    saved_at: Origin | None = None
