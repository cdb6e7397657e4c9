"""What a run costs: seconds by stage, by rule and by file, all processes together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import thread_time

_SLOWEST = 10


def _costs() -> defaultdict[str, float]:
    return defaultdict(float)


@dataclass
class Profile:
    """Seconds of a processor. What several processes do at the same time counts for each of them.

    Attributes:
        stages: by what was done.
        rules: by the code of the rule that was asked.
        files: by the file that was analysed.
    """

    stages: defaultdict[str, float] = field(default_factory=_costs)
    rules: defaultdict[str, float] = field(default_factory=_costs)
    files: defaultdict[str, float] = field(default_factory=_costs)

    @classmethod
    def of(
        cls, stages: Mapping[str, float], rules: Mapping[str, float], files: Mapping[str, float]
    ) -> Profile:
        """The same costs."""
        profile = cls()
        for own, theirs in zip(
            (profile.stages, profile.rules, profile.files), (stages, rules, files), strict=True
        ):
            own.update(theirs)
        return profile

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What is done inside is work of this stage."""
        started = thread_time()
        try:
            yield
        finally:
            self.stages[name] += thread_time() - started

    @contextmanager
    def rule(self, code: str) -> Iterator[None]:
        """What is done inside is work of this rule."""
        started = thread_time()
        try:
            yield
        finally:
            self.rules[code] += thread_time() - started

    def file(self, path: Path, seconds: float) -> None:
        """An analysis of a file took so long."""
        self.files[str(path)] += seconds

    def add(self, other: Profile) -> None:
        """What another process, or another file, has cost."""
        for own, theirs in (
            (self.stages, other.stages),
            (self.rules, other.rules),
            (self.files, other.files),
        ):
            for name, seconds in theirs.items():
                own[name] += seconds

    def table(self) -> str:
        """The costs for people, the greatest first."""
        lines: list[str] = []
        groups = (("stage", self.stages), ("rule", self.rules), ("file", self.files))
        for title, costs in groups:
            shown = sorted(costs.items(), key=lambda item: (-item[1], item[0]))
            lines.append(f"{'seconds':>9}  {title}")
            lines.extend(f"{seconds:9.3f}  {name}" for name, seconds in shown[:_SLOWEST])
            left = sum(seconds for _, seconds in shown[_SLOWEST:])
            if left:
                lines.append(f"{left:9.3f}  {len(shown) - _SLOWEST} others")
        return "\n".join(lines) + "\n"
