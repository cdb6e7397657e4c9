"""Searches for bytes that break a law, guided by which code of kerascop they reach.

    pip install -e '.[fuzz]'
    python -m fuzzing.search interpreting fuzzing/corpus/interpreting -max_total_time=600

Needs atheris. What is found lies in the working folder as `crash-…`: put it into the corpus under
a name that says what it is, where the tests try it ever after.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["kerascop"]):
    from fuzzing.targets import TARGETS


def main() -> None:
    """Runs atheris on the law that the first argument names; the others are libFuzzer's."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"name a law: {', '.join(TARGETS)}")
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
