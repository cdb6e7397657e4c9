"""From bytes to text, and what is said where that fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerascop.sources.reading import SourceError, decode, read_bytes

HERE = Path("model.py")


def complaint(data: bytes) -> tuple[str, int, int]:
    with pytest.raises(SourceError) as caught:
        decode(HERE, data)
    return caught.value.reason, caught.value.line, caught.value.column


def test_text_is_utf_8_unless_it_says_otherwise() -> None:
    assert decode(HERE, "π = 3\n".encode()) == "π = 3\n"


def test_the_coding_cookie_decides() -> None:
    assert decode(HERE, b"# coding: latin-1\n# \xe9\n") == "# coding: latin-1\n# é\n"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode(HERE, b"\xef\xbb\xbfx = 1\n") == "x = 1\n"


def test_line_endings_stay_as_they_are() -> None:
    assert decode(HERE, b"a\r\nb\rc\n") == "a\r\nb\rc\n"


def test_a_bad_byte_is_named_with_its_place() -> None:
    assert complaint("a = 1\nb = 2\n# naïve ".encode() + b"\xff") == (
        "cannot be decoded as utf-8 (byte 0xff)",
        3,
        9,
    )


def test_a_bad_byte_in_the_first_line_is_named_with_its_place() -> None:
    assert complaint(b"# \xe9t\xe9\n") == ("cannot be decoded as utf-8 (byte 0xe9)", 1, 3)


def test_an_unknown_encoding_is_named_at_its_line() -> None:
    reason, line, _ = complaint(b"#!/usr/bin/env python\n# coding: klingon\n")
    assert "klingon" in reason
    assert line == 2


def test_a_codec_that_is_no_encoding_of_text_is_refused() -> None:
    assert "hex" in complaint(b"# coding: hex\n6162\n")[0]


def test_a_null_byte_is_refused_at_its_place() -> None:
    assert complaint(b"a = 1\nb\0c\n") == ("contains a null byte", 2, 2)


def test_a_file_that_cannot_be_opened_is_a_source_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_bytes(tmp_path / "absent.py")


_UNMEASURED = Path("/proc/self/status")


@pytest.mark.skipif(not _UNMEASURED.exists(), reason="Linux tells of some files no size")
def test_a_file_longer_than_the_system_says_is_read_to_its_end() -> None:
    assert _UNMEASURED.stat().st_size == 0
    assert b"\nPid:" in read_bytes(_UNMEASURED)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_source_error_within_them(data: bytes) -> None:
    place = (1, 1)
    try:
        decode(HERE, data)
    except SourceError as error:
        place = (error.line, error.column)
    assert 1 <= place[0] <= data.count(b"\n") + data.count(b"\r") + 1
    assert 1 <= place[1] <= len(data) + 1
