"""Abstract values: what an expression of the linted code may evaluate to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import force_setattr

from kerascop.dimensions import Dim
from kerascop.graph.arrays import ArrayFacts, Batches
from kerascop.graph.tensors import LayerConfig, Tensor, next_in_order
from kerascop.interpreter.linearization import MAX_BASES, linearized
from kerascop.interpreter.terms import Term, describe
from kerascop.keras_api import Symbol, resolve

if TYPE_CHECKING:
    import ast

    from kerascop.graph.facts import Argument
    from kerascop.interpreter.events import FitEvent
    from kerascop.interpreter.scopes import Scope
    from kerascop.syntax.module import ParsedModule
    from kerascop.syntax.nodes import Definition
    from kerascop.syntax.origin import Origin


class Value:
    """The base of all abstract values. Identity is Python's, as in the interpreted program."""

    __slots__ = ()


class Constant(Value, Struct, frozen=True):
    """A Python constant: None, bool, int, float, complex, str, bytes, Ellipsis."""

    value: Any


NONE = Constant(None)
TRUE = Constant(True)
FALSE = Constant(False)


class Unknown(Value, Struct, frozen=True):
    """A value that is not known; `term` says which one it is."""

    term: Term

    def __str__(self) -> str:
        return describe(self.term)


class TupleValue(Value, Struct, frozen=True, eq=False):
    """A tuple; also what `a, b = …` takes apart."""

    items: tuple[Value, ...]

    def __post_init__(self) -> None:
        force_setattr(self, "items", light(self.items))


@dataclass(eq=False)
class ListValue(Value):
    """A list. `items` is replaced, never changed in place, through the journal.

    `exact` is false when further items, or none of these, may be in it: built in a loop of unknown
    length, or changed where nobody could see. `items` then are samples of what it holds.
    """

    items: tuple[Value, ...]
    exact: bool = True

    def __post_init__(self) -> None:
        self.items = light(self.items)


@dataclass(eq=False)
class SetValue(Value):
    """A set; items as for lists."""

    items: tuple[Value, ...]
    exact: bool = True

    def __post_init__(self) -> None:
        self.items = light(self.items)


class Entries(dict[Any, "Value"]):
    """The entries of a dictionary, which know whose they are."""

    def __init__(self, owner: DictValue, entries: Mapping[Any, Value]) -> None:
        super().__init__(entries)
        self.owner = owner


@dataclass(eq=False)
class DictValue(Value):
    """A dictionary with constant keys. `exact` is false if other keys may be in it."""

    entries: dict[Any, Value]
    exact: bool = True

    def __post_init__(self) -> None:
        self.entries = Entries(self, self.entries)
        for key, entry in zip(self.entries, light(tuple(self.entries.values())), strict=True):
            if entry is TOO_MUCH:
                self.entries[key] = entry


MAX_WEIGHT = 2_000
"""Values that a container may hold, those in containers in it included, to be an item itself."""
MAX_HELD = 50_000
"""Values that all the containers in a container may hold together."""

TOO_MUCH = Unknown(("opaque", "too much"))
"""Stands for an item that holds too much.

Whoever opens containers within containers need not fear `x = [x, x]`, forty times over, which would
take Python no memory to speak of and anything that looks at every item for ever.
"""


def light(items: tuple[Value, ...]) -> tuple[Value, ...]:
    """The items, with those that hold too much unknown, and those with which all together do."""
    if not any(issubclass(kind, _CONTAINERS) for kind in set(map(type, items))):
        return items
    weights: dict[int, int] = {}
    room = MAX_HELD
    held: list[Value] = []
    for item in items:
        weight = 0
        if isinstance(item, _CONTAINERS):
            known = weights.get(id(item))
            weight = _weight(item, MAX_WEIGHT) if known is None else known
            weights[id(item)] = weight
        fits = weight <= min(MAX_WEIGHT, room)
        room -= weight if fits else 0
        held.append(item if fits else TOO_MUCH)
    return tuple(held)


def is_heavy(value: Value, most: int = MAX_WEIGHT) -> bool:
    """Does the value hold more than so many others, counted as often as they are reached?"""
    return _weight(value, most) > most


def _weight(value: Value, most: int) -> int:
    """How many values there are with all that is in this one, or some number beyond `most`."""
    waiting, count = [value], 1
    while waiting:
        parts = _parts(waiting.pop())
        count += len(parts)
        if count > most:
            break
        waiting.extend([part for part in parts if isinstance(part, _CONTAINERS)])
    return count


def weight_of(value: Value) -> int:
    """How many values there are with all that is in this one, numbers of arrays included, as far as
    anybody counts."""
    if isinstance(value, _CONTAINERS):
        return _weight(value, MAX_HELD)
    literal = value.literal if isinstance(value, ArrayValue) else None
    rows = 1
    while isinstance(literal, tuple) and literal:
        rows *= len(literal)
        literal = literal[0]
    return rows


def to_be_held(container: Value, value: Value) -> Value:
    """What a container is given, unless it would hold itself, at any remove, or too much.

    What it may be given gets less with what there is already, which nobody counts again.
    """
    if not isinstance(value, _CONTAINERS):
        return value
    share = MAX_HELD // (len(_parts(container)) + 1)
    if value is container or is_heavy(value, min(MAX_WEIGHT, share)):
        return TOO_MUCH
    waiting = [value]
    while waiting:
        inner = waiting.pop()
        if inner is container:
            return TOO_MUCH
        waiting.extend([part for part in _parts(inner) if isinstance(part, _CONTAINERS)])
    return value


def _parts(value: Value) -> Collection[Value]:
    if isinstance(value, TupleValue | ListValue | SetValue):
        return value.items
    return value.entries.values() if isinstance(value, DictValue) else ()


_CONTAINERS = (TupleValue, ListValue, SetValue, DictValue)


class GeneratorValue(Value, Struct, frozen=True, eq=False):
    """What calling a generator function gives; `items` are what it yields, in order, or,
    if not `exact`, samples of that. `endless` tells that it never stops by itself."""

    items: tuple[Value, ...]
    origin: Origin
    exact: bool = False
    endless: bool = False


class SliceValue(Value, Struct, frozen=True, eq=False):
    """`start:stop:step` between brackets."""

    start: Value
    stop: Value
    step: Value


class External(Value, Struct, frozen=True, eq=False):
    """Something of a library, by its dotted path with imports expanded: `tensorflow.keras.layers`.

    `guessed` tells that nothing imports it: it is what the name usually means.
    """

    path: str
    guessed: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, External) and self.path == other.path

    def __hash__(self) -> int:
        return hash(self.path)

    @property
    def symbol(self) -> Symbol | None:
        """What of Keras' public API this is, if it is."""
        return resolve(self.path)

    @property
    def key(self) -> str:
        """The path under which handlers know it: Keras' canonical name, or the path itself."""
        symbol = self.symbol
        return symbol.name if symbol is not None else self.path


@dataclass(eq=False)
class Function(Value):
    """A function or lambda of the linted code, with the scope it closes over.

    `defaults` maps parameter names to values computed at definition. `compiled` tells that
    TensorFlow makes a graph of it.
    """

    node: Definition | ast.Lambda
    module: ParsedModule
    scope: Scope
    name: str
    defaults: Mapping[str, Value]
    owner: UserClass | None = None
    kind: str = "function"
    attributes: dict[str, Value] = field(default_factory=dict)
    compiled: bool = False


@dataclass(eq=False)
class UserClass(Value):
    """A class of the linted code."""

    node: ast.ClassDef
    module: ParsedModule
    name: str
    bases: tuple[Value, ...]
    namespace: dict[str, Value]

    @cached_property
    def order(self) -> tuple[UserClass | External, ...]:
        """The class and its bases in the order in which Python asks them, for attributes and
        `super()`: the C3 linearization (Python's documentation, "The Python 2.3 method resolution
        order"). Library classes are included, bases of which nothing is known are left out.
        """
        bases = [base for base in self.bases[:MAX_BASES] if isinstance(base, UserClass | External)]
        orders = [base.order if isinstance(base, UserClass) else (base,) for base in bases]
        return (self, *linearized(orders, bases))


@dataclass(eq=False)
class Instance(Value):
    """An instance of a class of the linted code.

    `config` is set where the class is a Keras layer, `model` where it is a Keras model. `base` is
    the layer of Keras' own that its `super().__init__` makes, for one that derives from `Dense`.
    `calls` are those of a layer, `weights` those that it has made itself: how many numbers, and
    whether training changes them. `given` are the arguments that it was made with.
    """

    cls: UserClass
    attributes: dict[str, Value]
    origin: Origin
    config: LayerConfig | None = None
    model: ModelValue | None = None
    base: LayerValue | None = None
    calls: tuple[Any, ...] = ()
    weights: tuple[tuple[Dim, bool | None], ...] = ()
    given: Arguments | None = None


class BoundMethod(Value, Struct, frozen=True, eq=False):
    """A function of the linted code bound to what stands before the dot."""

    receiver: Value
    function: Function


class NativeMethod(Value, Struct, frozen=True, eq=False):
    """A method that the interpreter itself knows: of a list, a string, an array, a model …"""

    receiver: Value
    name: str


class Partial(Value, Struct, frozen=True, eq=False):
    """`functools.partial(function, …)`."""

    function: Value
    positional: tuple[Given, ...]
    keywords: Mapping[str, Given]


class Super(Value, Struct, frozen=True, eq=False):
    """`super()`: looks names up behind `after` in the bases of the instance's class."""

    instance: Value
    after: UserClass


class ProjectModule(Value, Struct, frozen=True, eq=False):
    """A module of the linted project."""

    name: str
    scope: Scope


class TensorValue(Value, Struct, frozen=True, eq=False):
    """A symbolic tensor of a model."""

    tensor: Tensor


@dataclass(eq=False)
class LayerValue(Value):
    """A layer of Keras' own.

    `attributes` holds what the program sets (`trainable`) ; `wrapped` is the function of a
    `Lambda`, or the layer in a wrapper.
    """

    config: LayerConfig
    arguments: Mapping[str, Value]
    attributes: dict[str, Value] = field(default_factory=dict)
    calls: tuple[Any, ...] = ()


class Repetition(Value, Struct, frozen=True, eq=False):
    """Stands among the layers of a model behind those that a loop adds any number of times."""

    layers: tuple[tuple[Value, Origin], ...]


@dataclass(eq=False)
class ModelValue(Value):
    """A model under construction.

    `layers` is for `Sequential`, in order; `None` once they are unknown.

    `inputs` and `outputs` are a functional model's tensors; `instance` is the user's object for a
    subclass. `sample` is what the model was first called on, where the shapes in it are known.
    `steps` are the layers applied to the model's own input so far, each with what came out of it.
    `comes_compiled` is for those that may be without a call of `compile`: loaded or copied ones.
    `package` is the Keras that it is of, where the source names it.
    """

    name: str
    style: Any
    origin: Origin
    layers: tuple[tuple[Value, Origin], ...] | None = ()
    inputs: Value | None = None
    outputs: Value | None = None
    instance: Instance | None = None
    attributes: dict[str, Value] = field(default_factory=dict)
    called: bool = False
    input_shape: tuple[Dim, ...] | None = None
    backbone: str | None = None
    facts: Mapping[str, Argument] = field(default_factory=dict)
    config: LayerConfig | None = None
    sample: Value | None = None
    steps: tuple[tuple[Value, Value], ...] = ()
    keras_name: str | None = None
    comes_compiled: bool = False
    order: int = field(default_factory=next_in_order)
    package: str | None = None


@dataclass(eq=False)
class LibraryObject(Value):
    """An object made by calling a library class: an optimizer, a loss, a scaler, a generator.

    `arguments` are the constructor's under their parameter names; `attributes` what happens to the
    object later, through the journal.
    """

    path: str
    symbol: Symbol | None
    arguments: Mapping[str, Given]
    origin: Origin
    attributes: dict[str, Any] = field(default_factory=dict)
    order: int = field(default_factory=next_in_order)

    @property
    def key(self) -> str:
        return self.symbol.name if self.symbol is not None else self.path


@dataclass(eq=False)
class LogsValue(Value):
    """`history.history`: what a training call logged. If `open`, other keys may be in it."""

    fit: FitEvent
    open: bool = False


@dataclass(eq=False)
class ArrayValue(Value):
    """An array (NumPy, a TensorFlow constant, a pandas column) with what is known of it.

    `literal` holds its content as nested Python tuples of numbers where the source spells it out.
    """

    facts: ArrayFacts
    literal: Any = None


class BatchesValue(Value, Struct, frozen=True, eq=False):
    """A `tf.data.Dataset`, an image iterator, a `Sequence`, a generator of batches."""

    batches: Batches


class Given(Value, Struct, frozen=True, eq=False):
    """An argument as given: the value and the expression that it came from."""

    value: Value
    origin: Origin


class Arguments(Struct, frozen=True, eq=False):
    """The arguments of one call, as given.

    `incomplete` is true if `*` or `**` of something unknown was among them, so that any parameter
    may have been given. `origin` is the call expression.
    """

    positional: tuple[Given, ...]
    keywords: Mapping[str, Given]
    origin: Origin
    incomplete: bool = False
    keyword_origins: Mapping[str, Origin] = {}

    def given(self, name: str, position: int | None = None) -> Given | None:
        """The argument called `name`, or at `position`, if it was given."""
        found = self.keywords.get(name)
        if found is None and position is not None and position < len(self.positional):
            return self.positional[position]
        return found

    def get(self, name: str, position: int | None = None) -> Value | None:
        """The value of the argument called `name`, or at `position`, if it was given."""
        found = self.given(name, position)
        return None if found is None else found.value

    def constant(self, name: str, position: int | None = None, default: Any = None) -> Any:
        """The argument as a constant; `default` if absent, `NOT_CONSTANT` if not constant."""
        value = self.get(name, position)
        return default if value is None else python_value(value)

    def without_first(self) -> Arguments:
        """The same call without its first positional argument."""
        return Arguments(
            self.positional[1:], self.keywords, self.origin, self.incomplete, self.keyword_origins
        )


class _NotConstant:
    """The type of `NOT_CONSTANT`."""

    def __repr__(self) -> str:
        return "NOT_CONSTANT"

    def __bool__(self) -> bool:
        return False


NOT_CONSTANT = _NotConstant()
"""What `python_value` gives for a value that is not made of constants alone."""


def python_value(value: Value) -> Any:
    """The Python object that a value made of constants stands for, else `NOT_CONSTANT`."""
    match value:
        case Constant():
            return value.value
        case TupleValue(items=items):
            parts = [python_value(item) for item in items]
            return NOT_CONSTANT if NOT_CONSTANT in parts else tuple(parts)
        case ListValue(items=items, exact=True):
            parts = [python_value(item) for item in items]
            return NOT_CONSTANT if NOT_CONSTANT in parts else parts
        case DictValue(entries=entries, exact=True):
            pairs = {key: python_value(entry) for key, entry in entries.items()}
            return NOT_CONSTANT if NOT_CONSTANT in pairs.values() else pairs
        case _:
            return NOT_CONSTANT
