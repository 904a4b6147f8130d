"""Characters that are gone: U+FFFD, and `?` within a word. They are flagged, and restored from copies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.ledger import Edit, OffsetMap, Rewrite
from normalize.repair.lines import rewrite

_LOST = "\ufffd"
_QUESTION = re.compile(r"\?(?<=[a-zß-ɏ].)(?=[a-zß-ɏ])")
_LETTER = r"[^\W\d_]"
_WORD_END = re.compile(rf"{_LETTER}*\Z")
_WORD_START = re.compile(rf"{_LETTER}*")
# Words of one letter more than must be known, for shorter ones have too many that differ in one letter; and
# of no more than a word may have, for text without blanks has no words.
_LONG_WORD = re.compile(rf"(?<![^\W\d_]){_LETTER}{{6,40}}(?![^\W\d_])")
_ADDRESS = re.compile(r"[/=@&]|\w\.\w")
_REACH = 64  # code points to either side; an address is told by what stands there


def has_lost(text: str) -> bool:
    """Whether characters of a text are lost."""
    return _LOST in text or any(True for _ in _questions(text))


def restore_from_copies(text: str) -> Iterator[Rewrite]:
    """Put back a letter if the same word stands elsewhere in the text, whole.

    What a lossy reader replaced was not ASCII, so that only such a letter is put back, and only if the words
    of the text leave no choice.
    """
    if not has_lost(text):
        return
    letters = _letters_by_rest(text)
    for at in _places(text):
        found = letters.get(_around(text, at))
        if found and len(found) == 1:
            (letter,) = found
            yield rewrite(at, at + 1, letter, "repair.copies", "from the same word elsewhere in the text")


def flags(text: str, edits: list[Rewrite]) -> tuple[Edit, ...]:
    """Flags for what is lost in the repaired text, in places of the text that was given."""
    if not has_lost(text):
        return ()
    places = OffsetMap(edits)
    return tuple(
        Edit(*places.span(at, at + 1), "flag", "repair", "repair.lost", note="a character is lost")
        for at in _places(text)
    )


def _places(text: str) -> list[int]:
    """Where characters are lost."""
    return sorted([*(match.start() for match in re.finditer(_LOST, text)), *_questions(text)])


def _questions(text: str) -> Iterator[int]:
    """Places of question marks within words that are no part of an address."""
    for match in _QUESTION.finditer(text):
        at = match.start()
        around = text[max(0, at - _REACH) : at].split()[-1] + text[at + 1 : at + _REACH].split()[0]
        if not _ADDRESS.search(around):
            yield at


def _around(text: str, at: int) -> tuple[str, str]:
    """The letters before and after a place."""
    before = _WORD_END.search(text, max(0, at - _REACH), at)
    after = _WORD_START.match(text, at + 1, at + 1 + _REACH)
    return before.group() if before else "", after.group() if after else ""


def _letters_by_rest(text: str) -> dict[tuple[str, str], set[str]]:
    """The letters beyond ASCII of the words of a text, by what stands before and after each in its word."""
    found: dict[tuple[str, str], set[str]] = {}
    odd = " ".join([word for word in set(text.split()) if not word.isascii()])
    for word in set(_LONG_WORD.findall(odd)):
        if not word.isascii():
            for i, letter in enumerate(word):
                if letter > "\x7f":
                    found.setdefault((word[:i], word[i + 1 :]), set()).add(letter)
    return found
