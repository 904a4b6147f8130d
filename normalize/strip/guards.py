"""What holds a rule back: quotations, positions, and the rule's own `unless` conditions."""

from __future__ import annotations

from functools import lru_cache

from normalize.match.folding import fold
from normalize.match.splitting import more_sentences_than
from normalize.ruleset.model import Position, Unless
from normalize.strip.scorer.lines import goes_on

_PAIRS = (
    ("“", "”"),
    ("„", "“"),
    ("„", "”"),
    ("«", "»"),
    ("»", "«"),
    ("‘", "’"),
    ("「", "」"),
    ("『", "』"),
    ("‹", "›"),
)
"""Opening and closing quotation marks of the languages we clean; '“' closes in German and opens in
English.
"""

_PIECE = 40
"""Code points of a link's text; longer ones are sentences of their own."""

_MARKS = frozenset(").:;") | {").", "),"}
"""Lines that are nothing but the mark behind a link. Commas also stand between buttons."""


def inside_quotation(text: str, start: int, end: int) -> bool:
    """Whether `[start, end)` of a block lies between a quotation mark that opens before it and one that
    closes after it.
    """
    for opening, closing in _PAIRS:
        opened = text.rfind(opening, 0, start)
        if opened >= 0 and text.find(closing, opened + 1, start) < 0 and text.find(closing, end) >= 0:
            return True
    return text.count('"', 0, start) % 2 == 1 and text.find('"', end) >= 0


def has_quotation(text: str) -> bool:
    """Whether a text holds a pair of quotation marks."""
    return text.count('"') > 1 or any(
        0 <= text.find(opening) < text.rfind(closing) for opening, closing in _PAIRS
    )


def is_piece(text: str, below: str) -> bool:
    """Whether a short line is a piece of a sentence that was cut at a link: the line below goes on with it,
    with a mark, or it is long and begins in small letters.

    Args:
        text: the line.
        below: the next line.
    """
    if len(text) > _PIECE:
        return False
    if goes_on(below) or below in _MARKS:
        return True
    return len(below) >= _PIECE and below[0].islower() and text[-1].isalnum()


def in_position(position: Position, index: int, head: int, tail: int) -> bool:
    """Whether a block lies where a rule acts; the head ends before block `head`, the tail begins with
    `tail`. What stands above the headline ('top') is no block of the body.
    """
    if position == "anywhere":
        return True
    if position == "top":
        return False
    if position == "head":
        return index < head
    if position == "tail":
        return index >= tail
    return head <= index < tail


def holds_back(unless: Unless, unit: str, hits: int) -> bool:
    """Whether one of a rule's conditions is met by the unit; `hits` says how often the rule hit in the
    document.
    """
    if unless.only and hits == 1:
        return True
    if unless.quoted and has_quotation(unit):
        return True
    if unless.words_over is not None and len(unit.split()) > unless.words_over:
        return True
    if unless.sentences_over is not None and more_sentences_than(unit, unless.sentences_over):
        return True
    if unless.contains or unless.ends:
        folded = fold(unit)
        return any(map(folded.__contains__, _folded(unless.contains))) or folded.endswith(
            _folded(unless.ends)
        )
    return False


@lru_cache(maxsize=4096)
def _folded(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, phrases))
