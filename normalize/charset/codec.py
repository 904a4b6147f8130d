"""Bytes to text by the WHATWG name of a charset, on top of Python's codecs."""

from __future__ import annotations

import codecs
import functools
import re

# Single-byte charsets, by the Python codec that comes nearest; the standard's table is made from it.
SINGLE_BYTE: dict[str, str] = {
    "ibm866": "cp866",
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    "iso-8859-8-i": "iso8859-8",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "macintosh": "mac-roman",
    "windows-874": "cp874",
    **{f"windows-{page}": f"cp{page}" for page in range(1250, 1259)},
    "x-mac-cyrillic": "mac-cyrillic",
}
# Bytes for which the standard's index has another character than Python's codec.
_CORRECTIONS: dict[str, dict[int, str]] = {
    "koi8-u": {0xAE: "ў", 0xBE: "Ў"},
    "windows-1255": {0xCA: "\u05ba"},
    "x-mac-cyrillic": {0xA2: "Ґ", 0xB6: "ґ", 0xFF: "€"},
}
# Multi-byte charsets, by the Python codecs that read them: the first that decodes without an error is taken.
# Later ones read characters that were added: cp950 has the usual punctuation of Big5 and big5hkscs the Hong
# Kong characters, euc_jis_2004 has the circled digits of row 13, iso2022_jp_2 and iso2022_jp_ext have
# supplementary sets.
MULTI_BYTE: dict[str, tuple[str, ...]] = {
    "gbk": ("gb18030",),
    "gb18030": ("gb18030",),
    "big5": ("cp950", "big5hkscs"),
    "euc-jp": ("euc_jp", "euc_jis_2004"),
    "shift_jis": ("cp932",),
    "euc-kr": ("cp949",),
    "iso-2022-jp": ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_ext"),
    # Not decoded by browsers (the standard's `replacement`, for safety's sake), but text all the same.
    "iso-2022-kr": ("iso2022_kr",),
    "hz-gb-2312": ("hz",),
}
# What cp932 makes of single bytes that are undefined.
_PRIVATE = re.compile("[\uf8f0-\uf8f3]")
_UNDEFINED = "\ufffe"  # how `codecs.charmap_decode` wants a hole in its table marked


@functools.cache
def single_byte_table(charset: str) -> str:
    """The 256 characters of a charset of `SINGLE_BYTE`.

    Holes at 0x80 to 0x9F are C1 controls, as in the standard; other holes are U+FFFE.
    """
    corrections = _CORRECTIONS.get(charset, {})
    table = []
    for byte in range(256):
        char = corrections.get(byte) or bytes([byte]).decode(SINGLE_BYTE[charset], "replace")
        if char == "\ufffd":
            char = chr(byte) if 0x80 <= byte < 0xA0 else _UNDEFINED
        table.append(char)
    return "".join(table)


@functools.cache
def undefined_bytes(charset: str) -> bytes:
    """The bytes that a Windows code page leaves undefined and the standard reads as C1 controls."""
    if not charset.startswith("windows-"):
        return b""
    table = single_byte_table(charset)
    return bytes(byte for byte in range(0x80, 0xA0) if table[byte] == chr(byte))


def decode_strictly(data: bytes, charset: str) -> str | None:
    """Decode by a legacy charset; None if a byte sequence has no meaning in it, and for other charsets."""
    if charset in SINGLE_BYTE:
        try:
            return codecs.charmap_decode(data, "strict", single_byte_table(charset))[0]
        except UnicodeDecodeError:
            return None
    for codec in MULTI_BYTE.get(charset, ()):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if codec != "cp932" or not _PRIVATE.search(text):
            return text
    return None


def decode_nearly(data: bytes, charset: str, share: float) -> str | None:
    """Decode by a multi-byte charset, with U+FFFD for byte sequences without a meaning.

    Gives None where they are more than `share` of the characters beyond ASCII, and for single-byte charsets,
    where damage cannot be told from another charset.
    """
    texts = [data.decode(codec, "replace") for codec in MULTI_BYTE.get(charset, ())]
    if charset == "shift_jis":
        texts = [_PRIVATE.sub("\ufffd", text) for text in texts]
    if not texts:
        return None
    text = min(texts, key=lambda text: text.count("\ufffd"))
    return text if text.count("\ufffd") <= share * count_beyond_ascii(text) else None


def count_beyond_ascii(text: str) -> int:
    """The number of characters beyond ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))
