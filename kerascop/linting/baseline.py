"""The baseline: findings that were there before, counted per file and rule, and no longer told."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kerascop.linting.finding import Finding
from kerascop.misuse import UsageError

NAME = "kerascop-baseline.json"
_VERSION = 1

Counts = Mapping[str, Mapping[str, int]]
"""How many findings each rule has in each file."""


@dataclass(frozen=True)
class Baseline:
    """A baseline file.

    Attributes:
        path: the file. The paths in it start in its folder and have forward slashes.
        counts: how many findings of each rule each file may have.
    """

    path: Path
    counts: Counts

    def surplus(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings beyond the counts: of each file and rule the last ones in the file."""
        left: dict[tuple[str, str], int] = {}
        kept = []
        for finding in findings:
            key = (self.shown(finding.path), finding.code)
            allowed = left.setdefault(key, self.counts.get(key[0], {}).get(finding.code, 0))
            left[key] -= 1
            if allowed <= 0:
                kept.append(finding)
        return kept

    def rewritten(
        self,
        findings: Sequence[Finding],
        linted: Mapping[Path, frozenset[str]],
        *,
        prune: bool,
    ) -> Baseline:
        """The baseline with the counts of these findings for the files that were linted.

        Args:
            findings: everything that was found in these files.
            linted: the files, with the codes of the rules that are not applied there. The counts of
                these stay, and so do those of other files, as long as they exist.
            prune: only lower counts, never raise them?
        """
        now: dict[str, Counter[str]] = {}
        for finding in findings:
            now.setdefault(self.shown(finding.path), Counter())[finding.code] += 1
        left_out = {self.shown(path): codes for path, codes in linted.items()}
        seen = left_out.keys() | now.keys()
        counts: dict[str, Mapping[str, int]] = {
            name: codes
            for name, codes in self.counts.items()
            if name not in seen and (self.path.parent / name).exists()
        }
        for name in seen:
            found = now.get(name, Counter())
            allowed = self.counts.get(name, {})
            if prune:
                found = Counter({code: min(found[code], allowed.get(code, 0)) for code in found})
            others = {code: allowed[code] for code in allowed.keys() & left_out.get(name, set())}
            both = others | +found
            if both:
                counts[name] = both
        return Baseline(self.path, counts)

    def write(self) -> None:
        """Writes the file.

        Raises:
            UsageError: it cannot be written.
        """
        files = {name: dict(sorted(codes.items())) for name, codes in sorted(self.counts.items())}
        text = json.dumps({"version": _VERSION, "files": files}, indent=2, ensure_ascii=False)
        try:
            self.path.write_text(text + "\n", "utf-8", newline="\n")
        except OSError as error:
            raise UsageError(
                f"`{self.path}` cannot be written: {error.strerror or error}"
            ) from error

    def shown(self, path: Path) -> str:
        """A file's path as the baseline writes it."""
        try:
            return Path(os.path.relpath(path, self.path.parent)).as_posix()
        except ValueError:
            # Another drive: no way leads there.
            return path.absolute().as_posix()


def find_baseline(given: Path | None, settings_file: Path | None) -> Baseline | None:
    """The baseline to use: the given file, else one in the working folder or beside the settings.

    Raises:
        UsageError: the given file does not exist, or a file is no baseline.
    """
    if given is not None:
        if not given.is_file():
            raise UsageError(f"`{given}` does not exist; `--write-baseline` makes it")
        return _read(given)
    folders = [Path(), *([settings_file.parent] if settings_file else [])]
    for folder in folders:
        if (folder / NAME).is_file():
            return _read(folder / NAME)
    return None


def _read(path: Path) -> Baseline:
    try:
        document = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"`{path}` cannot be read: {error}") from error
    except RecursionError as error:
        raise UsageError(f"`{path}` is no baseline: it is nested too deeply") from error
    files = document.get("files") if isinstance(document, dict) else None
    if not isinstance(files, dict) or not all(map(_is_counts, files.values())):
        raise UsageError(f"`{path}` is no baseline: it has no counts of findings per file and rule")
    if document.get("version") != _VERSION:
        raise UsageError(f"`{path}` is a baseline of another version of kerascop")
    return Baseline(path, files)


def _is_counts(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(code, str) and isinstance(count, int) and not isinstance(count, bool)
        for code, count in value.items()
    )
