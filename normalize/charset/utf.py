"""UTF-8, UTF-16 and UTF-32: by their byte order marks, by their patterns, and damaged."""

from __future__ import annotations

import re

from normalize.charset.codec import count_beyond_ascii, single_byte_table

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32le"),
    (b"\x00\x00\xfe\xff", "utf-32be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16le"),
    (b"\xfe\xff", "utf-16be"),
)
_STRAY = re.compile("[\udc80-\udcff]")  # what `surrogateescape` makes of a byte that is no part of UTF-8
_PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
# Bytes that no 8-bit charset's text holds, but UTF-16 text does: as halves of its code units.
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_ASCII = bytes(range(0x80))
# Characters that make up nearly all of what is written today.
_ORDINARY = re.compile(
    "[\t\n\r\x20-\x7e\xa0-\u02af\u0300-\u052f\u0531-\u07bf\u0900-\u109f\u10d0-\u10ff\u1200-\u137f"
    "\u1780-\u17ff\u1e00-\u1fff\u2010-\u2027\u202f-\u203a\u20a0-\u20bf\u2100-\u2122\u3000-\u30ff\u4e00-\u9fff"
    "\uac00-\ud7a3\uff00-\uffef\ud800-\udfff]"
)
_SAMPLE = 8192  # bytes; some thousand characters settle the byte order
_ORDINARY_SHARE = 0.95
# UTF-16 text has one, sometimes two or three high bytes for an alphabet, and in Chinese, Japanese and Korean
# still fewer than low bytes: over open texts of 100 and more characters at most 0.65 times as many.
_FEWER = 0.75


def decode_marked(data: bytes) -> tuple[str, str] | None:
    """Decode bytes that begin with a byte order mark: the text and its charset; None if they do not."""
    for mark, charset in _MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            if charset == "utf-8":
                return _decode_stray(body)[0], charset
            if charset == "utf-32le" and (len(body) % 4 or not _is_utf32(body)):
                continue  # UTF-16 that begins with a NUL
            return body.decode(charset, "replace"), charset
    return None


def _is_utf32(body: bytes) -> bool:
    try:
        body.decode("utf-32le")
    except UnicodeDecodeError:
        return False
    return True


def decode_nearly_utf8(data: bytes, good_at_least: int, stray_share: float) -> str | None:
    """Decode UTF-8 that has some bytes of windows-1252 in it, or surrogates each coded on its own (CESU-8).

    Args:
        data: bytes that are not valid UTF-8.
        good_at_least: how many good multi-byte characters there must be.
        stray_share: how many stray bytes there may be for each of them.

    Returns:
        the text with the stray bytes read as windows-1252; None where that is not what the bytes look like.
    """
    # Without the ASCII between them, bytes beyond it can only look more like UTF-8: few bytes settle most
    # cases.
    for part in (data.translate(None, _ASCII), data):
        text, good, stray = _decode_stray(part)
        if good < good_at_least or stray > stray_share * good:
            return None
    return text


def _decode_stray(data: bytes) -> tuple[str, int, int]:
    """UTF-8 with stray bytes read as windows-1252; the numbers of good characters and of stray bytes."""
    data = _PAIR.sub(_join_pair, data)
    text = data.decode("utf-8", "surrogateescape")
    beyond = count_beyond_ascii(text)
    text, stray = _STRAY.subn(_read_stray, text)
    return text, beyond - stray, stray


def _join_pair(pair: re.Match[bytes]) -> bytes:
    return (
        pair[0].decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16").encode()
    )


def _read_stray(stray: re.Match[str]) -> str:
    return single_byte_table("windows-1252")[ord(stray[0]) - 0xDC00]


def decode_wide(data: bytes) -> tuple[str, str] | None:
    """Decode UTF-16 or UTF-32 without a byte order mark: the text and its charset; None for other bytes."""
    head = data[:_SAMPLE]
    if len(head.translate(None, _CONTROLS)) == len(head):
        return None
    charset = _utf32_order(data[: min(_SAMPLE, len(data) // 4 * 4)])
    charset = charset or _utf16_order(data[: min(_SAMPLE, len(data) // 2 * 2)])
    return (data.decode(charset, "replace"), charset) if charset else None


def _utf32_order(sample: bytes) -> str | None:
    """UTF-32 by its top bytes: none is over 0x0010."""
    for charset, top, next_to_top in (("utf-32le", 3, 2), ("utf-32be", 0, 1)):
        if not any(sample[top::4]) and max(sample[next_to_top::4], default=0xFF) <= 0x10:
            return charset if _is_ordinary(sample.decode(charset, "replace")) else None
    return None


def _utf16_order(sample: bytes) -> str | None:
    """UTF-16 by its high bytes: there are fewer of them than of low bytes."""
    evens, odds = len(set(sample[::2])), len(set(sample[1::2]))
    if min(evens, odds) > _FEWER * max(evens, odds):
        return None
    charset = "utf-16le" if odds < evens else "utf-16be"
    return charset if _is_ordinary(sample.decode(charset, "surrogatepass")) else None


def _is_ordinary(text: str) -> bool:
    return len(_ORDINARY.findall(text)) >= _ORDINARY_SHARE * len(text) > 0
