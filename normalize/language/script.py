"""The script of a text, at the price of one encoding and a few counts of bytes.

In UTF-16 the upper byte of a letter tells its block of Unicode; a table makes a class of it. Classes of two
scripts are told apart by the letters themselves, and only where they rule a text.
"""

from __future__ import annotations

import re

_BLOCKS = {
    "latin": (0x00, 0x01, 0x02, 0x1E),
    "greek": (0x03, 0x1F),
    "cyrillic": (0x04,),
    "armenian or hebrew": (0x05,),
    "arabic": (0x06, 0x07, 0xFB, 0xFE),
    "kana": (0x30, 0x31),
    "han": (*range(0x34, 0xA0), *range(0xF9, 0xFB)),
    "hangul": (0x11, *range(0xAC, 0xD8)),
}
_INDIC = {0x09: "devanagari bengali", 0x0A: "gurmukhi gujarati", 0x0B: "oriya tamil", 0x0C: "telugu kannada",
          0x0D: "malayalam sinhala", 0x0E: "thai lao", 0x10: "myanmar georgian", 0x12: "ethiopic ethiopic",
          0x17: "philippine khmer"}  # fmt: skip
"""Blocks of 128: the lower half is the first script, the upper one the second."""

_OF_ONE = {
    "greek": "el", "hangul": "ko", "bengali": "bn", "gurmukhi": "pa", "gujarati": "gu", "oriya": "or",
    "tamil": "ta", "telugu": "te", "kannada": "kn", "malayalam": "ml", "sinhala": "si", "thai": "th",
    "lao": "lo", "myanmar": "my", "georgian": "ka", "ethiopic": "am", "khmer": "km", "armenian": "hy",
}  # fmt: skip
"""Scripts that hardly any other language's news are written in."""

_SPARE = 0xFF
_TABLE = bytearray([_SPARE]) * 256
_NAMES = [*_BLOCKS, *_INDIC.values()]
for _number, _bytes in enumerate([*_BLOCKS.values(), *((one,) for one in _INDIC)]):
    for _byte in _bytes:
        _TABLE[_byte] = _number
_CLASSES = bytes(_TABLE)
_OTHERS = [(bytes([number]), name) for number, name in enumerate(_NAMES) if name != "latin"]
_LATIN = bytes([_NAMES.index("latin")])
_KANA = re.compile("[\u3041-\u30fa]")
_HEBREW = re.compile("[\u0590-\u05ff]")
_LETTER = re.compile(r"[^\W\d_]")

_LEAST = 0.25
"""Share of the characters that another script than Latin must have to rule a text: blanks and digits count as
Latin here, so a text all in Cyrillic has about 0.8."""

_KANA_SHARE = 0.08
"""Share of kana among the letters from which on a text in Chinese characters is Japanese. Japanese news
have 0.4 and more, Chinese ones that quote a Japanese name under 0.02."""


def script(sample: str) -> tuple[str, str | None]:
    """Give the script that rules a sample, and the language if it is the script of one only."""
    if sample.isascii() or len(sample.encode("utf-8", "surrogatepass")) < (1 + _LEAST) * len(sample):
        return "latin", None  # for more than the rest of its characters are ASCII
    classes = sample.encode("utf-16-le", "surrogatepass")[1::2].translate(_CLASSES)
    if classes.count(_LATIN) > (1 - _LEAST) * len(classes):
        return "latin", None
    counts = {name: classes.count(byte) for byte, name in _OTHERS}
    east = counts["han"] + counts["kana"]
    name = max(counts, key=counts.__getitem__)
    if east >= max(counts[name], _LEAST * len(classes)):
        kana = len(_KANA.findall(sample))
        return "han", "ja" if kana > _KANA_SHARE * (counts["han"] + kana) else "zh"
    if counts[name] < _LEAST * len(classes):
        return "latin", None
    name = _half(sample, name) if " " in name else name
    return name, _OF_ONE.get(name)


def _half(sample: str, name: str) -> str:
    if name == "armenian or hebrew":
        return "hebrew" if 2 * len(_HEBREW.findall(sample)) >= len(sample) * _LEAST else "armenian"
    upper = sum(ord(one) & 0x80 > 0 for one in _LETTER.findall(sample) if one > "\u0900")
    lower = sum(ord(one) & 0x80 == 0 for one in _LETTER.findall(sample) if one > "\u0900")
    return name.split()[upper > lower]


def letters(sample: str) -> int:
    """How many letters a sample has."""
    return len(_LETTER.findall(sample))
