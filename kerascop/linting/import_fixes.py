"""Names taken from elsewhere: edits of imports and of dotted names."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from kerascop.sources.edits import Edit
from kerascop.syntax import words
from kerascop.syntax.nodes import nodes_in

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin


def taken_from(place: Origin, old: str, new: str, has: Callable[[str], bool]) -> list[Edit] | None:
    """What makes an import, or a dotted name, take what it names from another path.

    Args:
        place: the import's alias, the import with its star, or the dotted name.
        old: the path that it names, imports expanded.
        new: the path to name instead.
        has: is there something at a path? The other names of the import move along with this one.
    """
    node = place.node
    if isinstance(node, ast.ImportFrom):
        return _module_replaced(place, node, new)
    if isinstance(node, ast.alias):
        return _import_replaced(place, node, new, has)
    if isinstance(node, ast.Attribute):
        return _dotted_replaced(place, old, new)
    return None


def module_under_its_name(place: Origin, new: str) -> list[Edit] | None:
    """`from a import b as old` for `from a.old import old`, where that import brings nothing else.

    Args:
        place: the alias in the import of the old module.
        new: the path of the module that has what the old one had.
    """
    statement = _statement_of(place)
    module, _, name = new.rpartition(".")
    old = None if statement is None else words.imported_module(place.module, statement)
    if statement is None or old is None or not module:
        return None
    [alias, *others] = statement.names
    if others or alias.asname is not None:
        return None
    return [
        Edit(old, module),
        Edit(words.alias_name(place.module, alias), f"{name} as {alias.name}"),
    ]


def _import_replaced(
    place: Origin, alias: ast.alias, new: str, has: Callable[[str], bool]
) -> list[Edit] | None:
    statement = _statement_of(place)
    if statement is None:
        renamed = Edit(words.alias_name(place.module, alias), new)
        return None if alias.asname is None else [renamed]
    module, _, name = new.rpartition(".")
    if name != alias.name or not all(has(f"{module}.{each.name}") for each in statement.names):
        return None
    return _module_replaced(place, statement, module)


def _module_replaced(place: Origin, statement: ast.ImportFrom, new: str) -> list[Edit] | None:
    module = words.imported_module(place.module, statement)
    return None if module is None or statement.level else [Edit(module, new)]


def _dotted_replaced(place: Origin, old: str, new: str) -> list[Edit] | None:
    """`tf.keras.x` for `tf.python.keras.x`: the first name stands for what it stood for."""
    first, _, rest = place.module.code(place.node).partition(".")
    stands_for = old.removesuffix(f".{rest}")
    if stands_for == old or not new.startswith(f"{stands_for}.") or not first.isidentifier():
        return None
    return [Edit(place.span, first + new.removeprefix(stands_for))]


def _statement_of(place: Origin) -> ast.ImportFrom | None:
    """The `from … import …` that an alias stands in; `None` in a plain `import`."""
    for node in nodes_in(place.module.tree):
        if isinstance(node, ast.ImportFrom) and any(each is place.node for each in node.names):
            return node
    return None
