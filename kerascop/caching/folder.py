"""The folder of a cache: where it lies, how it is marked, and its removal."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.misuse import UsageError
from kerascop.sources.writing import write_whole

if TYPE_CHECKING:
    from kerascop.config import Configuration

NAME = ".kerascop_cache"
_TAG = "CACHEDIR.TAG"
_SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55\n"
"""Tells backup programs that this is a cache (https://bford.info/cachedir/)."""


def cache_folder(configuration: Configuration) -> Path:
    """Where the settings of the working folder want the cache: beside them, if they do not say."""
    settings = configuration.of_folder(Path.cwd())
    if settings.cache_dir is not None:
        return settings.cache_dir
    return (Path.cwd() if settings.source is None else settings.source.parent) / NAME


def prepare(folder: Path) -> None:
    """Makes the folder, marked as a cache, and invisible to git.

    Raises:
        OSError: that cannot be done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ((".gitignore", "*\n"), (_TAG, _SIGNATURE)):
        if not (folder / name).exists():
            write_whole(folder / name, text.encode())


def remove(folder: Path) -> bool:
    """Removes a cache. Returns whether there was one.

    Raises:
        UsageError: the folder is no cache, or cannot be removed.
    """
    if not folder.exists():
        return False
    if not (folder / _TAG).is_file():
        raise UsageError(f"`{folder}` is no cache of kerascop: it has no {_TAG}")
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise UsageError(f"`{folder}` cannot be removed: {error.strerror or error}") from error
    return True
