"""How odd the characters look that bytes give in a charset: whether they stand where writing puts them.

A statistical detector looks at letters. It often cannot tell charsets apart that differ only in
punctuation, or by a few characters in a short text: windows-1252 and macintosh in English, windows-1250 and
iso-8859-2, windows-1251 and x-mac-cyrillic. But the wrong one puts `Õ` into "don’t", `±` into Polish words,
a currency sign between letters. The costs below say how odd each such thing is. They are in nats, set by
hand from what typography and orthography allow, and not fitted: on open texts of 100 characters they leave
2.5 errors in a thousand, and all of them doubled or halved 3.3 and 4.1 (chardet alone 18).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter

from normalize.charset.codec import single_byte_table


def _kind(byte: int) -> int:
    """What matters of a byte beside another: ASCII letters, digits and marks become one of each kind."""
    if byte >= 0x80:
        return byte
    char = chr(byte)
    if char.isalpha():
        return ord("a" if char.islower() else "A")
    return ord("0" if char.isdigit() else " " if char.isspace() or not char.isprintable() else ".")


_KINDS = bytes(map(_kind, range(256)))
_CONTEXT = re.compile(rb"(?s)(?=(.[\x80-\xff].))")

# Marks other than letters: the cost between two letters, after a letter, before a letter, and elsewhere.
_Costs = tuple[float, float, float, float]
_MARKS: dict[str, _Costs] = {
    "’": (0.0, 0.3, 1.5, 0.7),
    "‘": (2.0, 1.0, 0.3, 0.5),
    "“”": (3.0, 0.0, 0.0, 0.2),
    "„‚": (3.0, 2.5, 0.2, 0.7),
    "«»": (3.0, 0.2, 0.2, 0.2),
    "‹›": (3.0, 1.0, 1.0, 1.0),
    "–—": (1.0, 0.5, 0.5, 0.2),
    "…": (1.0, 0.1, 0.1, 0.3),
    "\u00a0": (0.6, 0.4, 0.4, 0.4),
    "•·": (2.0, 1.0, 0.5, 0.5),
    "€£¥¢₪": (3.0, 1.5, 1.0, 0.4),
    "°": (3.0, 1.0, 1.0, 0.4),
    "ªº": (3.0, 1.5, 1.5, 0.4),
    "©®™§": (3.0, 0.5, 0.5, 0.5),
    "¿¡": (3.0, 3.0, 0.2, 1.0),
    "½¼¾²³¹": (3.0, 0.7, 3.0, 0.7),
    "\u00ad": (0.5, 2.0, 2.0, 2.0),
    "№": (3.0, 1.0, 0.5, 0.3),
    "´": (1.5, 1.5, 1.5, 1.5),
    "،؛؟ـ٪": (0.3, 0.2, 0.2, 0.3),
    "\u200c\u200d\u200e\u200f": (0.5, 0.5, 0.5, 0.5),
}
_MARK_COSTS = {mark: costs for marks, costs in _MARKS.items() for mark in marks}
_OTHER_MARK = 2.5  # mathematics, daggers, spacing accents: rare in articles
_BOX_DRAWING = 4.0
_CONTROL = 5.0  # C1 controls, undefined bytes, private use: as good as never meant
_SCRIPTS_MIXED = 6.0  # a letter beside one of another script
_CAPITAL_INSIDE = 3.0  # after a small letter
_SMALL_AMONG_CAPITALS = 2.0
_LETTER_ALONE = 2.0  # a Latin letter that is not a word of the language
_LETTER_ALONE_ANYWHERE = 1.0  # the same where the language's words are not known
_LETTER_ALONE_NOT_LATIN = 4.0  # words of one letter are all that dashes give; among others they cost little
_FOREIGN_LETTER = 1.5  # not of the language's alphabet: in names only
_MARK_WITHOUT_LETTER = 3.0  # a combining mark

# Letters beyond ASCII of the languages that the detector names and that Latin charsets serve, with those of
# their loan words (after CLDR's exemplar characters). A language that is not here may have any letter.
_ALPHABETS = {
    "cs": "áčďéěíňóřšťúůýž", "da": "æøåé", "de": "äöüß", "en": "é", "es": "áéíñóúü", "et": "äöõüšž",
    "fi": "åäöšž", "fr": "àâæçéèêëîïôœùûüÿ", "ga": "áéíóú", "hr": "čćđšž", "hu": "áéíóöőúüű", "id": "é",
    "is": "áæéíðóöúýþ", "it": "àèéìîòóù", "lt": "ąčęėįšųūž", "lv": "āčēģīķļņōšūž", "ms": "é",
    "nl": "éèêëïóöü", "no": "æøåéòôó", "pl": "ąćęłńóśźż", "pt": "áâãàçéêíóôõú", "ro": "ăâîşţșț",
    "sk": "áäčďéíĺľňóôŕšťúýž", "sl": "čšž", "sr": "čćđšž", "sv": "åäöé", "tr": "çğıİöşüâîû",
}  # fmt: skip
# Those of them that are words.
_WORDS = {
    "da": "åø", "es": "áéóú", "fi": "åäö", "fr": "àôé", "hu": "őé", "is": "áæíó", "it": "àèéìò", "no": "åø",
    "pt": "àáéó", "sk": "áíóúý", "sv": "åäö", "tr": "oö",
}  # fmt: skip
_LETTERS_OF = {language: frozenset(letters + letters.upper()) for language, letters in _ALPHABETS.items()}


def contexts_of(sample: bytes) -> Counter[bytes]:
    """Each byte beyond ASCII with the bytes beside it, ASCII ones reduced to their kind, and its count."""
    return Counter(_CONTEXT.findall(b" %b " % sample.translate(_KINDS)))


def oddness(contexts: Counter[bytes], charset: str, language: str | None) -> float:
    """How odd bytes in their contexts look in a charset: the sum of costs, in nats.

    Args:
        contexts: what `contexts_of` gave.
        charset: name of a single-byte charset.
        language: what the text is in, if it is this charset; ISO 639-1.
    """
    table = single_byte_table(charset)
    return sum(
        count * _cost(table[before], table[byte], table[after], language)
        for (before, byte, after), count in contexts.items()
    )


@functools.lru_cache(maxsize=1 << 16)
def _cost(before: str, char: str, after: str, language: str | None) -> float:
    costs = _MARK_COSTS.get(char)
    if costs is not None:
        return costs[(0 if after.isalpha() else 1) if before.isalpha() else (2 if after.isalpha() else 3)]
    category = unicodedata.category(char)
    if category[0] == "L":
        return _cost_of_letter(before, char, after, language)
    if category[0] == "M":
        return 0.0 if unicodedata.category(before)[0] in "LM" else _MARK_WITHOUT_LETTER
    if category == "Nd":
        return 0.3
    if category[0] == "C":
        return _CONTROL
    return _BOX_DRAWING if "\u2500" <= char < "\u25a0" else _OTHER_MARK


def _cost_of_letter(before: str, char: str, after: str, language: str | None) -> float:
    cost = 0.0
    script = _script(char)
    neighbours = [letter for letter in (before, after) if letter.isalpha()]
    if any(_script(letter) != script for letter in neighbours):
        cost += _SCRIPTS_MIXED
    if char.isupper() and before.islower():
        cost += _CAPITAL_INSIDE
    elif char.islower() and before.isupper() and after.isupper():
        cost += _SMALL_AMONG_CAPITALS
    letters = _LETTERS_OF.get(language or "") if script == "LATIN" else None
    if not neighbours:
        if script != "LATIN":
            cost += _LETTER_ALONE_NOT_LATIN
        elif letters is None:
            cost += _LETTER_ALONE_ANYWHERE
        elif char.lower() not in _WORDS.get(language or "", ""):
            cost += _LETTER_ALONE
    if letters is not None and char not in letters:
        cost += _FOREIGN_LETTER
    return cost


def _script(letter: str) -> str:
    """The first word of the letter's Unicode name, which for the letters of these charsets is its script."""
    return unicodedata.name(letter, "").partition(" ")[0]


# Where East Asian charsets have the characters that make up nearly all text: punctuation, kana, hangul and
# the common half of the Chinese characters; as ranges of lead bytes. Over open texts of 100 characters, at
# least 0.96 of the characters beyond ASCII are among them in the right charset; in what other bytes happen to
# give it is most often less than half.
_COMMON_ROWS = {
    "gb18030": (
        ("gb2312", 0xA1, 0xA4),
        ("gb2312", 0xB0, 0xD8),
        ("big5", 0xA4, 0xC7),
    ),  # GBK has traditional ones too
    "big5": (("big5", 0xA1, 0xC7),),
    "euc-jp": (("euc_jp", 0xA1, 0xA6), ("euc_jp", 0xB0, 0xD0)),
    "shift_jis": (("euc_jp", 0xA1, 0xA6), ("euc_jp", 0xB0, 0xD0)),
    "euc-kr": (("euc_kr", 0xA1, 0xA4), ("euc_kr", 0xB0, 0xC9)),
}
_COMMON_ANYWHERE = "～－￥·—…“”‘’"


@functools.cache
def _common_characters(charset: str) -> frozenset[str]:
    found = set(_COMMON_ANYWHERE)
    for codec, first, end in _COMMON_ROWS[charset]:
        pairs = (bytes((lead, trail)) for lead in range(first, end) for trail in range(0x40, 0xFF))
        found.update(*(pair.decode(codec, "ignore") for pair in pairs))
    return frozenset(char for char in found if char > "\x7f")


def common_share(text: str, charset: str) -> tuple[float, int]:
    """Which share of a text's characters beyond ASCII are common ones of the charset, and their number."""
    beyond = [char for char in text if char > "\x7f"]
    return sum(map(_common_characters(charset).__contains__, beyond)) / max(1, len(beyond)), len(beyond)
