"""Describing: what the text itself says of who wrote it, where from, and when it was published.

Only whole lines of a settled form are taken out of the body (bylines, 'Published …' lines); a dateline is
read and stays. A date that the story tells is no date of publication.
"""

from __future__ import annotations

from dataclasses import dataclass

from normalize.dates import parse_date
from normalize.describe.lines import dateline, stamps
from normalize.draft import Block, Draft
from normalize.names import parse_byline
from normalize.options import option

__all__ = ["DescribeConfig", "describe"]


@dataclass(frozen=True, slots=True)
class DescribeConfig:
    """Options of the stage `describe`."""

    byline: bool = option(True, "Take a byline out of the body into `authors` and `credits`.")
    stamps: bool = option(
        True, "Take lines like 'Published 3 May 2024' out of the body into `published` and `modified`."
    )
    dateline: bool = option(
        True, "Read the dateline of the first paragraphs into `dateline`; it stays in the body."
    )
    head_blocks: int = option(
        6,
        "How many blocks from the top may hold a byline or a stamp; a standfirst may go before.",
        at_least=1,
    )
    tail_blocks: int = option(3, "How many blocks at the end may hold one.", at_least=0)


def describe(draft: Draft, config: DescribeConfig) -> None:
    """The stage: fill metadata from the head and the tail of the body."""
    blocks = draft.blocks
    head = blocks[: config.head_blocks]
    tail = blocks[max(len(head), len(blocks) - config.tail_blocks) :] if config.tail_blocks else []
    left = len(blocks)
    for block in (*head, *tail):
        if left > 1 and len(block.text) <= 160:
            _read_line(draft, block, config)
            left -= block.gone
    if config.dateline:
        for block in blocks[:3]:
            found = dateline(block.text)
            if found:
                draft.learn("dateline", found, "dateline")
                break
    if left < len(blocks):
        draft.sweep()


def _read_line(draft: Draft, block: Block, config: DescribeConfig) -> None:
    """Capture a block that is a byline or a stamp and nothing else."""
    if config.byline and (byline := parse_byline(block.text)):
        draft.learn("authors", byline.authors, "byline")
        draft.learn("credits", byline.agencies, "byline")
        field = "authors" if byline.authors else "credits"
        draft.remove(block, "describe", "describe.byline", action="capture", field=field)
    elif config.stamps and (found := stamps(block.text)):
        for field, value in found:
            draft.learn(field, value, "text")
        draft.remove(block, "describe", "describe.stamp", action="capture", field=found[0][0])
    elif config.stamps and _repeats_date(draft, block.text):
        draft.remove(block, "describe", "describe.date", action="capture", field="published")


def _repeats_date(draft: Draft, line: str) -> bool:
    """Whether a line is a date and nothing else, and that of publication, which is known from elsewhere."""
    known = [str(draft.fields[field])[:10] for field in ("published", "modified") if field in draft.fields]
    if not known or len(line) > 60 or not any(year in line for year in {day[:4] for day in known}):
        return False
    return (parse_date(line) or "")[:10] in known
