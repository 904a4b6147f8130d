"""The account of a document: edits, the algebra of rewrites, settlement and replay.

A document passes through two texts. The *source text* is what decoding (for HTML: extraction) gave; every
span and edit of a record speaks of it. The *work text* is the source after repair; segmentation and stripping
look at it. A `Rewrite` replaces a span of one text; a sorted list of them leads from the source to the work
text, a second one from the work text to what is written. `compose` makes one list of the two, and `settle`
turns all that happened into spans and edits of the source.

All offsets are code points, half open. White space is what `str.isspace` says.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from normalize.errors import ReplayError

Span = tuple[int, int]
Action = Literal["strip", "rewrite", "capture", "flag"]


class Rewrite(NamedTuple):
    """`text` takes the place of `[start, end)`. Lists of rewrites are sorted and do not overlap."""

    start: int
    end: int
    text: str
    stage: str
    rule: str
    note: str | None = None


class Edit(NamedTuple):
    """What became of a span, and who did it: one entry of the record's account.

    `text` is what a rewrite put in the place of the span, `field` the metadata field that was filled from it,
    and `note` what was believed or how sure the stage was ("UTF-8 read as windows-1252").
    """

    start: int
    end: int
    action: Action
    stage: str
    rule: str
    text: str | None = None
    field: str | None = None
    note: str | None = None


by_place = itemgetter(0, 1, 2, 4)
"""Sort key of edits: by place, then in a settled order, by action and rule."""


class Account(NamedTuple):
    """Spans and edits of one document, in code points of the source text; edits sorted by place."""

    headline: Span | None
    blocks: list[Span]
    edits: list[Edit]


def apply(text: str, rewrites: Iterable[Rewrite], start: int = 0, end: int | None = None) -> str:
    """Give `text[start:end]` with the rewrites inside it carried out."""
    pieces = []
    at = start
    for rewrite in rewrites:
        pieces.append(text[at : rewrite.start])
        pieces.append(rewrite.text)
        at = rewrite.end
    pieces.append(text[at:end])
    return "".join(pieces)


class OffsetMap:
    """Places of a rewritten text, told in the text that the rewrites were made on."""

    def __init__(self, rewrites: Sequence[Rewrite]) -> None:
        self.rewrites = rewrites
        self.starts: list[int] = []  # of each rewrite's text, in the rewritten text
        self.ends: list[int] = []
        shift = 0
        for rewrite in rewrites:
            self.starts.append(rewrite.start + shift)
            shift += len(rewrite.text) - (rewrite.end - rewrite.start)
            self.ends.append(rewrite.end + shift)

    def span(self, start: int, end: int) -> Span:
        """The smallest source span that holds all of `[start, end)`, with what was removed at its very
        ends.
        """
        if not self.rewrites:
            return start, end
        return self._start(start), self._end(end)

    def _start(self, at: int) -> int:
        first = bisect_left(self.ends, at)  # the first rewrite that ends at or after `at`
        while first < len(self.ends) and self.ends[first] == at and self.starts[first] != at:
            first += 1  # a rewrite whose text ends here is not part of what starts here
        if first < len(self.starts) and self.starts[first] <= at:
            return self.rewrites[first].start
        return at + self.shift(first)

    def _end(self, at: int) -> int:
        last = bisect_right(self.starts, at) - 1  # the last rewrite that starts at or before `at`
        while last >= 0 and self.starts[last] == at and self.ends[last] != at:
            last -= 1
        if last >= 0 and self.ends[last] >= at:
            return self.rewrites[last].end
        return at + self.shift(last + 1)

    def shift(self, index: int) -> int:
        """What to add to a place that lies before rewrite `index` and after the one before it."""
        return self.rewrites[index - 1].end - self.ends[index - 1] if index else 0


def compose(first: Sequence[Rewrite], second: Sequence[Rewrite]) -> list[Rewrite]:
    """Make one list of rewrites that does what `first` and then `second` do.

    `second` speaks of the text that `first` gives. Rewrites that overlap become one, which is told of the
    later stage.
    """
    if not first or not second:
        return list(first or second)
    places = OffsetMap(first)
    result: list[Rewrite] = []
    i = k = 0
    while i < len(first) or k < len(second):
        early, late, low = i, k, i
        if k == len(second) or (i < len(first) and places.starts[i] <= second[k].start):
            start, end, i = places.starts[i], places.ends[i], i + 1
        else:
            start, end, k = second[k].start, second[k].end, k + 1
        while True:  # take in whatever begins before this group of overlapping rewrites ends
            if i < len(first) and places.starts[i] < end:
                end, i = max(end, places.ends[i]), i + 1
            elif k < len(second) and second[k].start < end:
                end, k = max(end, second[k].end), k + 1
            else:
                break
        if k == late:
            result.append(first[early])
            continue
        source_start = (
            first[low].start if i > low and places.starts[low] == start else start + places.shift(low)
        )
        source_end = first[i - 1].end if i > low and places.ends[i - 1] == end else end + places.shift(i)
        by = second[k - 1]
        text = _merged(places, range(low, i), second[late:k], start, end)
        result.append(Rewrite(source_start, source_end, text, by.stage, by.rule, by.note))
    return result


def _merged(places: OffsetMap, early: range, late: Sequence[Rewrite], start: int, end: int) -> str:
    """The final text of a group of overlapping rewrites; `[start, end)` is its place in the text between the
    two.
    """
    pieces = []
    at = start
    for stop, resume, text in [*((one.start, one.end, one.text) for one in late), (end, end, "")]:
        for index in early:
            low = max(at, places.starts[index])
            high = min(stop, places.ends[index])
            if low < high:
                offset = places.starts[index]
                pieces.append(places.rewrites[index].text[low - offset : high - offset])
        pieces.append(text)
        at = resume
    return "".join(pieces)


def settle(
    source: str,
    repairs: Sequence[Rewrite],
    later: Sequence[Rewrite],
    headline: Span | None,
    blocks: Sequence[Span],
    removed: Sequence[Edit],
) -> Account:
    """Tell all that was done to a document in code points of its source text.

    Args:
        source: the source text.
        repairs: what led from the source to the work text.
        later: rewrites of the work text inside headline and blocks (joined lines, junk taken out of a
            paragraph).
        headline, blocks: spans of the work text that are kept; they begin and end with a character that is
            not white space.
        removed: strip, capture and flag edits in places of the work text.

    A rewrite that lies in no kept span is part of what was stripped there, or else, if it is more than white
    space, a
    strip of its own: so headline, blocks and edits cover everything but white space.
    """
    if not repairs and not later:
        return Account(headline, list(blocks), sorted(set(removed), key=by_place))
    places = OffsetMap(repairs)
    kept, top, edits = _in_source(places, blocks, headline, removed)
    gone = sorted((edit.start, edit.end) for edit in edits if edit.action != "flag")
    live = sorted([*kept, top] if top else kept)
    for rewrite in compose(repairs, later):
        home = _around(live, rewrite)
        if home:
            text = rewrite.text.lstrip() if rewrite.start == home[0] else rewrite.text
            text = text.rstrip() if rewrite.end == home[1] else text
            edits.append(
                Edit(
                    rewrite.start,
                    rewrite.end,
                    "rewrite",
                    rewrite.stage,
                    rewrite.rule,
                    text,
                    None,
                    rewrite.note,
                )
            )
        elif not _around(gone, rewrite) and not source[rewrite.start : rewrite.end].isspace():
            edits.append(
                Edit(
                    rewrite.start, rewrite.end, "strip", rewrite.stage, rewrite.rule, None, None, rewrite.note
                )
            )
    return Account(top, kept, sorted(set(edits), key=by_place))


def _in_source(
    places: OffsetMap, blocks: Sequence[Span], headline: Span | None, removed: Sequence[Edit]
) -> tuple[list[Span], Span | None, list[Edit]]:
    """Tell spans of the work text in the source. What was deleted where two touch goes to the first."""
    told: dict[Span, Span] = {}
    covered = 0
    parts = {*blocks, *((edit.start, edit.end) for edit in removed if edit.action != "flag")}
    for span in sorted(parts | {headline} if headline else parts):
        start, end = places.span(*span)
        told[span] = max(start, covered), end
        covered = max(covered, end)
    edits = []
    for edit in removed:
        start, end = told.get((edit.start, edit.end)) or places.span(edit.start, edit.end)
        edits.append(Edit(start, end, *edit[2:]))
    return [told[span] for span in blocks], told[headline] if headline else None, edits


def _around(spans: Sequence[Span], rewrite: Rewrite) -> Span | None:
    """The span of a sorted list that holds a rewrite, if one does."""
    index = bisect_right(spans, (rewrite.start, rewrite.end)) - 1
    for span in spans[max(index, 0) : index + 2]:
        if span[0] <= rewrite.start and rewrite.end <= span[1]:
            return span
    return None


class Replayed(NamedTuple):
    """What `replay` gives: the headline (or None) and the body of the record."""

    headline: str | None
    body: str


def replay(source_text: str, record: Any) -> Replayed:
    """Make headline and body again from the source text and the account in a record.

    Args:
        source_text: the text that the record's spans speak of: the decoded file, or `Article.source_text`.
        record: an `Article`, or a record as read from `articles.jsonl` (a mapping) that was written with its
            edits.

    Returns:
        headline and body, equal to those of the record if text and record belong together.

    Raises:
        ReplayError: the record holds no account, or its spans do not fit the text.
    """
    if hasattr(record, "record"):
        record = record.record()
    if not isinstance(record, Mapping) or "spans" not in record or "edits" not in record:
        raise ReplayError(
            "the record holds no spans and edits: it was written with --edits none, or is no article record"
        )
    try:
        headline = record["spans"].get("headline")
        blocks = [(int(start), int(end)) for start, end in record["spans"]["blocks"]]
        rewrites = sorted(
            Rewrite(int(edit["start"]), int(edit["end"]), edit.get("text") or "", "", "")
            for edit in record["edits"]
            if edit["action"] == "rewrite"
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReplayError(f"the record's spans or edits are not of the published form: {error!r}") from error
    top = _rebuild(source_text, (int(headline[0]), int(headline[1])), rewrites) if headline else None
    return Replayed(top, "\n\n".join(_rebuild(source_text, span, rewrites) for span in blocks))


def _rebuild(text: str, span: Span, rewrites: Sequence[Rewrite]) -> str:
    start, end = span
    if not 0 <= start <= end <= len(text):
        raise ReplayError(
            f"the span {start} to {end} lies outside the source text, which has {len(text)} characters"
        )
    low = bisect_left(rewrites, start, key=lambda one: one.start)
    high = low
    while high < len(rewrites) and rewrites[high].end <= end:
        high += 1
    return apply(text, rewrites[low:high], start, end)
