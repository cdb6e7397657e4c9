"""Bytes that are text in no encoding, in another, or in one that nobody declared."""

from __future__ import annotations

import codecs
from collections.abc import Mapping

from tests.hostile.control import FAULTY

_UMLAUTS = FAULTY + "# Größe\n"

FOUND: Mapping[str, bytes] = {
    "a byte order mark": codecs.BOM_UTF8 + FAULTY.encode(),
    "a byte order mark and a cookie": codecs.BOM_UTF8 + b"# coding: utf-8\n" + FAULTY.encode(),
    "latin-1, declared": b"# coding: latin-1\n" + _UMLAUTS.encode("latin-1"),
    "koi8-r, declared": "# coding: koi8-r\n# привет\n".encode("koi8-r") + FAULTY.encode(),
    "shift-jis, declared": "# coding: shift-jis\n# こんにちは\n".encode("shift-jis")
    + FAULTY.encode(),
    "CR": FAULTY.replace("\n", "\r").encode(),
    "CRLF": FAULTY.replace("\n", "\r\n").encode(),
    "mixed line ends": FAULTY.replace("\n", "\r\n", 2).replace("\n", "\r", 1).encode(),
    "no line end": FAULTY.rstrip("\n").encode(),
    "a page break on every line": FAULTY.replace("\n", "\n\f").encode(),
}
"""The mistake in these is found."""

REFUSED: Mapping[str, bytes] = {
    "UTF-16": FAULTY.encode("utf-16"),
    "UTF-16, little endian": FAULTY.encode("utf-16-le"),
    "UTF-16, big endian": FAULTY.encode("utf-16-be"),
    "UTF-32": FAULTY.encode("utf-32"),
    "UTF-16 without ASCII": "# привет".encode("utf-16"),
    "latin-1, not declared": _UMLAUTS.encode("latin-1"),
    "another encoding than declared": b"# coding: ascii\n" + _UMLAUTS.encode(),
    "an unknown encoding": b"# coding: klingon\n" + FAULTY.encode(),
    "an encoding of many letters": b"# coding: " + b"a" * 100_000 + b"\n" + FAULTY.encode(),
    "an encoding that is a path": b"# coding: ../../../../tmp/evil\n" + FAULTY.encode(),
    "an encoding that is no text": b"# coding: hex\n" + FAULTY.encode(),
    "an encoding that compresses": b"# coding: zlib\n" + FAULTY.encode(),
    "rot13": b"# coding: rot13\n" + FAULTY.encode(),
    "the encoding of domains": b"# coding: idna\n" + _UMLAUTS.encode(),
    "punycode": b"# coding: punycode\n" + _UMLAUTS.encode(),
    "an encoding that nothing has": b"# coding: undefined\n" + FAULTY.encode(),
    "a byte order mark against a cookie": codecs.BOM_UTF8
    + b"# coding: latin-1\n"
    + FAULTY.encode(),
    "a null byte": FAULTY.replace("\n", "\0\n", 1).encode(),
    "null bytes": b"\0" * 500_000 + b"keras",
    "a lone surrogate": FAULTY.encode() + b"# \xed\xa0\x80\n",
    "an overlong sequence": FAULTY.encode() + b"# \xc0\xaf\n",
    "bytes beyond Unicode": FAULTY.encode() + b"# \xf5\x80\x80\x80\n",
    "a sequence cut off": FAULTY.encode() + b"# \xe2\x82",
    "all bytes": bytes(range(256)) * 100 + b"keras",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR keras",
    "a program": b"\x7fELF\x02\x01\x01\0 keras",
}
"""These are refused with one finding."""
