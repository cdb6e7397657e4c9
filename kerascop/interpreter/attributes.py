"""What comes after a dot: attributes and methods of every kind of value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kerascop.graph.facts import ApiUse
from kerascop.interpreter.classes import find_member, library_base
from kerascop.interpreter.registry import ATTRIBUTES, CONSTANTS, METHODS, OBJECT_METHODS
from kerascop.interpreter.values import (
    Arguments,
    BoundMethod,
    Constant,
    DictValue,
    External,
    Function,
    Instance,
    LayerValue,
    LibraryObject,
    ModelValue,
    NativeMethod,
    ProjectModule,
    Super,
    Unknown,
    UserClass,
    Value,
)
from kerascop.keras_api import free_names, resolve

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.keras_api.version import Release, Target
    from kerascop.syntax.origin import Origin


def get_attribute(machine: Machine, value: Value, name: str, origin: Origin) -> Value:
    """`value.name`; an unknown named after both where nothing says what it is."""
    found: Value | None
    if name == "lr":
        from kerascop.interpreter.keras.optimizers import note_old_rate

        note_old_rate(machine, value, origin)
    match value:
        case External():
            return _external(machine, value, name, origin)
        case Unknown(term=term):
            return machine.unknown_of(("attr", term, name))
        case Instance():
            found = _instance(machine, value, name, origin)
        case UserClass():
            found = _class_member(value, name)
        case ProjectModule():
            found = value.scope.names.get(name) or machine.modules.submodule(value, name)
        case Super():
            found = _super(machine, value, name, origin)
        case Function():
            found = value.attributes.get(name) or (
                Constant(value.name) if name == "__name__" else None
            )
        case _:
            found = native(machine, value, name)
    if found is not None:
        return found
    from kerascop.interpreter.operators import term_of

    return machine.unknown_of(("attr", term_of(value), name))


_VERSIONS: Mapping[str, Callable[[Target], Release]] = {
    "keras.__version__": lambda target: target.keras,
    "tensorflow.__version__": lambda target: target.tensorflow,
    "tensorflow.version.VERSION": lambda target: target.tensorflow,
    "tensorflow.keras.__version__": lambda target: target.tf_keras,
    "tf_keras.__version__": lambda target: target.release("tf_keras"),
}
"""What programs ask to find out which releases they run with."""


def _external(machine: Machine, value: External, name: str, origin: Origin) -> Value:
    full = f"{value.path}.{name}"
    if value.guessed:
        full = _of_namesake(full) or full
    stored = machine.held.get(("external", full))
    if stored is not None:
        return stored
    constant = CONSTANTS.get(full)
    if constant is not None:
        return constant
    if name in ("__version__", "VERSION") and full in _VERSIONS:
        return Constant(f"{_VERSIONS[full](machine.modules.project.target(origin.path))}.0")
    result = External(full, value.guessed)
    if full.startswith(("keras", "tensorflow", "tf_keras")):
        known = machine.trace.api_uses.get(origin.node)
        if known is not None and known.path == full and known.guessed is value.guessed:
            return result
        symbol = result.symbol
        machine.trace.api_uses[origin.node] = ApiUse(
            full,
            None if symbol is None else symbol.name,
            origin,
            False,
            value.guessed,
            machine.release(full, origin),
            machine.is_expected("AttributeError"),
        )
    return result


def _of_namesake(path: str) -> str | None:
    """What a guessed module's member is, where only the module of another library has it.

    Nothing says whether a snippet's `preprocessing` is that of Keras or of scikit-learn, but its
    `preprocessing.LabelEncoder` is in one of them alone.
    """
    module, _, name = path.rpartition(".")
    usual = free_names().get(name, "")
    namesake = usual.rpartition(".")[0].rpartition(".")[2] == module.rpartition(".")[2]
    return usual if namesake and usual != path and resolve(path) is None else None


def _instance(machine: Machine, value: Instance, name: str, origin: Origin) -> Value | None:
    if name in value.attributes:
        return value.attributes[name]
    member = find_member(value.cls, name)
    if member is not None:
        return bind(machine, member, value, origin)
    if name == "__class__":
        return value.cls
    if value.model is not None:
        return native(machine, value.model, name)
    if value.config is not None:
        found = native(machine, value, name)
        if found is None and value.base is not None:
            found = value.base.arguments.get(name)
        return found
    return None


def bind(machine: Machine, member: Value, receiver: Value, origin: Origin) -> Value:
    """A member of a class as seen through an instance: methods bound, properties computed."""
    if not isinstance(member, Function):
        return member
    match member.kind:
        case "static":
            return member
        case "class":
            cls = receiver.cls if isinstance(receiver, Instance) else receiver
            return BoundMethod(cls, member)
        case "property":
            return machine.call(BoundMethod(receiver, member), Arguments((), {}, origin))
        case _:
            return BoundMethod(receiver, member)


def _class_member(value: UserClass, name: str) -> Value | None:
    member = find_member(value, name)
    if isinstance(member, Function) and member.kind == "class":
        return BoundMethod(value, member)
    if member is None and name == "__name__":
        return Constant(value.name)
    return member


def _super(machine: Machine, value: Super, name: str, origin: Origin) -> Value | None:
    receiver = value.instance
    cls = receiver.cls if isinstance(receiver, Instance) else receiver
    if not isinstance(cls, UserClass):
        return None
    member = find_member(cls, name, after=value.after)
    if member is not None:
        return bind(machine, member, receiver, origin)
    base = library_base(cls)
    if isinstance(receiver, Instance) and (base is not None or name == "__init__"):
        return NativeMethod(value, name)
    return None


_STATE = frozenset(
    """
    weights trainable_weights non_trainable_weights variables trainable_variables
    non_trainable_variables kernel bias gamma beta moving_mean moving_variance embeddings states
    trainable built stateful dtype losses updates loss metrics metrics_names optimizer history
    stop_training input_spec supports_masking inbound_nodes outbound_nodes units filters activation
    kernel_size strides padding batch_size input_names output_names submodules
    """.split()
)
"""What layers and models have that is no method: not known, unless the program sets it."""


def native(machine: Machine, value: Value, name: str) -> Value | None:
    """An attribute or method that the interpreter itself knows of this kind of value."""
    kind = type(value)
    handler = ATTRIBUTES.get((kind, name))
    if handler is not None:
        found = handler(machine, value)
        if found is not None:
            return found
    if isinstance(value, LayerValue | ModelValue | LibraryObject) and name in value.attributes:
        stored = value.attributes[name]
        return stored if isinstance(stored, Value) else None
    if isinstance(value, LayerValue) and name in value.arguments:
        return value.arguments[name]
    if isinstance(value, LibraryObject):
        if (value.key, name) in OBJECT_METHODS:
            return NativeMethod(value, name)
        given = value.arguments.get(name)
        if given is not None:
            return given.value
        return NativeMethod(value, name)
    if (kind, name) in METHODS:
        return NativeMethod(value, name)
    if isinstance(value, ModelValue | LayerValue) and handler is None and name not in _STATE:
        return NativeMethod(value, name)
    return None


def _setter(value: Instance, name: str) -> Function | None:
    member = find_member(value.cls, name)
    setter = member.attributes.get(SETTER) if isinstance(member, Function) else None
    return setter if isinstance(setter, Function) else None


SETTER = "fset"
"""The attribute under which a property keeps the function that sets it."""


def hold(machine: Machine, place: Unknown, new: Value) -> None:
    """Remember what the program stored in a place of something unknown."""
    from kerascop.interpreter.python.symbolic import lasting

    known = new if lasting(place.term) else machine.fresh("joined", str(place))
    machine.journal.put(machine.held, place.term, known)


def delete_attribute(machine: Machine, value: Value, name: str) -> None:
    """`del value.name`."""
    if isinstance(value, Instance):
        machine.journal.drop(value.attributes, name)


def forget_attributes(machine: Machine, value: Value) -> None:
    """Any attribute of the object may have been set to anything."""
    if not isinstance(value, Instance):
        return
    shared = {
        name
        for base in value.cls.order
        if isinstance(base, UserClass)
        for name, member in base.namespace.items()
        if not isinstance(member, Function)
    }
    for name in sorted(shared | value.attributes.keys()):
        machine.journal.put(value.attributes, name, machine.fresh("joined", name))


def update_attributes(machine: Machine, value: Value, arguments: Arguments) -> None:
    """`vars(value).update(…)`."""
    entries: dict[str, Value] = {name: given.value for name, given in arguments.keywords.items()}
    exact = not arguments.incomplete
    for given in arguments.positional:
        source = given.value
        if isinstance(source, DictValue) and source.exact:
            entries.update(
                (key, entry) for key, entry in source.entries.items() if type(key) is str
            )
        else:
            exact = False
    if not exact:
        forget_attributes(machine, value)
        return
    for name, entry in entries.items():
        set_attribute(machine, value, name, entry)


def set_attribute(machine: Machine, value: Value, name: str, new: Value) -> None:
    """`value.name = new`."""
    if name == "trainable":
        from kerascop.interpreter.keras.members import set_trainable

        set_trainable(machine, value, new)
    match value:
        case Instance():
            setter = _setter(value, name)
            if setter is not None:
                machine.call_with(BoundMethod(value, setter), (new,), value.origin)
            else:
                machine.journal.put(value.attributes, name, new)
        case Unknown(term=term):
            hold(machine, machine.unknown_of(("attr", term, name)), new)
        case External(path=path):
            machine.journal.put(machine.held, ("external", f"{path}.{name}"), new)
        case UserClass():
            machine.journal.put(value.namespace, name, new)
        case LayerValue() | ModelValue() | LibraryObject() | Function():
            machine.journal.put(value.attributes, name, new)
        case ProjectModule():
            machine.journal.put(value.scope.names, name, new)
        case DictValue():
            machine.journal.put(value.entries, name, new)
        case _:
            return
