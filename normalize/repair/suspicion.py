"""Signs that text was decoded with the wrong charset, beyond those that ftfy knows.

Each sign hangs on characters that are rare in sound text, so that looking for it costs little. A sign decides
nothing: it only means that the character model is asked.
"""

from __future__ import annotations

import re
from functools import lru_cache

from normalize.repair.anchors import Look, search_for

_UPPER = "À-ÖØ-ÞŠŽŸŒ"
_EASTERN_UPPER = "ĂĹĽŐŰČŘĎŤŇĚŁŚŻŹĄĘĆŃĐŢŞĞİ"
_SIGNS = "¤¦¨¬¯¸ƒˆ˜˘˙˚˛˝ˇ†‡‰‹›¢£¥¶§©ªº±²³µ¹¼½¾×÷°®™•€∂∆∏∑√∞∫≈≠≤≥◊Ω∩≡⌐⌠⌡ⁿ₧«»¡¿"
_LONE = "÷ˆ‰‡¸˙˝¯√≈∂◊≠≥≤∫∆∏∑⌐⌠⌡ⁿ₧≡∩"
_BOX = "─-▟"
_CYRILLIC = "\u0400-\u052f"
_GREEK = "\u0370-\u03ff"
_HAN = "\u4e00-\u9fff"
_LATIN = "a-zA-ZÀ-ÖØ-öø-ÿ"
_EITHER = _CYRILLIC + _GREEK
# A line must show the same signs when it is joined with others, so that its ends count as blanks.
_ALONE = r"(?:(?<=\s.)|(?<=\A.))(?=\s|\Z)"
_ANYWHERE = (
    # A sign or an upper-case letter within a word: windows-1252, Mac Roman and the DOS code pages read as
    # each other.
    Look(_SIGNS, f"(?<=[{_LATIN}].)(?=[a-zß-öø-ÿ])"),
    Look(_LONE, f"(?<=[a-z].)|(?=[a-z])|{_ALONE}"),
    Look("³¹¿", "(?<=[a-zß-ÿ]{3}.)(?![0-9])"),
    Look(_UPPER, "(?<=[a-z].)"),
    Look(_EASTERN_UPPER, "(?<=[a-z].)(?=[^\\W\\d_A-Z])"),
    Look("ń", "(?=[aeiou])"),  # Polish has it before consonants only
    Look("ă", "(?=o)"),
    Look("√¬", "(?=[\x80-\uffff])"),
    Look("Ÿ", "(?=[a-z])"),
    Look("Ã", r"(?<=\b.)(?=[a-z])|(?=[B-DF-MP-RTV-Z?])"),
    # What curly quotes and dashes become.
    Look("ÒÓìôäæ", r"(?:(?<=[\s(].)|(?<=\A.))(?=[A-Z])"),
    Look("ñóùûÑÐË", _ALONE),
    Look("Γ", "(?=Ç)"),
    Look("ù", "(?<=[a-z].)(?=[a-z])(?!ng)"),
    Look("ÑÐ", "(?<=[\"'’”.].)(?=[a-z])"),
    Look("œ", "(?<=[a-z].)(?=[nmtlrb])"),
    Look("ﬁﬂ", ""),
    # KOI8-R and windows-1251 swap the cases of Cyrillic.
    Look("А-ЯЁЄІЇ", "(?<=[а-яёєії].)(?=[А-ЯЁЄІЇ])"),
    Look(_BOX, r"(?<=\w.)|(?=\w)"),
    # UTF-8 read as GBK or Shift JIS, or with bytes lost.
    Look("\uff61-\uff9f", "(?<=[a-zA-Z].)|(?=[a-z])"),
    Look("縺繧繝锟銆锛鈥鐨鍦\ufffd", ""),
)
# Letters of two scripts in one word, hung on the script that is not Latin, ...
_IN_LATIN_TEXT = (
    Look(_EITHER, f"(?=[a-zß-öø-ÿ])|(?<=[{_LATIN}].)"),
    Look(_HAN, r"(?<=[a-zA-Z].)(?=[a-z\s.,;:!?)\-]|\Z)|(?<=\s.)(?=[a-z])|(?<=\A.)(?=[a-z])"),
)
# ... and the same hung on the Latin letters, for texts that hold few of these.
_IN_OTHER_TEXT = (
    Look(_LATIN, f"(?=[{_EITHER}])"),
    Look("a-zß-öø-ÿ", f"(?<=[{_EITHER}].)"),
    Look("a-zA-Z", rf"(?=[{_HAN}](?:[a-z\s.,;:!?)\-]|\Z))"),
    Look("a-z", rf"(?<=\s[{_HAN}].)|(?<=\A[{_HAN}].)"),
)
LOOKS = _ANYWHERE + _IN_LATIN_TEXT
LOOKS_IN_OTHER_TEXT = _ANYWHERE + _IN_OTHER_TEXT
COMMON = ("ß-öø-ÿ", "À-ÖØ-Þ", "А-ЯЁЄІЇ", "a-zA-Z")  # anchors that sound text is full of
_SPANISH = ("i—n", "a–o", "a–a")  # `ión`, `año`, `aña` in Mac Roman, read as windows-1252
# Cyrillic, Arabic, Korean, Chinese, Japanese read as windows-1252. Every line of some length of such text has
# one of `RUN_HINT`.
RUN = re.compile("[\xbf-\xff][\xa1-\xff]{3}")
RUN_HINT = re.compile("[åðòæïìøÑ¸³¹]")

# Letters that are common in some languages, and in others only in names. A text that has the first, each in
# words that begin with a small letter or are too long for a name, and none of the company that these letters
# keep in their own languages, may be Western text read as windows-1250, or the other way about.
_EASTERN = "ŕĺćčęěďđńňőřůűăšžżś"
_COMPANY = "ťľłźțţāēīėįųığơưạảấầậắ"
_LONG = 12  # letters; hardly a name is longer
_EASTERN_WORD = re.compile(
    rf"(?<!\w)(?:[a-zß-ÿ]*[{_EASTERN}]|[A-ZÀ-Þ][a-zß-ÿ]*[{_EASTERN}](?=\w{{5}})(?<=\w{{6}})\w*)"
)
_ENGLISH_APOSTROPHE = re.compile(r"(?<=[a-z])í(?=(?:s|t|re|ve|ll|d|m)\b)")  # read as Mac Roman
# Letters of Western windows-1252 that together are no Western language: what makes them suspect, and the
# letters to look at.
_COMBINED = (
    ("øì", "øìèùòï"),  # Czech and Slovak
    ("øù", "øìèùòï"),
    ("øè", "øìèùòï"),
    ("ìý", "øìèùòï"),
    ("ùý", "øìèùòï"),
    ("èš", "èæð"),  # Slovene, Croatian
    ("èž", "èæð"),
    ("õöá", "õû"),  # Hungarian
    ("ðü", "ðþýÝÐÞ"),  # Turkish
    ("þü", "ðþýÝÐÞ"),
    ("þã", "þãº"),  # Romanian
)


@lru_cache(maxsize=1)
def _sign() -> re.Pattern[str]:
    return search_for(LOOKS, COMMON)


def suspicious(line: str, letters: re.Pattern[str] | None) -> bool:
    """Whether a line shows a sign of having been decoded with the wrong charset."""
    return bool(
        _sign().search(line)
        or (letters and letters.search(line))
        or (RUN_HINT.search(line) and RUN.search(line))
        or is_spanish_macintosh(line)
    )


def is_spanish_macintosh(text: str) -> bool:
    """Whether dashes stand where only a Spanish letter can."""
    return any(sign in text for sign in _SPANISH)


LETTER_HINT = re.compile(f"[{_EASTERN}øìõðþýí]")  # a text without these has no suspicious letters


def suspicious_letters(text: str, odd: frozenset[str]) -> re.Pattern[str] | None:
    """A pattern for letters that are out of place in this text, or None.

    Args:
        odd: the characters of the text that are not plain ASCII.
    """
    company = sum(text.count(letter) for letter in odd.intersection(_COMPANY))
    found = "" if company else "".join(letters for signs, letters in _COMBINED if odd.issuperset(signs))
    if found:
        return re.compile(f"[{found}]")
    if "í" in odd and odd.isdisjoint("áéÁÉ"):
        return _ENGLISH_APOSTROPHE
    if odd.isdisjoint(_EASTERN):
        return None
    south_slavic = "č" in odd and not odd.isdisjoint("šž")
    hungarian = not odd.isdisjoint("őű") and odd.issuperset("öá")
    if company > 3 or south_slavic or hungarian:
        return None
    return _EASTERN_WORD
