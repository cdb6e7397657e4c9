"""Where the nodes of a concrete syntax tree stand, found out a statement at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

import libcst as cst
from libcst.metadata import CodeRange, PositionProvider
from libcst.metadata.position_provider import PositionProvidingCodegenState

from kerascop.syntax.nodes import children_of

if TYPE_CHECKING:
    from kerascop.syntax.outline import Outline

_Statement: TypeAlias = "cst.BaseStatement | cst.BaseSmallStatement"


class Place(NamedTuple):
    """Where a node begins and ends: lines from 1, and columns from 0."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int


class Positions:
    """The places of the nodes of one tree, whitespace around them left out.

    To tell where a node stands, libcst writes down the whole text, which takes almost as long as to
    parse it. Knowing on which line each statement begins, it is enough to write down the statement
    that a node is in; and few are ever asked about.

    Args:
        tree: fresh from the parser, no node standing in it twice.
        outline: of the same text; without it, all of the text is written down.
        lines: of the text, without their ends.
        before: what is known of another tree that shares statements with this one.
    """

    def __init__(
        self,
        tree: cst.Module,
        outline: Outline | None,
        lines: Sequence[str],
        before: Positions | None = None,
    ) -> None:
        self._tree = tree
        self._parts: dict[cst.CSTNode, tuple[_Part, int]] = {}
        known = {} if before is None else before._parts
        for statement, starts in _by_statement(tree, outline):
            line = next(iter(starts.values()))
            part = known[statement][0] if statement in known else _Part(tree, starts, line, lines)
            self._parts[statement] = (part, line)
        self._owners: dict[cst.CSTNode, tuple[_Part, int]] = {}
        self._unsearched = iter(self._parts.items())
        self._whole: Mapping[cst.CSTNode, CodeRange] | None = None

    def of(self, node: cst.CSTNode) -> Place | None:
        """Where a node stands; `None` if it is not of the tree, or has no place of its own."""
        while node not in self._owners:
            found = next(self._unsearched, None)
            if found is None:
                return self._anywhere(node)
            statement, owner = found
            self._owners.update(dict.fromkeys(owner[0].homes_in(statement), owner))
        part, line = self._owners[node]
        return _place(part.of(node), line)

    def _anywhere(self, node: cst.CSTNode) -> Place | None:
        if self._whole is None:
            layout = self._tree.default_indent, self._tree.default_newline
            self._whole = _Writing(*layout).of(self._tree)
        return _place(self._whole.get(node))


class _Part:
    """The places of the nodes of one statement of the module's own level, lines counted from 0."""

    def __init__(
        self,
        tree: cst.Module,
        starts: Mapping[cst.CSTNode, int],
        line: int,
        lines: Sequence[str],
    ) -> None:
        self._layout = (tree.default_indent, tree.default_newline)
        self._starts = {each: start - line for each, start in starts.items()}
        self._indents = {each: _indent(lines[start - 1]) for each, start in starts.items()}
        self._homes: dict[cst.CSTNode, cst.CSTNode] = {}
        self._known: dict[cst.CSTNode, CodeRange] = {}
        self._written: set[cst.CSTNode] = set()

    def homes_in(self, statement: cst.CSTNode) -> Mapping[cst.CSTNode, cst.CSTNode]:
        """For each node what is to be written down to know its place."""
        if not self._homes:
            self._homes.update(_homes(statement))
        return self._homes

    def of(self, node: cst.CSTNode) -> CodeRange | None:
        """Where a node of the statement stands."""
        home = self._homes[node]
        if node not in self._known and home not in self._written:
            self._written.add(home)
            self._known.update(self._written_down(home))
        return self._known.get(node)

    def _written_down(self, home: cst.CSTNode) -> Mapping[cst.CSTNode, CodeRange]:
        first = home.body[0] if isinstance(home, cst.SimpleStatementLine) else home
        start = self._starts[first]
        before = len(getattr(home, "leading_lines", ()))
        found = _Writing(*self._layout, self._indents[first], start - before).of(home)
        decorators = found[first].start.line - start
        if not decorators:
            return found
        return _Writing(*self._layout, self._indents[first], start - before - decorators).of(home)


class _Writing(PositionProvider):
    """libcst's provider without its `MetadataWrapper`.

    The wrapper copies the tree, lest a node stands in it twice, which no tree fresh from the parser
    does; and it walks the tree once more for providers that share a walk, of which there are none.
    """

    def __init__(self, default_indent: str, newline: str, indent: str = "", line: int = 1) -> None:
        super().__init__()
        indents = [indent] if indent else []
        self._state = PositionProvidingCodegenState(
            default_indent, newline, self, indents, line=line
        )

    def of(self, node: cst.CSTNode) -> Mapping[cst.CSTNode, CodeRange]:
        """The places of the nodes of a part of a tree that begins on the given line."""
        node._codegen(self._state)
        return cast("Mapping[cst.CSTNode, CodeRange]", self._computed)


def _place(found: CodeRange | None, down: int = 0) -> Place | None:
    if found is None:
        return None
    start, end = found.start, found.end
    return Place(start.line + down, start.column, end.line + down, end.column)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _by_statement(
    tree: cst.Module, outline: Outline | None
) -> Iterator[tuple[cst.CSTNode, dict[cst.CSTNode, int]]]:
    """Each statement of the module's own level, with the lines on which it and those in it begin.

    None if the outline is missing, or of another text.
    """
    inside = {statement: list(statements_in([statement])) for statement in tree.body}
    count = sum(map(len, inside.values()))
    if outline is None or count != len(outline.lines):
        return
    lines = iter(outline.lines)
    for statement, found in inside.items():
        yield statement, {each: next(lines) for each in found}


def statements_in(blocks: Sequence[cst.CSTNode]) -> Iterator[_Statement]:
    """The statements of blocks, those in others behind them, in the order of the text."""
    for each in blocks:
        if isinstance(each, cst.BaseSmallStatement):
            yield each
            continue
        if isinstance(each, cst.BaseCompoundStatement):
            yield each
        yield from statements_in(_blocks(each))


def _blocks(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The blocks and statements right inside, in the order of the text."""
    found: list[cst.CSTNode] = []
    for name in ("body", "handlers", "cases", "orelse", "finalbody"):
        inner = getattr(node, name, None)
        if isinstance(inner, cst.CSTNode):
            found.append(inner)
        elif inner is not None:
            found.extend(inner)
    return found


def _homes(statement: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
    """For each node of a statement what is to be written down to know its place.

    That is the line that it stands on, or for what belongs to no line, the head of a loop say, the
    whole block; an `elif` by itself would be written as an `if`.
    """
    waiting = [(statement, statement)]
    while waiting:
        node, home = waiting.pop()
        yield node, home
        is_block = isinstance(node, cst.IndentedBlock)
        waiting.extend((inner, inner if is_block else home) for inner in children_of(node))
