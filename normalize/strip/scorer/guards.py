"""What keeps the scorer's hands off: tables, dialogues, what may be the headline, and documents of which it
would take too much.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import Final

from normalize.strip.scorer.features import Page
from normalize.strip.scorer.lexicon import Lexicon
from normalize.strip.scorer.lines import Kind, bare, words_of

# A table is a run of at least this many short lines ...
_TABLE_RUN: Final = 8
# ... where, this far around a line, at least half of the lines are figures. Found on the labelled lines:
# looser bounds spare page numbers and counters of comments too, tighter ones lose rows of results.
_TABLE_REACH: Final = 4
_TABLE_SHARE: Final = 0.5
# Lines that begin with the same name and a colon are a dialogue from the third one on.
_DIALOGUE: Final = 3
_SPEAKER_LENGTH: Final = 40
# A list in one form: entries that share their first three signs and figures, from the fourth entry on, and
# the signs that part an entry's name from what is told of it, one of which is among the first four.
_SIGNS: Final = re.compile(r"[^\w\s]|\d+")
_MOULD: Final = 3
_ENTRIES: Final = 4
_FORM: Final = frozenset(":(-–—")
# Lines from the top that may be the real headline, and what makes one: 96 of 100 labelled headlines pass, and
# names of sections, dates and labels, which are taken for headlines, do not.
_TOP: Final = 5
_TITLE_LENGTH: Final = 12
_TITLE_WORDS: Final = 3
_CHROME: Final = 1.0


def spared(page: Page, picked: Collection[int], lexicon: Lexicon) -> set[int]:
    """Indices of picked lines that must stay whatever their score: rows of tables, turns of dialogues, and
    what may be the real headline.
    """
    out = _titles(page, picked, lexicon)
    if len(picked) >= _DIALOGUE:
        out |= _turns(page, picked, lexicon) | _moulds(page, picked, lexicon)
    return out | _tables(page, len(picked))


def _titles(page: Page, picked: Collection[int], lexicon: Lexicon) -> set[int]:
    """Copies of the headline, the line right under it if it reads like one too, and if what stands as the
    headline does not read like one, the first line near the top that does.

    Above the real headline, pages have section names, dates, labels and the headline's own first half, and
    one of them may have been taken for it. A copy is no junk of the site's: whether it is wanted is for
    others to say.
    """
    top = page.headline
    if top is None:
        first, copies = -1, set()
    else:
        title = page.lines[top].casefold()
        first, copies = top, {i for i in picked if page.lines[i].casefold() == title}
    sure = top is not None and _reads_like_title(page.lines[top], lexicon)
    for i in range(first + 1, min(first + 1 + (1 if sure else _TOP), len(page.lines))):
        if page.kinds[i] == Kind.PROSE:
            break
        if _reads_like_title(page.lines[i], lexicon):
            return copies | {i}
    return copies


def _reads_like_title(line: str, lexicon: Lexicon) -> bool:
    line = bare(line)
    if (
        len(line) < _TITLE_LENGTH
        or ">" in line
        or "://" in line
        or line[-1] in "|."
        or line[0] in "(©"
        or sum(map(str.isdigit, line)) * 5 > len(line)
    ):
        return False
    words = words_of(line)
    return len(words) >= _TITLE_WORDS and lexicon.score(words).anchored < _CHROME


def takes_too_much(page: Page, chosen: Collection[int], most: float) -> bool:
    """Whether stripping the chosen lines would leave no body, or take more than a share `most` of its
    characters.
    """
    body = [i for i in range(len(page.lines)) if i != page.headline]
    if len(chosen) >= len(body):
        return True
    total = sum(len(page.lines[i]) for i in body)
    return sum(len(page.lines[i]) for i in chosen) > most * total


def _is_figure(line: str) -> bool:
    """Whether a line is a cell or a row of figures: at least one digit for every two letters."""
    digits = sum(map(str.isdigit, line))
    return digits > 0 and digits * 2 >= sum(map(str.isalpha, line))


def _tables(page: Page, short_lines: int) -> set[int]:
    if short_lines < _TABLE_RUN:
        return set()
    figures = [
        kind != Kind.PROSE and _is_figure(line) for line, kind in zip(page.lines, page.kinds, strict=True)
    ]
    if sum(figures) < _TABLE_RUN * _TABLE_SHARE:
        return set()
    out: set[int] = set()
    start = 0
    for end in [i for i, kind in enumerate(page.kinds) if kind == Kind.PROSE] + [len(page.kinds)]:
        if end - start >= _TABLE_RUN:
            for i in range(start, end):
                near = figures[max(start, i - _TABLE_REACH) : min(end, i + _TABLE_REACH + 1)]
                if sum(near) >= _TABLE_SHARE * len(near):
                    out.add(i)
        start = end + 1
    return out


def _moulds(page: Page, picked: Collection[int], lexicon: Lexicon) -> set[int]:
    """Entries of a list in one form (tour dates, groups of a cup, times of a ticker): their first signs are
    the same, and they have no words that junk begins or ends with.
    """
    moulds: dict[tuple[str, ...], list[int]] = {}
    for i in picked:
        signs = _SIGNS.findall(page.lines[i].strip("*#-•– "))[: _MOULD + 1]
        if len(signs) > 1 and signs[0] not in "[|" and not _FORM.isdisjoint(signs):
            mould = tuple("0" if sign.isdigit() else sign for sign in signs[:_MOULD])
            moulds.setdefault(mould, []).append(i)
    return {
        i
        for entries in moulds.values()
        if len(entries) >= _ENTRIES
        for i in entries
        if lexicon.score(words_of(bare(page.lines[i]))).anchored < _CHROME
    }


def _turns(page: Page, picked: Collection[int], lexicon: Lexicon) -> set[int]:
    """Lines of speakers (`Q:`, `NAME:`) who speak again and again; `Related:` is known to the lexicon and
    is none.
    """
    speakers: dict[int, str] = {}
    for i in picked:
        name, colon, _ = page.lines[i].partition(":")
        if colon and len(name) <= _SPEAKER_LENGTH:
            speakers[i] = name
    if len(speakers) < _DIALOGUE:
        return set()
    turns = Counter(line.partition(":")[0] for line in page.lines)
    often = {name for name in speakers.values() if turns[name] >= _DIALOGUE}
    people = {name for name in often if lexicon.score(words_of(name)).anchored < _CHROME}
    return {i for i, name in speakers.items() if name in people}
