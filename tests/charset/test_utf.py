from __future__ import annotations

import pytest

from normalize.charset import decode
from normalize.charset.utf import decode_nearly_utf8, decode_wide
from tests.charset.samples import SAMPLES

WIDE = ("utf-16le", "utf-16be", "utf-32le", "utf-32be")


@pytest.mark.parametrize("charset", WIDE)
@pytest.mark.parametrize("language", SAMPLES)
def test_wide_charsets_without_mark(language: str, charset: str) -> None:
    text = SAMPLES[language][0] + "\n"
    assert decode(text.encode(charset)) == (text, charset, "pattern")


@pytest.mark.parametrize("language", SAMPLES)
def test_other_charsets_are_not_wide(language: str) -> None:
    text, charsets = SAMPLES[language]
    assert decode_wide(text.encode()) is None
    for charset in charsets:
        if charset not in ("windows-874", "macintosh", "ibm866"):
            codec = {"iso-2022-kr": "iso2022_kr", "hz-gb-2312": "hz"}.get(charset, charset)
            assert decode_wide(text.encode(codec, "ignore")) is None


@pytest.mark.parametrize(
    "data", [b"one\x00two\x00three\x00", b"\x00" * 64, b"\x01\x02\x03\x04" * 16, b"ab\x00", b"\x07"]
)
def test_controls_do_not_make_text_wide(data: bytes) -> None:
    assert decode_wide(data) is None


@pytest.mark.parametrize(
    ("data", "text", "charset"),
    [
        (b"\xff\xfea\x00\x00\xd8", "a\ufffd", "utf-16le"),
        (b"\xfe\xff\xdc\x00\x00a", "\ufffda", "utf-16be"),
        (b"\xff\xfea\x00b", "a\ufffd", "utf-16le"),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", "a", "utf-32le"),
        (b"\xff\xfe\x00\x00a\x00", "\x00a", "utf-16le"),
        (b"\xef\xbb\xbf\xc3\xa9\xe9", "éé", "utf-8"),
    ],
)
def test_marked_but_damaged(data: bytes, text: str, charset: str) -> None:
    assert decode(data) == (text, charset, "bom")


def test_nearly_utf8_counts_characters_and_stray_bytes() -> None:
    assert decode_nearly_utf8("é".encode() * 10 + b"\xe9", 10, 0.1) == "é" * 11
    assert decode_nearly_utf8("é".encode() * 9 + b"\xe9", 10, 0.1) is None
    assert decode_nearly_utf8("é".encode() * 10 + b"\xe9\xe9", 10, 0.1) is None
    assert decode_nearly_utf8(b"\xc3 \xa9" * 10, 10, 0.1) is None, "bytes of a character stand together"
