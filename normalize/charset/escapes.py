"""Seven-bit charsets, told by their escape sequences: ISO-2022-JP, ISO-2022-KR and HZ.

Sources: RFC 1468 (ISO-2022-JP), RFC 1554 (ISO-2022-JP-2), RFC 1557 (ISO-2022-KR), RFC 1843 (HZ).
"""

from __future__ import annotations

import re

from normalize.charset.codec import decode_nearly, decode_strictly

_JAPANESE = re.compile(rb"\x1b(?:\$[@B]|\$\([DO]|\([IJ])")
_KOREAN = b"\x1b$)C"
_HZ = re.compile(rb"~\{((?:[\x21-\x77][\x21-\x7e])+)~\}")
# First bytes of the characters of GB 2312's level 1, the common ones, and of its punctuation and Latin
# letters. They make up more than nine tenths of Chinese text, and less than half of what else may stand
# between `~{` and `~}`.
_COMMON_CHINESE = frozenset([0x21, 0x23, *range(0x30, 0x58)])
_COMMON_SHARE = 0.7


# The escape sequences leave little doubt, so much damage is borne: one lost byte spoils the rest of its line.
_DAMAGED_SHARE = 0.1


def decode_escaped(data: bytes) -> tuple[str, str] | None:
    """Decode bytes below 0x80 that switch charsets by escape sequences: the text and its charset, or None."""
    charset = _escaped_charset(data)
    if charset is None:
        return None
    text = decode_strictly(data, charset)
    if text is None:
        text = decode_nearly(data, charset, _DAMAGED_SHARE)
    return None if text is None else (text, charset)


def _escaped_charset(data: bytes) -> str | None:
    if b"\x1b" in data:
        if _KOREAN in data:
            return "iso-2022-kr"
        if _JAPANESE.search(data):
            return "iso-2022-jp"
    if b"~{" in data:
        pairs = b"".join(_HZ.findall(data))[::2]
        common = sum(first in _COMMON_CHINESE for first in pairs)
        if pairs and common >= _COMMON_SHARE * len(pairs):
            return "hz-gb-2312"
    return None
