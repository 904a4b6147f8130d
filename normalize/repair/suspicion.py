"""Signs that text was decoded with the wrong charset, beyond those that ftfy knows.

Each sign hangs on characters that are rare in sound text, so that looking for it costs little. A sign decides
nothing: it only means that the character model is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
_OWN_LOWER = "bdf-hj-nqrtu-wzß-öø-ÿ"  # letters that Cyrillic has nothing like
_OWN_UPPER = "DFGJLNQRU-WZÀ-ÖØ-Þ"
# A line must show the same signs when it is joined with others, so that its ends count as blanks.
_ALONE = r"(?!\S)(?:(?<=\s.)|(?<=\A.))"
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
    Look("ÒÓìôäæ", r"(?=[A-Z])(?:(?<=[\s(].)|(?<=\A.))"),
    Look("ñóùûÑÐË", _ALONE),
    Look("Γ", "(?=Ç)"),
    Look("ù", "(?<=[a-z].)(?=[a-z])(?!ng)"),
    Look("ÑÐ", "(?<=[\"'’”.].)(?=[a-z])"),
    Look("œ", "(?<=[a-z].)(?=[nmtlrb])"),
    Look("ﬁﬂ", ""),
    Look("ВГД", "(?=[¤¦§©¬®°±µ¶·№™€‰†‡•])"),  # UTF-8 read as windows-1251
    Look(_BOX, r"(?<=\w.)|(?=\w)"),
    # UTF-8 read as GBK or Shift JIS, or with bytes lost; see below too.
    Look("縺繧繝锟銆锛鈥鐨鍦\ufffd", ""),
)
# Signs that hang on the letters of a script.
_OF_SCRIPTS = (
    Look("А-ЯЁЄІЇ", "(?<=[а-яёєії].)(?=[А-ЯЁЄІЇ])"),  # KOI8-R and windows-1251 swap the cases
    Look("\uff61-\uff9f", "(?<=[a-zA-Z].)|(?=[a-z])"),  # UTF-8 read as Shift JIS
)
# Letters of two scripts in one word (but for Latin ones that look Cyrillic and are often mistyped), hung on
# the script that is not Latin, ...
_IN_LATIN_TEXT = (
    Look(_CYRILLIC, f"(?=[{_OWN_LOWER}])|(?<=[{_OWN_LOWER}{_OWN_UPPER}].)"),
    Look(_GREEK, f"(?=[a-zß-öø-ÿ])|(?<=[{_LATIN}].)"),
    Look(_HAN, r"(?<=[a-zA-Z].)(?=[a-z\s.,;:!?)\-]|\Z)|(?<=\s.)(?=[a-z])|(?<=\A.)(?=[a-z])"),
)
# ... and the same hung on the Latin letters, for texts that hold few of these.
_IN_OTHER_TEXT = (
    Look(_OWN_LOWER + _OWN_UPPER, f"(?=[{_CYRILLIC}])"),
    Look(_OWN_LOWER, f"(?<=[{_CYRILLIC}].)"),
    Look(_LATIN, f"(?=[{_GREEK}])"),
    Look("a-zß-öø-ÿ", f"(?<=[{_GREEK}].)"),
    Look("a-zA-Z", rf"(?=[{_HAN}](?:[a-z\s.,;:!?)\-]|\Z))"),
    Look("a-z", rf"(?<=\s[{_HAN}].)|(?<=\A[{_HAN}].)"),
)
LOOKS_AT_SIGNS = _ANYWHERE
LOOKS_AT_SCRIPTS = _OF_SCRIPTS + _IN_LATIN_TEXT
LOOKS = LOOKS_AT_SIGNS + LOOKS_AT_SCRIPTS
LOOKS_IN_OTHER_TEXT = _ANYWHERE + _OF_SCRIPTS + _IN_OTHER_TEXT
SCRIPTS = ("А-ЯЁЄІЇ", _CYRILLIC, _GREEK)  # anchors of several of these
COMMON = ("ß-öø-ÿ", "À-ÖØ-Þ", "А-ЯЁЄІЇ", "a-zA-Z")  # anchors that sound text is full of
# Cyrillic, Arabic, Korean, Chinese, Japanese read as windows-1252. Every line of some length of such text has
# one of `RUN_LETTERS`.
RUN = re.compile("[\xbf-\xff][\xa1-\xff]{3}")
RUN_LETTERS = "åðòæïìøÑ¸³¹"
RUN_HINT = re.compile(f"[{RUN_LETTERS}]")

# Letters that are common in some languages, and in others only in names. A text that has the first, each in
# words that begin with a small letter or are too long for a name, and none of the company that these letters
# keep in their own languages, may be Western text read as windows-1250, or the other way about.
_EASTERN = "ŕĺćčęěďđńňőřůűăšžżś"
_COMPANY = frozenset("ťľłźțţāēīėįųığơưạảấầậắ")
_MOST_COMPANY = 3  # such letters that names may bring
_EASTERN_WORD = re.compile(
    rf"(?<!\w)(?:[a-zß-ÿ]*[{_EASTERN}]|[A-ZÀ-Þ][a-zß-ÿ]*[{_EASTERN}](?=\w{{5}})(?<=\w{{6}})\w*)"
)
_REACH = 16  # code points to either side of such a letter: more than the pattern asks for
# Apostrophes, and the letters of `ión`, `año` and `aña`, in Mac Roman or read as it.
_ENGLISH_APOSTROPHE = re.compile(r"í(?<=[a-z].)(?=(?:s|t|re|ve|ll|d|m)\b)")
_SPANISH_DASH = re.compile("i—n|a–a|a–o")
DASHES = "—–"
SPANISH = "áéíóúñ‡Žœ"  # letters, and what they become, some of which any Spanish text has
LETTERS = _EASTERN + "øìõðþýí"  # one of which a text with suspicious letters has, if they are not Spanish
# Letters of Western windows-1252 that together are no Western language: what makes them suspect, and the
# letters to look at.
_COMBINED = (
    (frozenset("øì"), "øìèùòï"),  # Czech and Slovak
    (frozenset("øù"), "øìèùòï"),
    (frozenset("øè"), "øìèùòï"),
    (frozenset("ìý"), "øìèùòï"),
    (frozenset("ùý"), "øìèùòï"),
    (frozenset("èš"), "èæð"),  # Slovene, Croatian
    (frozenset("èž"), "èæð"),
    (frozenset("õöá"), "õû"),  # Hungarian
    (frozenset("ðü"), "ðþýÝÐÞ"),  # Turkish
    (frozenset("þü"), "ðþýÝÐÞ"),
    (frozenset("þã"), "þãº"),  # Romanian
)
_COMBINING = "øìùèõðþ"  # one of which each of these has


@lru_cache(maxsize=1)
def _sign() -> re.Pattern[str]:
    return search_for(LOOKS, COMMON)


def suspicious(line: str, letters: Iterable[re.Pattern[str]]) -> bool:
    """Whether a line shows a sign of having been decoded with the wrong charset."""
    return bool(
        _sign().search(line)
        or any(pattern.search(line) for pattern in letters)
        or (RUN_HINT.search(line) and RUN.search(line))
    )


def suspicious_letters(text: str, odd: str, kinds: frozenset[str]) -> list[re.Pattern[str]]:
    """Patterns for letters that are out of place in this text.

    Args:
        odd: the characters of the text that are not plain ASCII, each as often as it stands there.
        kinds: the same, each once.
    """
    company = sum([odd.count(letter) for letter in kinds & _COMPANY])
    patterns = []
    if not company and not kinds.isdisjoint(_COMBINING):
        found = "".join([letters for signs, letters in _COMBINED if kinds >= signs])
        if found:
            patterns.append(re.compile(f"[{found}]"))
    if "í" in kinds and kinds.isdisjoint("áéÁÉ"):
        patterns.append(_ENGLISH_APOSTROPHE)
    dashes = not kinds.isdisjoint(DASHES) and not kinds.isdisjoint(SPANISH)
    if dashes and ("i—n" in text or "a–a" in text or "a–o" in text):
        patterns.append(_SPANISH_DASH)
    south_slavic = "č" in kinds and not kinds.isdisjoint("šž")
    hungarian = not kinds.isdisjoint("őű") and kinds.issuperset("öá")
    if not kinds.isdisjoint(_EASTERN) and company <= _MOST_COMPANY and not south_slavic and not hungarian:
        patterns.append(_EASTERN_WORD)
    return patterns


def has_suspicious_letters(text: str, odd: str, kinds: frozenset[str]) -> bool:
    """Whether a text holds any of its `suspicious_letters`."""
    for pattern in suspicious_letters(text, odd, kinds):
        if pattern is _EASTERN_WORD:  # too slow for a whole text
            if any(pattern.search(part) for part in _around(text, kinds.intersection(_EASTERN))):
                return True
        elif pattern.search(text):
            return True
    return False


def _around(text: str, letters: Iterable[str]) -> Iterator[str]:
    """What stands around each of some letters. A word that is cut in it still begins with a small letter."""
    for letter in letters:
        at = text.find(letter)
        while at >= 0:
            yield text[max(0, at - _REACH) : at + _REACH]
            at = text.find(letter, at + 1)
