"""The tree of an edited text, made from the tree before the edit and the statements around it.

A text that is typed differs from the one before in a line or two. Statements of the module's own
level that were not touched keep their trees: they are not parsed again, and whoever remembers
something of their nodes can go on using it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import libcst as cst

from kerascop.sources.lines import lines_of, same_ends
from kerascop.syntax.positions import statements_in

if TYPE_CHECKING:
    from kerascop.syntax.module import ParsedModule
    from kerascop.syntax.outline import Outline

_Statement: TypeAlias = "cst.SimpleStatementLine | cst.BaseCompoundStatement"


def reparsed(before: ParsedModule, text: str, outline: Outline) -> cst.Module | None:
    """The tree of a text; `None` where it has to be parsed as a whole.

    Args:
        before: an earlier state of it.
        text: the present one, which Python itself could parse.
        outline: of the present text.
    """
    ends = [] if before.outline is None else _last_lines(before.tree, before.outline)
    if not ends:
        return None
    statements = list(before.tree.body)
    old, new = lines_of(before.text), lines_of(text)
    head, tail = same_ends(old, new)
    left, right = _neighbours(ends, head, len(old) - tail)
    start = ends[left - 1] if left > 0 else 0
    stop = ends[right] + len(new) - len(old) if right < len(ends) else len(new)
    try:
        part = cst.parse_module("".join(new[start:stop]))
    except cst.ParserSyntaxError:
        return None
    made = _joined(before.tree, statements, part, left, right)
    if made is None or len(list(statements_in(made.body))) != len(outline.lines):
        return None
    return made


def _last_lines(tree: cst.Module, outline: Outline) -> list[int]:
    """The last line of each statement, or line of several, of the module's own level."""
    found: list[int] = []
    place = 0
    for statement in tree.body:
        place += len(statement.body) if isinstance(statement, cst.SimpleStatementLine) else 1
        found.append(outline.ends[place - 1])
    return found


def _neighbours(ends: Sequence[int], head: int, edited: int) -> tuple[int, int]:
    """The untouched statements next to an edit: -1 if there is none before it, one too many if none
    is behind.

    They are parsed again because comments between two statements belong to the one or to the other,
    depending on what the first is and on how the comments are indented.

    Args:
        ends: the last line of each statement.
        head: the lines before the edit.
        edited: the last line of the edit.
    """
    left = sum(end <= head for end in ends) - 1
    right = sum(end < edited for end in ends) + 1
    return left, min(right, len(ends))


def _joined(
    tree: cst.Module, statements: Sequence[_Statement], part: cst.Module, left: int, right: int
) -> cst.Module | None:
    """The tree with a part of it parsed anew, from one neighbour of the edit to the other."""
    anew: list[_Statement] = list(part.body)
    is_first, is_last = left <= 0, right >= len(statements)
    if len(anew) < (not is_first) + (not is_last) or not _alike(tree, part):
        return None
    if not is_first:
        anew[0] = anew[0].with_changes(leading_lines=statements[left].leading_lines)
    if not is_last:
        known = _with_lead(tree, statements[right], anew[-1])
        if known is None:
            return None
        anew[-1] = known
    old = statements[max(left, 0) : right + 1]
    return tree.with_changes(
        header=part.header if is_first else tree.header,
        body=(*statements[: max(left, 0)], *_kept(tree, old, anew), *statements[right + 1 :]),
        footer=part.footer if is_last else tree.footer,
        has_trailing_newline=(part.has_trailing_newline if is_last else tree.has_trailing_newline),
    )


def _alike(tree: cst.Module, part: cst.Module) -> bool:
    """Do both take the same indentation and line ends for granted, which nodes leave out?"""
    indented = not all(isinstance(each, cst.SimpleStatementLine) for each in part.body)
    return part.default_newline == tree.default_newline and (
        not indented or part.default_indent == tree.default_indent
    )


def _with_lead(tree: cst.Module, known: _Statement, anew: _Statement) -> _Statement | None:
    """A statement whose text is the same, with the lines in front of it as they are now.

    What was parsed anew lacks the comments at its end; `None` if it is another statement.
    """
    before = tree.code_for_node(known.with_changes(leading_lines=()))
    after = tree.code_for_node(anew.with_changes(leading_lines=()))
    rest = before.removeprefix(after)
    if not before.startswith(after) or any(
        line.strip() and not line.strip().startswith("#") for line in lines_of(rest)
    ):
        return None
    return known.with_changes(leading_lines=anew.leading_lines)


def _kept(
    tree: cst.Module, old: Sequence[_Statement], anew: Sequence[_Statement]
) -> list[_Statement]:
    """The new statements, in place of those at both ends that have not changed the old ones."""
    found = list(anew)
    shorter = min(len(old), len(anew))
    head = 0
    while head < shorter and _same_code(tree, old[head], anew[head]):
        found[head] = old[head]
        head += 1
    tail = 1
    while tail <= shorter - head and _same_code(tree, old[-tail], anew[-tail]):
        found[-tail] = old[-tail]
        tail += 1
    return found


def _same_code(tree: cst.Module, one: _Statement, other: _Statement) -> bool:
    return tree.code_for_node(one) == tree.code_for_node(other)
