"""Small programs, analysed, and what is read off them: `stacks("…")` is what most tests compare.

A layer is spelled like a call with its size: `Dense(3)`, `Dense(n)` for a size known by name only,
`Dense(?)` where nothing is known of it, `…` where nobody knows what stands there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from kerascop.graph.facts import UNKNOWN, Fact
from kerascop.graph.models import Model
from kerascop.graph.program import Program
from kerascop.graph.tensors import Call
from kerascop.interpreter import Analysis, analyse
from kerascop.sources.project import Project
from kerascop.syntax.module import parse

_SIZES = ("units", "filters", "rate", "target_shape", "input_dim")
_MAIN = "program.py"


def analysed(text: str, others: Mapping[str, str] | None = None) -> Analysis:
    """The analysis of a program; `others` are further files of its project by their paths."""
    if not others:
        path = Path(_MAIN)
        return analyse(parse(path, dedent(text)), Project([path]))
    with tempfile.TemporaryDirectory() as folder:
        files = {Path(folder) / name: source for name, source in {_MAIN: text, **others}.items()}
        for path, source in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(source), encoding="utf-8")
        project = Project(files)
        return analyse(project.parse(Path(folder) / _MAIN), project)


def programs(text: str, others: Mapping[str, str] | None = None) -> list[Program]:
    """Those paths through a program that build or train anything."""
    return [
        program
        for program in analysed(text, others).programs
        if program.models or program.objectives
    ]


def program(text: str, others: Mapping[str, str] | None = None) -> Program:
    """The only path through a program that builds anything."""
    (only,) = programs(text, others)
    return only


def stacks(text: str, others: Mapping[str, str] | None = None) -> list[str]:
    """The models of each path, their layers in order; models of one path are joined by ` & `."""
    return [" & ".join(map(stack, program.models)) for program in programs(text, others)]


def stack(model: Model) -> str:
    """The layers of a model in order of their calls: `Dense(64) Dropout(0.5) Dense(1)`."""
    spellings = [spelled(call) for call in model.calls if call.layer or call.is_opaque]
    return " ".join(spellings or ([] if model.complete else ["…"]))


def spelled(call: Call) -> str:
    """A layer with its size."""
    layer = call.layer
    if layer is None:
        return "…"
    for name in _SIZES:
        argument = layer.argument(name)
        if argument.given:
            return f"{call.short}({_size(argument.value)})"
    return call.short


def _size(fact: Fact) -> str:
    return "?" if fact is UNKNOWN else str(fact).replace(" ", "")


def losses(text: str, others: Mapping[str, str] | None = None) -> list[list[str | None]]:
    """The losses of the models that each path compiles, by their canonical names."""
    return [
        [None if loss is None else loss.short for made in each.compiles for loss in made.losses]
        for each in programs(text, others)
    ]
