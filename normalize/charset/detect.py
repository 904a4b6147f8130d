"""Charset detection for bytes that declare nothing: chardet's ranking, corrected by what the text looks like.

chardet's statistics are of bytes, mostly of letters. The correction asks about characters: whether they stand
where writing puts them, and whether they are the common ones of an East Asian charset.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from normalize.charset.codec import MULTI_BYTE, decode_nearly, decode_strictly
from normalize.charset.plausible import common_share, contexts_of, oddness

# The charsets that are detected, by chardet's name for them, with the cost in nats of believing in them
# before anything is seen: how rare undeclared text in them is today. Left out are those which nobody meets on
# the web without a label (DOS code pages but Russian, EBCDIC, Johab, iso-8859-3, -10 and -14, Kazakh and
# Tajik code pages) and those that are a part of another one here.
_CANDIDATES: dict[str, tuple[str, float]] = {
    "windows-1250": ("cp1250", 0.0),
    "windows-1251": ("cp1251", 0.0),
    "windows-1252": ("cp1252", 0.0),
    "windows-1253": ("cp1253", 0.0),
    "windows-1254": ("cp1254", 0.0),
    "windows-1255": ("cp1255", 0.0),
    "windows-1256": ("cp1256", 0.0),
    "windows-1257": ("cp1257", 0.0),
    "windows-1258": ("cp1258", 0.0),
    "windows-874": ("cp874", 0.0),
    "iso-8859-2": ("iso8859-2", 0.5),
    "iso-8859-4": ("iso8859-4", 1.5),
    "iso-8859-5": ("iso8859-5", 1.0),
    "iso-8859-6": ("iso8859-6", 0.5),
    "iso-8859-7": ("iso8859-7", 0.5),
    "iso-8859-8": ("iso8859-8", 0.5),
    "iso-8859-13": ("iso8859-13", 1.0),
    "iso-8859-15": ("iso8859-15", 0.5),
    "iso-8859-16": ("iso8859-16", 2.5),
    "koi8-r": ("koi8-r", 0.0),
    "koi8-u": ("koi8-u", 0.0),
    "ibm866": ("cp866", 1.0),
    "macintosh": ("mac-roman", 1.0),
    "x-mac-cyrillic": ("mac-cyrillic", 3.0),
    "gb18030": ("gb18030", 0.0),
    "big5": ("big5hkscs", 0.0),
    "euc-jp": ("euc_jis_2004", 0.0),
    "shift_jis": ("cp932", 0.0),
    "euc-kr": ("cp949", 0.0),
}
DETECTABLE = tuple(_CANDIDATES)
_CHARSET_OF = {codec: charset for charset, (codec, _) in _CANDIDATES.items()}

# Weight of the logarithm of chardet's confidence against the oddness, both in nats: so much at least, and so
# much more for each byte beyond ASCII. Over open texts of 100 characters in 45 languages, weights from 7 to
# 30 and from 0.3 to 10 changed the answer for no more than one in five hundred.
_WEIGHT = 10.0
_WEIGHT_OF_BYTE = 3.0
# Candidates with less of the first one's confidence than this stay behind it. Most close calls are over 0.8.
_CLOSE = 0.5
# Damaged multi-byte text is looked for only where so much of the text is beyond ASCII ...
_DENSE = 0.3
# ... and believed where chardet, shown the text without the damage, is so much surer than it was of the
# single-byte one.
_SURER = 1.5
# Multi-byte charsets are out where less of the text than this is common characters ...
_COMMON_ENOUGH = 0.8
# ... and right, whatever chardet says, where so much of so many characters is, and it is unsure of single-
# byte ones: kana in short texts escape it. Random bytes of alphabets have spaces in the wrong places for any
# multi-byte charset.
_COMMON_SURELY = 0.95
_ENOUGH_CHARACTERS = 8
_UNSURE = 0.1
_LONGEST_CHARACTER = 4  # bytes, in GB 18030

# Markup says nothing about a charset but dilutes the text. With it, chardet read 40 % of legacy texts rightly
# that had been put at the end of real pages; without it, this module reads 99 %. No multi-byte charset has
# `<` or `>` in a character.
_MARKUP = re.compile(rb"(?is)<(script|style)\b.*?(?:</\1\s*+>|\Z)|<!--.*?(?:-->|\Z)|</?[a-z][^<>]*+>")
_SEARCHED = 1 << 20  # bytes: more than any page's script and style before the text
_HIGH_BYTES = bytes(range(0x80, 0x100))


class _Candidate(NamedTuple):
    charset: str
    confidence: float
    language: str | None


def detect(
    data: bytes, charsets: tuple[str, ...], sample_bytes: int, damaged_share: float
) -> tuple[str, str] | None:
    """Find the charset of bytes that are neither ASCII nor Unicode.

    Args:
        data: the document; markup in it is passed over.
        charsets: which to choose from, of `DETECTABLE`.
        sample_bytes: how much of the text is looked at.
        damaged_share: how much of the characters beyond ASCII may be damaged in multi-byte text.

    Returns:
        the text and its charset; None if no charset fits. Text with U+FFFD in it is damaged multi-byte text.
    """
    if not charsets:
        return None
    sample = _sample(data, sample_bytes)
    candidates = _order(sample, _rank(sample, charsets), charsets, damaged_share)
    for candidate in candidates:
        text = decode_strictly(data, candidate.charset)
        if text is None:
            text = decode_nearly(data, candidate.charset, damaged_share)
        if text is not None:
            return text, candidate.charset
    return None


def _sample(data: bytes, size: int) -> bytes:
    """About `size` bytes of text without markup; of pages and long texts, lines with bytes beyond ASCII."""
    text, tags = _MARKUP.subn(b"\n", data[:_SEARCHED])
    if text.isascii():
        text = data
    if tags or len(text) > size:
        text = b"\n".join(line for line in text.split(b"\n") if not line.isascii())
    if len(text) > size:
        # Cut where no multi-byte character is: their second bytes are never white space.
        end = max(text.rfind(b" ", size // 2, size), text.rfind(b"\n", size // 2, size))
        text = text[: end if end > 0 else size]
    return b"\n" + text  # at the very start, chardet takes 'BMP' for an image, and so on


def _rank(sample: bytes, charsets: tuple[str, ...]) -> list[_Candidate]:
    """What chardet thinks of the charsets, the likeliest first."""
    import chardet  # loads its models: only when they are needed

    codecs = [_CANDIDATES[charset][0] for charset in charsets]
    found = chardet.detect_all(
        sample,
        ignore_threshold=True,
        compat_names=False,
        include_encodings=codecs,
        no_match_encoding=codecs[0],  # what it gives if nothing fits; it warns of one that is not included
    )
    ranking = [
        _Candidate(_CHARSET_OF[one["encoding"]], one["confidence"], one["language"])
        for one in found
        if one["encoding"] in _CHARSET_OF and one["confidence"] > 0
    ]
    # chardet rules windows-1252 out for a single byte that it leaves undefined. It has the letters of
    # iso-8859-15.
    for place, (charset, confidence, language) in enumerate(ranking):
        if charset == "iso-8859-15" and "windows-1252" in charsets:
            if all(other.charset != "windows-1252" for other in ranking):
                ranking.insert(place, _Candidate("windows-1252", confidence, language))
            break
    return ranking


def _order(
    sample: bytes, ranking: list[_Candidate], charsets: tuple[str, ...], damaged_share: float
) -> list[_Candidate]:
    """Correct chardet's ranking by what the text looks like in each charset."""
    single = _judge_single_byte(sample, [one for one in ranking if one.charset not in MULTI_BYTE])
    multi, sure = _judge_multi_byte(sample, ranking, charsets)
    if not single:
        return multi
    if not multi:
        return _damaged(sample, charsets, single[0], damaged_share) + single
    best = max(one.confidence for one in single)
    if multi[0].confidence >= best or (sure and best < _UNSURE):
        return multi + single
    return single + multi


def _judge_multi_byte(
    sample: bytes, ranking: list[_Candidate], charsets: tuple[str, ...]
) -> tuple[list[_Candidate], bool]:
    """The multi-byte charsets that make common characters of the sample, best first; whether it is sure."""
    ranked = {one.charset: one for one in ranking}
    judged = []
    for charset in charsets:
        text = _decode_sample(sample, charset) if charset in MULTI_BYTE else None
        if text is None:
            continue
        share, count = common_share(text, charset)
        if share >= _COMMON_ENOUGH:
            candidate = ranked.get(charset, _Candidate(charset, 0.0, None))
            judged.append((candidate.confidence * share, share, count, candidate))
    judged.sort(key=lambda one: one[:3], reverse=True)
    sure = bool(judged) and judged[0][1] >= _COMMON_SURELY and judged[0][2] >= _ENOUGH_CHARACTERS
    return [one[3] for one in judged], sure


def _decode_sample(sample: bytes, charset: str) -> str | None:
    """Decode by a multi-byte charset; the last character may be cut off."""
    for codec in MULTI_BYTE[charset]:
        try:
            return sample.decode(codec)
        except UnicodeDecodeError as error:
            if error.start > len(sample) - _LONGEST_CHARACTER:
                return sample[: error.start].decode(codec)
    return None


def _judge_single_byte(sample: bytes, ranking: list[_Candidate]) -> list[_Candidate]:
    """Order the candidates that are close to the first by confidence and oddness; the others follow."""
    close = [one for one in ranking if one.confidence >= _CLOSE * ranking[0].confidence]
    if len(close) < 2:
        return ranking
    contexts = contexts_of(sample)
    weight = _WEIGHT + _WEIGHT_OF_BYTE * contexts.total()

    def merit(candidate: _Candidate) -> float:
        odd = oddness(contexts, candidate.charset, candidate.language)
        return weight * math.log(candidate.confidence) - odd - _CANDIDATES[candidate.charset][1]

    return sorted(close, key=merit, reverse=True) + ranking[len(close) :]


def _damaged(
    sample: bytes, charsets: tuple[str, ...], single_byte: _Candidate, damaged_share: float
) -> list[_Candidate]:
    """The multi-byte charset of damaged text, if it is one: a lost or stray byte makes chardet rule it out.

    The damage is taken out of the sample, and chardet asked again.
    """
    beyond = len(sample) - len(sample.translate(None, _HIGH_BYTES))
    if beyond < _DENSE * len(sample):
        return []
    found = []
    for charset in charsets:
        for codec in MULTI_BYTE.get(charset, ())[:1]:
            mended = sample.decode(codec, "ignore").encode(codec, "ignore")
            if 0 < len(sample) - len(mended) <= damaged_share * beyond:
                found += [one for one in _rank(mended, charsets)[:1] if one.charset == charset]
    best = max(found, key=lambda one: one.confidence, default=None)
    return [best] if best and best.confidence >= _SURER * single_byte.confidence else []
