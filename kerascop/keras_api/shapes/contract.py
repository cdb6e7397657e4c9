"""What a shape function is given and gives back, and the table in which each is registered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from kerascop.dimensions import Dim, Shape, add
from kerascop.keras_api.shapes.arguments import objections
from kerascop.keras_api.shapes.settings import Settings


class RefusalKind(Enum):
    """What about a call makes Keras refuse it."""

    RANK = "rank"
    SHAPE = "shape"
    NEGATIVE = "negative"
    SIZE = "size"
    COUNT = "count"
    ARGUMENT = "argument"


class Refusal(Exception):
    """Keras certainly refuses this call.

    Attributes:
        kind: what is wrong: the number of axes (`RANK`), shapes that do not fit each other or the
            weights (`SHAPE`), an axis that would become empty (`NEGATIVE`), a reshape to another
            number of elements (`SIZE`), the number of inputs (`COUNT`), a constructor argument that
            no input could satisfy (`ARGUMENT`).
        message: what Keras refuses, in plain words, with the shapes.
    """

    def __init__(self, kind: RefusalKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


class Inferred(Struct, frozen=True):
    """What is known of a layer's call.

    Attributes:
        outputs: the shapes that come out; `None` for one of unknown rank.
        parameters: number of trainable weights; `None` if unknown.
        frozen_parameters: number of weights that training leaves alone, such as the moving
            averages of batch normalization; `None` if unknown.
    """

    outputs: tuple[Shape | None, ...]
    parameters: Dim = 0
    frozen_parameters: Dim = 0


UNKNOWN_CALL = Inferred((None,), None, None)


class Application(Struct, frozen=True):
    """One call of a layer.

    Attributes:
        name: the layer's class name, `Conv2D`.
        settings: its constructor arguments.
        inputs: the shapes of the tensors that go in, the batch axis first.
        call: the arguments of the call that are not tensors.
        listed: do the tensors go in as one list? `None` if that is not known.
    """

    name: str
    settings: Settings
    inputs: tuple[Shape | None, ...]
    call: Settings
    listed: bool | None = None

    @property
    def shape(self) -> Shape | None:
        """The shape of the first input."""
        return self.inputs[0] if self.inputs else None


ShapeFunction: TypeAlias = Callable[[Application], Inferred]

_FUNCTIONS: dict[str, ShapeFunction] = {}


def shape_of(*names: str) -> Callable[[ShapeFunction], ShapeFunction]:
    """Registers a shape function for the layers of these class names."""

    def register(function: ShapeFunction) -> ShapeFunction:
        _FUNCTIONS.update(dict.fromkeys(names, function))
        return function

    return register


def known_layers() -> frozenset[str]:
    """The class names of all layers that have a shape function."""
    return frozenset(_FUNCTIONS)


def infer(
    symbol: str,
    config: Mapping[str, object],
    inputs: Sequence[Shape | None],
    arguments: Mapping[str, object] | None = None,
    *,
    listed: bool | None = None,
) -> Inferred:
    """The shapes and the number of weights that a call of a layer gives.

    Args:
        symbol: Keras' canonical name of the layer, `keras.layers.Dense`.
        config: the constructor's arguments under today's names; whatever is missing has Keras'
            default, whatever is not a plain value is unknown.
        inputs: the shapes of the tensors that go in, the batch axis first, in the order of the
            parameters of the layer's `call`; `None` for unknown rank.
        arguments: arguments of the call that are not tensors.
        listed: do the tensors go in as one list? `None` if that is not known.

    Raises:
        Refusal: Keras certainly refuses the call, whatever is unknown.

    Claims follow the layers' `build` and `compute_output_shape` in Keras 3.
    """
    namespace, _, name = symbol.rpartition(".")
    function = _FUNCTIONS.get(name)
    if function is None or "layers" not in namespace.split("."):
        return UNKNOWN_CALL
    application = Application(
        name, Settings(config), tuple(inputs), Settings(arguments or {}), listed
    )
    for objection in objections(name, application.settings):
        raise Refusal(RefusalKind.ARGUMENT, objection)
    result = function(application)
    if application.settings.flag("trainable", default=True) is False:
        every = add(result.parameters, result.frozen_parameters)
        return replace(result, parameters=0, frozen_parameters=every)
    return result
