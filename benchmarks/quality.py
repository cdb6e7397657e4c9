"""How good kerascop is: recall and false alarms over the programs under `fixtures/programs/`.

`python -m benchmarks.quality` prints the figures and fails if one of them has fallen behind the
record; `--update` writes the record anew.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kerascop.config import Settings
from kerascop.linting.finding import Finding
from kerascop.linting.loader import builtin_folder, load_rules
from kerascop.linting.run import lint
from kerascop.linting.selection import Selection
from tests.markers import Mark, marked

PROGRAMS = Path(__file__).parents[1] / "fixtures" / "programs"
RECORD = PROGRAMS / "record.json"
KINDS = ("buggy", "clean", "repaired")


@dataclass(frozen=True)
class Outcome:
    """What became of one program.

    Attributes:
        found: the labels that kerascop reports.
        missed: the labels that it does not.
        alarms: what it reports where no label stands. Advice that is off by default is labelled
            only where it is plain, and is no alarm elsewhere.
    """

    found: tuple[Mark, ...]
    missed: tuple[Mark, ...]
    alarms: tuple[Finding, ...]


@dataclass(frozen=True)
class Figures:
    """Of one rule or several: how many labels, how many of them found, how many false alarms."""

    labelled: int = 0
    found: int = 0
    alarms: int = 0

    @property
    def recall(self) -> float:
        """Found labels of all labels, from 0 to 1; 1 if there is none."""
        return self.found / self.labelled if self.labelled else 1.0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.labelled + other.labelled, self.found + other.found, self.alarms + other.alarms
        )


@dataclass(frozen=True)
class Quality:
    """The figures of every rule, and the labels that are known to be missed.

    Attributes:
        programs: how many programs were linted; a repaired one counts as one of its own.
        rules: by code.
        missed: as `<program>:<line> <code>`.
    """

    programs: int
    rules: Mapping[str, Figures] = field(default_factory=dict)
    missed: tuple[str, ...] = ()

    @property
    def total(self) -> Figures:
        """Of all rules together."""
        return sum(self.rules.values(), Figures())


def programs() -> list[Path]:
    """Every program: a file, or a folder whose files are one program."""
    return sorted(
        path
        for kind in KINDS
        for path in PROGRAMS.glob(f"*/{kind}*")
        if path.is_dir() or path.suffix == ".py"
    )


def labels(program: Path) -> list[Mark]:
    """What is labelled in the program."""
    files = [program] if program.is_file() else sorted(program.rglob("*.py"))
    return [mark for path in files for mark in marked(path)]


def outcome(program: Path) -> Outcome:
    """Lints a program with every rule, and compares with its labels."""
    found: list[Mark] = []
    missed = labels(program)
    alarms: list[Finding] = []
    for finding in lint([program], Settings(Selection(select=("ALL",)))).findings:
        place = (finding.path, finding.span.start_line, finding.code)
        expected = (Mark(*place, finding.span.start_column), Mark(*place))
        label = next((mark for mark in expected if mark in missed), None)
        if label is not None:
            missed.remove(label)
            found.append(label)
        elif finding.group.on_by_default:
            alarms.append(finding)
    return Outcome(tuple(found), tuple(missed), tuple(alarms))


def place_of(label: Mark) -> str:
    """A label as the record names it."""
    return f"{label.path.relative_to(PROGRAMS).as_posix()}:{label.line} {label.code}"


def quality(outcomes: Iterable[Outcome]) -> Quality:
    """The figures of these outcomes."""
    labelled: Counter[str] = Counter()
    found: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    missed: list[str] = []
    count = 0
    for each in outcomes:
        count += 1
        labelled.update(label.code for label in (*each.found, *each.missed))
        found.update(label.code for label in each.found)
        alarms.update(finding.code for finding in each.alarms)
        missed += map(place_of, each.missed)
    codes = sorted({*labelled, *alarms})
    figures = {code: Figures(labelled[code], found[code], alarms[code]) for code in codes}
    return Quality(count, figures, tuple(sorted(missed)))


def falls(now: Quality, before: Quality) -> Iterator[str]:
    """Every figure that is worse now than before, in words."""
    for code, old in before.rules.items():
        new = now.rules.get(code, Figures())
        if new.recall < old.recall:
            yield f"{code}: recall falls from {percent(old)} to {percent(new)}"
    for code, new in now.rules.items():
        allowed = before.rules.get(code, Figures()).alarms
        if new.alarms > allowed:
            yield f"{code}: {new.alarms} false alarms, {allowed} before"
    for place in sorted(set(now.missed) - set(before.missed)):
        yield f"{place} is not found"


def percent(figures: Figures) -> str:
    """Recall in whole percent, rounded down: 100 % is all."""
    return f"{int(100 * figures.recall)} %"


def by_group(measured: Quality) -> dict[str, Figures]:
    """The figures of every group of rules. Labels that no rule answers are a group of their own."""
    groups = {rule.code: rule.group.value for rule in load_rules(builtin_folder())}
    sums: dict[str, Figures] = {}
    for code, figures in measured.rules.items():
        group = groups.get(code, "no such rule")
        sums[group] = sums.get(group, Figures()) + figures
    return dict(sorted(sums.items()))


def report(measured: Quality) -> Iterator[str]:
    """The lines of the table: every rule, every group, all together."""
    yield f"{'':<14}{'labels':>8}{'found':>8}{'recall':>9}{'false alarms':>15}"
    for table in (measured.rules, by_group(measured), {"all": measured.total}):
        yield from (_row(name, figures) for name, figures in table.items())
        yield ""
    yield f"{measured.programs} programs"


def _row(name: str, figures: Figures) -> str:
    recall = percent(figures) if figures.labelled else "–"
    return f"{name:<14}{figures.labelled:>8}{figures.found:>8}{recall:>9}{figures.alarms:>15}"


def load_record() -> Quality:
    """What was measured when the record was written."""
    read = json.loads(RECORD.read_text("utf-8"))
    rules = {code: Figures(**figures) for code, figures in read["rules"].items()}
    return Quality(read["programs"], rules, tuple(read["missed"]))


def write_record(measured: Quality) -> None:
    """Makes these figures the ones that must not fall."""
    rules = {
        code: {"labelled": each.labelled, "found": each.found, "alarms": each.alarms}
        for code, each in measured.rules.items()
    }
    content = {"programs": measured.programs, "rules": rules, "missed": measured.missed}
    RECORD.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns 1 if a figure has fallen and the record was not to be updated."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--update", action="store_true", help="write the record anew")
    parser.add_argument("--details", action="store_true", help="list misses and false alarms")
    options = parser.parse_args(arguments)

    # A defect of kerascop must not pass for silence.
    os.environ["KERASCOP_DEBUG"] = "1"
    outcomes = [outcome(program) for program in programs()]
    measured = quality(outcomes)
    lines = [*report(measured)]
    if options.details:
        lines += ["", *(f"missed: {place}" for place in measured.missed)]
        lines += [
            f"false alarm: {alarm.path.relative_to(PROGRAMS).as_posix()}:{alarm.span.start_line} "
            f"{alarm.code} {alarm.message}"
            for each in outcomes
            for alarm in each.alarms
        ]
    worse: list[str] = []
    if options.update:
        write_record(measured)
    else:
        worse = [*falls(measured, load_record())]
        lines += ["", *(f"worse: {line}" for line in worse)] if worse else []
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
