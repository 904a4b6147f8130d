"""Signs that text was decoded with the wrong charset, beyond those that ftfy knows.

Each sign hangs on characters that are rare in sound text, so that looking for it costs little. A sign decides nothing: it
only means that the character model is asked.
"""

from __future__ import annotations

import re

_UPPER = "À-ÖØ-ÞŠŽŸŒĂĹĽŐŰČŘĎŤŇĚŁŚŻŹĄĘĆŃĐŢŞĞİ"
_SIGNS = "¤¦¨¬¯¸ƒˆ˜˘˙˚˛˝ˇ†‡‰‹›¢£¥¶§©ªº±²³µ¹¼½¾×÷°®™•€∂∆∏∑√∞∫≈≠≤≥◊Ω∩≡⌐⌠⌡ⁿ₧«»¡¿"
_LONE = "÷ˆ‰‡¸˙˝¯√≈∂◊≠≥≤∫∆∏∑⌐⌠⌡ⁿ₧≡∩"
_BOX = "─-▟"
_CYRILLIC = "\u0400-\u052f"
_GREEK = "\u0370-\u03ff"
_HAN = "\u4e00-\u9fff"
_LATIN = "a-zA-ZÀ-ÖØ-öø-ÿ"
_LOOKS = {
    # A sign or an upper-case letter within a word: windows-1252, Mac Roman and the DOS code pages read as each other.
    _SIGNS: f"(?<=[{_LATIN}].)(?=[a-zß-öø-ÿ])",
    _LONE: "(?<=[a-z].)|(?=[a-z])|(?<= .)(?= )",
    "³¹¿": "(?<=[a-zß-ÿ]{3}.)(?![0-9])",
    _UPPER: "(?<=[a-z].)",
    "√¬": "(?=[\x80-\uffff])",
    "Ÿ": "(?=[a-z])",
    "Ã": r"(?<=\b.)(?=[a-z])",
    # What curly quotes and dashes become.
    "ÒÓìôäæ": r"(?<=[\s(].)(?=[A-Z])",
    "ñóùûÑÐË": r"(?:(?<=\s.)|(?<=\A.))(?= )",
    "ù": "(?<=[a-z].)(?=[a-z])",
    "ÑÐ": "(?<=[\"'’”.].)(?=[a-z])",
    "—": r"(?<=[a-z]i.)(?=n\b)",
    "–": "(?<=[a-z]a.)(?=[ao])",
    "œ": "(?<=[a-z].)(?=[nmtlrb])",
    "ﬁﬂ": "",
    # Cyrillic, Arabic, Korean, Chinese, Japanese read as windows-1252.
    "\xbf-\xff": "(?=[\xa1-\xff]{3})",
    # KOI8-R and windows-1251 swap the cases; other mixtures put letters of two scripts into one word.
    "А-ЯЁЄІЇ": "(?<=[а-яёєії].)(?=[А-ЯЁЄІЇ])",
    _CYRILLIC + _GREEK: f"(?=[a-zß-ÿ])|(?<=[{_LATIN}].)",
    _BOX: r"(?<=\w.)|(?=\w)",
    # UTF-8 read as GBK or Shift JIS.
    _HAN: r"(?<=[a-zA-Z].)(?=[a-z\s.,;:!?)\-]|\Z)|(?<=\s.)(?=[a-z])|(?<=\A.)(?=[a-z])",
    "縺繧繝锟銆锛鈥鐨鍦\ufffd": "",
}
_SIGN = re.compile(
    f"[{''.join(_LOOKS)}](?:{'|'.join(f'(?<=[{a}])(?:{look})' for a, look in _LOOKS.items())})"
)

# Letters that are common in some languages, and in others only in names. A text that has the first, each in words that
# begin with a small letter or are too long for a name, and none of the company that these letters keep in their own
# languages, may be Western text read as windows-1250, or the other way about.
_EASTERN = "ŕĺćčęěďđńňőřůűţăšžż"
_COMPANY = "ťľłśźąșțşāēīėįųığơưạảấầậắ"
_LONG = 12  # letters; hardly a name is longer
_EASTERN_WORD = re.compile(
    rf"(?<!\w)(?:[a-zß-ÿ]*[{_EASTERN}]|[A-ZÀ-Þ][a-zß-ÿ]*[{_EASTERN}](?=\w{{5}})(?<=\w{{6}})\w*)"
)
_ENGLISH_APOSTROPHE = re.compile(r"(?<=[a-z])í(?=(?:s|t|re|ve|ll|d|m)\b)")  # read as Mac Roman
# Letters of Western windows-1252 that together are no Western language: what makes them suspect, and the letters to look at.
_COMBINED = (
    ("øì", "øìèùòï"),  # Czech and Slovak
    ("øù", "øìèùòï"),
    ("øè", "øìèùòï"),
    ("ìý", "øìèùòï"),
    ("ùý", "øìèùòï"),
    ("èš", "èæð"),  # Slovene, Croatian
    ("èž", "èæð"),
    ("õöá", "õû"),  # Hungarian
    ("ûöá", "õû"),
    ("ðü", "ðþýÝÐÞ"),  # Turkish
    ("þü", "ðþýÝÐÞ"),
    ("þã", "þãº"),  # Romanian
)


def suspicious(line: str, letters: re.Pattern[str] | None) -> bool:
    """Whether a line shows a sign of having been decoded with the wrong charset."""
    return _SIGN.search(line) is not None or (letters is not None and letters.search(line) is not None)


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
    hungarian = not odd.isdisjoint("őű") and not odd.isdisjoint("öü")
    if company > 3 or south_slavic or hungarian:
        return None
    return _EASTERN_WORD
