"""What git knows of files: their text at a revision, and which lines are new since then."""

from __future__ import annotations

import difflib
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kerascop.misuse import UsageError
from kerascop.sources.lines import lines_of
from kerascop.sources.reading import Contents, SourceError, decode


@dataclass
class Revision:
    """The state of a git repository that files are compared with.

    Where the revision is on another branch, that is the last state that both have in common: what
    others have changed there since is nobody's news here.

    Args:
        name: the revision, as git understands it.
        folder: a folder of the repository.
    """

    name: str
    folder: Path

    def changed_lines(self, path: Path, contents: Contents) -> frozenset[int] | None:
        """The lines of a file, from 1, that are not in the revision; `None` for all of them.

        Of a notebook, the lines of `python_text`.

        Raises:
            UsageError: git does not know the revision, or there is no git or repository.
        """
        try:
            now = contents.read(path)
            after = decode(path, now)
        except SourceError:
            return None
        then = self._bytes(path)
        if then is None:
            return None
        try:
            before = decode(path, then)
        except SourceError:
            return None
        matcher = difflib.SequenceMatcher(None, _plain(before), _plain(after), autojunk=False)
        return frozenset(
            line + 1
            for kind, _, _, start, end in matcher.get_opcodes()
            if kind in ("insert", "replace")
            for line in range(start, end)
        )

    def check(self) -> None:
        """Is there such a revision?

        Raises:
            UsageError: git does not know it, or there is no git or repository.
        """
        if not self.name:
            raise UsageError("`--diff-base` wants a revision, not nothing")
        _ = self._root, self.commit

    @cached_property
    def commit(self) -> str:
        """The commit that is compared with.

        Raises:
            UsageError: git does not know the revision, or there is no git or repository.
        """
        named = self._git("rev-parse", "--verify", "--quiet", f"{self.name}^{{commit}}")
        if named is None:
            raise UsageError(f"git knows no revision `{self.name}`{self._shallow()}")
        common = self._git("merge-base", named.decode().strip(), "HEAD")
        return (common or named).decode().strip()

    def _shallow(self) -> str:
        """What to do where the clone has a part of the history only."""
        shallow = self._git("rev-parse", "--is-shallow-repository")
        return "; the clone is shallow: fetch it first" if shallow == b"true\n" else ""

    @cached_property
    def _root(self) -> Path:
        top = self._git("rev-parse", "--show-toplevel")
        if top is None:
            raise UsageError("`--diff-base` needs a git repository, and there is none here")
        return Path(top.decode().rstrip("\n"))

    @cached_property
    def _old_names(self) -> dict[str, str]:
        """What files that were renamed since were called."""
        listed = self._git("diff", "--name-status", "-z", "-M", "--diff-filter=R", self.commit)
        parts = (listed or b"").decode("utf-8", "surrogateescape").split("\0")
        return {new: old for _, old, new in zip(parts[::3], parts[1::3], parts[2::3], strict=False)}

    def _bytes(self, path: Path) -> bytes | None:
        try:
            name = path.resolve().relative_to(self._root.resolve()).as_posix()
        except ValueError:
            return None
        return self._git("show", f"{self.commit}:{self._old_names.get(name, name)}")

    def _git(self, *arguments: str) -> bytes | None:
        try:
            done = subprocess.run(
                ["git", "-C", str(self.folder), *arguments],
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise UsageError(f"git cannot be run: {error.strerror or error}") from error
        return done.stdout if done.returncode == 0 else None


def _plain(text: str) -> list[str]:
    """The lines without their ends: other ends alone are no news."""
    return [line.rstrip("\r\n") for line in lines_of(text)]
