"""The fast path: telling in a few searches that a text needs no repair.

Each rule acts only on texts that show some sign of it. The searches here look for all signs at once. They may
see a sign where a rule then does nothing, but never the other way round: a text that passes is one that
`repair_text` would not change.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache

from normalize.repair import badness, controls, suspicion
from normalize.repair.anchors import Look, anchors, search_for, sign_at
from normalize.repair.entities import ENTITY
from normalize.repair.escapes import ESCAPE
from normalize.repair.lines import odd_characters
from normalize.repair.lost import has_lost

MARKS = "".join(
    (
        "\x0b",
        controls.CONTROLS,
        controls.INVISIBLES,
        controls.BIDI,
        controls.LIGATURES,
        controls.SURROGATES,
        "\ufffd",
    )
)
MARK = re.compile(f"[{MARKS}]")
# All characters but those that are sure to be in normalization form C whatever stands beside them.
_UNSURE_NFC = re.compile("[^\x00-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u21ff]")
_ANY_HINT = re.compile(f"[{suspicion.RUN_LETTERS}{suspicion.LETTERS}{suspicion.SPANISH}]")
_LATIN_BYTES = 1.5  # of UTF-8 a character: text with more is searched otherwise, which saves time only
_MOST_ANCHORS = 64  # that are looked for one by one; text in Latin letters has eight on average
_AT_LINE_START = Look("ÃÂ", r"(?<=\s.)(?= )")  # any blank may begin a line, where this is a sign


class Soundness(IntEnum):
    """What the searches say of a text.

    `FIRM`: it is sound, and so is what is left of it when whole lines are taken out. All signs lie within a
    line, but for letters that are out of place because others are missing; such a text has none of these.
    """

    DOUBTFUL = 0
    SOUND = 1
    FIRM = 2


# The searches for mojibake are made when they are first needed, from ftfy's own tables.


@lru_cache(maxsize=1)
def _in_latin_text() -> re.Pattern[str]:
    looks = (*badness.looks(), _AT_LINE_START, *suspicion.LOOKS)
    return search_for(looks, (*badness.common(), *suspicion.COMMON))


@lru_cache(maxsize=1)
def _in_other_text() -> re.Pattern[str]:
    looks = (*badness.looks(), _AT_LINE_START, *suspicion.LOOKS_IN_OTHER_TEXT, Look(MARKS, ""))
    return search_for(looks, (*badness.common(), *suspicion.COMMON))


@lru_cache(maxsize=1)
def _among_scripts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Letters of other scripts that may be a sign in text in Latin letters, and the search for whether they
    are.
    """
    looks = suspicion.LOOKS_AT_SCRIPTS
    return re.compile(f"[{anchors(looks)}]"), search_for(looks, suspicion.SCRIPTS)


@lru_cache(maxsize=1)
def _signs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The other anchors, and the characters one of which any sign of ftfy needs that hangs on a quote."""
    every = anchors((*badness.looks(), _AT_LINE_START, *suspicion.LOOKS_AT_SIGNS))
    return re.compile(f"[{every}]"), re.compile(f"[{badness.partners()}]")


@lru_cache(maxsize=1024)
def _sign(character: str) -> re.Pattern[str] | None:
    return sign_at(character, (*badness.looks(), _AT_LINE_START, *suspicion.LOOKS_AT_SIGNS))


@lru_cache(maxsize=1024)
def _lone_sign(character: str) -> re.Pattern[str] | None:
    """The same in a text that has no partner of quotes."""
    quotes, _ = badness.common()
    return sign_at(character, suspicion.LOOKS_AT_SIGNS) if character in quotes else _sign(character)


def is_sound(text: str) -> bool:
    """Whether a text shows no sign that any rule looks for."""
    return soundness(text) > Soundness.DOUBTFUL


def soundness(text: str) -> Soundness:
    """Tell whether a text shows no sign that any rule looks for."""
    if ("&" in text and ENTITY.search(text)) or ("\\" in text and ESCAPE.search(text)):
        return Soundness.DOUBTFUL
    if "?" in text and has_lost(text):
        return Soundness.DOUBTFUL
    if text.isascii():
        return Soundness.DOUBTFUL if odd_characters(text.encode()) else Soundness.FIRM
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > _LATIN_BYTES * len(text):
        composed = unicodedata.is_normalized("NFC", text)
        return _soundness_of_other(text) if composed else Soundness.DOUBTFUL
    odd = odd_characters(data)
    if MARK.search(odd) or (_UNSURE_NFC.search(odd) and not unicodedata.is_normalized("NFC", text)):
        return Soundness.DOUBTFUL
    return _soundness_of_latin(text, odd)


def is_read_right(text: str) -> bool:
    """Whether a text shows no sign of having been decoded with the wrong charset."""
    if text.isascii() or not badness.proved():
        return text.isascii()
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > _LATIN_BYTES * len(text):
        return _soundness_of_other(text) is not Soundness.DOUBTFUL
    return _soundness_of_latin(text, odd_characters(data)) is not Soundness.DOUBTFUL


def stays_sound(text: str) -> bool:
    """Whether a text is sound that was made of one which is, by taking whole lines out."""
    odd = odd_characters(text.encode("utf-8", "surrogatepass"))
    return _soundness_of_letters(text, odd, frozenset(odd)) is not Soundness.DOUBTFUL


def _soundness_of_other(text: str) -> Soundness:
    """Tell of a text that is mostly not in Latin letters whether it was decoded with the right charset, as
    far as signs go, and holds no marks.
    """
    if _in_other_text().search(text):
        return Soundness.DOUBTFUL
    if not _ANY_HINT.search(text):
        return Soundness.FIRM
    odd = odd_characters(text.encode("utf-8", "surrogatepass"))
    return _soundness_of_letters(text, odd, frozenset(odd))


def _soundness_of_latin(text: str, odd: str) -> Soundness:
    """The same for other texts. `odd`: the characters that are not plain ASCII, in their order."""
    kinds = frozenset(odd)
    return Soundness.DOUBTFUL if _has_sign(text, "".join(kinds)) else _soundness_of_letters(text, odd, kinds)


def _has_sign(text: str, kinds: str) -> bool:
    """Whether a text in Latin letters has a sign of mojibake. `kinds`: its odd characters, each once."""
    letter, among_scripts = _among_scripts()
    anchor, partner = _signs()
    found = anchor.findall(kinds)
    if len(found) > _MOST_ANCHORS:
        return _in_latin_text().search(text) is not None
    if letter.search(kinds) and among_scripts.search(text):
        return True
    sign = _sign if partner.search(kinds) else _lone_sign
    for character in found:
        pattern = sign(character)
        if pattern and pattern.search(text):
            return True
    return False


def _soundness_of_letters(text: str, odd: str, kinds: frozenset[str]) -> Soundness:
    """Whether the letters of a text are out of place. `kinds`: those of `odd`, each once."""
    runs = not kinds.isdisjoint(suspicion.RUN_LETTERS) and suspicion.RUN.search(odd)
    if runs and suspicion.RUN.search(text):
        return Soundness.DOUBTFUL
    dashes = not kinds.isdisjoint(suspicion.DASHES) and not kinds.isdisjoint(suspicion.SPANISH)
    if kinds.isdisjoint(suspicion.LETTERS) and not dashes:
        return Soundness.FIRM
    return Soundness.DOUBTFUL if suspicion.has_suspicious_letters(text, odd, kinds) else Soundness.SOUND
