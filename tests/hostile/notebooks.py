"""Notebooks that are none, or absurd."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.hostile.control import FAULTY

Data = Callable[[], bytes]


def _document(document: Any) -> Data:
    return lambda: json.dumps(document).encode()


_ABSURD: tuple[Any, ...] = (
    None,
    1,
    -1.5,
    True,
    "x",
    "keras",
    [],
    [[]],
    {},
    {"a": 1},
    [None, 1, "a"],
)


def _cell(**parts: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "outputs": [], "source": FAULTY, **parts}


def _notebook(*cells: Any, **parts: Any) -> Data:
    document = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **parts}
    return _document(document)


def _everywhere() -> dict[str, Data]:
    found: dict[str, Data] = {}
    for value in _ABSURD:
        found[f"a document that is {value!r}"] = _document(value)
        found[f"cells that are {value!r}"] = _notebook(cells=value)
        found[f"a cell that is {value!r}"] = _notebook(value, _cell())
        found[f"metadata that are {value!r}"] = _notebook(_cell(), metadata=value)
        found[f"a source that is {value!r}"] = _notebook(_cell(source=value), _cell())
        found[f"a line that is {value!r}"] = _notebook(_cell(source=["x = 1\n", value]), _cell())
        found[f"a type that is {value!r}"] = _notebook(_cell(cell_type=value), _cell())
        found[f"outputs that are {value!r}"] = _notebook(_cell(outputs=value))
        found[f"a version that is {value!r}"] = _notebook(_cell(), nbformat=value)
        found[f"worksheets that are {value!r}"] = _document({"worksheets": value, "keras": 1})
        found[f"a kernel that is {value!r}"] = _notebook(
            _cell(), metadata={"kernelspec": value, "language_info": {"name": value}}
        )
    return found


ABSURD: Mapping[str, Data] = {
    **_everywhere(),
    "nothing": lambda: b"",
    "a document cut off": lambda: _notebook(_cell())()[:-30],
    "a nesting of a hundred thousand lists": lambda: b"[" * 100_000 + b"]" * 100_000,
    "a nesting of a hundred thousand objects": lambda: (
        b'{"keras":' * 100_000 + b"1" + b"}" * 100_000
    ),
    "nested outputs": lambda: _notebook(_cell(outputs="HERE"))().replace(
        b'"HERE"', b"[" * 100_000 + b"]" * 100_000
    ),
    "fifty megabytes of outputs": lambda: _notebook(_cell(outputs="HERE"))().replace(
        b'"HERE"', b'["' + b"keras " * 8_000_000 + b'"]'
    ),
    "a hundred thousand cells": _notebook(*[_cell(source="x = 1")] * 100_000),
    "a thousand cells with models": _notebook(*[_cell()] * 1_000),
    "a source of a hundred thousand lines": _notebook(_cell(source=["x = 1\n"] * 100_000)),
    "a number of a hundred thousand digits": lambda: _notebook(_cell(execution_count=0))().replace(
        b": 0,", b": " + b"9" * 100_000 + b","
    ),
    "numbers that are none": lambda: (
        _notebook(_cell(execution_count=0))().replace(b": 0,", b": NaN,").replace(b"4", b"Infinity")
    ),
    "keys that occur twice": lambda: b'{"cells": 1, "cells": [], "cells": {"keras": 1}}',
    "a lone surrogate": _notebook(_cell(source="x = '\ud800'\nkeras\n"), _cell()),
    "a lone surrogate without Keras": _notebook(_cell(source="x = '\ud800'\n")),
    "a null character": _notebook(_cell(source="x = '\0'\nkeras\n"), _cell()),
    "markers of cells in a cell": _notebook(_cell(source="# %% cell 7\n" + FAULTY), _cell()),
    "line ends of all kinds": _notebook(
        _cell(source=FAULTY.replace("\n", "\r\n") + "\r\f\u2028x = 1")
    ),
    "a cell with 1,500 parentheses": _notebook(_cell(source="(" * 1_500 + ")" * 1_500), _cell()),
    "a cell of 20,000 operators": _notebook(_cell(source="x = " + "1 + " * 20_000 + "1"), _cell()),
    "a cell of 30,000 signs": _notebook(_cell(source="x = " + "-" * 30_000 + "1"), _cell()),
    "a marker of 5,000 digits": _notebook(_cell(source=f"# %% cell {'9' * 5_000}\n{FAULTY}")),
    "a line behind 100,000 spaces": _notebook(_cell(), _cell(source=f"if 1:\n{' ' * 100_000}x\n")),
    "UTF-16": lambda: _notebook(_cell())().decode().encode("utf-16"),
    "a byte order mark": lambda: b"\xef\xbb\xbf" + _notebook(_cell())(),
    "a notebook in R": _notebook(_cell(), metadata={"kernelspec": {"language": "R"}}),
    "Python instead of JSON": FAULTY.encode,
}
