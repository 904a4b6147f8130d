"""Which language a text is written in: by its script and its most frequent words, and where these leave a
doubt, by a model of runs of letters (`normalize.language.model`).

`docs/language.md` tells what it was measured against.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from normalize.language.model import chances
from normalize.language.script import letters, script
from normalize.language.tags import base_code

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN = "unknown"

SAMPLE = 300
"""Code points from a text's beginning that are looked at first: some 50 words, a third of them in the lists.
They decide nine in ten articles, at half the price of 600."""

MORE = 1_800
"""Code points up to which a text is looked at in a doubt."""

_WIDE = 300
"""Code points that the model reads at most, from the beginning, the middle and the end. Its time grows with
them, and above 800 it is hardly ever wrong."""

_SCRIPTS = ("latin", "cyrillic", "arabic", "hebrew", "devanagari")
"""Scripts of several languages that have lists of words."""

_BITS = 16
_UNIT = 12
"""What a word says for a language that alone has it; of n languages each gets an n-th. 12 parts well."""

_AHEAD = 24
"""Points that the best language must have more than the next, so that the words decide: two words that no
other has."""

_SHARE = 0.75
"""... and the share of its points that the next may have, since close kin have most words in common ..."""

_FAR = 48
"""... unless the best has as many points more as four words give: Danish and Norwegian in a longer text. None
of the bench's pieces is told wrong by it."""

_WORD_LENGTH = 6
"""Code points of a word and the blank after it."""

_COVER = 0.7
"""Points a word that the best language must have, so that it is none without a list that has some words in
common with it. Listed languages have 1 to 3. With these three, the words decide 96 % of the bench's pieces
of 600 code points and 81 % of those of 200; wrong are only such as quote another language at length."""

_WORD = 5.0
"""How many times likelier a word of one language only makes it, where the model is asked: of 3, 5 and 8, the
best at 200 and 50 code points."""

_UNLISTED = 0.3
"""How likely a language without a list is beside one with a list. Of 1, 0.3 and 0.1, 0.3 and 0.1 get as many
right; the higher one is kinder to languages that few write."""

_DECLARED = 20.0
"""How many times likelier a declared language is: of 20 pages, one declares its template's instead of its
text's."""

_CALM = 0.5
"""The model's share to this power tells about how often it is right: of the bench's pieces of 50 code points,
65 % of answers at 0.6 to 0.8, 96 % at 0.8 to 0.9, 98 % above."""

_SURE = 0.99
"""What a script or the words give: of the bench's pieces that they decide, 99.7 % and more are right."""

LEAST = 0.5
"""The confidence below which a language is 'unknown': of the model's answers below it, two in three are
wrong."""

_FEWEST = 12
"""Letters below which no language is told without a declared one, unless the script tells it."""


class Guess(NamedTuple):
    """A language: ISO 639-1 code (639-2 where there is none), or 'unknown'; and how sure that is, 0 to 1."""

    code: str
    confidence: float


class _Lists(NamedTuple):
    """Points of each word for all languages of a script at once: one number, 16 bits a language."""

    codes: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    points: Mapping[str, int]
    size: int


def detect(text: str, declared: str | None = None) -> Guess:
    """Tell the language of a text.

    Args:
        text: a body or a part of it; a sample is enough.
        declared: a tag that a page, feed or record declares, as evidence: it decides where the text leaves a
            doubt, and never against a text that is sure.
    """
    found = guess(text, base_code(declared))
    return found if found.confidence >= LEAST else Guess(UNKNOWN, found.confidence)


def guess(text: str, declared: str | None = None) -> Guess:
    """Give the likeliest language, however unlikely. `declared` is a code as `base_code` gives it."""
    sample = text[:SAMPLE]
    name, alone = script(sample)
    if alone:
        return Guess(alone, _SURE)
    lists = _lists(name)
    if lists is None:
        return _by_model(text, declared, {})
    points = _count(sample, lists)
    if code := _decided(points, lists, len(sample)):
        return Guess(code, _SURE)
    if len(text) > SAMPLE:
        more = text[SAMPLE:MORE]
        if code := _decided(_count(more, lists), lists, len(more)):
            return Guess(code, _SURE)
    return _by_model(text, declared, dict(zip(lists.codes, points, strict=True)))


def by_words(text: str) -> str | None:
    """Give the language of which the first words leave no doubt; it never asks the model."""
    sample = text[:SAMPLE]
    lists = _lists(script(sample)[0])
    return _decided(_count(sample, lists), lists, len(sample)) if lists else None


@cache
def marks(code: str, kin: frozenset[str]) -> tuple[str, ...]:
    """A language's words that no other of its script has but its kin; the most frequent ones first."""
    for name in _SCRIPTS:
        lists = _lists(name)
        if lists and code in lists.codes:
            lane = (1 << _BITS) - 1
            allowed = sum(lane << (_BITS * at) for at, one in enumerate(lists.codes) if one in kin)
            own = lists.words[lists.codes.index(code)]
            return tuple(word for word in own if not lists.points[word] & ~allowed)
    return ()


def _count(sample: str, lists: _Lists) -> list[int]:
    """The points of each language. All are added up as one number, which is what makes it cheap."""
    total = sum(filter(None, map(lists.points.get, sample.lower().split())))
    return memoryview(total.to_bytes(lists.size, sys.byteorder)).cast("H").tolist()


def _decided(points: list[int], lists: _Lists, length: int) -> str | None:
    """The language, if the words of a sample of that many code points leave no doubt."""
    second, best = sorted(points)[-2:]
    ahead = best - second
    if ahead < _AHEAD or (second > _SHARE * best and ahead < _FAR) or best * _WORD_LENGTH < _COVER * length:
        return None
    return lists.codes[points.index(best)]


def _by_model(text: str, declared: str | None, hints: Mapping[str, int]) -> Guess:
    """Ask the model. `hints`: points of the words, which count in short texts."""
    sample = _wide_sample(text)
    if letters(sample) < _FEWEST:
        return Guess(declared, LEAST) if declared else Guess(UNKNOWN, 0.0)
    name = script(sample)[0]
    lists = _lists(name)
    listed = lists.codes if lists else ()
    shares = {
        code: chance * (1 if code in listed else _UNLISTED) for code, chance in chances(sample, name).items()
    }
    if not shares:
        return Guess(declared, LEAST) if declared else Guess(UNKNOWN, 0.0)
    for code, points in hints.items():
        if points and code in shares:
            shares[code] *= _WORD ** (points / _UNIT)
    if declared in shares:
        shares[declared] *= _DECLARED
    code = max(shares, key=shares.__getitem__)
    return Guess(code, round((shares[code] / sum(shares.values())) ** _CALM, 2))


def _wide_sample(text: str) -> str:
    if len(text) <= _WIDE:
        return text
    part = _WIDE // 3
    middle = (len(text) - part) // 2
    return f"{text[:part]} {text[middle : middle + part]} {text[-part:]}"


@cache
def _lists(script_name: str) -> _Lists | None:
    """Make the numbers of a script's lists."""
    from normalize.language import words

    if script_name not in _SCRIPTS:
        return None
    lists: dict[str, str] = getattr(words, script_name.upper())
    having: dict[str, list[int]] = {}
    words_of = tuple(tuple(dict.fromkeys(known.split())) for known in lists.values())
    for at, known in enumerate(words_of):
        for word in known:
            having.setdefault(word, []).append(at)
    points = {
        word: sum((_UNIT // len(ats) or 1) << (_BITS * at) for at in ats) for word, ats in having.items()
    }
    return _Lists(tuple(lists), words_of, points, len(lists) * _BITS // 8)
