"""Phrases and templates on folded text.

The tests take and give what `normalize.match.confirm.Confirm` says; of the budget they only look at the
number of hits.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from string import Formatter
from typing import NamedTuple

from normalize.match.budget import Budget
from normalize.match.folding import TRAILING_MARKS, FoldedText, fold
from normalize.match.model import Hit, Span

_GAP = "\ufdd0"  # a noncharacter, which no text may hold: stands for a placeholder while a template is folded

_NOT_IN_WORD = re.compile(r"\W")  # combining marks too, which only means that one more place is looked at

# Scripts that do not part words by blanks: a phrase of theirs has no word boundary that could be told by its
# neighbours.
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x0F00, 0x109F),  # Tibetan, Myanmar
    (0x1100, 0x11FF),  # Hangul Jamo; Korean joins particles and compounds
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),
    (0x3040, 0x31FF),  # kana, Bopomofo
    (0x3400, 0x9FFF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


class Phrase(NamedTuple):
    """A folded phrase. `left` and `right`: whether no word may go on there."""

    text: str
    core: str
    left: bool
    right: bool


class Template(NamedTuple):
    """The folded literals of a template, and between each two of them the name of a placeholder."""

    pieces: tuple[str, ...]
    names: tuple[str, ...]
    left: bool
    right: bool


def make_phrase(pattern: str) -> Phrase:
    """Fold a phrase of `equals`, `starts`, `ends` or `contains`."""
    text = fold(pattern)
    return Phrase(text, core(text), needs_boundary(text[:1]), needs_boundary(text[-1:]))


def make_template(pattern: str, whole: bool) -> Template:
    """Fold a template with `{name}` placeholders; `{{` and `}}` are braces. `whole`: it is for whole units,
    not for spans.
    """
    parts = [(literal, name) for literal, name, _, _ in Formatter().parse(pattern)]
    names = tuple(name for _, name in parts if name is not None)
    folded = fold("".join(literal + (_GAP if name is not None else "") for literal, name in parts))
    pieces = tuple((core(folded) if whole else folded).split(_GAP))
    return Template(pieces, names, needs_boundary(pieces[0][:1]), needs_boundary(pieces[-1][-1:]))


def core(folded: str) -> str:
    """Folded text without trailing marks; the text itself if it has nothing else."""
    return folded.rstrip(TRAILING_MARKS) or folded


@lru_cache(maxsize=4096)
def is_word(char: str) -> bool:
    """Whether a character of folded text carries a word on: letter, figure, underscore, combining mark."""
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def needs_boundary(char: str) -> bool:
    """Whether a phrase with this character at its end asks for a word boundary there."""
    if not char or not is_word(char):
        return False
    return not any(low <= ord(char) <= high for low, high in _UNSPACED)


def equals(phrase: Phrase, unit: FoldedText, every: bool = False, budget: Budget | None = None) -> list[Hit]:
    """The unit is the phrase, but for trailing marks of both."""
    if core(unit.folded) != phrase.core:
        return []
    return [(*unit.from_folded(0, len(phrase.core)), {})]


def starts(phrase: Phrase, unit: FoldedText, every: bool = False, budget: Budget | None = None) -> list[Hit]:
    """The unit begins with the phrase."""
    folded, length = unit.folded, len(phrase.text)
    if not folded.startswith(phrase.text) or (phrase.right and _goes_on(folded, length)):
        return []
    return [(*unit.from_folded(0, length), {})]


def ends(phrase: Phrase, unit: FoldedText, every: bool = False, budget: Budget | None = None) -> list[Hit]:
    """The unit ends with the phrase."""
    folded = unit.folded
    start = len(folded) - len(phrase.text)
    if not folded.endswith(phrase.text) or (phrase.left and _came_on(folded, start)):
        return []
    return [(*unit.from_folded(start, len(folded)), {})]


def contains(phrase: Phrase, unit: FoldedText, every: bool, budget: Budget | None = None) -> list[Hit]:
    """Where the unit holds the phrase: the first place, or every one that does not overlap one before."""
    hits: list[Hit] = []
    at = 0
    while (start := _find(phrase.text, unit.folded, at, phrase.left, phrase.right)) >= 0:
        at = start + len(phrase.text)
        hits.append((*unit.from_folded(start, at), {}))
        if not every:
            break
        if budget:
            budget.check(len(hits))
    return hits


def whole(
    template: Template, unit: FoldedText, every: bool = False, budget: Budget | None = None
) -> list[Hit]:
    """The unit is the template, but for trailing marks of both.

    Each placeholder takes as little as it can, and at least one character. The leftmost place of each literal
    is right if any is, so nothing is ever tried twice.
    """
    text, pieces = core(unit.folded), template.pieces
    if not template.names:
        return [(*unit.from_folded(0, len(text)), {})] if text == pieces[0] else []
    if not (text.startswith(pieces[0]) and text.endswith(pieces[-1])):
        return []
    gaps = _gaps(pieces[1:-1], text, len(pieces[0]))
    last = len(text) - len(pieces[-1])
    if gaps is None or gaps[-1] >= last:
        return []
    return [_template_hit(template, unit, [0, *gaps, last, len(text)])]


def anywhere(template: Template, unit: FoldedText, every: bool, budget: Budget | None = None) -> list[Hit]:
    """Where the template stands in the unit: the first place, or every one.

    A placeholder at an edge of the template reaches to that edge of the unit.
    """
    if not template.names:
        text = template.pieces[0]
        return contains(Phrase(text, text, template.left, template.right), unit, every, budget)
    text, pieces = unit.folded, template.pieces
    hits: list[Hit] = []
    at = 0
    while not (hits and (not every or pieces[0] == "")):
        start = _find(pieces[0], text, at, template.left, False)
        gaps = None if start < 0 else _gaps(pieces[1:-1], text, start + len(pieces[0]))
        if gaps is None:
            break
        last = _find(pieces[-1], text, gaps[-1] + 1, False, template.right) if pieces[-1] else len(text)
        if last <= gaps[-1]:
            break
        at = last + len(pieces[-1])
        hits.append(_template_hit(template, unit, [start, *gaps, last, at]))
        if budget:
            budget.check(len(hits))
    return hits


def _gaps(middle: tuple[str, ...], text: str, at: int) -> list[int] | None:
    """Where the placeholders begin, and where all but the last end: [begin, end, begin, end, …, begin]."""
    gaps = [at]
    for piece in middle:
        found = text.find(piece, at + 1)
        if found < 0:
            return None
        at = found + len(piece)
        gaps += (found, at)
    return gaps


def _template_hit(template: Template, unit: FoldedText, places: list[int]) -> Hit:
    groups: dict[str, Span] = {
        name: unit.from_folded(places[2 * number + 1], places[2 * number + 2])
        for number, name in enumerate(template.names)
    }
    return (*unit.from_folded(places[0], places[-1]), groups)


def _find(phrase: str, text: str, at: int, left: bool, right: bool) -> int:
    while (start := text.find(phrase, at)) >= 0:
        if not (left and _came_on(text, start)) and not (right and _goes_on(text, start + len(phrase))):
            return start
        at = start + 1
        if left:  # it begins with a letter, so it can only begin after what is none
            gap = _NOT_IN_WORD.search(text, at)
            if gap is None:
                break
            at = gap.end()
    return -1


def _goes_on(text: str, at: int) -> bool:
    return at < len(text) and is_word(text[at])


def _came_on(text: str, at: int) -> bool:
    return at > 0 and is_word(text[at - 1])
