"""Searches for bytes that break a law, guided by which code of kerascop they reach.

    pip install -e '.[fuzz]'
    python -m fuzzing.search interpreting fuzzing/corpus/interpreting -max_total_time=600

Needs atheris. What is found lies in the working folder as `crash-…`: put it into the corpus under
a name that says what it is, where the tests try it ever after.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import walk_packages

import atheris

REACHED = ("config", "graph", "interpreter", "linting", "sources", "syntax")
"""The packages whose code guides the search, those included that are imported late."""

with atheris.instrument_imports(include=["kerascop"]):
    from fuzzing.targets import TARGETS

    for _package in REACHED:
        _root = import_module(f"kerascop.{_package}")
        for _found in walk_packages(_root.__path__, f"{_root.__name__}."):
            import_module(_found.name)


def main() -> None:
    """Runs atheris on the law that the first argument names; the others are libFuzzer's."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"name a law: {', '.join(TARGETS)}")
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
