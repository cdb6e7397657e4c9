"""Whether a text is safe for libcst's parser, which is asked where this Python is too old for it.

The parser recurses in native code, and keeps what it has tried: on deep text it ends the process,
and its memory grows with the levels of each token.
"""

from __future__ import annotations

import re

from kerascop.syntax.depth import MAX_DEPTH

_MAX_TOKEN_LEVELS = 150
_MAX_TOKEN_WEIGHT = 1_000_000
"""The levels of all tokens together. More is counted than there is."""

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\r\n]*)
    | (?P<string>(?i:[bfrtu]{0,2})(?:
          \"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
        | (?!\"{3}|'{3})(?: "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )))
    | (?P<open>["'])
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
_OPERATOR = re.compile(r"[^\w\s,'\"#!:;]|\b(?:not|and|or|else|await|lambda)\b")
_BRACES = re.compile(r"[{}]")
_MAX_FIELD = 500
"""Operators between two braces of an f-string, in a field or in the text beside: few enough for the
parser, and more than people write.
"""
_LINE_START = re.compile(r"^([ \t\f]*)(elif\b|\S)", re.MULTILINE)


def is_light(text: str) -> bool:
    """Is a text, of which Python gives no tree, safe for libcst's parser?

    Goes by the tokens. What it takes for levels is more than there are: brackets, and the operators
    between two commas of the same bracket.
    """
    if _longest_elif(text) > MAX_DEPTH:
        return False
    tokens = _Tokens()
    for found in _TOKEN.finditer(text):
        if found.lastgroup == "open":
            # Hardly Python of any version; and each such quote would be followed to the text's end.
            return False
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
        prefix = token.partition(token[-1])[0].lower()
        within = 0 if {"f", "t"}.isdisjoint(prefix) else token.count("{")
        if within and any(
            len(_OPERATOR.findall(each)) > _MAX_FIELD for each in _BRACES.split(token)
        ):
            within += _MAX_TOKEN_LEVELS
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
