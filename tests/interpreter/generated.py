"""Programs by chance: small, valid, and full of everything that is hard to be sure about."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

_VARIABLES = ("a", "b", "c")
_CONDITIONS = (
    *("flag", "other", "third", "not flag", "flag and other", "flag or n == 1"),
    *("n == 2", "n > 1", "n <= 1", "n > a", "a == n", "a == 1", "a > b", "b", "c is None"),
    *("mode == 'a'", "mode != 'b'", "mode in ('a', 'b')", "flag and not flag"),
)
_PROLOGUE = """\
class Box:
    v = 3
box = Box()
a, b, c = 1, 2, None
items = [4]
table = {1: 5}
model = Sequential()"""
_SHOWN = ("a", "b", "c", "len(items)", "table.get(1)", "box.v")


def generated(seed: int) -> str:
    """A program, the same for the same seed; its model shows what became of its variables."""
    writer = _Writer(Random(seed))
    body = [line for _ in range(writer.random.randint(1, 3)) for line in writer.statement(0)]
    shown = [f"model.add(Dense({value}))" for value in _SHOWN]
    return "\n".join([_PROLOGUE, *body, *shown])


@dataclass
class _Writer:
    random: Random
    depth: int = 0
    functions: int = 0
    loops: list[bool] = field(default_factory=lambda: [False])
    """Whether a loop is open, for each function that is open."""

    def block(self, indent: int) -> list[str]:
        count = self.random.choice((1, 1, 2))
        return [line for _ in range(count) for line in self.statement(indent + 1)]

    def statement(self, indent: int) -> list[str]:
        self.depth += 1
        kinds = [self._simple] * 4
        if self.depth < 4:
            kinds += [self._if, self._if, self._if, self._for, self._try, self._match, self._each]
            if len(self.loops) < 3:
                kinds.append(self._function)
        lines = self.random.choice(kinds)()
        self.depth -= 1
        return ["    " * indent + line for line in lines]

    def _indented(self) -> list[str]:
        return self.block(0)

    def _pick(self, *choices: str) -> str:
        return self.random.choice(choices)

    def _condition(self) -> str:
        return self._pick(*_CONDITIONS)

    def _expression(self) -> str:
        variable = self._pick(*_VARIABLES)
        number = self._pick("0", "1", "2", "3", "7")
        chosen = f"({number} if {self._condition()} else {variable})"
        return self._pick(number, number, variable, variable, f"{variable}", chosen, "n", "box.v")

    def _simple(self) -> list[str]:
        variable, value = self._pick(*_VARIABLES), self._expression()
        choices = [
            f"{variable} = {value}",
            f"{variable} = {value}",
            f"{variable} = {variable} or {value}",
            f"items.append({value})",
            f"items = items + [{value}]",
            f"{variable} = items.pop() if items else 0",
            f"table[{self._pick('1', '2', 'mode')}] = {value}",
            f"{variable} = table.get({self._pick('1', 'mode')}, 4)",
            "table.pop(1, None)",
            f"box.v = {value}",
        ]
        if self.loops[-1]:
            choices += ["break", "continue"]
        elif len(self.loops) > 1:
            choices.append(f"return {value}")
        else:
            choices.append(f"model.add(Dense({value}))")
        return [self._pick(*choices)]

    def _if(self) -> list[str]:
        lines = [f"if {self._condition()}:", *self._indented()]
        if self.random.random() < 0.3:
            lines += [f"elif {self._condition()}:", *self._indented()]
        if self.random.random() < 0.6:
            lines += ["else:", *self._indented()]
        return lines

    def _for(self) -> list[str]:
        around, self.loops[-1] = self.loops[-1], True
        over = self._pick("xs", "xs", "range(3)", "[1, 2]", "items[:]", "range(n)", "range(12)")
        lines = [f"for {self._pick(*_VARIABLES)} in {over}:", *self._indented()]
        self.loops[-1] = around
        return lines

    def _try(self) -> list[str]:
        lines = ["try:", *self._indented(), f"    {self._pick('raise ValueError', 'pass')}"]
        lines += [f"except {self._pick('ValueError', 'Exception')}:", *self._indented()]
        if self.random.random() < 0.3:
            lines += ["finally:", f"    {self._pick(*_VARIABLES)} = {self._expression()}"]
        return lines

    def _match(self) -> list[str]:
        subject, cases = self.random.choice((("mode", ("'a'", "'b'")), ("n", ("0", "1", "2"))))
        lines = [f"match {subject}:"]
        for case in (*self.random.sample(cases, 2), "_"):
            lines += [f"    case {case}:", *(f"    {line}" for line in self._indented())]
        return lines

    def _each(self) -> list[str]:
        over, variable = self._pick("xs", "range(3)", "items"), self._pick(*_VARIABLES)
        kept = self._pick("", " if x", " if flag")
        return [
            f"{variable} = [x for x in {over}{kept}]",
            f"{variable} = {variable}[0] if {variable} else len({variable})",
        ]

    def _function(self) -> list[str]:
        self.functions += 1
        name, shared = f"f{self.functions}", self._pick("b", "c", "items")
        self.loops.append(False)
        lines = [f"def {name}(a=2):", f"    global {shared}"]
        lines += [
            f"    {local}"
            for local in ("b = 0", "c = 0", "items = []")
            if not local.startswith(shared)
        ]
        lines += [*self._indented(), f"    return {self._expression()}"]
        self.loops.pop()
        called = f"{name}({self._pick('', '1', 'n', 'a')})"
        return [*lines, f"{self._pick(*_VARIABLES)} = {called}"]
