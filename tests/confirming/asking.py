"""Programs, and what Keras says of their models: one worker serves all that a test module asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

from kerascop.confirming.outcome import ModelOutcome
from kerascop.confirming.rebuilding import Rebuilder
from kerascop.interpreter import analyse
from kerascop.linting.run import room_to_work
from kerascop.sources.project import Project
from kerascop.summary import ModelSummary, summarise
from kerascop.summary.run import content_of
from kerascop.syntax.module import parse

Compared = tuple[ModelSummary, ModelOutcome]


def compared(files: list[Path], rebuilder: Rebuilder) -> Iterator[Compared]:
    """The models of a project's files, each once, with what Keras says of them."""
    project, seen = Project(files), set[object]()
    with room_to_work():
        for file in files:
            for program in analyse(project.parse(file), project).programs:
                for model in program.models:
                    summary = summarise(model)
                    if content_of(summary) not in seen:
                        seen.add(content_of(summary))
                        registers = program.registers
                        yield summary, rebuilder.outcome(model, summary, registers=registers)


def outcomes(text: str, rebuilder: Rebuilder) -> list[ModelOutcome]:
    """What Keras says of the models of a program."""
    path = Path("program.py")
    program, *others = analyse(parse(path, dedent(text)), Project([path])).programs
    models = [(each, found) for each in (program, *others) for found in each.models]
    with room_to_work():
        return [
            rebuilder.outcome(model, summarise(model), registers=each.registers)
            for each, model in models
        ]
