"""From abstract values to facts of arrays and back: what handlers of arrays start with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from kerascop.dimensions import Dim, SymbolicDim
from kerascop.graph.arrays import ArrayFacts, Content, Labels, Scaling, without_old_ids
from kerascop.interpreter.libraries import shapes
from kerascop.interpreter.libraries.literals import (
    MAX_ELEMENTS,
    Literal,
    flatten,
    measure,
    shape_of_literal,
)
from kerascop.interpreter.values import (
    ArrayValue,
    Constant,
    External,
    LibraryObject,
    ListValue,
    TupleValue,
    Unknown,
    Value,
    is_heavy,
    python_value,
    weight_of,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


_MAX_MEASURED = 50_000
"""Values in a list of lists; of one with more nothing is known."""


_NUMBERS = (bool, int, float, complex, str)
"""What an array can hold, as far as its content is known."""


class DerivedFacts(ArrayFacts, frozen=True, eq=False):
    """Facts of a statistic of another array, or of an array from which a statistic was taken away.

    This is how `(x - x.mean()) / x.std()` and its relatives are recognised over several statements.

    Attributes:
        statistic: `"min"`, `"max"`, `"range"` (their difference), `"mean"` or `"std"`; or empty.
        of: the array whose statistic this is, or was subtracted.
        less: the statistic that was subtracted; or empty.
        own: was it the statistic of the very array that it was subtracted from?
    """

    statistic: str = ""
    of: ArrayFacts | None = None
    less: str = ""
    own: bool = False


def plain(facts: ArrayFacts, **changes: Any) -> ArrayFacts:
    """Like `facts.but(…)`, and no longer a statistic of anything; without labels, no classes."""
    if changes.get("labels", Labels) is None:
        changes["classes"] = None
    if not isinstance(facts, DerivedFacts):
        return facts.but(**changes)
    kept = {name: getattr(facts, name) for name in ArrayFacts.__struct_fields__}
    kept.pop("same")
    return ArrayFacts(**{**kept, **without_old_ids(changes)})


def derived(
    facts: ArrayFacts,
    *,
    of: ArrayFacts,
    statistic: str = "",
    less: str = "",
    own: bool = False,
) -> DerivedFacts:
    """The facts, marked as a statistic or as having lost one."""
    kept = {name: getattr(facts, name) for name in ArrayFacts.__struct_fields__}
    return DerivedFacts(**kept, statistic=statistic, of=of, less=less, own=own)


def statistic_of(facts: ArrayFacts) -> tuple[str, ArrayFacts | None]:
    """Which statistic these facts are of, and of what; `("", None)` if of none."""
    return (facts.statistic, facts.of) if isinstance(facts, DerivedFacts) else ("", None)


def less_of(facts: ArrayFacts) -> tuple[str, ArrayFacts | None]:
    """Which statistic was subtracted, and of what; `("", None)` if none."""
    return (facts.less, facts.of) if isinstance(facts, DerivedFacts) else ("", None)


def less_is_own(facts: ArrayFacts) -> bool:
    """Was the statistic that was subtracted the array's own?"""
    return isinstance(facts, DerivedFacts) and facts.own


def unknown_array(origin: Origin | None, **known: Any) -> ArrayValue:
    """A new array of which nothing is known but what is given."""
    return ArrayValue(ArrayFacts(origin=origin, **known))


def of_literal(literal: Literal, origin: Origin | None, **known: Any) -> ArrayValue:
    """The array that a nested tuple of numbers spells out; `known` overrides what is measured."""
    facts = ArrayFacts(origin=origin, **{**measure(literal), **known})
    return ArrayValue(facts, _carried(literal))


def with_literal(facts: ArrayFacts, literal: Literal | None, **known: Any) -> ArrayValue:
    """The array with what its literal shows, where there is one, put into its facts."""
    if literal is None or _carried(literal) is None:
        return ArrayValue(facts.but(same=facts.same, **known))
    return ArrayValue(facts.but(same=facts.same, **{**measure(literal), **known}), literal)


def _carried(literal: Literal | None) -> Literal | None:
    if literal is None:
        return None
    too_many = next(islice(flatten(literal), MAX_ELEMENTS, None), None) is not None
    return None if too_many else literal


def array_of(value: Value | None) -> ArrayValue | None:
    """The array that NumPy would make of a value; `None` for what is no number or list of numbers.

    An unknown value becomes an array of unknown facts whose identity is the unknown's term.
    """
    match value:
        case ArrayValue():
            return value
        case Constant() if isinstance(value.value, _NUMBERS):
            return of_literal(value.value, None)
        case Unknown(term=term):
            # A call may give something else every time: only what has a name is surely the same.
            same = object() if _mentions_call(term) else term
            return ArrayValue(ArrayFacts(root=term, same=same))
        case LibraryObject(attributes={"pixels": ArrayValue() as pixels}):
            return pixels
        case ListValue() | TupleValue() if is_heavy(value, _MAX_MEASURED):
            return ArrayValue(ArrayFacts())
        case ListValue(items=items, exact=exact):
            return _of_items(items, exact=exact)
        case TupleValue(items=items):
            return _of_items(items, exact=True)
        case _:
            return None


def _mentions_call(term: object) -> bool:
    if not isinstance(term, tuple):
        return term in {"call", "each", "opaque"}
    return any(_mentions_call(part) for part in term)


def facts_of(value: Value | None) -> ArrayFacts | None:
    """The facts of the array that NumPy would make of a value; see `array_of`."""
    array = array_of(value)
    return None if array is None else array.facts


def _of_items(items: Sequence[Value], *, exact: bool) -> ArrayValue | None:
    if exact and items and all(_is_number(item) for item in items):
        return of_literal(tuple(python_value(item) for item in items), None)
    parts = [_item(item) for item in items]
    arrays = [part for part in parts if part is not None]
    if len(arrays) != len(parts):
        return None
    if not arrays:
        return of_literal((), None) if exact else ArrayValue(ArrayFacts())
    literals = tuple(array.literal for array in arrays)
    measured = sum(map(weight_of, arrays)) <= _MAX_MEASURED
    if exact and measured and None not in literals and shape_of_literal(literals) is not None:
        return of_literal(literals, None, **_shared(arrays))
    count: Dim = len(arrays) if exact else None
    facts = join([array.facts for array in arrays])
    shape = shapes.stack([array.facts.shape for array in arrays], 0, count)
    changes: dict[str, Any] = {"shape": shape, "labels": None, "classes": None}
    if not exact and all(isinstance(item, Constant) for item in items):
        # Numbers seen on one turn of a loop say nothing of those on the others.
        changes.update(low=None, high=None, constant=None, whole_numbers=None)
    return ArrayValue(plain(facts, **changes))


def _is_number(value: Value) -> bool:
    return type(value) is Constant and isinstance(value.value, _NUMBERS)


def _item(value: Value) -> ArrayValue | None:
    """What a list holds. Numbers that are divided one by one are scaled, whatever they are."""
    array = array_of(value)
    match value:
        case Unknown(term=("binary", "/", *_)) if array is not None:
            return ArrayValue(array.facts.but(scaling=Scaling.DIVIDED))
        case _:
            return array


def _shared(arrays: Sequence[ArrayValue]) -> dict[str, Any]:
    """What the parts of a literal know beyond their numbers."""
    if all(not array.facts.changed and array.facts.origin is None for array in arrays):
        return {}
    facts = join([array.facts for array in arrays])
    return {
        "dtype": facts.dtype,
        "scaling": facts.scaling,
        "content": facts.content,
        "changed": facts.changed,
        "mode": facts.mode,
        "tensor": facts.tensor,
    }


def join(several: Sequence[ArrayFacts]) -> ArrayFacts:
    """What holds of all values of several arrays together; `shape` is the one that all share."""
    first = several[0]
    if len(several) == 1:
        return plain(first)
    lows = [facts.low for facts in several]
    highs = [facts.high for facts in several]
    changed: dict[int, Origin] = {id(step): step for facts in several for step in facts.changed}
    return ArrayFacts(
        shape=shapes.common_shape([facts.shape for facts in several]),
        dtype=promote(facts.dtype for facts in several),
        low=None if None in lows else min(low for low in lows if low is not None),
        high=None if None in highs else max(high for high in highs if high is not None),
        labels=_agreed(facts.labels for facts in several),
        classes=_agreed(facts.classes for facts in several),
        scaling=_agreed(facts.scaling for facts in several),
        content=_agreed(facts.content for facts in several),
        whole_numbers=_agreed(facts.whole_numbers for facts in several),
        constant=_agreed(facts.constant for facts in several),
        random=all(facts.random for facts in several),
        origin=first.origin,
        changed=tuple(changed.values()),
        root=first.root if all(facts.root == first.root for facts in several) else object(),
        mode=_agreed(facts.mode for facts in several),
        part=_agreed(facts.part for facts in several),
        tensor=any(facts.tensor for facts in several),
        ids=_agreed(facts.ids for facts in several),
    )


def after(facts: ArrayFacts, step: Origin) -> tuple[Origin, ...]:
    """The expressions that changed the values, with one more; a loop's is there once."""
    return facts.changed if step in facts.changed else (*facts.changed, step)


def _agreed(values: Iterable[Any]) -> Any:
    seen = list(values)
    return seen[0] if all(value == seen[0] for value in seen) else None


_RANK = (
    "bool",
    "uint8",
    "int8",
    "uint16",
    "int16",
    "uint32",
    "int32",
    "uint64",
    "int64",
    "float16",
    "float32",
    "float64",
    "complex64",
    "complex128",
)
_FLOATS = frozenset({"float16", "bfloat16", "float32", "float64"})
_INTEGERS = frozenset(name for name in _RANK if "int" in name)


def is_float(dtype: str | None) -> bool:
    """Is this the name of a floating-point type?"""
    return dtype in _FLOATS


def is_integer(dtype: str | None) -> bool:
    """Is this the name of an integer type?"""
    return dtype in _INTEGERS


def promote(dtypes: Iterable[str | None]) -> str | None:
    """The element type of arrays of these types put together, where that is simple to say."""
    names = set(dtypes)
    if len(names) == 1:
        return names.pop()
    if None in names or not names <= set(_RANK):
        return None
    names.discard("bool")
    if len(names) == 1:
        return names.pop()
    if names <= _FLOATS or names <= {"int8", "int16", "int32", "int64"}:
        return max((name for name in names if name), key=_RANK.index)
    if names <= {"uint8", "uint16", "uint32", "uint64"}:
        return max((name for name in names if name), key=_RANK.index)
    if "float64" in names or names & {"int64", "int32"}:
        return "float64" if names & _FLOATS else None
    return None


_DTYPES = {
    "float": "float64",
    "float_": "float64",
    "double": "float64",
    "single": "float32",
    "half": "float16",
    "int": "int64",
    "int_": "int64",
    "long": "int64",
    "bool_": "bool",
    "ubyte": "uint8",
    "uint": "uint64",
    "f": "float32",
    "f4": "float32",
    "f8": "float64",
    "d": "float64",
    "i": "int32",
    "i4": "int32",
    "i8": "int64",
    "u1": "uint8",
    "b": "int8",
    "str_": "str",
    "string": "str",
    "category": "category",
}


def dtype_of(value: Value | None) -> str | None:
    """NumPy's name of the element type that an argument `dtype` asks for; `None` if not known."""
    match value:
        case Constant(value=str(name)):
            spelled = name.lstrip("<>=|")
        case External(path=path):
            spelled = path.rpartition(".")[2]
        case _:
            return None
    name = _DTYPES.get(spelled, spelled)
    return name if name in _RANK or name in {"str", "bfloat16", "category"} else None


_NAMES: WeakKeyDictionary[Machine, Counter[str]] = WeakKeyDictionary()


def fresh_name(machine: Machine, hint: str) -> str:
    """A name that no other symbol of this run has: `#samples`, `#samples_2` …"""
    counter = _NAMES.setdefault(machine, Counter())
    counter[hint] += 1
    return f"#{hint}" if counter[hint] == 1 else f"#{hint}_{counter[hint]}"


def fresh_dim(machine: Machine, hint: str) -> SymbolicDim:
    """The symbol of a size that nothing else is known to be equal to."""
    return SymbolicDim.named(fresh_name(machine, hint))


def is_uniform(facts: ArrayFacts) -> bool:
    """Do parts of the array have the range of the whole, whichever columns one takes?"""
    return (
        facts.random
        or facts.constant is not None
        or facts.content in (Content.IMAGES, Content.TOKENS)
        or facts.labels is Labels.CLASS_IDS
        or facts.labels is Labels.ONE_HOT
        or facts.dtype == "bool"
        or facts.scaling is Scaling.MIN_MAX
    )
