"""What one line looks like by itself: its kind, its words, its shape."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

# Marks that end a sentence in the scripts we meet: Latin, Cyrillic, Greek, CJK, Devanagari, Arabic and Urdu.
SENTENCE_END: Final = frozenset(".!?…。！？।॥؟۔｡")
CLOSERS: Final = "\"'”’»›)]}』」）*_“"
BULLETS: Final = frozenset("-–—*•·+▪►▶■●○◆→»>|#/")
QUOTES: Final = frozenset("\"'“”„«»‚‘’‹「『")
# A line this long that ends in a mark (or in a colon, before a quotation) is prose. Of the labelled lines
# with a mark, shorter ones are junk in one of six cases, longer ones in one of fifteen, and of those about
# three in ten hold a cue.
PROSE_LENGTH: Final = 80
# Longer lines without an end mark are long captions and unclosed paragraphs, hardly ever chrome.
OPEN_LENGTH: Final = 300
# Pieces of words that junk in whole sentences is full of and articles are not (of the labelled prose lines,
# each was at least twice as common in junk, counted in domains). First letters are left out so that
# capitals do not matter. One search of all text for each of them is the cheapest way to find such lines.
CUES: Final = (
    "ewsletter", "ubscri", "ign up", "ookies", "ights reserved", "rivacy polic", "atenschutz", "our inbox",
    "our email", "ollow us", "lick here", "ead more", "rowser",
    "his site", "hatsApp", "iews expressed", "opyright",
)  # fmt: skip

_CJK: Final = "\u3040-\u30ff\u3400-\u9fff"
_TOKEN: Final = re.compile(rf"[{_CJK}]|[^\W\d_{_CJK}]+(?:['’][^\W\d_]+)?|\d+|[:|»›>©@?!#+*]")
_SENTENCE_BREAKS: Final = (". ", "! ", "? ", "。")


class Kind:
    """Coarse kinds of line, as small integers (they are figures that the trees see)."""

    PROSE = 0
    SHORT_SENTENCE = 1
    LEAD_IN = 2
    OPEN = 3


def ends_sentence(line: str) -> bool:
    """Whether the line ends in a sentence mark, closing quotes and brackets aside."""
    if line[-1] in SENTENCE_END:
        return True
    bare = line.rstrip(CLOSERS)
    return bool(bare) and bare[-1] in SENTENCE_END


def kind_of(line: str) -> int:
    """The kind of a line that is not blank."""
    size = len(line)
    if size > OPEN_LENGTH:
        return Kind.PROSE
    if line[-1] in SENTENCE_END or ends_sentence(line):
        return Kind.PROSE if size >= PROSE_LENGTH else Kind.SHORT_SENTENCE
    if line[-1] in ":：":
        return Kind.PROSE if size >= PROSE_LENGTH else Kind.LEAD_IN
    return Kind.OPEN


def words_of(line: str) -> list[str]:
    """Folded tokens: words, digit runs as `0`, Chinese and Japanese characters one by one, a few telling
    marks.
    """
    return ["0" if token.isdigit() else token.replace("’", "'") for token in _TOKEN.findall(line.casefold())]


class Shape(NamedTuple):
    """Figures of one line that need no neighbour; shares are 0 to 1, counts are capped by the trees
    themselves.
    """

    chars: float
    words: float
    title: float
    upper: float
    digits: float
    commas: float
    marks: float
    first: float
    last: float
    symbols: float
    links: float
    ends: float


def shape_of(line: str, words: list[str]) -> Shape:
    """Figures of a line that is not blank; `words` are its folded tokens."""
    lettered = [word for word in line.split() if word[0].isalpha()]
    capital = [word for word in lettered if word[0].isupper()]
    size = len(line)
    letters = sum(map(str.isalpha, line))
    return Shape(
        chars=float(size),
        words=float(len(words)),
        title=len(capital) / len(lettered) if lettered else 0.5,
        upper=sum(map(str.isupper, line)) / letters if letters else 0.0,
        digits=sum(map(str.isdigit, line)) / size,
        commas=float(line.count(",") + line.count(";") + line.count("、")),
        marks=float(sum(map(line.count, _SENTENCE_BREAKS))),
        first=float(_first(line[0])),
        last=float(_last(line[-1])),
        symbols=1.0 - (letters + line.count(" ")) / size,
        links=float(min(sum(map(line.count, ("http", "www.", "@", "]("))), 3)),
        ends=float(ends_sentence(line)),
    )


def _first(char: str) -> int:
    """Class of a first character."""
    if char.isalpha():
        return 0 if char.islower() else 1
    if char.isdigit():
        return 2
    if char in QUOTES:
        return 3
    return 4 if char in BULLETS else 5


def _last(char: str) -> int:
    """Class of a last character."""
    if char.isalnum():
        return 0
    for number, marks in enumerate(("?？؟", "!！", SENTENCE_END, ":：", QUOTES, ")]}", ",;-–—"), start=1):
        if char in marks:
            return number
    return 8
