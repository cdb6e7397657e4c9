"""Settings files: where they lie, how they are read, what is wrong with them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from kerascop.config.options import Level, Options, keys
from kerascop.linting.pages import is_address
from kerascop.misuse import UsageError, nearest
from kerascop.sources.excluding import fault_of

NAMES = (".kerascop.toml", "kerascop.toml", "pyproject.toml")
"""Where settings may lie in a folder; the first that is there counts."""

_PYPROJECT = "pyproject.toml"
_RELEASE = re.compile(r"[123](\.\d{1,2}){0,2}")


def settings_file_in(folder: Path) -> Path | None:
    """The settings file of a folder; a `pyproject.toml` is one if it has `[tool.kerascop]`.

    Raises:
        UsageError: a `pyproject.toml` is no TOML.
    """
    for name in NAMES:
        path = folder / name
        if path.is_file() and (name != _PYPROJECT or _table_of(path) is not None):
            return path
    return None


def read_options(path: Path) -> Options:
    """What a settings file says.

    Raises:
        UsageError: it cannot be read, is no TOML, or says something that is no setting.
    """
    table = _table_of(path)
    if table is None:
        raise UsageError(f"`{path}` has no `[tool.kerascop]`")
    return options_of(table, str(path))


def is_settings_file(given: str) -> bool:
    """Does a value of `--config` mean a file, not a setting?"""
    # Unlike `Path.is_file` this takes what can be no name of a file, being too long.
    is_there = os.path.isfile(given)  # noqa: PTH113
    return is_there or ("=" not in given and Path(given).suffix == ".toml")


def read_inline(text: str) -> Options:
    """What `--config "key = value"` says.

    Raises:
        UsageError: it is neither a file nor TOML, or says something that is no setting.
    """
    try:
        table = _parse(text)
    except ValueError as error:
        raise UsageError(
            f"--config: `{text}` is neither a settings file nor `key = value` in TOML"
        ) from error
    return options_of(table, "--config")


def options_of(table: Mapping[str, Any], where: str) -> Options:
    """The options in a table.

    Raises:
        UsageError: a key is unknown, or a value is of the wrong type.
    """
    import msgspec

    known = keys()
    for key in table:
        if key not in known:
            raise UsageError(f"{where}: unknown key `{key}`{nearest(key, known)}")
    try:
        options = msgspec.convert({known[key]: table[key] for key in table}, Options)
    except msgspec.ValidationError as error:
        raise UsageError(f"{where}: {_explained(str(error))}") from error
    check(options, where)
    return options


def check(options: Options, where: str) -> None:
    """Are the values of the options sound beyond their types?

    Raises:
        UsageError: one is not.
    """
    release = options.target_keras
    if release is not None and not _RELEASE.fullmatch(str(release)):
        raise UsageError(
            f'{where}: target-keras must be a release such as "2", "2.11" or "3", not `{release}`'
        )
    ignored = (pattern.removeprefix("!") for pattern in options.per_file_ignores or ())
    for pattern in (*(options.exclude or ()), *(options.extend_exclude or ()), *ignored):
        fault = fault_of(pattern)
        if fault is not None:
            raise UsageError(f"{where}: `{pattern}` {fault}")
    if options.docs_url is not None and not is_address(options.docs_url):
        raise UsageError(
            f"{where}: docs-url must be an address such as `https://docs.example.org/kerascop`, "
            f"not `{options.docs_url}`"
        )
    if options.output_format is not None:
        from kerascop.reporting import check_format

        try:
            check_format(options.output_format)
        except UsageError as error:
            raise UsageError(f"{where}: {error}") from error


def _table_of(path: Path) -> Mapping[str, Any] | None:
    """The table of settings in a file; `None` for a `pyproject.toml` without one."""
    try:
        text = path.read_text("utf-8-sig")
        if path.name == _PYPROJECT and "kerascop" not in text:
            return None
        content = _parse(text)
    except OSError as error:
        raise UsageError(f"`{path}` cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise UsageError(f"`{path}` is no TOML: {error}") from error
    if path.name != _PYPROJECT:
        return content
    tools = content.get("tool")
    table = tools.get("kerascop") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise UsageError(f"{path}: `tool.kerascop` must be a table")
    return table


def _parse(text: str) -> dict[str, Any]:
    """A TOML document.

    Raises:
        ValueError: it is none.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


_PLACE = re.compile(r"(?P<what>.*) - at `(?P<key>key in )?\$\.(?P<name>\w+)(?P<rest>.*)`")


_LEVEL = re.compile(r"Invalid enum value '(.*)'")


def _explained(message: str) -> str:
    """msgspec's words, with the key as the user has written it."""
    found = _PLACE.fullmatch(message)
    if found is None:
        return message
    name = found["name"].replace("_", "-")
    level = _LEVEL.fullmatch(found["what"])
    if level is not None:
        hint = nearest(level[1], get_args(Level))
        return f"`{name}`: unknown severity `{level[1]}`{hint}"
    what = found["what"].replace("array", "list").replace("object", "table")
    return f"`{name}`: {what[:1].lower()}{what[1:].replace(' | null', '')}"
