"""Blocks that one document holds again and again: the same appeal, form or label between its paragraphs.

An article repeats itself too: sub-headings, labels of questions and answers, speakers, the chorus of a song,
the refrain of a speech. So copies go only where they cut into prose, and short ones only if their words speak
for junk as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from normalize.strip.scorer.lexicon import Lexicon
from normalize.strip.scorer.lines import Kind, bare, kind_of, words_of

# From so many copies on, a block is junk wherever it stands; of two copies, the first may be the article's.
_MANY: Final = 3
# Characters of several lines that come back together. Less may be two sub-headings in a row.
_LONG: Final = 40
# Log odds, above those of words never seen, from which the words of a short block speak for junk.
_SAYS_JUNK: Final = 0.3


def repeated(lines: Sequence[str], lexicon: Lexicon) -> dict[int, int]:
    """Find the copies to strip.

    Args:
        lines: the texts of a body's blocks, in order.

    Returns:
        how many copies there are of the block, by index of the lines that go. Empty for nearly all articles:
            nothing in them is there twice.
    """
    if len(set(lines)) == len(lines):
        return {}
    places: dict[tuple[str, ...], list[int]] = {}
    for first, last in _runs(lines):
        if _cuts_prose(lines, first, last):
            places.setdefault(tuple(lines[first:last]), []).append(first)
    out = {}
    for run, starts in places.items():
        for start in _surplus(run, starts, lexicon):
            out.update(dict.fromkeys(range(start, start + len(run)), len(starts)))
    return out


def _runs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Start and end of every run of lines that stand elsewhere as well."""
    seen: set[str] = set()
    twice = {line for line in lines if line in seen or seen.add(line)}  # type: ignore[func-returns-value]
    out = []
    first = None
    for i, line in enumerate([*lines, None]):
        if line in twice:
            first = i if first is None else first
        elif first is not None:
            out.append((first, i))
            first = None
    return out


def _cuts_prose(lines: Sequence[str], first: int, last: int) -> bool:
    """Whether prose, or an end of the body, is on both sides of a run: verses and tables stand among lines
    like themselves.
    """
    above = first == 0 or kind_of(lines[first - 1]) == Kind.PROSE
    return above and (last == len(lines) or kind_of(lines[last]) == Kind.PROSE)


def _surplus(run: tuple[str, ...], starts: list[int], lexicon: Lexicon) -> list[int]:
    """The starts of the copies that go."""
    copies = len(starts)
    if copies < 2 or run[-1][-1] in ":：?？":  # what announces the text below it: questions, speakers
        return []
    if not any(map(str.isalnum, "".join(run))):  # a break between two parts of the story
        return []
    says_junk = any(lexicon.score(words_of(bare(line))).total - lexicon.bias >= _SAYS_JUNK for line in run)
    if len(run) > 1:
        if sum(map(len, run)) < _LONG and not says_junk:
            return []
        return starts if says_junk or copies >= _MANY else starts[1:]
    if copies < _MANY:
        return []
    return starts if says_junk or kind_of(run[0]) == Kind.PROSE else []
