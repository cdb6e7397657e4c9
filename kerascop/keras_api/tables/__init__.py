"""Reads the generated tables, once and only when somebody asks for them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from kerascop.keras_api.symbols import (
    Default,
    Kind,
    Missing,
    Parameter,
    ParameterKind,
    Signatures,
    Symbol,
)

_FOLDER = Path(__file__).parent


def read(name: str) -> Mapping[str, Any]:
    """One table as JSON holds it."""
    with (_FOLDER / name).open("rb") as stream:
        return cast("Mapping[str, Any]", json.load(stream))


@cache
def symbol_table() -> Mapping[str, Any]:
    """The table of symbols; `kerascop.keras_api.generate` documents its form."""
    return read("symbols.json")


@cache
def identifier_table() -> Mapping[str, Any]:
    """The table of string identifiers: version, then category, then the string."""
    return read("identifiers.json")


def generated_from() -> Mapping[str, str]:
    """The releases of `keras`, `tf_keras` and `tensorflow` that the tables describe."""
    return cast("Mapping[str, str]", symbol_table()["generated_from"])


@cache
def spellings() -> Mapping[str, tuple[str, str]]:
    """For every public path, its canonical name and the marks of the namespaces that offer it."""
    return {
        spelling: (name, marks)
        for name, entry in symbol_table()["symbols"].items()
        for spelling, marks in entry["spellings"].items()
    }


@cache
def kinds() -> Mapping[str, Kind]:
    """For every public path, what sort of thing it names."""
    return {
        spelling: Kind(entry["kind"])
        for entry in symbol_table()["symbols"].values()
        for spelling in entry["spellings"]
    }


@cache
def symbol(name: str) -> Symbol | None:
    """The symbol of a canonical name that the tables hold."""
    entry = symbol_table()["symbols"].get(name)
    if entry is None:
        return None
    marks = "".join(entry["spellings"].values())
    return Symbol(
        name=name,
        kind=Kind(entry["kind"]),
        versions=frozenset(version for version in (3, 2, 1) if str(version) in marks),
        aliases=frozenset(entry["spellings"]),
        signatures=_signatures(entry["parameters"]),
        keywords={
            int(version): frozenset(names) for version, names in entry.get("keywords", {}).items()
        },
        takes_any_keyword=frozenset(int(version) for version in entry.get("open", ())),
        methods=_methods(entry.get("methods", {})),
    )


def _methods(versions: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Signatures]:
    methods: dict[str, dict[int, tuple[Parameter, ...]]] = {}
    for version, signatures in versions.items():
        for name, rows in signatures.items():
            methods.setdefault(name, {})[int(version)] = _parameters(rows)
    return methods


def _signatures(versions: Mapping[str, Any]) -> Signatures:
    return {int(version): _parameters(rows) for version, rows in versions.items()}


def _parameters(rows: list[list[Any]]) -> tuple[Parameter, ...]:
    parameters = []
    kind = ParameterKind.POSITIONAL
    for name, *default in rows:
        if name == "*":
            kind = ParameterKind.KEYWORD
        elif name.startswith("**"):
            parameters.append(Parameter(name[2:], ParameterKind.VAR_KEYWORD))
        elif name.startswith("*"):
            parameters.append(Parameter(name[1:], ParameterKind.VAR_POSITIONAL))
            kind = ParameterKind.KEYWORD
        else:
            shown = _default(default[0]) if default else Missing.REQUIRED
            parameters.append(Parameter(name, kind, shown))
    return tuple(parameters)


def _default(stored: Any) -> Default:
    if isinstance(stored, list):
        return tuple(_default(item) for item in stored)
    if isinstance(stored, dict):
        return Missing.UNREPRESENTABLE
    return cast("Default", stored)
