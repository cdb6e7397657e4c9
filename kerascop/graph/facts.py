"""Plain facts about what the source writes: arguments, references to the API, user functions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from kerascop.keras_api.version import NEWEST_KERAS, Release

if TYPE_CHECKING:
    from kerascop.dimensions import SymbolicDim
    from kerascop.syntax.origin import Origin


class Unknown(Enum):
    """The type of `UNKNOWN`: a fact that could not be derived."""

    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        return False


UNKNOWN = Unknown.UNKNOWN


class Reference(Struct, frozen=True):
    """A class or function of a library, named but not called: `tf.nn.relu`, `keras.losses.mse`.

    `path` is the dotted name as the source spells it, imports expanded; `symbol` is Keras'
    canonical name for it, or `None` for what is not Keras.
    """

    path: str
    symbol: str | None


class Configured(Struct, frozen=True):
    """An object of the Keras API made by a call: `l2(0.01)`, `MeanSquaredError()`, `Adam(1e-3)`."""

    path: str
    symbol: str | None
    arguments: Mapping[str, Argument]
    origin: Origin


class UserFunction(Struct, frozen=True):
    """A function, lambda or class instance that the linted code itself defines."""

    name: str
    origin: Origin

    @property
    def is_lambda(self) -> bool:
        """Is it an expression, `lambda x: …`, without a name of its own?"""
        return self.name == "<lambda>"


Fact: TypeAlias = (
    "None | bool | int | float | complex | str | bytes | SymbolicDim | Reference | Configured"
    " | UserFunction | Unknown | tuple[Fact, ...] | Mapping[str, Fact]"
)


class Argument(Struct, frozen=True):
    """One argument of a call: its value, and the expression that gave it.

    `given` is false for a parameter left at its default; `origin` is then `None`.
    """

    value: Fact
    origin: Origin | None = None
    given: bool = True
    ending: str | None = None


class DataArgument(Argument, frozen=True):
    """An argument that is data, an array or a batch of one: nothing that training changes."""


NO_ARGUMENT = Argument(UNKNOWN, None, False)


class ApiUse(Struct, frozen=True):
    """A place where the source names something of a library: an import or a dotted name.

    `path` is the dotted name, imports expanded (`keras.engine.input_layer.Input`); `symbol` is
    Keras' canonical name for it where there is one. `guessed` tells that nothing in the file
    imports it: a pasted snippet's `keras` may be `tf.keras` just as well. `release` is that of the
    Keras it is of, for a method its model's. `guarded` tells that the code is ready for its being
    missing: a `try` around it handles the `ImportError` or `AttributeError`.
    """

    path: str
    symbol: str | None
    origin: Origin
    is_import: bool
    guessed: bool = False
    release: Release = NEWEST_KERAS
    guarded: bool = False

    def comes_from(self, imported: str) -> bool:
        """Is the name the imported one, or something inside it?"""
        return self.path == imported or self.path.startswith(f"{imported}.")


class ApiCall(Struct, frozen=True):
    """A call of a library class, function or method with the arguments as they were written.

    `path` is the dotted name as spelled, imports expanded; for a method it is the class's path and
    the method's name (`keras.Model.fit`). `keywords` holds keyword arguments under the names the
    source uses, before Keras-1 names are translated. `positional` counts positional arguments.
    `keyword_origins` gives the whole `name=value` argument. `release` is that of the Keras that is
    called, for a method its model's. `guarded` tells that a `try` around the call handles the
    `TypeError` or `ValueError` of a wrong argument.
    """

    path: str
    symbol: str | None
    keywords: Mapping[str, Argument]
    positional: tuple[Argument, ...]
    origin: Origin
    keyword_origins: Mapping[str, Origin] = {}
    release: Release = NEWEST_KERAS
    guarded: bool = False
