"""Functions on tensors: what `tf.reshape`, `K.reshape` and `keras.ops.reshape` have in common.

Every spelling leads to one operation with one set of parameter names, so that whoever asks about an
operation need not know which library it was written for. `shapes.operations` knows their shapes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from kerascop.keras_api.operation_tables import ELEMENTWISE, KEYWORDS, OPERATIONS, SPELLINGS
from kerascop.keras_api.paths import below_keras, public_part

_TENSOR_PARAMETERS = frozenset({"x", "y", "z", "condition", "kernel", "indices", "pointwise"})
_LISTS = frozenset({"concatenate", "stack", "add_n"})
_SUBMODULES = frozenset({"numpy", "nn", "math", "core", "image", "linalg"})
_COMPATIBILITY = frozenset({"compat", "v1", "v2", "_api"})


class OperationFacts(Struct, frozen=True):
    """A function on tensors, as one library spells it.

    Attributes:
        name: the operation's own name: `reshape`, `add`, `relu`.
        parameters: the names of its parameters in the order of this spelling. The names are the
            operation's, not the library's: `K.permute_dimensions(x, pattern)` has `("x", "axes")`.
        defaults: values that parameters have in this spelling when they are not given.
        listed: is the first parameter a list of tensors?
        elementwise: does it work position by position, with the axes of its tensors stretched to
            each other?
    """

    name: str
    parameters: tuple[str, ...]
    defaults: Mapping[str, object] = {}
    listed: bool = False
    elementwise: bool = False

    @property
    def tensors(self) -> tuple[str, ...]:
        """The parameters that take tensors."""
        return tuple(name for name in self.parameters if name in _TENSOR_PARAMETERS)

    @property
    def plain_parameters(self) -> tuple[str, ...]:
        """The parameters that say how: axes, shapes, sizes."""
        return tuple(name for name in self.parameters if name not in _TENSOR_PARAMETERS)

    def keyword(self, name: str) -> str:
        """The operation's name for a keyword of any library: `newshape` is `shape`."""
        if name in self.parameters:
            return name
        meanings = KEYWORDS.get(name, ())
        return next((meaning for meaning in meanings if meaning in self.parameters), name)


@lru_cache(maxsize=4096)
def operation_for(path: str) -> OperationFacts | None:
    """The operation that a dotted path means, imports expanded; `None` for anything else."""
    for library, name in _places(path):
        facts = _table(library).get(name)
        if facts is not None:
            return facts
    return None


def _places(path: str) -> Iterator[tuple[str, str]]:
    """The libraries of `SPELLINGS` in which a path may be found, and the name to look for."""
    inside = below_keras(path)
    if inside:
        public = public_part(inside)
        module, name = public[0], public[-1]
        if module == "ops" and all(part in _SUBMODULES for part in public[1:-1]):
            yield "ops.image" if "image" in public[1:-1] else "ops", name
        elif module in {"backend", "activations"} and len(public) > 1:
            yield module, name
        return
    package, *parts = path.split(".")
    if package != "tensorflow" or not parts:
        return
    parts = [part for part in parts if part not in _COMPATIBILITY]
    if len(parts) in {1, 2}:
        yield ".".join(("tensorflow", *parts[:-1])), parts[-1]


@lru_cache(maxsize=32)
def _table(library: str) -> Mapping[str, OperationFacts]:
    """A library's functions by their name in it."""
    return {
        facts[0]: facts[1]
        for line in SPELLINGS.get(library, "").split("\n")
        for facts in _parsed(line.strip())
    }


def _parsed(line: str) -> Iterator[tuple[str, OperationFacts]]:
    """The functions of a line of `SPELLINGS`: one with its own parameters, or several without."""
    functions, colon, written = line.partition(":")
    for function in functions.split():
        spelling, _, operation = function.partition("=")
        operation = operation or spelling
        signature = written if colon else OPERATIONS.get(operation, "x")
        if operation in ELEMENTWISE and not colon:
            signature = ELEMENTWISE[operation]
        names: list[str] = []
        defaults: dict[str, object] = {}
        for parameter in signature.split():
            name, equals, default = parameter.partition("=")
            names.append(name)
            if equals:
                defaults[name] = _value(default)
        yield (
            spelling,
            OperationFacts(
                operation,
                tuple(names),
                defaults,
                listed=operation in _LISTS,
                elementwise=operation in ELEMENTWISE,
            ),
        )


def _value(text: str) -> object:
    if text == "None":
        return None
    return int(text) if text.lstrip("-").isdigit() else text
