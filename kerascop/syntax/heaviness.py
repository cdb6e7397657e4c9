"""How deep and how heavy the concrete tree of a text would be, told before anybody builds it.

libcst's parser recurses in native code, and keeps what it has tried: on deep text it ends the
process, and its memory grows with the levels of each token. An expression of one level has a weight
of 1, one of two levels inside it adds 2. Over Python's own tests, TensorFlow and Transformers, and
over calls, lists and dictionaries up to 90 levels deep, the parser was measured to take 1.5 to
2.2 kB of memory for each. A statement has a weight of 1.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

MAX_DEPTH = 400
"""Levels of the syntax tree; the deepest file of Keras itself has 17."""

MAX_WEIGHT = 320_000
"""Some 600 MB of libcst's parser. The heaviest file of TensorFlow, of 676 kB, has 126,000."""

_MAX_TOKEN_LEVELS = 150
_MAX_TOKEN_WEIGHT = 1_000_000
"""Of a text of which only the tokens are known. More is counted than there is."""

_PARENTHESIS = 8
"""The weight of each of several parentheses in a row: they leave no trace in Python's tree."""

_PARENTHESES = re.compile(r"\((?:\s*\()+")
_ADJACENT_STRINGS = re.compile(rf"(?:(?:\"[^\"\n]*\"|'[^'\n]*')\s*){{{MAX_DEPTH}}}")

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\r\n]*)
    | (?P<string>(?i:[bfrtu]{0,2})(?:
          \"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
        | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'))
    | (?P<name>\w+)
    | (?P<continuation>\\\r?\n)
    | (?P<line>[\r\n;])
    | (?P<opening>[(\[{])
    | (?P<closing>[)\]}])
    | (?P<comma>,)
    | (?P<other>\*\*|//|[^\s\w])
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERATORS = frozenset(
    "and as async await case elif else for from if in is lambda match not or yield".split()
)
_LINE_START = re.compile(r"^([ \t\f]*)(elif\b|\S)", re.MULTILINE)

_STATEMENTS = (ast.mod, ast.stmt, ast.excepthandler, ast.match_case)
_OF_NO_NODES = frozenset("id ctx op ops attr arg name level type_comment conversion".split())
"""Fields that hold operators, names and numbers."""


@dataclass(frozen=True)
class Excess:
    """What is too much of a text, as a phrase, and the line where it is, from 1."""

    reason: str
    line: int = 1


def too_deep(line: int = 1) -> Excess:
    """The text has more levels than can be parsed."""
    return Excess("is nested too deeply to be analysed", line)


def too_heavy(line: int = 1) -> Excess:
    """The text has so many levels, or such wide ones, that parsing it needs too much memory."""
    return Excess("has too many nested expressions to be analysed", line)


def excess_of_tree(tree: ast.Module, text: str) -> Excess | None:
    """What is too much of a text that Python can parse, if anything is.

    Args:
        tree: Python's own tree of it.
    """
    strings = _ADJACENT_STRINGS.search(text)
    if strings is not None:
        return too_deep(1 + text.count("\n", 0, strings.start()))
    weight = _PARENTHESIS * sum(len(found[0]) for found in _PARENTHESES.finditer(text))
    statements: defaultdict[int, list[ast.AST]] = defaultdict(list, {0: [tree]})
    expressions: defaultdict[int, list[tuple[ast.AST, int]]] = defaultdict(list)
    depth = 0
    while statements or expressions:
        if depth > MAX_DEPTH:
            return too_deep(_line_of(statements, expressions))
        for statement in statements.pop(depth, ()):
            weight += 1
            for child in _children(statement):
                if isinstance(child, _STATEMENTS):
                    statements[depth + 1].append(child)
                else:
                    expressions[depth + 1].append((child, 1))
        for node, levels in expressions.pop(depth, ()):
            weight += levels
            # Python's tree has one node for `a and b and c`, libcst's has one for each operator.
            more = len(node.values) - 1 if isinstance(node, ast.BoolOp) else 1
            for child in _children(node):
                expressions[depth + more].append((child, levels + more))
        if weight > MAX_WEIGHT:
            return too_heavy()
        depth += 1
    return None


def _children(node: ast.AST) -> list[ast.AST]:
    """The nodes that a node is made of, but for operators and the like."""
    found: list[ast.AST] = []
    for name in _FIELDS[type(node)]:
        value = getattr(node, name, None)
        if isinstance(value, list):
            found.extend([each for each in value if isinstance(each, ast.AST)])
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


class _Fields(dict[type[ast.AST], tuple[str, ...]]):
    """Where the nodes of each class hold others."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        found = self[kind] = tuple(name for name in kind._fields if name not in _OF_NO_NODES)
        return found


_FIELDS = _Fields()


def _line_of(
    statements: Mapping[int, list[ast.AST]], expressions: Mapping[int, list[tuple[ast.AST, int]]]
) -> int:
    """A line in which one of the nodes stands."""
    nodes = [node for level in statements.values() for node in level]
    nodes += [node for level in expressions.values() for node, _ in level]
    return next((line for node in nodes if (line := getattr(node, "lineno", None))), 1)


def is_light(text: str) -> bool:
    """A test of a text of which Python gives no tree: is it safe for libcst's parser?

    Goes by the tokens. What it takes for levels is more than there are: brackets, and the operators
    between two commas of the same bracket.
    """
    if _longest_elif(text) > MAX_DEPTH:
        return False
    tokens = _Tokens()
    for found in _TOKEN.finditer(text):
        getattr(tokens, found.lastgroup or "other")(found[0])
        if tokens.levels > _MAX_TOKEN_LEVELS or tokens.weight > _MAX_TOKEN_WEIGHT:
            return False
    return True


class Light:
    """Remembers of a text that it is light: with lines set aside it can only get lighter."""

    def __init__(self) -> None:
        self._known = False

    def judge(self, text: str) -> bool:
        """Is the text safe for libcst's parser?"""
        self._known = self._known or is_light(text)
        return self._known


class _Tokens:
    """How deep the tokens of a text stand in each other, and the sum of that."""

    def __init__(self) -> None:
        self.levels = 0
        self.weight = 0
        self._operators = [0]
        """Of each open bracket, and of the statement: those since the last comma."""
        self._lambdas = [0]
        """Those whose colon is still to come: commas between their parameters do not count."""
        self._after_value = False

    def comment(self, token: str) -> None:
        pass

    def continuation(self, token: str) -> None:
        pass

    def line(self, token: str) -> None:
        if len(self._operators) == 1:
            self._forget()

    def string(self, token: str) -> None:
        within = token.count("{") if "f" in token[:3].lower() else 0
        self._deeper(within + self._after_value)
        self._after_value = True

    def name(self, token: str) -> None:
        if token in _OPERATORS:
            self._deeper(1)
            self._lambdas[-1] += token == "lambda"
        self.weight += self.levels
        self._after_value = token not in _OPERATORS

    def opening(self, token: str) -> None:
        self._deeper(int(self._after_value))
        self._operators.append(0)
        self._lambdas.append(0)
        self.levels += 1
        self._after_value = False

    def closing(self, token: str) -> None:
        self.levels -= self._operators.pop()
        self._lambdas.pop()
        if self._operators:
            self.levels -= 1
        else:
            self._operators, self._lambdas = [0], [0]
        self._after_value = True

    def comma(self, token: str) -> None:
        if not self._lambdas[-1]:
            self._forget()
        self._after_value = False

    def other(self, token: str) -> None:
        if token == ":" and self._lambdas[-1]:
            self._lambdas[-1] -= 1
        self._deeper(1)
        self._after_value = False

    def _deeper(self, levels: int) -> None:
        self._operators[-1] += levels
        self.levels += levels
        self.weight += self.levels

    def _forget(self) -> None:
        self.levels -= self._operators[-1]
        self._operators[-1] = self._lambdas[-1] = 0
        self._after_value = False


def _longest_elif(text: str) -> int:
    """The most `elif` that hang together, those around them included."""
    chains: dict[int, int] = {}
    longest = 0
    for found in _LINE_START.finditer(text):
        column = len(found[1])
        if found[2] == "elif":
            chains[column] = chains.get(column, 0) + 1
            longest = max(longest, sum(chains.values()))
        else:
            chains = {each: length for each, length in chains.items() if each < column}
    return longest
