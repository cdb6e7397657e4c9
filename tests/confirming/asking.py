"""Programs, and what Keras says of their models: one worker serves all that a test module asks."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from kerascop.confirming.outcome import ModelOutcome
from kerascop.confirming.rebuilding import Rebuilder
from kerascop.interpreter import analyse
from kerascop.linting.room import room_to_work
from kerascop.sources.project import Project
from kerascop.summary import ModelSummary, summarise
from kerascop.summary.run import content_of
from kerascop.syntax.module import parse

Compared = tuple[ModelSummary, ModelOutcome]


@room_to_work
def compared(files: list[Path], rebuilder: Rebuilder) -> list[Compared]:
    """The models of a project's files, each once, with what Keras says of them."""
    project, found = Project(files), dict[object, Compared]()
    for file in files:
        for program in analyse(project.parse(file), project).programs:
            for model in program.models:
                summary = summarise(model)
                if content_of(summary) not in found:
                    registers = program.registers
                    outcome = rebuilder.outcome(model, summary, registers=registers)
                    found[content_of(summary)] = summary, outcome
    return list(found.values())


@room_to_work
def outcomes(text: str, rebuilder: Rebuilder) -> list[ModelOutcome]:
    """What Keras says of the models of a program."""
    path = Path("program.py")
    program, *others = analyse(parse(path, dedent(text)), Project([path])).programs
    models = [(each, found) for each in (program, *others) for found in each.models]
    return [
        rebuilder.outcome(model, summarise(model), registers=each.registers)
        for each, model in models
    ]
