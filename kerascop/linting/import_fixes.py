"""Names taken from elsewhere: edits of imports and of dotted names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kerascop.sources.edits import Edit

if TYPE_CHECKING:
    import libcst as cst

    from kerascop.syntax.origin import Origin


def taken_from(place: Origin, old: str, new: str, has: Callable[[str], bool]) -> list[Edit] | None:
    """What makes an import, or a dotted name, take what it names from another path.

    Args:
        place: the import's alias, the import with its star, or the dotted name.
        old: the path that it names, imports expanded.
        new: the path to name instead.
        has: is there something at a path? The other names of the import move along with this one.
    """
    import libcst as cst

    node = place.node
    if isinstance(node, cst.ImportFrom):
        return _module_replaced(place, node, new)
    if isinstance(node, cst.ImportAlias):
        return _import_replaced(place, node, new, has)
    if isinstance(node, cst.Attribute):
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
    if statement is None or statement.module is None or not module:
        return None
    [alias, *others] = _aliases(statement)
    if others or alias.asname is not None:
        return None
    return [
        Edit(place.module.span(statement.module), module),
        Edit(place.module.span(alias.name), f"{name} as {place.module.code(alias.name)}"),
    ]


def _import_replaced(
    place: Origin, alias: cst.ImportAlias, new: str, has: Callable[[str], bool]
) -> list[Edit] | None:
    statement = _statement_of(place)
    if statement is None:
        return None if alias.asname is None else [Edit(place.module.span(alias.name), new)]
    module, _, name = new.rpartition(".")
    if name != place.module.code(alias.name):
        return None
    if not all(has(f"{module}.{place.module.code(each.name)}") for each in _aliases(statement)):
        return None
    return _module_replaced(place, statement, module)


def _module_replaced(place: Origin, statement: cst.ImportFrom, new: str) -> list[Edit] | None:
    if statement.module is None or statement.relative:
        return None
    return [Edit(place.module.span(statement.module), new)]


def _dotted_replaced(place: Origin, old: str, new: str) -> list[Edit] | None:
    """`tf.keras.x` for `tf.python.keras.x`: the first name stands for what it stood for."""
    first, _, rest = place.module.code(place.node).partition(".")
    stands_for = old.removesuffix(f".{rest}")
    if stands_for == old or not new.startswith(f"{stands_for}.") or not first.isidentifier():
        return None
    return [Edit(place.span, first + new.removeprefix(stands_for))]


def _statement_of(place: Origin) -> cst.ImportFrom | None:
    """The `from … import …` that an alias stands in; `None` in a plain `import`."""
    import libcst as cst

    from kerascop.syntax.nodes import nodes_in

    for node in nodes_in(place.module.tree):
        if isinstance(node, cst.ImportFrom) and any(
            alias is place.node for alias in _aliases(node)
        ):
            return node
    return None


def _aliases(statement: cst.ImportFrom) -> tuple[cst.ImportAlias, ...]:
    import libcst as cst

    return () if isinstance(statement.names, cst.ImportStar) else tuple(statement.names)
