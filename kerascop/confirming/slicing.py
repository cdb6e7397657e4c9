"""The slice of a file that builds models: the statements that their construction depends on."""

from __future__ import annotations

import ast
import builtins
import math
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.confirming.making import Program, program_of
from kerascop.confirming.scopes import Names, globals_bound, names_of
from kerascop.keras_api.free_names import free_names
from kerascop.misuse import UsageError, nearest
from kerascop.sources.parsing import REFUSALS
from kerascop.sources.reading import SourceError

if TYPE_CHECKING:
    from kerascop.syntax.module import ParsedModule

_Compound = (
    ast.If | ast.For | ast.AsyncFor | ast.While | ast.With | ast.AsyncWith | ast.Try | ast.Match
)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_END = math.inf


@dataclass(frozen=True)
class Slice:
    """A part of a file.

    Attributes:
        path: the file.
        text: its text, in which what is left out is blank: a line has the number that it has there.
        kept: how many statements at the top of the file are in the slice; `left_out`: how many not.
        free: names that nothing in the file binds, with what they usually mean: a snippet without
            its imports says `Dense`, and means `keras.layers.Dense`.
    """

    path: Path
    text: str
    kept: int
    left_out: int
    free: Mapping[str, str] = field(default_factory=dict)


def slice_of(module: ParsedModule, builder: str | None = None) -> Slice:
    """The statements of a module that build its models, and those that these depend on.

    `compile`, training, evaluation, plotting and saving at the top of the file are left out, and so
    is what only they need. Functions and classes are taken whole. What may have a part in the
    models, for all that can be seen, is taken.

    Args:
        module: the file. It is parsed anew, by Python itself, since it is Python that will run it.
        builder: the function or class, `build` or `Net.build`, that alone is wanted with what it
            depends on.

    Raises:
        SourceError: this Python cannot parse the file.
        UsageError: the file does not define the builder.
    """
    code = module.text if module.complaint is None else module.understood
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
    except REFUSALS as error:
        line = getattr(error, "lineno", None) or 1
        raise SourceError(module.path, f"cannot be run: {error}", line, text=module.text) from error
    slicing = _Slicing(program_of(tree), _units(tree.body, None, []))
    if builder is None:
        slicing.want_models()
    else:
        slicing.want_builder(builder.partition(".")[0], module.path)
    slicing.complete()
    lines = re.split(r"\r\n|\r|\n", code)
    _blank(slicing.units, lines)
    kept = sum(unit.kept for unit in slicing.units)
    left_out = len(slicing.units) - kept
    return Slice(module.path, "\n".join(lines), kept, left_out, slicing.free())


@dataclass(eq=False)
class _Unit:
    """A statement outside of functions and classes. One with blocks is its head, and has others.

    Attributes:
        node: the statement.
        around: the unit in whose block it is.
        place: its number in the order of the text; `end`: that of the last one that may run before
            it runs again, which is its own outside of loops.
        names: those of the head alone, if it has blocks.
        blocks: the units of its blocks.
    """

    node: ast.stmt
    around: _Unit | None
    place: int
    names: Names
    blocks: list[list[_Unit]] = field(default_factory=list)
    end: float = 0
    kept: bool = False

    @property
    def first_line(self) -> int:
        """The first line of its text, decorators included."""
        decorators: list[ast.expr] = getattr(self.node, "decorator_list", [])
        return min([self.node.lineno, *(each.lineno for each in decorators)])

    @property
    def last_line(self) -> int:
        """The last line of its text."""
        return self.node.end_lineno or self.node.lineno

    @property
    def is_definition(self) -> bool:
        """Is it a function or a class?"""
        return isinstance(self.node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


def _units(body: list[ast.stmt], around: _Unit | None, earlier: list[_Unit]) -> list[_Unit]:
    """The units of a block; `earlier` counts all that have been made."""
    found = []
    for node in body:
        is_compound = isinstance(node, _Compound)
        names = names_of(*(_head(node) if is_compound else [node]))
        unit = _Unit(node, around, len(earlier), names)
        earlier.append(unit)
        found.append(unit)
        if is_compound:
            unit.blocks = [_units(block, unit, earlier) for block in _blocks(node)]
        unit.end = len(earlier) - 1 if isinstance(node, _LOOPS) else unit.place
        if isinstance(node, _LOOPS):
            for inner in _all([unit]):
                inner.end = unit.end
    return found


def _head(node: ast.stmt) -> list[ast.AST]:
    """What a statement with blocks says outside of them."""
    match node:
        case ast.If(test=test) | ast.While(test=test):
            return [test]
        case ast.For(target=target, iter=items) | ast.AsyncFor(target=target, iter=items):
            return [target, items]
        case ast.With(items=contexts) | ast.AsyncWith(items=contexts):
            return list(contexts)
        case ast.Try(handlers=handlers):
            return [each.type for each in handlers if each.type is not None]
        case ast.Match(subject=subject, cases=cases):
            return [
                subject,
                *(part for each in cases for part in (each.pattern, each.guard) if part),
            ]
        case _:
            return []


def _blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    blocks = [getattr(node, name, []) for name in ("body", "orelse", "finalbody")]
    blocks += [each.body for each in getattr(node, "handlers", ())]
    blocks += [each.body for each in getattr(node, "cases", ())]
    return [block for block in blocks if block]


def _all(units: list[_Unit]) -> Iterator[_Unit]:
    for unit in units:
        yield unit
        for block in unit.blocks:
            yield from _all(block)


class _Slicing:
    """Marks what is kept, until nothing that is kept lacks anything.

    A name is needed up to the last place in the text where it is read: what binds it further down
    is not kept for its sake. Models are needed to the end.
    """

    def __init__(self, program: Program, units: list[_Unit]) -> None:
        self.units = units
        self._program = program
        self._all = list(_all(units))
        self._needed: dict[str, float] = {}

    def want_models(self) -> None:
        """Keeps what makes models."""
        for unit in self._all:
            if unit.blocks or unit.is_definition or self._program.has_no_part(unit.node):
                continue
            if self._program.makes_models(unit.node):
                self._keep(unit)
                self._need(unit.names.binds | unit.names.changes, _END)

    def want_builder(self, name: str, path: Path) -> None:
        """Keeps what binds a name."""
        bound = {each for unit in self._all for each in unit.names.binds}
        if name not in bound:
            raise UsageError(f"`{path}` defines no `{name}`{nearest(name, bound)}")
        self._need(frozenset({name}), _END)

    def complete(self) -> None:
        """Keeps what the kept units depend on."""
        for unit in self._all:
            if self._is_kept_anyway(unit):
                self._keep(unit)
        changed = True
        while changed:
            before = self._state()
            for unit in self._all:
                if not unit.kept and self._is_wanted(unit):
                    self._keep(unit)
                if unit.kept:
                    self._take_along(unit)
            self._keep_neighbours()
            changed = self._state() != before

    def free(self) -> dict[str, str]:
        """What the names mean that are needed, and bound by nothing."""
        bound = {name for unit in self._all for name in unit.names.binds} | set(dir(builtins))
        return {
            name: meaning
            for name, meaning in free_names().items()
            if name in self._needed and name not in bound
        }

    def _state(self) -> tuple[int, float, int]:
        ends = [end for end in self._needed.values() if end is not _END]
        return sum(unit.kept for unit in self._all), sum(ends), len(ends)

    def _is_kept_anyway(self, unit: _Unit) -> bool:
        match unit.node:
            case ast.ImportFrom(module="__future__"):
                return True
            case ast.ImportFrom(names=[ast.alias(name="*")]):
                return True
            case _:
                return not unit.is_definition and not unit.blocks and self._is_setting(unit)

    def _is_setting(self, unit: _Unit) -> bool:
        return self._program.is_setting(unit.node)

    def _is_wanted(self, unit: _Unit) -> bool:
        if isinstance(unit.node, ast.Break | ast.Continue):
            loop = unit.around
            while loop is not None and not isinstance(loop.node, _LOOPS):
                loop = loop.around
            return loop is not None and loop.kept
        names = unit.names.binds
        if not unit.is_definition and not unit.blocks:
            names |= self._program.touches(unit.node) - self._program.libraries
        return any(unit.place <= self._needed.get(name, -1) for name in names)

    def _take_along(self, unit: _Unit) -> None:
        self._need(unit.names.reads, unit.end)
        later = max((self._needed.get(name, -1.0) for name in unit.names.binds), default=-1.0)
        self._need(unit.names.later, max(later, unit.end))
        for name in unit.names.reads:
            for definition in self._program.definitions.get(name, ()):
                self._need(globals_bound(definition), unit.end)

    def _keep(self, unit: _Unit) -> None:
        here: _Unit | None = unit
        while here is not None and not here.kept:
            here.kept = True
            here = here.around

    def _keep_neighbours(self) -> None:
        """Keeps what shares a line with what is kept: lines are left out whole."""
        lines = {
            line
            for unit in self._all
            if unit.kept
            for line in ((unit.first_line,) if unit.blocks else (unit.first_line, unit.last_line))
        }
        for unit in self._all:
            if not unit.kept and {unit.first_line, unit.last_line} & lines:
                self._keep(unit)

    def _need(self, names: frozenset[str], place: float) -> None:
        for name in names:
            self._needed[name] = max(place, self._needed.get(name, -1))


def _blank(units: list[_Unit], lines: list[str]) -> None:
    """Takes out the lines of what is not kept; a block keeps at least one statement."""
    for unit in units:
        if not unit.kept:
            count = unit.last_line - unit.first_line + 1
            lines[unit.first_line - 1 : unit.last_line] = [""] * count
            continue
        for block in unit.blocks:
            first = block[0].first_line - 1
            text = lines[first]
            _blank(block, lines)
            if not any(each.kept for each in block) and not text.lstrip().startswith("elif"):
                lines[first] = text[: len(text) - len(text.lstrip())] + "pass"
