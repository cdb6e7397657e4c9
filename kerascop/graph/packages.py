"""Which package of Keras the parts of a model come from: `keras`, `tf.keras`, `tf_keras` …"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.graph.facts import ApiUse, Configured
from kerascop.keras_api.paths import package_of

if TYPE_CHECKING:
    from kerascop.graph.models import Model
    from kerascop.graph.program import Program
    from kerascop.graph.training import Compile
    from kerascop.syntax.origin import Origin


class Part(Struct, frozen=True):
    """A layer of a model, or the optimizer that it is compiled with.

    Attributes:
        package: the package of Keras that it comes from.
        path: its dotted name, imports expanded.
        origin: where it is made.
        imported: the import that brings its name; `None` where no import is seen.
    """

    package: str
    path: str
    origin: Origin
    imported: ApiUse | None

    @property
    def short(self) -> str:
        """The class name alone."""
        return self.path.rpartition(".")[2]


def layers_of(model: Model, program: Program) -> Iterator[Part]:
    """The layers that a model itself applies, as far as they are Keras' own."""
    for layer in model.layers:
        config = layer.config
        is_own = config.user_defined or not config.symbol.startswith("keras.layers.")
        if not is_own and layer.call.within is None:
            yield _part(config.path, config.origin, program)


def optimizer_of(compiled: Compile, program: Program) -> Part | None:
    """The optimizer object of a `compile`, if it is Keras' own and not named by a string."""
    value = compiled.argument("optimizer").value
    if not isinstance(value, Configured) or value.symbol is None:
        return None
    return _part(value.path, value.origin, program)


def _part(path: str, origin: Origin, program: Program) -> Part:
    return Part(package_of(path), path, origin, _import_of(path, origin, program))


def _import_of(path: str, origin: Origin, program: Program) -> ApiUse | None:
    """The import, in the same file, that brings a name: the most precise one."""
    found = (
        use
        for use in program.api_uses
        if use.is_import and use.origin.path == origin.path and _comes_from(path, use.path)
    )
    return max(found, key=lambda use: len(use.path), default=None)


def _comes_from(path: str, imported: str) -> bool:
    return path == imported or path.startswith(f"{imported}.")


def import_of_class(model: Model, program: Program) -> ApiUse | None:
    """The import, in the same file, of the class `Model` or `Sequential` that a model is of."""
    for use in program.api_uses:
        own = use.is_import and use.origin.path == model.origin.path
        is_class = use.symbol in ("keras.models.Model", "keras.models.Sequential")
        if own and is_class and package_of(use.path) == model.package:
            return use
    return None
