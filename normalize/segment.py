"""Segmentation: the work text becomes a headline and blocks (paragraphs, list items) with their spans.

Scraped text parts its paragraphs by blank lines, or by single newlines, or is wrapped at some width with
either. Blank lines always part. Two lines that follow each other are joined only if the document is
hard-wrapped: if there is a width for which most of its line breaks are just where a greedy wrapper would have
put them. Then a line that had room for the first word of the next one ends a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from normalize.draft import UNWRAP, Block, Draft
from normalize.errors import StageError
from normalize.ledger import Rewrite
from normalize.options import option

BULLET = re.compile(r"(?:[•◦▪▫■□●○‣⁃∙·*–—-]|\(?\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
"""What opens a list item. Dashes also open the lines of a dialogue; both begin a block of their own."""

_END = re.compile(r"[.!?:…。！？।؟۔][\"'”’»›)\]]*\Z")
_JOINED_SCRIPT = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]"
)  # kana, han, full-width forms: no blank
_SENTENCE_BREAK = re.compile(r"[.!?।。！？](?:(?<=[.!?।])['\"”’)]*\s+(?=\S)|(?<=[。！？])(?=\S))")
_ABBREVIATION = re.compile(
    r"\b(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|Mrs?|Ms|Dr|St|vs?|No|Gov|Sen|Rep|Gen|Lt|Jr|Sr|\d{1,2}|[IVX]+)\.\s"
)
_NOT_A_HEADLINE = re.compile(
    r"(?:By|BY|Von|Par|Por|Door|Av)(?: [^\W\d_a-z][\w.'’-]*){2,4}\Z"  # a byline and nothing else
    r"|(?:Published|Updated|Posted|Last updated|First published)\b.{0,20}\d"  # when it was published
    r"|[^\W\d_a-z]{3,}[^a-z]{0,30}.{0,20}\([^()]{2,30}\) ?[-–—] "  # MOSCOW, Dec 27 (Reuters) -
)
MAX_HEADLINE = 260
"""Code points. Of the headlines of 6,236 scraped articles two had more than 160; the longest had 255."""


_RAGGED = 8
"""Code points by which a line wrapped by hand may be shorter than a greedy wrapper would have made it."""


@dataclass(frozen=True, slots=True)
class SegmentConfig:
    """Options of the stage `segment`."""

    headline: bool = option(True, "Take the first line for the headline if it looks like one.")
    unwrap: bool = option(True, "Join the lines of hard-wrapped paragraphs.")
    wrap_min: int = option(
        40,
        "Narrowest width, in code points, at which text counts as wrapped; lists are narrower.",
        at_least=10,
    )
    wrap_max: int = option(
        140, "Widest width, in code points; single-line paragraphs are wider.", at_least=20, at_most=1000
    )
    most_lines: int = option(
        100_000,
        "Lines of a document beyond which it is given up; the longest articles have a few thousand.",
        at_least=1,
    )


class Line(NamedTuple):
    """A physical line without white space at its ends: its span in the work text, and whether a blank line
    goes before it.

    `indent` and `width` are in code points; the width counts the indent.
    """

    start: int
    end: int
    text: str
    parted: bool
    indent: int

    @property
    def width(self) -> int:
        """The column at which the line ends."""
        return self.indent + len(self.text)


def split_lines(work: str) -> list[Line]:
    r"""Give the lines of a text that hold more than white space.

    Lines end where `str.splitlines` says: \n, \r\n, \r, vertical tab, form feed, NEL, U+2028, U+2029, and FS,
    GS, RS.
    """
    lines = []
    make = tuple.__new__  # a third of the time of calling the class
    unusual = "\r" in work or "\u2029" in work  # ends of two characters, and of paragraphs
    at = 0
    parted = True
    for raw in work.splitlines():
        text = raw.strip()
        size = len(text)
        if size:
            start = at if size == len(raw) else at + len(raw) - len(raw.lstrip())
            lines.append(make(Line, (start, start + size, text, parted, start - at)))
        parted = not size
        at += len(raw) + 1
        if unusual:
            parted = parted or work[at - 1 : at] == "\u2029"
            at += work.startswith("\r\n", at - 1)
    return lines


def wrap_width(lines: list[Line], config: SegmentConfig) -> int | None:
    """Tell the width at which a text was wrapped, in code points; None if it was not.

    Each line break between neighbours is consistent with the widths from the length of its line up to that
    length with the first word of the next line. The width with the most consistent breaks must explain 60 %
    of them, and half of these must be in mid-sentence: paragraphs on single lines end with a full stop,
    wrapped lines seldom do.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if not b.parted]
    if len(pairs) < 2 or sum(line.width > config.wrap_max for line in lines) * 10 > len(lines):
        return None
    bounds = []
    for line, after in pairs:
        bounds.append((line.width, 1))
        bounds.append((_with_next(line, after), -1))
    best = count = width = 0
    for bound, step in sorted(bounds):
        count += step
        if count > best and config.wrap_min <= bound <= config.wrap_max:
            best, width = count, bound
    if best < 2 or best < 0.6 * len(pairs):
        return None
    broken = [a for a, b in pairs if a.width <= width < _with_next(a, b)]
    unfinished = sum(not _END.search(line.text) for line in broken)
    return width if 2 * unfinished >= len(broken) else None


def _with_next(line: Line, after: Line) -> int:
    """The length of a line if it also held the first word of the next one."""
    if _JOINED_SCRIPT.match(after.text):
        return line.width + 2  # a character and, where it may not begin a line, the mark behind it
    return line.width + 1 + len(after.text.split(None, 1)[0])


def _joins(line: Line, after: Line, width: int) -> bool:
    """Whether two lines of a wrapped text belong to one paragraph."""
    room = width - _RAGGED
    if after.parted or line.width > width or _with_next(line, after) <= room or BULLET.match(after.text):
        return False
    return after.indent <= line.indent or bool(BULLET.match(line.text))


def _block(group: list[Line]) -> Block:
    first = group[0]
    if len(group) == 1:
        block = Block(first.start, first.end, first.text)
    else:
        pieces = [first.text]
        joins = []
        for line, after in pairwise(group):
            glue = _glue(line.text, after.text)
            joins.append(Rewrite(line.end - first.start, after.start - first.start, glue, "segment", UNWRAP))
            pieces += (glue, after.text)
        block = Block(first.start, group[-1].end, "".join(pieces))
        block.rewrites = joins
    text = block.text
    if (not text[0].isalpha() or text[1:2] == ")") and BULLET.match(text):
        block.kind = "item"
    return block


def _glue(before: str, after: str) -> str:
    """What takes the place of a line break: nothing after a hyphenated half and between characters that need
    no blank.
    """
    if before[-1] in "-\u2010" and before[-2:-1].isalpha() and after[0].isalpha():
        return ""
    return "" if _JOINED_SCRIPT.match(before[-1]) and _JOINED_SCRIPT.match(after) else " "


def group_lines(lines: list[Line], config: SegmentConfig, wrapped: bool = True) -> list[Block]:
    """Make blocks of lines: one a line, or one a paragraph where the text is hard-wrapped (if it can be)."""
    width = wrap_width(lines, config) if config.unwrap and wrapped else None
    if width is None:
        return [_block([line]) for line in lines]
    blocks = []
    group: list[Line] = []
    for line in lines:
        if group and not _joins(group[-1], line, width):
            blocks.append(_block(group))
            group = []
        group.append(line)
    if group:
        blocks.append(_block(group))
    return blocks


def looks_like_headline(text: str) -> bool:
    """Whether a line can be a headline, judged by itself alone: what stands around it changes when junk goes.

    It has a letter, at most 260 code points and two sentences; it does not end in the middle (comma,
    semicolon, dash), is no long sentence with a full stop, no list item, byline, date of publication or
    paragraph with a dateline.
    """
    if len(text) > MAX_HEADLINE or text[-1] in ",;-–—" or BULLET.match(text) or _NOT_A_HEADLINE.match(text):
        return False
    if len(text) > 120 and text[-1] in ".。।" and not text.endswith(".."):
        return False
    breaks = len(_SENTENCE_BREAK.findall(text))
    if breaks:
        breaks -= len(_ABBREVIATION.findall(text))
    if breaks > 1 or (breaks == 1 and text[-1] == "." and len(text) > 100):
        return False
    return any(map(str.isalpha, text))


def choose_headline(draft: Draft) -> None:
    """Make the first block the headline if one is sought, another block is left, and it looks like one.

    It is asked again whenever the first block went away, so that the article's text, cleaned again, has the
    same headline.
    """
    if draft.seeks_headline and len(draft.blocks) > 1 and looks_like_headline(draft.blocks[0].text):
        _take_headline(draft)


def _take_headline(draft: Draft) -> None:
    draft.headline = draft.blocks.pop(0)
    draft.headline.kind = "headline"
    draft.seeks_headline = False


def _tell_kinds(draft: Draft) -> None:
    """Give the blocks the kinds that extraction told of its lines, which a headline may go before.

    Where repair parted lines or joined them, the kinds are no longer known and are forgotten.
    """
    before = len(draft.blocks) - len(draft.kinds)
    if draft.kinds and before in (0, 1):
        for block, kind in zip(draft.blocks[before:], draft.kinds, strict=True):
            block.kind = kind
        draft.kinds_known = True


def segment(draft: Draft, config: SegmentConfig) -> None:
    """The stage: fill `draft.headline` and `draft.blocks` from the work text.

    Raises:
        StageError: `too-many-lines`.
    """
    lines = split_lines(draft.work)
    if len(lines) > config.most_lines:
        reason = f"{len(lines)} lines, and `segment.most_lines` is {config.most_lines}: this is no article"
        raise StageError("too-many-lines", reason)
    draft.blocks = group_lines(lines, config, wrapped=not draft.kinds)
    _tell_kinds(draft)
    if draft.has_given_headline and draft.blocks:
        _take_headline(draft)
    else:
        draft.seeks_headline = config.headline
        choose_headline(draft)
