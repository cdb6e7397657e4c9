"""What a project requires of Keras and TensorFlow, read from its own requirement and lock files."""

from __future__ import annotations

import ast
import configparser
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from kerascop.keras_api.version import NEWEST_KERAS, NEWEST_TENSORFLOW, Release, Target
from kerascop.sources.parsing import tree_of
from kerascop.sources.requirement_files import PATTERNS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_LONGEST_VERSION = 100
_MAX_BYTES = 5_000_000
_MOST_RANGES = 50
"""Different ones of one package that are looked at in a file."""

_PACKAGES: Mapping[str, str] = {
    "keras": "keras",
    "keras-gpu": "keras",
    "keras-nightly": "keras",
    "tensorflow": "tensorflow",
    "tensorflow-cpu": "tensorflow",
    "tensorflow-gpu": "tensorflow",
    "tensorflow-intel": "tensorflow",
    "tensorflow-macos": "tensorflow",
    "tf-nightly": "tensorflow",
}
"""The distributions that bring a package, by their normalised names."""

_LINES: Mapping[str, tuple[Release, ...]] = {
    "keras": (Release(1, 2), Release(2, 15), NEWEST_KERAS),
    "tensorflow": (Release(1, 15), NEWEST_TENSORFLOW),
}
"""The last release of each major version."""

Specifiers = dict[str, list[SpecifierSet]]
"""What a file asks of each package, one entry for each time that it does."""

Reader = Callable[[str, Path], "Iterable[tuple[str, str]]"]
"""From the text of a file to pairs of a distribution and its specifier, as `packaging` reads it."""


def target_in(folder: Path, *, legacy: bool = False) -> Target | None:
    """The releases that the files of a folder require; `None` if they say nothing of them.

    Lock files, which name what is really installed, come before the ranges of the others. Where a
    range is open the newest release in it counts, as an installer would choose.
    """
    found: dict[str, Release] = {}
    stated: list[str] = []
    for path, reader in _files(folder):
        for package, specifiers in _read(path, reader).items():
            releases = [release for each in specifiers if (release := newest(package, each))]
            if package not in found and releases:
                found[package] = max(releases)
                stated.append(path.name)
    if not found:
        return None
    return Target.of(
        found.get("keras"),
        found.get("tensorflow"),
        legacy=legacy,
        stated=" and ".join(dict.fromkeys(stated)),
    )


def newest(package: str, specifier: SpecifierSet) -> Release | None:
    """The newest release of `keras` or `tensorflow` that a specifier admits.

    `None` for an empty specifier, which says nothing, and for one that admits no known release.
    """
    if not str(specifier):
        return None
    versions = {
        Version(f"{last.major}.{minor}.{patch}")
        for last in _LINES[package]
        for minor in range(last.minor + 1)
        for patch in (0, 99)
    }
    for each in specifier:
        if len(each.version) > _LONGEST_VERSION:
            return None
        try:
            versions.add(Version(each.version.removesuffix(".*")))
        except InvalidVersion:
            continue
    admitted = [version for version in versions if specifier.contains(version, prereleases=True)]
    return Release(max(admitted).major, max(admitted).minor) if admitted else None


def _files(folder: Path) -> Iterator[tuple[Path, Reader]]:
    for pattern in PATTERNS:
        for path in sorted(folder.glob(pattern)):
            yield path, _READERS[pattern]


def _read(path: Path, reader: Reader) -> Specifiers:
    """What a file requires; nothing if it cannot be read or is no file of its kind."""
    found: dict[str, dict[str, SpecifierSet]] = {}
    try:
        if not path.is_file() or path.stat().st_size > _MAX_BYTES:
            return {}
        text = path.read_text("utf-8", errors="replace")
        for name, specifier in reader(text, path):
            package = _PACKAGES.get(canonicalize_name(name))
            if package is None:
                continue
            ranges = found.setdefault(package, {})
            if len(ranges) == _MOST_RANGES:
                break
            if specifier not in ranges:
                ranges[specifier] = SpecifierSet(specifier)
    except (
        OSError,
        ValueError,  # tomllib's and json's own errors are of this kind
        RecursionError,
        configparser.Error,
        InvalidSpecifier,
    ):
        return {}
    return {package: list(ranges.values()) for package, ranges in found.items()}


_NAME = re.compile(r"[\w.-]+")


def _requirements(lines: Iterable[object]) -> Iterator[tuple[str, str]]:
    for line in dict.fromkeys(map(str, lines)):
        name = _NAME.match(line.strip())
        if name is None or canonicalize_name(name[0]) not in _PACKAGES:
            continue
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            continue
        yield requirement.name, str(requirement.specifier)


_OPTION = re.compile(r"(?<!\s)\s+(#|--).*")


def _requirements_txt(text: str, path: Path) -> Iterator[tuple[str, str]]:
    lines = text.replace("\\\n", " ").splitlines()
    yield from _requirements(_OPTION.sub("", f"{line} ").strip() for line in lines)


def _lock(text: str, path: Path) -> Iterator[tuple[str, str]]:
    """`uv.lock`, `poetry.lock` and `pdm.lock` list packages alike."""
    for package in _tables(tomllib.loads(text).get("package")):
        yield str(package.get("name")), f"=={package.get('version')}"


def _pipfile_lock(text: str, path: Path) -> Iterator[tuple[str, str]]:
    for name, entry in _table(_table(json.loads(text)).get("default")).items():
        yield name, str(_table(entry).get("version", ""))


def _pipfile(text: str, path: Path) -> Iterator[tuple[str, str]]:
    for name, entry in _table(tomllib.loads(text).get("packages")).items():
        yield name, _range(entry)


def _pyproject(text: str, path: Path) -> Iterator[tuple[str, str]]:
    content = tomllib.loads(text)
    project = _table(content.get("project"))
    yield from _requirements(_list(project.get("dependencies")))
    for extra in _table(project.get("optional-dependencies")).values():
        yield from _requirements(_list(extra))
    poetry = _table(_table(content.get("tool")).get("poetry"))
    for name, entry in _table(poetry.get("dependencies")).items():
        yield name, _range(entry)


def _setup_cfg(text: str, path: Path) -> Iterator[tuple[str, str]]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    lists = [parser.get("options", "install_requires", fallback="")]
    if parser.has_section("options.extras_require"):
        lists += [value for _, value in parser.items("options.extras_require")]
    for each in lists:
        yield from _requirements(each.splitlines())


def _setup_py(text: str, path: Path) -> Iterator[tuple[str, str]]:
    """The literal lists in a `setup.py`, which is read and never run."""
    tree = tree_of(text)
    for node in () if tree is None else ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in ("install_requires", "extras_require"):
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield from _requirements([part.value])


_CONDA = re.compile(
    r"^[ \t]*-[ \t]*[\"']?(?:[\w.-]+::)?(?P<name>[\w.-]+)(?:\[.*?\])?[ \t]*"
    r"(?P<range>[=<>!~][^#\"'\s]*)?",
    re.MULTILINE,
)


def _environment_yml(text: str, path: Path) -> Iterator[tuple[str, str]]:
    """Conda's `name=version=build`, and pip's requirements under it."""
    for match in _CONDA.finditer(text):
        given = match["range"] or ""
        if re.match(r"=[^=]", given):
            given = f"=={given[1:].partition('=')[0].removesuffix('.*')}.*"
        yield match["name"], given


def _range(entry: Any) -> str:
    """A version as Poetry and Pipfile write it: `^2.8`, `~2.8`, `2.8`, `*`, or a table with one."""
    written = str(entry.get("version", "") if isinstance(entry, dict) else entry).strip()
    if written in ("", "*"):
        return ""
    parts = []
    for part in (part.strip() for part in written.split(",")):
        if part.startswith("^"):
            numbers = [int(number) for number in re.findall(r"\d+", part)]
            parts.append(f">={part[1:]},<{numbers[0] + 1}")
        elif re.match(r"~\d", part):
            numbers = [int(number) for number in re.findall(r"\d+", part)]
            upper = f"{numbers[0]}.{numbers[1] + 1}" if len(numbers) > 1 else str(numbers[0] + 1)
            parts.append(f">={part[1:]},<{upper}")
        else:
            parts.append(part if part[0] in "<>=!~" else f"=={part}")
    return ",".join(parts)


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _tables(value: Any) -> list[Mapping[str, Any]]:
    return [_table(entry) for entry in _list(value)]


_READERS: Mapping[str, Reader] = {
    "uv.lock": _lock,
    "poetry.lock": _lock,
    "pdm.lock": _lock,
    "Pipfile.lock": _pipfile_lock,
    "requirements*.txt": _requirements_txt,
    "requirements/*.txt": _requirements_txt,
    "pyproject.toml": _pyproject,
    "setup.cfg": _setup_cfg,
    "setup.py": _setup_py,
    "Pipfile": _pipfile,
    "environment*.yml": _environment_yml,
    "environment*.yaml": _environment_yml,
}
"""Who reads the files that a pattern means."""
