"""The standard streams: what they can show, and writing to them or to a file instead."""

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

from kerascop.misuse import UsageError

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shows_colour() -> bool:
    """Does standard output show colours? `NO_COLOR`, then `FORCE_COLOR` have the last word.

    Either counts if it is set and not empty.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    if not sys.stdout.isatty():
        return False
    from rich.console import Console

    console = Console(file=sys.stdout)
    return console.is_terminal and not console.no_color and console.color_system is not None


_TERMINALS_WITH_LINKS = {
    "TERM": ("xterm-kitty", "alacritty", "foot", "ghostty", "wezterm", "contour", "xterm-ghostty"),
    "TERM_PROGRAM": ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "WarpTerminal"),
}
_SIGNS_OF_LINKS = ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM")
_FIRST_VTE = 5000
"""The first release of VTE, which GNOME's terminals are made of, that takes links: 0.50."""


def shows_links() -> bool:
    """Does standard output show links, of which the text is not the address?

    No terminal can be asked. Those that are known to do so are told by what they set in the
    environment; `FORCE_HYPERLINK` has the last word, `0` meaning no.
    """
    forced = os.environ.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    if not sys.stdout.isatty():
        return False
    vte = os.environ.get("VTE_VERSION", "")
    return (
        (vte.isdigit() and int(vte) >= _FIRST_VTE)
        or any(os.environ.get(sign) for sign in _SIGNS_OF_LINKS)
        or any(os.environ.get(name) in known for name, known in _TERMINALS_WITH_LINKS.items())
    )


def width() -> int:
    """The columns of the terminal."""
    from rich.console import Console

    return Console(file=sys.stdout).width


def open_closed_streams() -> None:
    """Whoever starts a program may close its standard streams. Using them then fails like using
    others that do not work; only standard error, which is for people, goes nowhere.

    No file that is opened later takes their place, and gets what is written to them.
    """
    # Python says `None` in place of a stream that is closed, whatever its types tell.
    if not sys.stdin:
        sys.stdin = os.fdopen(_opened(0, os.O_WRONLY), "r", closefd=False)
    if not sys.stdout:
        sys.stdout = os.fdopen(_opened(1, os.O_RDONLY), "w", closefd=False)
    if not sys.stderr:
        sys.stderr = os.fdopen(_opened(2, os.O_WRONLY), "w", closefd=False)


def _opened(number: int, how: int) -> int:
    handle = os.open(os.devnull, how)
    if handle != number:
        os.dup2(handle, number)
        os.close(handle)
    return number


def read() -> bytes:
    """All of standard input.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise UsageError(f"standard input cannot be read: {_reason(error)}") from error


def printable(text: str) -> str:
    """The text without characters that steer a terminal or turn the reading direction around."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def tell(line: str) -> None:
    """Writes a line to standard error: one line, whatever is in it."""
    with suppress(OSError):
        sys.stderr.write(f"{printable(line)}\n")
        sys.stderr.flush()


def write(content: str | bytes) -> None:
    """Writes to standard output. A reader that has seen enough, such as `head`, is no failure.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(content)
        sys.stdout.flush()
    except OSError as error:
        refusal = given_up(error)
        if not isinstance(error, BrokenPipeError):
            raise refusal from error


def given_up(error: OSError) -> UsageError:
    """Nothing more is written to standard output, which has refused something. Returns why."""
    # Python flushes it once more as it ends, and would complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return UsageError(f"standard output cannot be written: {_reason(error)}")


def write_file(path: Path, content: str | bytes) -> None:
    """Writes a file.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        if isinstance(content, str):
            content = content.encode("utf-8", "backslashreplace")
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"`{path}` cannot be written: {_reason(error)}") from error


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
