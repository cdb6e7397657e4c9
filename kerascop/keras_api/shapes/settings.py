"""Reading constructor arguments: plain values as they are, anything else as unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from kerascop.dimensions import Dim, SymbolicDim


class Absent:
    """The type of `ABSENT`: the argument was not given at all."""


ABSENT: Final = Absent()


class WrappedLayer(Struct, frozen=True):
    """A layer that is an argument of another one: `TimeDistributed(Dense(3))`."""

    symbol: str
    config: Mapping[str, object]

    @property
    def name(self) -> str:
        """Its class name."""
        return self.symbol.rpartition(".")[2]


class Settings(Struct, frozen=True):
    """Arguments by name. A reader answers `None` for a value that is not known."""

    values: Mapping[str, object]

    def raw(self, name: str, default: object = ABSENT) -> object:
        """The value as it is; `default` if it was not given."""
        return self.values.get(name, default)

    def is_none(self, name: str, *, default: bool = True) -> bool:
        """Is the value certainly `None`? `default` answers for one that was not given."""
        value = self.raw(name)
        return default if value is ABSENT else value is None

    def dim(self, name: str, default: Dim = None) -> Dim:
        """An integer or a symbol; `default` if it was not given."""
        value = self.raw(name)
        return default if value is ABSENT else as_dim(value)

    def integer(self, name: str, default: int | None = None) -> int | None:
        """A plain integer, such as an axis."""
        value = self.dim(name, default)
        return value if isinstance(value, int) else None

    def flag(self, name: str, *, default: bool) -> bool | None:
        """A truth value."""
        value = self.raw(name)
        if value is ABSENT:
            return default
        return bool(value) if value is None or isinstance(value, bool | int) else None

    def text(self, name: str, default: str) -> str | None:
        """A string; `None` in the source stands for the default."""
        value = self.raw(name)
        if value is ABSENT or value is None:
            return default
        return value if isinstance(value, str) else None

    def dims(self, name: str, count: int, default: int | None = None) -> tuple[Dim, ...]:
        """`count` sizes, written as one or as a tuple of `count`.

        A tuple of another length is unknown: `refuse_wrong_length` speaks about it.
        """
        value = self.raw(name)
        if value is ABSENT:
            return (default,) * count
        if isinstance(value, tuple):
            known = tuple(as_dim(part) for part in value)
            return known if len(known) == count else (None,) * count
        return (as_dim(value),) * count

    def length(self, name: str) -> int | None:
        """The number of entries of a tuple; `None` for anything else."""
        value = self.raw(name)
        return len(value) if isinstance(value, tuple) else None

    @property
    def channels_first(self) -> bool | None:
        """Where the channels are, by `data_format`; the global setting is taken to be untouched."""
        text = self.text("data_format", "channels_last")
        if text is None:
            return None
        return {"channels_first": True, "channels_last": False}.get(text.lower())

    def layer(self, name: str) -> WrappedLayer | None:
        """A layer that is an argument, if it is one that Keras itself offers."""
        return as_layer(self.raw(name))


def as_dim(value: object) -> Dim:
    """An integer or symbol as it is; unknown for anything else, truth values included."""
    if isinstance(value, SymbolicDim) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return None


def as_axes(value: object) -> tuple[int, ...] | None:
    """One or several axes as a tuple; `None` if they are not all known."""
    parts = value if isinstance(value, tuple) else (value,)
    axes = tuple(part for part in parts if isinstance(part, int) and not isinstance(part, bool))
    return axes if len(axes) == len(parts) else None


def as_layer(value: object) -> WrappedLayer | None:
    """A layer or configured object, told by its `symbol` and `arguments`."""
    symbol = getattr(value, "symbol", None)
    arguments = getattr(value, "arguments", None)
    if not isinstance(symbol, str) or not isinstance(arguments, Mapping):
        return None
    if getattr(value, "user_defined", False):
        return None
    return WrappedLayer(symbol, {name: argument.value for name, argument in arguments.items()})
