"""Which releases of Keras each file is written for: settings, else requirements, else newest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kerascop.keras_api.version import NEWEST, Target
from kerascop.sources.requirement_files import has_requirements

_LEGACY = re.compile(rb"TF_USE_LEGACY_KERAS[\"']?\s*(?:\]\s*=|,|=)\s*[\"']?(?:1|[Tt]rue)\b")
"""`os.environ["TF_USE_LEGACY_KERAS"] = "1"` and its like: the values that TensorFlow takes."""


def asks_for_legacy_keras(data: bytes) -> bool:
    """Does a source set `TF_USE_LEGACY_KERAS`, so that `tf.keras` is `tf_keras`?"""
    # A plain word is looked for in a fraction of the time that a pattern takes.
    return b"TF_USE_LEGACY_KERAS" in data and _LEGACY.search(data) is not None


class Targets:
    """The targets of the files of one run.

    Args:
        given: the folders and files that the user named.
        legacy: the files that set `TF_USE_LEGACY_KERAS`. That counts for what lies beside and below
            them: a script sets it before it imports the rest.
        setting: what the settings of a file say, `None` where they say nothing.
    """

    def __init__(
        self,
        given: Iterable[Path] = (),
        legacy: Iterable[Path] = (),
        setting: Callable[[Path], Target | None] = lambda path: None,
    ) -> None:
        self._given = {path.resolve() for path in given}
        self._legacy = {path.resolve().parent for path in legacy}
        self._setting = setting
        self._folders: dict[Path, Target | None] = {}

    def __call__(self, path: Path) -> Target:
        """The target of a file."""
        folder = path.resolve().parent
        legacy = not self._legacy.isdisjoint((folder, *folder.parents))
        target = self._setting(path) or self._required(folder) or NEWEST
        return replace(target, legacy=True) if legacy and not target.legacy else target

    def _required(self, start: Path) -> Target | None:
        """What the nearest folder requires that says anything, within the project."""
        passed = []
        found: Target | None = None
        for folder in self._project(start):
            if folder in self._folders:
                found = self._folders[folder]
                break
            passed.append(folder)
            found = _required_by(folder)
            if found is not None:
                break
        self._folders.update(dict.fromkeys(passed, found))
        return found

    def _project(self, start: Path) -> Iterator[Path]:
        """The folders from a file's own up to the root of its project.

        That is the repository, else the outermost of the working folder and the folders that the
        user named; what lies above belongs to somebody else.
        """
        folders = [start, *start.parents]
        repository = [folder for folder in folders if (folder / ".git").exists()][:1]
        named = [folder for folder in folders if folder in self._given or folder == Path.cwd()]
        top = [*repository, *named[-1:]][:1] or [start]
        yield from folders[: folders.index(top[0]) + 1]


def _required_by(folder: Path) -> Target | None:
    if not has_requirements(folder):
        return None
    # Imported only where it is asked for: it brings a library that takes its time.
    from kerascop.sources.requirements import target_in

    return target_in(folder)
