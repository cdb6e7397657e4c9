"""Numbers that a program asks of tensors which have none while Keras builds its graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin


class NumpyUse(Struct, frozen=True, eq=False):
    """A function of NumPy, or the method `numpy`, applied to a symbolic tensor.

    Attributes:
        path: the function's dotted path, imports expanded; `numpy` for the method of a tensor.
        origin: the call.
    """

    path: str
    origin: Origin

    @property
    def is_method(self) -> bool:
        """Is it `tensor.numpy()`?"""
        return self.path == "numpy"

    @property
    def name(self) -> str:
        """The function's name in NumPy: `sqrt`, `linalg.norm`."""
        return self.path.partition(".")[2]
