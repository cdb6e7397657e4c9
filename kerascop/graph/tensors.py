"""Symbolic tensors and the calls that produce them: the flat, op-level graph of a model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING

from msgspec import Struct, field

from kerascop.graph.facts import NO_ARGUMENT, Argument

if TYPE_CHECKING:
    from kerascop.dimensions import Dim, Shape
    from kerascop.syntax.origin import Origin


_MADE = count()


def next_in_order() -> int:
    """A number greater than all before it: tells what was made first."""
    return next(_MADE)


class LayerConfig(Struct, frozen=True, eq=False):
    """A layer as the source constructs it; calling it twice shares its weights.

    Attributes:
        symbol: Keras' canonical name (`keras.layers.Dense`), or the user's class name.
        path: the dotted name as the source spells it, imports expanded.
        name: the layer's own name, if the source gives one.
        arguments: every constructor argument under today's parameter names, defaults included.
        origin: the expression that constructs it.
        user_defined: is the class the linted code's own?
        keras_name: the name that Keras gives it: its own, or one counted per class.
        keras_class: the class that Keras says it is of, where that is not `symbol`: `Functional`.
        positional: how many arguments the source gives by position.
        data_format: where Keras took the channels to be when the layer was made.
        order: grows with every layer that is constructed.
    """

    symbol: str
    path: str
    name: str | None
    arguments: Mapping[str, Argument]
    origin: Origin
    user_defined: bool = False
    keras_name: str | None = None
    keras_class: str | None = None
    positional: int = 0
    data_format: str | None = None
    order: int = field(default_factory=next_in_order)

    @property
    def short(self) -> str:
        """The class name alone: `Dense`."""
        return self.symbol.rpartition(".")[2]

    def argument(self, name: str) -> Argument:
        """The constructor argument `name`; an unknown one that was not given if there is none."""
        return self.arguments.get(name, NO_ARGUMENT)


class Operation(Struct, frozen=True, eq=False):
    """A function or operator applied to tensors: `x + y`, `K.reshape(x, …)`, `tf.nn.relu(x)`.

    `name` is the operation's plain name (`add`, `reshape`, `relu`, `getitem`); `opaque` stands for
    anything whose effect is unknown. `path` is the dotted name as spelled, `None` for operators.
    """

    name: str
    path: str | None = None
    arguments: Mapping[str, Argument] = {}

    def argument(self, name: str) -> Argument:
        """The argument `name`; an unknown one that was not given if there is none."""
        return self.arguments.get(name, NO_ARGUMENT)


OPAQUE = "opaque"


class Call(Struct, eq=False):
    """One application of a layer or operation to tensors.

    A composite (a `Lambda`, a nested model, a layer that the linted code defines) has calls of its
    own inside: their `within` leads to it, and its `outputs` are theirs.

    Attributes:
        operation: what is applied.
        inputs: the tensors that go in, in order.
        origin: the call expression (for `Sequential`, where the layer is added).
        within: the composite in whose body this call happens.
        arguments: arguments of the call that are not tensors (`training=`, `mask=` …).
        outputs: the tensors that come out; set once, when they are known.
        parameters: number of trainable weights, where known; shared weights count at each call. Of
            a composite: those of its own, without those of the calls in it.
        frozen_parameters: number of weights that training does not change, likewise.
        refusal: why Keras would refuse this call, in words, or `None`.
        applied: the interpreter's own handle on what is applied, to apply it again.
        refusal_kind: the kind of refusal (`rank`, `shape`, `negative`, `size` …), or `None`.
        data_format: where a layer that has this argument takes the channels to be, the setting of
            the whole program included: `channels_last` or `channels_first`.
        order: grows with every call that is made: tells whether a tape was recording it.
    """

    operation: LayerConfig | Operation
    inputs: tuple[Tensor, ...]
    origin: Origin
    within: Call | None = None
    arguments: Mapping[str, Argument] = {}
    outputs: tuple[Tensor, ...] = ()
    parameters: Dim = None
    frozen_parameters: Dim = 0
    refusal: str | None = None
    refusal_kind: str | None = None
    composite: bool = False
    applied: object = None
    data_format: str | None = None
    order: int = field(default_factory=next_in_order)

    @property
    def layer(self) -> LayerConfig | None:
        """The layer that is applied, or `None` for an operation."""
        return self.operation if isinstance(self.operation, LayerConfig) else None

    @property
    def short(self) -> str:
        """The layer's class name, or the operation's name."""
        operation = self.operation
        return operation.short if isinstance(operation, LayerConfig) else operation.name

    def argument(self, name: str) -> Argument:
        """A constructor argument of the layer, or an argument of the operation."""
        return self.operation.argument(name)

    def sides(self, name: str) -> frozenset[int | None]:
        """The different sizes that an argument gives the sides of a window: `{3}` for `(3, 3)`.

        `None` stands for those that are not known.
        """
        value = self.argument(name).value
        given = value if isinstance(value, tuple) else (value,)
        return frozenset(side if isinstance(side, int) else None for side in given)

    @property
    def output_shape(self) -> Shape | None:
        return self.outputs[0].shape if self.outputs else None

    @property
    def input_shape(self) -> Shape | None:
        return self.inputs[0].shape if self.inputs else None

    @property
    def is_opaque(self) -> bool:
        """Is it unknown what this call computes?"""
        return self.short == OPAQUE

    def enclosing(self) -> Iterator[Call]:
        """The composites around this call, innermost first."""
        around = self.within
        while around is not None:
            yield around
            around = around.within


class Tensor(Struct, frozen=True, eq=False, weakref=True):
    """A symbolic tensor: what flows between the layers of a model.

    Attributes:
        shape: its axes, the batch first; `None` if even the rank is unknown.
        dtype: element type, where known.
        call: the (primitive) call that produced it; `None` for a model's input or a constant.
        index: which of that call's outputs it is.
        origin: the expression that made it.
        has_batch: is the first axis the batch? False for weights and constants.
        name: of a model's input, the name that the source gives it.
        keras_name: of a model's input, the name that Keras gives it.
    """

    shape: Shape | None
    origin: Origin
    dtype: str | None = None
    call: Call | None = None
    index: int = 0
    has_batch: bool = True
    name: str | None = None
    keras_name: str | None = None

    @property
    def rank(self) -> int | None:
        return None if self.shape is None else len(self.shape)
