"""Outcomes as bytes: what a worker sends back, and what lies in a cache."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from kerascop.keras_api.version import Target
from kerascop.linting.finding import Finding, Fix, Related
from kerascop.linting.group import Group, Severity
from kerascop.linting.inspecting import Outcome
from kerascop.linting.profiling import Profile
from kerascop.sources.project import Uses
from kerascop.sources.span import Span


class _Finding(msgspec.Struct, array_like=True, frozen=True):
    """A finding without what it is about in the tree, which only the rules' own work needs."""

    path: Path
    span: Span
    code: str
    name: str
    group: Group
    severity: Severity
    message: str
    related: tuple[Related, ...]
    fix: Fix | None
    url: str | None


class Record(msgspec.Struct, array_like=True, frozen=True):
    """An outcome, and what it depends on.

    Attributes:
        findings, notes, ran, analysed, sound, digest, foreign: of the outcome.
        found, read, targets: of the uses.
        costs: seconds by stage, by rule and by file, where they were measured.
    """

    findings: tuple[_Finding, ...]
    notes: tuple[str, ...]
    ran: tuple[str, ...] | None
    analysed: bool
    sound: bool
    digest: bytes
    foreign: str | None
    found: tuple[tuple[str, int, Path, Path | None], ...]
    read: tuple[tuple[Path, bytes], ...]
    targets: tuple[tuple[Path, Target], ...]
    costs: tuple[dict[str, float], dict[str, float], dict[str, float]] | None = None

    @classmethod
    def of(cls, outcome: Outcome, uses: Uses, profile: Profile | None = None) -> Record:
        """The record of an outcome."""
        return cls(
            tuple(_short(finding) for finding in outcome.findings),
            outcome.notes,
            outcome.ran,
            outcome.analysed,
            outcome.sound,
            outcome.digest,
            outcome.foreign,
            tuple((*key, path) for key, path in uses.found.items()),
            tuple(uses.read.items()),
            tuple(uses.targets.items()),
            None
            if profile is None
            else (dict(profile.stages), dict(profile.rules), dict(profile.files)),
        )

    @property
    def outcome(self) -> Outcome:
        """The outcome."""
        return Outcome(
            tuple(_long(each) for each in self.findings),
            self.notes,
            self.ran,
            self.analysed,
            self.sound,
            self.digest,
            self.foreign,
        )

    @property
    def uses(self) -> Uses:
        """What the outcome depends on."""
        found = {(name, level, folder): path for name, level, folder, path in self.found}
        return Uses(found, dict(self.read), dict(self.targets))

    def add_costs(self, profile: Profile) -> None:
        """Adds what the outcome has cost."""
        if self.costs is not None:
            profile.add(Profile.of(*self.costs))

    def encoded(self) -> bytes:
        """The record as bytes."""
        return _ENCODER.encode(self)


def decoded(data: bytes) -> Record:
    """The record that bytes hold.

    Raises:
        ValueError: they hold none.
    """
    try:
        return _DECODER.decode(data)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from error


def _short(finding: Finding) -> _Finding:
    return _Finding(*(getattr(finding, name) for name in _Finding.__struct_fields__))


def _long(finding: _Finding) -> Finding:
    return Finding(**msgspec.structs.asdict(finding))


def _plain(value: object) -> str:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError


def _rich(kind: type[Any], value: Any) -> Path:
    if kind is Path and isinstance(value, str):
        return _path(value)
    raise ValueError(f"no {kind.__name__}")


@lru_cache(maxsize=65536)
def _path(text: str) -> Path:
    """Records name the same few files again and again, and to take a path apart takes a while."""
    return Path(text)


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_plain)
_DECODER = msgspec.msgpack.Decoder(Record, dec_hook=_rich)
