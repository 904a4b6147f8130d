"""Character tables: which byte a character stands for in a charset, and what that byte is in another."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

# What text may have been that was read as windows-1252, the first guess of most readers ...
_READ_AS_1252 = (
    "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "iso8859-2", "koi8-r", "koi8-u", "mac-roman",
    "mac-cyrillic", "cp850", "cp866",
)  # fmt: skip
# ... and what it may have been that was read as something else: the defaults of old systems, and the charsets
# of one script, which are mixed up with each other.
SINGLE_BYTE_PAIRS: tuple[tuple[str, str], ...] = (
    *(("cp1252", right) for right in _READ_AS_1252),
    ("cp1250", "cp1252"),
    ("iso8859-2", "cp1252"),
    ("mac-roman", "cp1252"),
    ("cp437", "cp1252"),
    ("cp850", "cp1252"),
    ("mac-roman", "cp1250"),
    ("cp1251", "koi8-r"),
    ("cp1251", "koi8-u"),
    ("cp1251", "cp866"),
    ("koi8-r", "cp1251"),
    ("koi8-u", "cp1251"),
    ("cp866", "cp1251"),
)
LATIN = frozenset(("cp1250", "cp1252", "cp1254", "iso8859-2", "mac-roman", "cp437", "cp850"))
# East Asian text read as windows-1252.
MULTI_BYTE = ("cp949", "gb18030", "big5", "cp932", "euc-jp")
# What UTF-8 is read as. windows-1252 takes the C1 controls for their own bytes, so Latin-1 is among them.
UTF8_READ_AS = (
    "cp1252", "mac-roman", "cp437", "cp1251", "cp1250", "iso8859-2", "cp1253", "cp1254", "cp1257", "cp850",
    "cp866", "koi8-r", "koi8-u", "cp1255", "cp1256", "gb18030", "cp932", "cp949", "big5",
)  # fmt: skip
_NAMES = {
    "utf-8": "UTF-8", "cp1250": "windows-1250", "cp1251": "windows-1251", "cp1252": "windows-1252",
    "cp1253": "windows-1253", "cp1254": "windows-1254", "cp1255": "windows-1255", "cp1256": "windows-1256",
    "cp1257": "windows-1257", "iso8859-2": "ISO 8859-2", "koi8-r": "KOI8-R", "koi8-u": "KOI8-U",
    "mac-roman": "Mac Roman", "mac-cyrillic": "Mac Cyrillic", "cp437": "code page 437",
    "cp850": "code page 850", "cp866": "code page 866", "cp949": "code page 949", "gb18030": "GB 18030",
    "big5": "Big5", "cp932": "Shift JIS", "euc-jp": "EUC-JP",
}  # fmt: skip
FIRST_C1, LAST_C1 = 0x80, 0x9F


class Charset(NamedTuple):
    """The characters of bytes 0x80 to 0xFF, the way back, and the bytes that have no character."""

    upper: str
    byte_of: dict[str, int]
    undefined: bytes


def name(charset: str) -> str:
    """The name of a charset for people."""
    return _NAMES.get(charset, charset)


@cache
def charset(code: str) -> Charset:
    """The tables of a single-byte charset. A byte without a character is the C1 control, as on the web."""
    upper = []
    undefined = []
    for byte in range(0x80, 0x100):
        try:
            upper.append(bytes([byte]).decode(code))
        except UnicodeDecodeError:
            upper.append(chr(byte))
            undefined.append(byte)
    byte_of = {chr(byte): byte for byte in range(FIRST_C1, LAST_C1 + 1)}
    byte_of.update((character, 0x80 + i) for i, character in enumerate(upper))
    return Charset("".join(upper), byte_of, bytes(undefined))


@cache
def reading(wrong: str, right: str) -> dict[int, str]:
    """A table for `str.translate`: text that was read as `wrong`, read as `right`.

    No blank or soft hyphen becomes a letter, but for code page 866, where their bytes are letters; and no
    letter becomes a blank.
    """
    upper = charset(right).upper
    return {
        ord(character): upper[byte - 0x80]
        for character, byte in charset(wrong).byte_of.items()
        if not (
            (character in "\xa0\xad" and right != "cp866")
            or (character.isalpha() and upper[byte - 0x80].isspace())
        )
    }
