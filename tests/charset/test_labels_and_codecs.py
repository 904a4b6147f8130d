from __future__ import annotations

import codecs

import pytest

from normalize.charset.codec import (
    MULTI_BYTE,
    SINGLE_BYTE,
    decode_nearly,
    decode_strictly,
    single_byte_table,
    undefined_bytes,
)
from normalize.charset.labels import _LABELS_OF, charset_of_label

NOT_DECODED = {"replacement", "x-user-defined", "utf-16le", "utf-16be", "utf-8"}


@pytest.mark.parametrize(
    ("label", "charset"),
    [
        ("UTF8", "utf-8"),
        (" iso-8859-1\n", "windows-1252"),
        ("ascii", "windows-1252"),
        ("ISO-8859-9", "windows-1254"),
        ("tis-620", "windows-874"),
        ("gb2312", "gbk"),
        ("ks_c_5601-1987", "euc-kr"),
        ("x-sjis", "shift_jis"),
        ("hz-gb-2312", "replacement"),
        ("utf-7", None),
        ("", None),
        ("ⅼatin1", None),
    ],
)
def test_labels(label: str, charset: str | None) -> None:
    assert charset_of_label(label) == charset


def test_every_name_is_its_own_label_and_no_label_has_two_meanings() -> None:
    labels = [label for labels in _LABELS_OF.values() for label in labels.split()]
    assert len(labels) == len(set(labels)) == 228  # as many as the standard's table has
    assert all(charset_of_label(name) == name for name in _LABELS_OF)


def test_every_charset_of_the_standard_is_decoded() -> None:
    assert set(_LABELS_OF) - NOT_DECODED <= set(SINGLE_BYTE) | set(MULTI_BYTE)
    assert all(codecs.lookup(name) for name in SINGLE_BYTE.values())


@pytest.mark.parametrize("charset", SINGLE_BYTE)
def test_single_byte_tables(charset: str) -> None:
    table = single_byte_table(charset)
    assert len(table) == 256
    assert table[:128] == "".join(map(chr, range(128)))
    for byte in range(128, 256):
        try:
            char = bytes([byte]).decode(SINGLE_BYTE[charset])
        except UnicodeDecodeError:
            char = chr(byte) if byte < 0xA0 else "\ufffe"
        assert table[byte] == char or charset in ("koi8-u", "windows-1255", "x-mac-cyrillic")


def test_undefined_bytes_of_windows_1252_are_controls() -> None:
    assert undefined_bytes("windows-1252") == b"\x81\x8d\x8f\x90\x9d"
    assert decode_strictly(b"\x81\x8d\x8f\x90\x9d", "windows-1252") == "\x81\x8d\x8f\x90\x9d"
    assert undefined_bytes("iso-8859-15") == b""


def test_holes_are_errors() -> None:
    assert decode_strictly(b"\xd2", "windows-1253") is None
    assert decode_strictly(b"\xa0\xff", "shift_jis") is None
    assert decode_strictly(b"abc", "replacement") is None


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        (b"\xad\xa1", "euc-jp", "①"),
        (b"\x87\x40", "shift_jis", "①"),
        (b"\xa1\x45", "big5", "‧"),
        (b"\x88\x66", "big5", "Ê"),
        (b"\x81\x41", "euc-kr", "갂"),
        (b"\x81\x30\x81\x30", "gbk", "\x80"),
        (b"\xae\xbe", "koi8-u", "ўЎ"),
        (b"\xa2\xb6\xff", "x-mac-cyrillic", "Ґґ€"),
    ],
)
def test_characters_that_vendors_added(data: bytes, charset: str, text: str) -> None:
    assert decode_strictly(data, charset) == text


def test_nearly() -> None:
    text = "村の人たちは別の道で町へ通う。" * 4
    data = text.encode("cp932")
    assert decode_nearly(data + b"\xff", "shift_jis", 0.02) == text + "\ufffd"
    assert decode_nearly(data + b"\xff" * 9, "shift_jis", 0.02) is None
    assert decode_nearly("été".encode("cp1252"), "windows-1252", 0.5) is None
