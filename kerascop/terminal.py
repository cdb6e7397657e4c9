"""Standard output: what it can show, and writing to it or to a file instead."""

import os
import sys
from pathlib import Path

from kerascop.misuse import UsageError


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


def write(content: str | bytes) -> None:
    """Writes to standard output. A reader that has seen enough, such as `head`, is no failure."""
    try:
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes standard output once more as it ends, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
        raise UsageError(f"`{path}` cannot be written: {error.strerror or error}") from error
