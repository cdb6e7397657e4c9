"""Looks at a folder as lint, summary and the server do, and prints what Python saw meanwhile.

    python -m tests.hostile.watched FOLDER CACHE

The audit hooks of Python (PEP 578) report every file that is opened, every module that is imported,
every code object that is executed, every process and every connection, whoever asks for it.
"""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout, suppress
from pathlib import Path
from types import CodeType

from tests.hostile.doors import DOORS

seen: list[tuple[str, list[str]]] = []
_WATCHED = (
    "open", "exec", "import", "os.", "subprocess.", "socket.", "shutil.", "ctypes.", "urllib.",
    "http.", "ftplib.", "smtplib.", "sqlite3.", "pty.", "marshal.", "pickle.", "tempfile.", "code.",
)  # fmt: skip


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_WATCHED):
        seen.append((event, [_described(each) for each in arguments]))


def _described(argument: object) -> str:
    if isinstance(argument, CodeType):
        return f"{argument.co_filename}: {' '.join(argument.co_names)}"
    return str(argument)[:500]


def main(folder: Path, cache: Path) -> None:
    """Prints the events, and the modules that are loaded at the end, as JSON."""
    sys.addaudithook(_note)
    from kerascop.cli import main as kerascop

    # Audit hooks see one process: all the work is done in it.
    alone = ["lint", str(folder), "--jobs", "1"]
    for arguments in (
        [*alone, "--verbose", "--no-cache"],
        [*alone, "--cache-dir", str(cache)],
        [*alone, "--cache-dir", str(cache)],
        ["summary", str(folder)],
    ):
        sys.argv = ["kerascop", *arguments]
        with redirect_stdout(sys.stderr), suppress(SystemExit):
            kerascop()
    for look in DOORS.values():
        look(folder)
    sys.stdout.write(json.dumps({"seen": seen, "modules": sorted(sys.modules)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
