"""Statements that call what only returns a result, and drop it: `x.reshape(-1, 28, 28, 1)`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from kerascop.graph.arrays import Content, Scaling
from kerascop.graph.data_steps import Discarded
from kerascop.interpreter.libraries import undefined
from kerascop.interpreter.libraries.images import PILLOW
from kerascop.interpreter.limits import Raised
from kerascop.interpreter.values import (
    ArrayValue,
    BatchesValue,
    External,
    LibraryObject,
    NativeMethod,
    Unknown,
    Value,
)
from kerascop.syntax.cells import begins_cell, lines_before
from kerascop.syntax.nodes import TRIES, nodes_in

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.interpreter.scopes import Scope
    from kerascop.syntax.module import ParsedModule
    from kerascop.syntax.origin import Origin

_OF_ARRAYS = frozenset("reshape astype flatten transpose squeeze clip repeat".split())
_OF_TABLES = frozenset(
    "drop dropna fillna replace astype rename reset_index set_index sort_values sort_index sample "
    "drop_duplicates".split()
)
_OF_BATCHES = frozenset(
    "map batch padded_batch shuffle repeat prefetch cache take skip filter unbatch shard "
    "concatenate with_options".split()
)
_OF_SCALERS = frozenset({"transform", "inverse_transform", "fit_transform"})
_OF_PICTURES = frozenset({"resize", "convert", "crop", "rotate"})
_OF_TOKENIZERS = frozenset({"texts_to_sequences", "texts_to_matrix", "sequences_to_matrix"})
_NUMPY = frozenset(
    "reshape expand_dims squeeze transpose concatenate append vstack hstack stack delete clip "
    "ravel repeat flip rot90 swapaxes moveaxis".split()
)
_TENSORFLOW = frozenset("reshape cast expand_dims squeeze transpose one_hot concat stack".split())
_FUNCTIONS = frozenset(
    {
        *(f"numpy.{name}" for name in _NUMPY),
        *(f"tensorflow.{name}" for name in _TENSORFLOW),
        "tensorflow.image.resize",
        "keras.utils.to_categorical",
        "keras.utils.np_utils.to_categorical",
        "keras.utils.normalize",
        "keras.utils.pad_sequences",
        "keras.utils.img_to_array",
        "sklearn.model_selection.train_test_split",
        "sklearn.utils.shuffle",
        "sklearn.preprocessing.normalize",
        "sklearn.preprocessing.scale",
        "sklearn.preprocessing.minmax_scale",
        "cv2.resize",
        "cv2.cvtColor",
        "pandas.get_dummies",
        "pandas.concat",
    }
)
"""Functions that leave their arguments alone and do nothing but return a result."""

_NAMES = (
    _OF_ARRAYS
    | _OF_TABLES
    | _OF_BATCHES
    | _OF_SCALERS
    | _OF_PICTURES
    | _OF_TOKENIZERS
    | {path.rpartition(".")[2] for path in _FUNCTIONS}
)
_IN_PLACE = frozenset({"inplace", "out", "dst", "copy"})
"""Arguments with which the result is written somewhere."""


def note_discarded(machine: Machine, node: ast.Expr, value: Value, scope: Scope) -> None:
    """Remember a statement that drops what it was written for; `value` is what it gives."""
    if machine.quiet:
        return
    if isinstance(node.value, ast.BinOp):
        division = isinstance(node.value.op, ast.Div)
        scaled = isinstance(value, ArrayValue) and value.facts.scaling is Scaling.DIVIDED
        if division and scaled and not _is_shown(node, scope):
            origin = machine.origin(node.value, scope)
            machine.journal.append(machine.trace.data_steps, Discarded(origin.text, origin))
    elif isinstance(node.value, ast.Call):
        _note_call(machine, node, node.value, scope)


def _note_call(machine: Machine, node: ast.Expr, call: ast.Call, scope: Scope) -> None:
    name = _name(call.func)
    if name not in _NAMES or _may_write(call):
        return
    callee = _callee(machine, call, scope)
    if callee is None or not _only_returns(callee, name) or _is_shown(node, scope):
        return
    text = f"{_text(call.func, scope)}(…)"
    step = Discarded(text, machine.origin(call, scope), _fitted(callee, name))
    machine.journal.append(machine.trace.data_steps, step)


def _may_write(call: ast.Call) -> bool:
    """May an argument say where the result is written?"""
    return any(isinstance(each, ast.Starred) for each in call.args) or any(
        each.arg is None or each.arg in _IN_PLACE for each in call.keywords
    )


def _name(called: ast.expr) -> str:
    match called:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _callee(machine: Machine, call: ast.Call, scope: Scope) -> Value | None:
    """What is called, evaluated once more without any effect."""
    mark = machine.journal.mark()
    try:
        return machine.evaluate(call.func, scope)
    except Raised:
        return None
    finally:
        machine.journal.rollback(mark)


def _only_returns(callee: Value, name: str) -> bool:
    match callee:
        case External():
            return callee.path in _FUNCTIONS or callee.key in _FUNCTIONS
        case NativeMethod(receiver=ArrayValue(facts=facts)):
            table = facts.content is Content.TABLE
            return name in _OF_ARRAYS or (table and name in _OF_TABLES)
        case NativeMethod(receiver=BatchesValue()):
            return name in _OF_BATCHES
        case NativeMethod(receiver=LibraryObject(path=path)):
            scales = path.startswith("sklearn.preprocessing.") and name in _OF_SCALERS
            words = path.endswith(".Tokenizer") and name in _OF_TOKENIZERS
            return scales or words or (path == PILLOW and name in _OF_PICTURES)
        case Unknown(term=("attr", tuple(base), str())):
            return name in _OF_ARRAYS and undefined.is_named_as_data(Unknown(base))
        case _:
            return False


def _fitted(callee: Value, name: str) -> Origin | None:
    if name != "fit_transform" or not isinstance(callee, NativeMethod):
        return None
    return callee.receiver.origin if isinstance(callee.receiver, LibraryObject) else None


def _text(called: ast.expr, scope: Scope) -> str:
    """What is called, as it is written; only its last part if that is long."""
    text = scope.module.code(called)
    return text if len(text) <= 40 and "\n" not in text else f"….{_name(called)}"


def _is_shown(node: ast.Expr, scope: Scope) -> bool:
    """Does a notebook show the value, or does a `try` only want to know whether it works?"""
    tree = scope.module.tree
    place = next((at for at, each in enumerate(tree.body) if each is node), None)
    if place is not None:
        return _ends_cell(scope.module, place)
    return any(isinstance(each, TRIES) and each.body == [node] for each in nodes_in(tree))


def _ends_cell(module: ParsedModule, place: int) -> bool:
    """Is a statement of the module's own level the last one of a notebook's cell?

    Where no marker shows the cells, a paragraph of a script that looks at values is taken for one.
    """
    body = module.tree.body
    pairs = zip(body, (None, *body), strict=False)
    before = [lines_before(module, statement, earlier) for statement, earlier in pairs]
    marked = any(begins_cell(line) for lines in before for line in lines)
    if not marked and not any(map(_looks, body)):
        return False
    if place + 1 == len(body):
        return True
    return any(begins_cell(line) if marked else not line for line in before[place + 1])


def _looks(statement: ast.stmt) -> bool:
    """Is it a value alone, as only a notebook shows it: `x_train.shape`?"""
    return isinstance(statement, ast.Expr) and isinstance(
        statement.value, ast.Name | ast.Attribute | ast.Subscript | ast.Compare
    )
