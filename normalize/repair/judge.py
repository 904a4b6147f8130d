"""Which of two readings of a line is the likelier text, by the character model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from normalize.ledger import Rewrite, apply
from normalize.repair import charmodel

_LATIN = (
    "en", "de", "fr", "es", "it", "pt", "nl", "id", "no", "da", "fi", "hu", "pl", "cs", "sl", "vi", "tr",
    "tl", "zu", "ca", "an", "sq", "mul",
)  # fmt: skip
_BY_SCRIPT = (
    (re.compile("[\u0400-\u052f]"), ("ru", "uk", "bg")),
    (re.compile("[\u0370-\u03ff]"), ("el",)),
    (re.compile("[\u0600-\u06ff]"), ("ar", "fa")),
    (re.compile("[\u0900-\u097f]"), ("hi", "ne")),
    (re.compile("[\u0a80-\u0aff]"), ("gu",)),
    (re.compile("[\u1000-\u109f]"), ("my",)),
    (re.compile("[\u10a0-\u10ff]"), ("ka",)),
    (re.compile("[\u3040-\u30ff]"), ("ja",)),
    (re.compile("[\u4e00-\u9fff]"), ("zh", "ja")),
    (re.compile("[\uac00-\ud7a3]"), ("ko",)),
)
_PLAIN_WORD = re.compile(r"(?<!\S)[a-zA-Z]+(?![^\s.,;:!?])")
_SAMPLE = 200  # code points of plain words by which the language of a text is told; more changes nothing
_FIRST_LOOK = 40  # trigrams by which all but the `_STAY_LIKELY` likeliest languages are ruled out; as above
_STAY_LIKELY = 4
_REACH = 16  # code points around a change, within its word, that are judged with it
_LEAST_LETTERS = 3
# Bits a character. Of readings that were right, none cost more than 6.8, names and all; of those that were
# nonsense none less than 10.
_MOST_BITS = 8.0
_EAST_ASIAN = re.compile("[\u2e80-\ud7ff\uf900-\ufaff]")
_MORE_BITS = 4.0  # for each of thousands of characters instead of dozens
_AROUND = 4  # code points beyond the word: the model looks two back, and a sign alone says little


@lru_cache(maxsize=256)
def _latin(words: str, language: str | None) -> tuple[str, ...]:
    """The languages that plain ASCII words may be in, and a known one if it has Latin letters.

    Kept, since a text is judged again after its junk is gone.
    """
    known = charmodel.languages()
    every = tuple(code for code in _LATIN if code in known)
    sample = charmodel.trigrams(words)
    some = sample[:_FIRST_LOOK]
    likely = sorted(every, key=lambda code: charmodel.cost(code, some))[:_STAY_LIKELY]
    likeliest = sorted(likely, key=lambda code: charmodel.cost(code, sample))[:2]
    if language in every and language not in likeliest:
        likeliest.append(language)
    return (*likeliest, "mul")


class Judge:
    """Compares readings of lines.

    Args:
        latin: the languages in which lines in Latin letters may be.
    """

    def __init__(self, latin: tuple[str, ...]) -> None:
        self._known = charmodel.languages()
        self._every = tuple(code for code in _LATIN if code in self._known)
        self.latin = latin
        self._costs: dict[tuple[str, Sequence[str]], float] = {}

    @classmethod
    def of(cls, text: str, language: str | None) -> Judge:
        """The judge for the lines of one text.

        Args:
            text: its plain ASCII words tell its language where it is written in Latin letters.
            language: ISO 639-1 code where it is known.
        """
        words = " ".join(_PLAIN_WORD.findall(text[: 20 * _SAMPLE]))[:_SAMPLE]
        return cls(_latin(words, language))

    def cost(self, text: str, latin: tuple[str, ...] | None = None) -> float:
        """Bits that the likeliest language spends on a text."""
        key = text, latin or self.latin
        if key not in self._costs:
            grams = charmodel.trigrams(text)
            bits = min(charmodel.cost(code, grams) for code in self.languages(text, latin))
            self._costs[key] = bits + charmodel.shape_cost(text)
        return self._costs[key]

    def is_text(self, text: str) -> bool:
        """Whether this looks like text in any language at all. Faces and drawings made of signs do not."""
        if sum(map(str.isalpha, text)) < _LEAST_LETTERS:
            return False
        return self.cost(text) <= _MOST_BITS * len(text) + _MORE_BITS * len(_EAST_ASIAN.findall(text))

    def languages(self, text: str, latin: tuple[str, ...] | None = None) -> list[str]:
        """The languages that a text may be in, by its script; Latin ones always among them."""
        found = list(latin or self.latin)
        for script, codes in _BY_SCRIPT:
            if script.search(text):
                found += [code for code in codes if code in self._known]
        return found

    def gain(self, line: str, changes: Sequence[Rewrite], *, fair: bool = False) -> float:
        """Bits that a line wins by changes, judged by the words that they touch.

        Unless the judge is to be fair, the line as it is may be in any language and the changed line only in
        those of the text, so that every doubt speaks for the line as it is.
        """
        old, new = _windows(line, [change for change in changes if _concerns_letters(line, change)])
        if not self.is_text(new):
            return 0.0
        won = self.cost(old) - self.cost(new)
        if fair or won <= 0:
            return won
        return self.cost(old, self._every) - self.cost(new)


def _concerns_letters(line: str, change: Rewrite) -> bool:
    """Whether a change makes or takes letters. One sign for another says nothing: a text may have any."""
    return any(map(str.isalpha, line[change.start : change.end] + change.text))


def _windows(line: str, changes: Sequence[Rewrite]) -> tuple[str, str]:
    """The words that changes touch, before and after, with a little of what stands around them."""
    old: list[str] = []
    new: list[str] = []
    i = 0
    while i < len(changes):
        first = i
        start = _word_start(line, changes[i].start)
        end = _word_end(line, changes[i].end)
        i += 1
        while i < len(changes) and _word_start(line, changes[i].start) <= end:
            end = max(end, _word_end(line, changes[i].end))
            i += 1
        old.append(line[start:end])
        new.append(apply(line, changes[first:i], start, end))
    return " ".join(old), " ".join(new)


def _word_start(line: str, at: int) -> int:
    low = max(0, at - _REACH)
    return max(0, max(low, line.rfind(" ", low, at)) - _AROUND)


def _word_end(line: str, at: int) -> int:
    blank = line.find(" ", at, at + _REACH)
    return min(len(line), (blank if blank >= 0 else at + _REACH) + _AROUND)
