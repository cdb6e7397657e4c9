"""How the signature of an installed object is stored in the tables.

Only `kerascop.keras_api.generate` uses this; `kerascop.keras_api.tables` reads what it writes.
"""

from __future__ import annotations

import enum
import inspect
import math
import re
from typing import Any

UNREPRESENTABLE = {"unrepresentable": True}
"""What stands in the tables for a default that JSON cannot hold."""

_POPPED = re.compile(r"""kwargs\.(?:pop|get)\(\s*["'](\w+)["']|["'](\w+)["'] (?:not )?in kwargs""")
_ALLOWED = re.compile(r"(?:allowed_kwargs|legacy_kwargs)\s*=\s*[\[{]([^\]}]*)[\]}]")
_REFUSES = re.compile(r"if kwargs:|if len\(kwargs\)|validate_kwargs|for k in kwargs|invalid_kwargs")


def json_default(default: Any) -> Any:
    """A default as JSON holds it."""
    if default is None or isinstance(default, (bool, int, str)):
        return default.value if isinstance(default, enum.Enum) else default
    if isinstance(default, float):
        return default if math.isfinite(default) else UNREPRESENTABLE
    if isinstance(default, (tuple, list)):
        items = [json_default(item) for item in default]
        return UNREPRESENTABLE if UNREPRESENTABLE in items else items
    name = getattr(default, "name", None)
    if type(default).__name__ == "DType" and isinstance(name, str):
        return name
    return UNREPRESENTABLE


def parameters_of(function: Any, *, bound: bool) -> list[inspect.Parameter]:
    """The parameters of a function; `bound` drops `self`."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return [
            inspect.Parameter("args", inspect.Parameter.VAR_POSITIONAL),
            inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD),
        ]
    return parameters[1:] if bound else parameters


def stored(parameters: list[inspect.Parameter]) -> list[list[Any]]:
    """Parameters as they are stored: as in source, with a bare `*` before keyword-only ones."""
    rows: list[list[Any]] = []
    keyword_only = False
    for parameter in parameters:
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            rows.append([f"**{parameter.name}"])
            continue
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            rows.append([f"*{parameter.name}"])
            keyword_only = True
            continue
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and not keyword_only:
            rows.append(["*"])
            keyword_only = True
        row: list[Any] = [parameter.name]
        if parameter.default is not inspect.Parameter.empty:
            row.append(json_default(parameter.default))
        rows.append(row)
    return rows


def takes_kwargs(parameters: list[inspect.Parameter]) -> bool:
    """Whether there is a `**kwargs`."""
    return any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in parameters)


def named(parameters: list[inspect.Parameter]) -> set[str]:
    """The names that can be given by keyword."""
    variable = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    return {parameter.name for parameter in parameters if parameter.kind not in variable}


def source_of(member: Any) -> str:
    """The source of a function or class, empty for built-ins."""
    try:
        return inspect.getsource(inspect.unwrap(member))
    except (OSError, TypeError):
        return ""


def named_in_kwargs(source: str) -> set[str]:
    """Keywords that a function takes out of its `**kwargs` by name."""
    names = {name for pair in _POPPED.findall(source) for name in pair if name}
    for listing in _ALLOWED.findall(source):
        names |= set(re.findall(r"""["'](\w+)["']""", listing))
    return names


def keywords_of(member: Any) -> tuple[set[str], bool]:
    """The names that `**kwargs` takes, and whether it takes any name at all."""
    if not inspect.isclass(member):
        source = source_of(member)
        return named_in_kwargs(source), not _REFUSES.search(source)
    names: set[str] = set()
    for base in member.__mro__:
        if "__init__" not in vars(base) or base is object:
            continue
        initializer = vars(base)["__init__"]
        names |= named_in_kwargs(source_of(initializer))
        if "_process_kwargs" in source_of(initializer):
            names |= {"lr"}
        parameters = parameters_of(initializer, bound=True)
        names |= named(parameters)
        if not takes_kwargs(parameters):
            return names, False
        if _REFUSES.search(source_of(base)):
            return names, False
    return names, False
