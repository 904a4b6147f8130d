"""Flags of what an article is or lacks, at the price of a few looks at its ends.

`truncated`, `paywall-stub`, `live-blog`, `list-only`, `not-an-article`, `filler`: see `docs/quality.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from normalize.draft import Draft
from normalize.quality.pages import no_article
from normalize.quality.phrases import BULLETS, CLOCK, FILLER, ONWARD, PAYWALL, TRUNCATED

if TYPE_CHECKING:
    from ahocorasick_rs import BytesAhoCorasick

_END = 80
"""Code points of the last paragraph that may hold the sign of a cut."""

_ENTRIES = 4
"""Paragraphs that begin with a time, from which on a text is a live blog ..."""

_ENTRY_SHARE = 0.15
"""... if they are also this share of all: a programme of events has more text between its times."""

_ENTRY_BEGINS = "0123456789[(UuPpKkÀà"
"""What such a paragraph begins with."""

_PROSE = 120
"""Code points from which on a paragraph is prose; a heading, a caption or an item is shorter ..."""

_ENDED = 0.3
"""... and no more than this share of a list's items end as a sentence does."""

_LIST_BLOCKS = 4
"""Paragraphs from which on a text without prose is a list, and not just short."""

_ALL_BULLETS = 0.9
"""Share of paragraphs with a bullet, from which on a text is a list, whatever their length."""

_SAME_SHARE = 0.4
"""Share of the characters in paragraphs that stand there again, from which on a text is filler: articles
repeat a line or two.
"""

_ENDS = 200
"""Code points of a text's ends in which filler is looked for: a machine's own voice opens or closes a text,
and a template's gaps are there if they are anywhere."""

_SENTENCE_ENDS = tuple(".!?。！？”»\"')")


def flags(draft: Draft, body: str, words: int, stub_words: int) -> Iterator[str]:
    """Give the flags of a draft whose blocks, one a line, are `body`, with so many words."""
    texts = [block.text for block in draft.blocks]
    short = words < stub_words
    if texts and (_truncated(texts[-1]) or _leads_on(draft, short)):
        yield "truncated"
    if short and _paywalled(draft, texts):
        yield "paywall-stub"
    if _live(draft, texts):
        yield "live-blog"
    elif _list_only(texts):
        yield "list-only"
    if short and no_article(draft.headline.text if draft.headline else None, texts):
        yield "not-an-article"
    if _filler(draft, texts, body):
        yield "filler"


def _truncated(last: str) -> bool:
    """Whether a last paragraph says that it goes on. A long one that ends as a sentence does is not asked."""
    if len(last) > _END and last.endswith(_SENTENCE_ENDS) and not last.endswith("..."):
        return False
    return bool(TRUNCATED.search(last[-_END:]))


def _leads_on(draft: Draft, short: bool) -> bool:
    """Whether what was removed behind the last paragraph says first that the text goes on elsewhere: in its
    own line, or, behind a short text, in the next one.
    """
    end = draft.blocks[-1].end
    behind = [edit for edit in draft.removed if edit.start >= end and edit.action == "strip"]
    if not behind:
        return False
    first = min(behind, key=lambda edit: edit.start)
    gone = draft.work[first.start : first.end].strip()
    if "\n" not in draft.work[end : first.start]:
        return bool(TRUNCATED.search(gone))
    return short and bool(ONWARD.fullmatch(gone))


def _paywalled(draft: Draft, texts: Sequence[str]) -> bool:
    if draft.fields.get("paywall") or any(".paywall." in edit.rule for edit in draft.removed):
        return True
    return any(PAYWALL.search(text) for text in texts[-2:])


def _live(draft: Draft, texts: Sequence[str]) -> bool:
    if draft.fields.get("live_blog"):
        return True
    times = sum(1 for text in texts if text[:1] in _ENTRY_BEGINS and CLOCK.match(text))
    return times >= _ENTRIES and times >= _ENTRY_SHARE * len(texts)


def _list_only(texts: Sequence[str]) -> bool:
    """No prose at all, or next to nothing but bullets."""
    if len(texts) < _LIST_BLOCKS:
        return False
    bullets = sum(1 for text in texts if text[0] in BULLETS)
    if bullets >= _ALL_BULLETS * len(texts):
        return True
    return max(map(len, texts)) < _PROSE and sum(
        text.endswith(_SENTENCE_ENDS) for text in texts
    ) <= _ENDED * len(texts)


def _filler(draft: Draft, texts: Sequence[str], body: str) -> bool:
    if len(set(map(len, texts))) < len(texts) >= _LIST_BLOCKS:  # else all differ, and none need be hashed
        size = sum(map(len, texts))
        if size - sum(map(len, set(texts))) >= _SAME_SHARE * size:
            return True
    ends = body if len(body) <= 2 * _ENDS else f"{body[:_ENDS]}\n{body[-_ENDS:]}"
    if draft.headline:
        ends = f"{draft.headline.text}\n{ends}"
    if not _signs().find_matches_as_indexes(ends.encode("utf-8", "surrogatepass")):
        return False
    return any(sign in ends and pattern.search(ends) for sign, pattern in FILLER)


@lru_cache(maxsize=1)
def _signs() -> BytesAhoCorasick:
    """A search for all signs of filler at once, which takes a tenth of the time of one for each."""
    from ahocorasick_rs import BytesAhoCorasick, Implementation

    return BytesAhoCorasick([sign.encode() for sign, _ in FILLER], implementation=Implementation.DFA)
