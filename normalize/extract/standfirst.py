"""The standfirst: the paragraph between headline and text, where the page sets one apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from normalize.extract.blocks import Block, Mark
from normalize.extract.jsonld import folded

_NAMES = re.compile(
    r"standfirst|(?:^|[\s_-])(?:dek|lede?|deck)(?:$|[\s_-])|subtitle|subheadline|vorspann|chapo|bajada|ingress|"
    r"alternativeheadline|article_*-*(?:lead|intro|summary)",
    re.IGNORECASE,
)
_ATTRIBUTES = ("class", "id", "itemprop", "data-testid")
_TAGS = frozenset(["p", "h2", "h3", "div", "section", "header"])
_ELSEWHERE = int(Mark.ASIDE | Mark.FOOTER | Mark.NAVIGATION_WORD | Mark.COMMENT_WORD | Mark.RELATED_WORD)
# A standfirst is a paragraph: shorter texts are labels, longer ones the article.
CHARS = (30, 700)
# It stands close to the headline: bylines, dates and share buttons come between. Where the headline is not on
# the page as a block, it is looked for among as many blocks as menus have.
NEAR, FAR = 15, 120


def standfirst(blocks: Sequence[Block], top: int, descriptions: Iterable[str]) -> str | None:
    """The text of the standfirst.

    A block near the headline counts whose mark-up names it so, or that repeats a description of the
    page and is set apart from the text: many sites describe a page by its first paragraph.

    Args:
        blocks: all blocks of the page.
        top: index of the headline; -1 if it is not known.
        descriptions: what the page declares to be about.
    """
    least, most = CHARS
    near = range(max(top - 3, 0), min(top + NEAR, len(blocks))) if top >= 0 else range(min(FAR, len(blocks)))
    elsewhere = _ELSEWHERE & ~_shared(blocks)
    described = {folded(text) for text in descriptions}
    for i in near:
        block = blocks[i]
        if i == top or block.tag not in _TAGS or not least <= len(block.text) <= most:
            continue
        if not block.marks & elsewhere and (
            _is_named(block) or (block.key in described and _is_apart(blocks, i))
        ):
            return block.text
    return None


def _is_apart(blocks: Sequence[Block], index: int) -> bool:
    """Whether no paragraph follows in the same container: else it is the first one of the text."""
    container = blocks[index].container
    return not any(one.container is container and one.tag == "p" for one in blocks[index + 1 : index + 5])


def _shared(blocks: Sequence[Block]) -> int:
    """Marks that nearly all of the page lies under: those of a wrapper, which say nothing."""
    counted = [block.marks for block in blocks if len(block.text) >= CHARS[0]]
    return sum(
        bit
        for bit in (int(mark) for mark in Mark)
        if bit & _ELSEWHERE and sum(1 for marks in counted if marks & bit) > 0.8 * len(counted)
    )


def _is_named(block: Block) -> bool:
    elements = [block.element] if block.container is None else [block.element, block.container]
    return any(
        _NAMES.search(value) for element in elements for name in _ATTRIBUTES if (value := element.get(name))
    )
