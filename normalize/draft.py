"""The one mutable document in flight: what a stage reads and changes.

A draft begins as a `Document` and ends as an `Article`. Stages before segmentation work on `text` (the source
text) and `work` (the same after repair); stages after it on `headline` and `blocks`. Removing goes through
`remove`, so that nothing leaves the draft without an edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from normalize.article import Document
from normalize.ledger import Action, Edit, OffsetMap, Rewrite, Span, apply, compose

UNWRAP = "segment.unwrap"
"""Rule of the rewrites that join the lines of a hard-wrapped paragraph."""

LIST_FIELDS = frozenset(
    {
        "authors",
        "tags",
        "related",
        "credits",
        "corrections",
        "contributors",
        "captions",
        "author_bio",
        "notices",
    }
)
"""Metadata fields that hold several values."""

_ONE_ORIGIN = frozenset({"authors", "tags"})
"""Lists that one source tells whole: a byline adds nothing to the authors that the page declares."""


class Block:
    """A headline, paragraph or list item: a span of the work text and the rewrites inside it.

    `text` is the span with its rewrites carried out: one line, no white space at either end. The rewrites are
    told in places
    of the span: 0 is the block's start. `kind` is 'headline', 'paragraph', 'item' …
    """

    __slots__ = ("end", "gone", "kind", "rewrites", "rewritten", "start", "text")

    def __init__(self, start: int, end: int, text: str, kind: str = "paragraph") -> None:
        self.start = start
        self.end = end
        self.text = text
        self.kind = kind
        self.gone = False
        self.rewritten = 0
        self.rewrites: Sequence[Rewrite] = ()

    def lines(self) -> list[Span]:
        """The spans of the physical lines in `text`, if it was joined from several; else none."""
        joins = [index for index, one in enumerate(self.rewrites) if one.rule == UNWRAP]
        if not joins:
            return []
        places = OffsetMap(self.rewrites)
        starts = [0, *(places.ends[index] for index in joins)]
        ends = [*(places.starts[index] for index in joins), len(self.text)]
        return list(zip(starts, ends, strict=True))


class Draft:
    """A document between reading and writing."""

    __slots__ = (
        "blocks",
        "changes",
        "damage",
        "document",
        "dropped",
        "fields",
        "firm",
        "flags",
        "has_given_headline",
        "headline",
        "kept",
        "kinds",
        "kinds_known",
        "origins",
        "quality",
        "removed",
        "repairs",
        "seeks_headline",
        "sound",
        "source",
        "text",
        "url",
        "work",
    )

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = ""
        self.work = ""
        self.url = document.url
        self.has_given_headline = False
        self.kinds: Sequence[str] = ()
        self.dropped: Sequence[str] = ()  # lines of a page that extraction took for junk
        self.kinds_known = False
        self.kept: dict[str, Any] = {}  # what stages keep for their next round, by their names
        self.source: dict[str, Any] = {}
        self.repairs: Sequence[Rewrite] = ()
        self.damage: Sequence[Edit] = ()
        self.sound = False  # whether the work text shows no sign of damage ...
        self.firm = False  # ... nor will what is left of it when lines are taken out
        self.headline: Block | None = None
        self.seeks_headline = False
        self.blocks: list[Block] = []
        self.changes = 0
        self.removed: list[Edit] = []
        self.fields: dict[str, Any] = {}
        self.origins: dict[str, str] = {}
        self.flags: list[str] = []
        self.quality: dict[str, Any] = {}

    def learn(self, field: str, value: Any, origin: str) -> None:
        """Fill a metadata field. Lists grow by what they do not hold yet; of single values the first
        stays.
        """
        if value in (None, "", [], {}) or (
            field in _ONE_ORIGIN and self.origins.get(field, origin) != origin
        ):
            return
        if field in LIST_FIELDS:
            known = self.fields.setdefault(field, [])
            known.extend(one for one in (value if isinstance(value, list) else [value]) if one not in known)
        elif field in self.fields:
            return
        else:
            self.fields[field] = value
        self.origins.setdefault(field, origin)

    def remove(
        self,
        block: Block,
        stage: str,
        rule: str,
        *,
        action: Action = "strip",
        field: str | None = None,
        note: str | None = None,
    ) -> None:
        """Take a whole block out of the article, with an edit that says who did it. `sweep` then closes the
        gaps.
        """
        block.gone = True
        self.changes += 1
        self.removed.append(Edit(block.start, block.end, action, stage, rule, None, field, note))

    def sweep(self) -> None:
        """Leave out the blocks that were removed."""
        self.blocks = [block for block in self.blocks if not block.gone]

    def cut(
        self,
        block: Block,
        start: int,
        end: int,
        stage: str,
        rule: str,
        note: str | None = None,
        text: str = "",
    ) -> None:
        """Take `[start, end)` of a block's text out of it, or put `text` in its place.

        At the block's head or tail the block shrinks and the part gets a strip edit of its own; in its middle
        it is a rewrite inside the block. White space is taken along so that one blank is left between words
        and none before a mark.
        """
        self.changes += 1
        if text:
            self._rewrite(block, start, end, text, stage, rule, note)
            return
        body = block.text
        before, after = body[:start].rstrip(), body[end:].lstrip()
        if before and after:
            glue = "" if after[0] in ".,;:!?)]”’»" else " "
            self._rewrite(block, len(before), len(body) - len(after), glue, stage, rule, note)
            return
        gone = OffsetMap(block.rewrites).span(start, end)
        self.removed.append(
            Edit(block.start + gone[0], block.start + gone[1], "strip", stage, rule, None, None, note)
        )
        low = 0 if before else len(body) - len(after)
        self._shrink(block, low, len(before) if before else len(body), gone)

    def mend(self, block: Block, change: Rewrite) -> None:
        """Carry out a rewrite inside a block, unless it would leave nothing; places are those of its text."""
        if apply(block.text, [change]).strip():
            self.changes += 1
            self._rewrite(block, *change)
            text = block.text
            self._shrink(block, len(text) - len(text.lstrip()), len(text.rstrip()), (0, 0))

    def _shrink(self, block: Block, low: int, high: int, gone: Span) -> None:
        """Keep `[low, high)` of a block's text. `gone`, in places of its span, is accounted for already."""
        keep = OffsetMap(block.rewrites).span(low, high)
        kept = []
        for one in block.rewrites:
            if keep[0] <= one.start and one.end <= keep[1]:
                kept.append(one._replace(start=one.start - keep[0], end=one.end - keep[0]))
            elif not (gone[0] <= one.start and one.end <= gone[1]):
                start, end = block.start + one.start, block.start + one.end
                if not self.work[start:end].isspace():  # junk before it that was cut to a blank
                    self.removed.append(Edit(start, end, "strip", one.stage, one.rule, None, None, one.note))
        block.rewrites = kept
        block.start, block.end = block.start + keep[0], block.start + keep[1]
        block.text = block.text[low:high]

    def _rewrite(
        self, block: Block, start: int, end: int, text: str, stage: str, rule: str, note: str | None
    ) -> None:
        change = [Rewrite(start, end, text, stage, rule, note)]
        block.text = apply(block.text, change)
        block.rewrites = compose(block.rewrites, change)

    def flag(self, name: str) -> None:
        """Mark the article for its readers, once."""
        if name not in self.flags:
            self.flags.append(name)
