"""Objects of library classes called like functions: losses, metrics, layers of older APIs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.interpreter.keras.losses import apply_loss_object
from kerascop.interpreter.values import Arguments, LibraryObject, Value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


def call_object(machine: Machine, callee: LibraryObject, arguments: Arguments) -> Value | None:
    """What calling an object of a library class gives."""
    return apply_loss_object(machine, callee, arguments)
