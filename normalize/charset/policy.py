"""Bytes to text: which charset a document is believed to be in, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from normalize.charset.codec import MULTI_BYTE, decode_nearly, decode_strictly, undefined_bytes
from normalize.charset.detect import DETECTABLE, detect
from normalize.charset.escapes import decode_escaped
from normalize.charset.prescan import declared_charsets
from normalize.charset.utf import decode_marked, decode_nearly_utf8, decode_wide
from normalize.options import option


@dataclass(frozen=True, slots=True)
class DecodeConfig:
    """Options of `decode`."""

    prescan_bytes: int = option(
        65536,
        "How many bytes of a document are searched for a declared charset. Browsers search 1,024 and heed "
        "later declarations too; real pages declare as late as behind 58,000 bytes of scripts.",
        at_least=0,
        at_most=16_777_216,
    )
    nearly_utf8_characters: int = option(
        10,
        "How many good multi-byte characters make bytes UTF-8 in spite of stray bytes. Fewer come about by "
        "chance.",
        at_least=1,
    )
    nearly_utf8_share: float = option(
        0.1,
        "How many stray bytes there may be in UTF-8 for each good multi-byte character.",
        at_least=0.0,
        at_most=1.0,
    )
    damaged_share: float = option(
        0.02,
        "Which share of the characters beyond ASCII may be damaged in GBK, Big5, Shift_JIS and the like. "
        "What is damaged becomes U+FFFD. Text read by the wrong one of these has several times as much.",
        at_least=0.0,
        at_most=1.0,
    )
    charsets: tuple[str, ...] = option(
        DETECTABLE,
        "The charsets that are detected where nothing is declared. Fewer make the answer surer; none at all "
        "switches detection off.",
        one_of=DETECTABLE,
    )
    sample_bytes: int = option(
        16384,
        "How many bytes of text, without markup, the detector looks at. Its statistics use no more.",
        at_least=256,
        at_most=1_048_576,
    )


class Decoded(NamedTuple):
    """Text, and how it came about.

    text: without byte order mark, with the line ends that the bytes had, without lone surrogates.
    charset: what the bytes were read as: a name of the WHATWG Encoding Standard in lower case, or one of
        `utf-32le`, `utf-32be`, `iso-2022-kr`, `hz-gb-2312`, which that standard leaves out. ASCII is `utf-8`.
    how: what decided, one of
        `utf-8`            the bytes are valid UTF-8
        `bom`              a byte order mark
        `pattern`          UTF-16 or UTF-32, by where their bytes vary
        `escapes`          ISO-2022-JP, ISO-2022-KR or HZ, by their escape sequences
        `nearly utf-8`     UTF-8 with a few stray bytes, which were read as windows-1252
        `declared`         the HTTP header or the document names the charset, and it fits
        `nearly declared`  the same but for a few byte sequences, which became U+FFFD
        `detected`         the detector
        `nearly detected`  the detector, but for a few byte sequences, which became U+FFFD
        `fallback`         nothing fits, and windows-1252 reads anything
    """

    text: str
    charset: str
    how: str


_DEFAULTS = DecodeConfig()
# Good characters at least, and stray bytes for each of them at most, where there is more evidence for UTF-8:
# the document declares it, or nothing is wrong but that the last character is cut off.
_DECLARED_UTF8 = (1, 1.0)
_CUT_OFF_UTF8 = (1, 3.0)


def decode(data: bytes, *, content_type: str | None = None, config: DecodeConfig = _DEFAULTS) -> Decoded:
    """Decode a document of unknown charset. Never raises: whatever the bytes are, some text comes out.

    Args:
        data: the document's bytes. Whether they are text at all is not asked here.
        content_type: the value of its HTTP header `Content-Type`, if any, such as `text/html; charset=gbk`.
        config: limits and candidates.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        cut_off = error.reason == "unexpected end of data"
        return _decode_unicode(data, cut_off, config) or _decode_legacy(data, content_type, config)
    if text.startswith("\ufeff"):
        return _decoded((text, "utf-8"), "bom")
    if b"\x00" in data:
        wide = decode_wide(data)
        if wide is not None:
            return _decoded(wide, "pattern")
    elif text.isascii() and (b"\x1b" in data or b"~{" in data):
        escaped = decode_escaped(data)
        if escaped is not None:
            return _decoded(escaped, "escapes")
    return Decoded(text, "utf-8", "utf-8")


def _decode_unicode(data: bytes, cut_off: bool, config: DecodeConfig) -> Decoded | None:
    """Decode Unicode in another form than valid UTF-8."""
    marked = decode_marked(data)
    if marked is not None:
        return _decoded(marked, "bom")
    wide = decode_wide(data)
    if wide is not None:
        return _decoded(wide, "pattern")
    limits = _CUT_OFF_UTF8 if cut_off else (config.nearly_utf8_characters, config.nearly_utf8_share)
    text = decode_nearly_utf8(data, *limits)
    return None if text is None else _decoded((text, "utf-8"), "nearly utf-8")


def _decode_legacy(data: bytes, content_type: str | None, config: DecodeConfig) -> Decoded:
    """Decode bytes that are not Unicode."""
    declared = list(dict.fromkeys(declared_charsets(data, content_type, config.prescan_bytes)))
    return (
        _decode_declared(data, declared, config)
        or _decode_nearly_declared(data, declared, config)
        or _decode_detected(data, config)
        or Decoded(decode_strictly(data, "windows-1252") or "", "windows-1252", "fallback")
    )


def _decode_declared(data: bytes, declared: list[str], config: DecodeConfig) -> Decoded | None:
    for charset in declared:
        text = decode_strictly(data, charset)
        if text is None:
            continue
        if any(byte in data for byte in undefined_bytes(charset)):
            # Pages that do not know better say iso-8859-1. The bytes that windows-1252 leaves undefined are
            # frequent in Shift_JIS and GBK, and damage in windows-1252.
            detected = _decode_detected(data, config)
            if detected is not None and detected.charset in MULTI_BYTE and detected.how == "detected":
                return detected
        return _decoded((text, charset), "declared")
    return None


def _decode_nearly_declared(data: bytes, declared: list[str], config: DecodeConfig) -> Decoded | None:
    for charset in declared:
        if charset == "utf-8":
            text, how = decode_nearly_utf8(data, *_DECLARED_UTF8), "nearly utf-8"
        else:
            text, how = decode_nearly(data, charset, config.damaged_share), "nearly declared"
        if text is not None:
            return _decoded((text, charset), how)
    return None


def _decode_detected(data: bytes, config: DecodeConfig) -> Decoded | None:
    found = detect(data, config.charsets, config.sample_bytes, config.damaged_share)
    if found is None:
        return None
    return _decoded(found, "nearly detected" if "\ufffd" in found[0] else "detected")


def _decoded(found: tuple[str, str], how: str) -> Decoded:
    text, charset = found
    return Decoded(text.lstrip("\ufeff"), charset, how)
