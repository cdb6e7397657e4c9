"""Commands measured side by side: in turns, so that what else the machine does hits all alike."""

from __future__ import annotations

import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A command to measure.

    Attributes:
        name: what the table calls it.
        words: the command line.
        before: what has to be done before each time, and is not measured.
    """

    name: str
    words: Sequence[str]
    before: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Cost:
    """The medians of what a command took: seconds on the clock, and seconds of all processors."""

    seconds: float
    processor: float


def side_by_side(
    commands: Sequence[Command], rounds: int, env: Mapping[str, str] | None = None
) -> dict[str, Cost]:
    """The cost of each command by its name, after a round that warms the disk."""
    taken: dict[str, list[Cost]] = {command.name: [] for command in commands}
    for at in range(rounds + 1):
        for command in commands:
            command.before()
            cost = _measured(command.words, env)
            if at:
                taken[command.name].append(cost)
    return {
        name: Cost(
            statistics.median(each.seconds for each in costs),
            statistics.median(each.processor for each in costs),
        )
        for name, costs in taken.items()
    }


def table(costs: Mapping[str, Cost], base: str) -> str:
    """The costs as a Markdown table, each also as a multiple of one of them."""
    rows = [
        f"| | seconds | times `{base}` | processor seconds | times `{base}` |",
        "| --- | --- | --- | --- | --- |",
    ]
    one = costs[base]
    rows += [
        f"| {name} | {cost.seconds:.2f} | {cost.seconds / one.seconds:.2f} "
        f"| {cost.processor:.2f} | {cost.processor / one.processor:.2f} |"
        for name, cost in costs.items()
    ]
    return "\n".join(rows) + "\n"


def _measured(words: Sequence[str], env: Mapping[str, str] | None) -> Cost:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(
        words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, used)
