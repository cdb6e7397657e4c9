"""pandas: tables read from files, their columns, and the encodings that they offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kerascop.dimensions import Dim, Shape, subtract
from kerascop.graph.arrays import ArrayFacts, Content, Labels
from kerascop.interpreter.libraries.array_functions import array_function
from kerascop.interpreter.libraries.columns import column, columns_of
from kerascop.interpreter.libraries.facts import (
    after,
    array_of,
    facts_of,
    fresh_dim,
    plain,
    unknown_array,
)
from kerascop.interpreter.registry import attribute, function
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    ArrayValue,
    Constant,
    DictValue,
    TupleValue,
    Unknown,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


@function(
    "pandas.read_csv",
    "pandas.read_table",
    "pandas.read_excel",
    "pandas.read_json",
    "pandas.read_parquet",
    "pandas.read_pickle",
    "pandas.read_hdf",
    "pandas.read_feather",
)
def read(machine: Machine, arguments: Arguments) -> Value | None:
    """`pd.read_csv(path)`: a table of unknown size and content."""
    if any(arguments.get(name) is not None for name in ("squeeze", "chunksize", "iterator")):
        return unknown_array(arguments.origin, content=Content.TABLE)
    shape = (fresh_dim(machine, "rows"), fresh_dim(machine, "columns"))
    return unknown_array(arguments.origin, shape=shape, content=Content.TABLE)


@function("pandas.DataFrame")
def frame(machine: Machine, arguments: Arguments) -> Value | None:
    """`pd.DataFrame(data)`."""
    data = arguments.get("data", 0)
    if isinstance(data, DictValue):
        columns = [facts_of(entry) for entry in data.entries.values()]
        rows = next((one.shape[0] for one in columns if one is not None and one.shape), None)
        width: Dim = len(columns) if data.exact else None
        return unknown_array(arguments.origin, shape=(rows, width), content=Content.TABLE)
    source = array_of(data)
    if source is None:
        return unknown_array(arguments.origin, content=Content.TABLE)
    facts = source.facts
    shape = facts.shape
    if shape is not None and len(shape) == 1:
        shape = (*shape, 1)
    return ArrayValue(
        facts.but(
            shape=shape,
            content=facts.content or Content.TABLE,
            origin=facts.origin or arguments.origin,
            same=facts.same,
        )
    )


@function("pandas.Series", "pandas.Categorical", "pandas.to_numeric")
def series(machine: Machine, arguments: Arguments) -> Value | None:
    """`pd.Series(data)`."""
    source = array_of(arguments.get("data", 0) or arguments.get("values", 0))
    if source is None:
        return None
    facts = source.facts
    return ArrayValue(
        facts.but(same=facts.same, origin=facts.origin or arguments.origin), source.literal
    )


@function("pandas.concat")
def concat(machine: Machine, arguments: Arguments) -> Value | None:
    """`pd.concat([a, b])`: a table of unknown size."""
    return unknown_array(arguments.origin, shape=(None, None), content=Content.TABLE)


@array_function(methods=("drop",))
def drop(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`frame.drop("a", axis=1)`, `frame.drop(columns=[…])`: fewer columns; else fewer rows."""
    facts = array.facts
    labels = arguments.get("columns") or arguments.get("labels", 0)
    axis = arguments.constant("axis", 1, 0)
    inplace = arguments.constant("inplace", default=False)
    rank = facts.rank
    if "columns" in arguments.keywords or axis in (1, "columns"):
        names = python_value(labels) if labels is not None else None
        count: Dim = (
            1 if isinstance(names, str) else len(names) if isinstance(names, list) else None
        )
        shape: Shape | None = None
        if facts.shape is not None and rank == 2:
            shape = (facts.shape[0], subtract(facts.shape[1], count))
        result = columns_of(facts, ("without", repr(names) if names else id(labels)), shape)
    else:
        shape = None if facts.shape is None else (None, *facts.shape[1:])
        result = plain(facts, shape=shape)
    if inplace is not False:
        machine.journal.set(array, "facts", result)
        machine.journal.set(array, "literal", None)
        return NONE
    return ArrayValue(result)


@array_function(methods=("pop",))
def pop(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`frame.pop("target")`: the column, which the table then lacks."""
    facts = array.facts
    name = arguments.get("item", 0)
    taken = None if name is None else column(facts, name)
    shape = None
    if facts.shape is not None and len(facts.shape) == 2:
        shape = (facts.shape[0], subtract(facts.shape[1], 1))
    rest = columns_of(facts, ("without", repr(python_value(name or NONE))), shape)
    machine.journal.set(array, "facts", rest)
    machine.journal.set(array, "literal", None)
    return taken


@attribute(ArrayValue, "iloc", "str", "cat", "dt")
def by_position(machine: Machine, array: Value) -> Value | None:
    """`frame.iloc`: takes the indices that arrays take."""
    return array


@attribute(ArrayValue, "loc", "at", "ix")
def by_label(machine: Machine, array: Value) -> Value | None:
    """`frame.loc`: slices by label include their end, so sizes are lost."""
    facts = facts_of(array)
    if facts is None or facts.shape is None:
        return array
    return ArrayValue(facts.but(shape=(None,) * len(facts.shape), same=facts.same))


@attribute(ArrayValue, "codes")
def codes(machine: Machine, array: Value) -> Value | None:
    """`column.cat.codes`: class ids from zero up."""
    facts = facts_of(array)
    if facts is None:
        return None
    return ArrayValue(_ids(facts, None))


def _ids(facts: ArrayFacts, classes: Dim, **known: Any) -> ArrayFacts:
    return plain(
        facts,
        dtype=None,
        low=0,
        high=classes - 1 if isinstance(classes, int) else None,
        labels=Labels.CLASS_IDS,
        classes=classes,
        whole_numbers=True,
        content=None,
        constant=None,
        **known,
    )


@array_function("pandas.factorize", methods=("factorize",))
def factorize(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`pd.factorize(column)`: class ids, and what they stand for."""
    changed = after(array.facts, arguments.origin)
    ids = _ids(array.facts, None, changed=changed, origin=array.facts.origin or arguments.origin)
    return TupleValue((ArrayValue(ids), unknown_array(arguments.origin, shape=(None,))))


@function("pandas.get_dummies")
def get_dummies(machine: Machine, arguments: Arguments) -> Value | None:
    """`pd.get_dummies(column)`: one-hot; of a whole table: a wider table."""
    first = arguments.get("data", 0)
    source = array_of(first)
    if source is None:
        return None
    facts = source.facts
    if _is_column(first):
        facts = facts.but(shape=(None,))
    rows = facts.shape[0] if facts.shape else None
    options = ("columns", "drop_first", "dummy_na", "prefix")
    plain_call = all(arguments.get(name) is None for name in options[:3])
    if facts.rank != 1 or not plain_call:
        return unknown_array(
            facts.origin or arguments.origin, shape=(rows, None), content=Content.TABLE
        )
    classes: Dim = facts.classes if facts.classes is not None else fresh_dim(machine, "classes")
    return ArrayValue(
        plain(
            facts,
            shape=(rows, classes),
            dtype=None,
            low=0,
            high=1,
            labels=Labels.ONE_HOT,
            classes=classes,
            whole_numbers=True,
            constant=None,
            content=None,
            origin=facts.origin or arguments.origin,
            changed=after(facts, arguments.origin),
        )
    )


def _is_column(value: Value | None) -> bool:
    """Is it what a name picks out of something unknown? Whatever pandas takes there is a column."""
    match value:
        case Unknown(term=("item", _, ("constant", str()))):
            return True
        case _:
            return False


@array_function(methods=("map",))
def mapped(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`column.map({"no": 0, "yes": 1})`: class ids where the new values are 0, 1, 2 …"""
    return _by_table(array.facts, arguments.get("arg", 0), arguments, whole=True)


@array_function(methods=("replace",))
def replaced(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`column.replace({"no": 0, "yes": 1})`: like `map`, but what is not in the table stays."""
    return _by_table(array.facts, arguments.get("to_replace", 0), arguments, whole=False)


def _by_table(
    facts: ArrayFacts, table: Value | None, arguments: Arguments, *, whole: bool
) -> ArrayValue:
    changed = after(facts, arguments.origin)
    if isinstance(table, DictValue) and table.exact and facts.rank == 1:
        new = {python_value(entry) for entry in table.entries.values() if _is_id(entry)}
        if len(table.entries) > 1 and new == set(range(len(table.entries))):
            return ArrayValue(_ids(facts, len(new), changed=changed))
        if whole and new and all(map(_is_id, table.entries.values())):
            known = _changed(facts, changed).but(low=min(new), high=max(new), whole_numbers=True)
            return ArrayValue(known.but(ids=max(new) + 1 if min(new) >= 0 else None))
    return ArrayValue(_changed(facts, changed))


def _is_id(value: Value) -> bool:
    return isinstance(value, Constant) and type(value.value) is int


def _changed(facts: ArrayFacts, changed: tuple[Any, ...]) -> ArrayFacts:
    return plain(
        facts,
        dtype=None,
        low=None,
        high=None,
        labels=None,
        classes=None,
        constant=None,
        whole_numbers=None,
        changed=changed,
    )


@array_function(methods=("apply", "applymap", "transform"))
def applied(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`frame.apply(function)`: values of which nothing is known any more."""
    facts = array.facts
    shape = facts.shape if facts.rank == 1 else None
    return ArrayValue(_changed(facts, after(facts, arguments.origin)).but(shape=shape))


@array_function(methods=("head", "tail"))
def head(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`frame.head(n=5)`: a few rows."""
    facts = array.facts
    shape = None if facts.shape is None else (None, *facts.shape[1:])
    return ArrayValue(facts.but(shape=shape))


@array_function(methods=("sample",))
def sample(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`frame.sample(frac=1)`: rows in random order; of a smaller fraction, some of them."""
    facts = array.facts
    everything = arguments.constant("frac") == 1
    shape = facts.shape
    if not everything and shape is not None:
        shape = (fresh_dim(machine, "sampled rows"), *shape[1:])
    return ArrayValue(facts.but(shape=shape))


@array_function(methods=("reset_index", "set_index", "sort_values", "sort_index", "rename", "join"))
def rearranged(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """A table with other rows or columns than before."""
    if arguments.constant("inplace") is True:
        return NONE
    facts = array.facts
    shape = None if facts.shape is None else (None,) * len(facts.shape)
    return ArrayValue(facts.but(shape=shape))


@array_function(methods=("to_frame",))
def to_frame(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`column.to_frame()`: a table of one column."""
    facts = array.facts
    shape = None if facts.shape is None else (*facts.shape[:1], 1)
    return ArrayValue(facts.but(shape=shape))
