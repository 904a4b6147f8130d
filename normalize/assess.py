"""Assessing: figures and flags of the cleaned article, for whoever filters afterwards. Nothing is dropped
here.
"""

from __future__ import annotations

from dataclasses import dataclass

from normalize.draft import Draft
from normalize.options import option


@dataclass(frozen=True, slots=True)
class AssessConfig:
    """Options of the stage `assess`."""

    few_words: int = option(
        20,
        "A body with fewer words than this is flagged `few-words`: a stub, or what a paywall left.",
        at_least=0,
    )
    max_share: float = option(
        0.5,
        "An article that lost more than this share of its characters is flagged `much-removed`.",
        at_least=0.0,
        at_most=1.0,
    )


def count_words(text: str) -> int:
    """How many words a text has, parted by white space."""
    if text.isprintable() and "  " not in text and text:  # of all white space only the blank is printable
        return text.count(" ") + 1
    return len(text.split())


def assess(draft: Draft, config: AssessConfig) -> None:
    """The stage: fill `quality` with `words` (of the body, parted by white space), `blocks` and
    `removed_share` (0 to 1, of characters).
    """
    body = " ".join([block.text for block in draft.blocks])
    words = count_words(body)
    gone = sum([edit.end - edit.start for edit in draft.removed if edit.action in ("strip", "capture")])
    kept = len(body) - max(len(draft.blocks) - 1, 0) + (len(draft.headline.text) if draft.headline else 0)
    share = gone / (gone + kept) if gone else 0.0
    draft.quality["words"] = words
    draft.quality["blocks"] = len(draft.blocks)
    draft.quality["removed_share"] = round(share, 4)
    if words < config.few_words:
        draft.flag("few-words")
    if share > config.max_share:
        draft.flag("much-removed")
