"""A document as the report shows it: the source in segments, each kept, rewritten in places, or removed.

Headline, paragraphs and removed spans never overlap and leave out only white space. So the list of them, in
their order, is the source; and those that are kept, with their rewrites made, are the article.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from normalize.report.corpus.markup import shorten
from normalize.report.source import Shown
from normalize.report.visible import LINE_END

LONGEST_PIECE = 3_000
"""Characters of a piece that are shown; of a longer one the beginning and the end."""

LONGEST_SEGMENT = 10_000
"""Characters of a segment that are shown; pieces behind them are left out."""

LONGEST_DOCUMENT = 30_000
"""Characters of a document that are shown: some 5,000 words. Of a longer one segments are left out before its
last third."""

Piece = str | int | list[Any]
"""A part of a segment: text that is kept; how many characters are left out; or, of a rewrite, what stood
there
(a number: not known, so many characters), what it became, and the number of its edit."""


@dataclass(slots=True)
class Segment:
    """`kind`: headline, text, removed, or gap. `edit`: what removed it, in the list of the document.
    `breaks`:
    whether it begins on a new line. `flags`: edits that only mark it. `size`: characters; of a gap, those
    that are left out.
    """

    kind: str
    pieces: list[Piece] = field(default_factory=list)
    edit: int | None = None
    breaks: bool = True
    flags: list[int] = field(default_factory=list)
    size: int = 0

    def as_json(self) -> dict[str, Any]:
        """JSON-ready values; what goes without saying is left out."""
        told: dict[str, Any] = {"k": self.kind, "p": self.pieces}
        if self.edit is not None:
            told["e"] = self.edit
        if not self.breaks:
            told["n"] = 0
        if self.flags:
            told["f"] = self.flags
        if self.kind == "gap":
            told["c"] = self.size
        return told


Told = tuple[str, str, str | None, str | None]
"""Of an edit: rule, action, field, note."""


class Segments:
    """The segments of a record.

    Args:
        record: with its account; without it headline and paragraphs are all there is.
        shown: the text that the account speaks of.

    Attributes:
        segments: all of them. edits: what was done, each once however often.
    """

    def __init__(self, record: Mapping[str, Any], shown: Shown) -> None:
        self.edits: list[Told] = []
        self.segments: list[Segment] = []
        self._numbers: dict[Told, int] = {}
        self._shown = shown
        if "spans" in record and "edits" in record:
            self._fill(record)
        else:
            texts = [("headline", record["headline"])] if record["headline"] else []
            texts += [("text", one) for one in record["body"].split("\n\n") if one]
            self.segments = [Segment(kind, [text], size=len(text)) for kind, text in texts]

    def _fill(self, record: Mapping[str, Any]) -> None:
        edits, spans = record["edits"], record["spans"]
        parts: list[tuple[int, int, str, int]] = [(*span, "text", -1) for span in spans["blocks"]]
        if spans.get("headline"):
            parts.append((*spans["headline"], "headline", -1))
        for number, one in enumerate(edits):
            if one["action"] in ("strip", "capture"):
                parts.append((one["start"], one["end"], "removed", number))
        rewrites = sorted(
            (one["start"], one["end"], number)
            for number, one in enumerate(edits)
            if one["action"] == "rewrite"
        )
        at = taken = 0
        for start, end, kind, number in sorted(parts):
            inside = []
            while taken < len(rewrites) and rewrites[taken][1] <= end:
                if rewrites[taken][0] >= start:
                    inside.append(rewrites[taken][2])
                taken += 1
            segment = Segment(kind, size=end - start)
            segment.breaks = not self.segments or LINE_END.search(self._shown.text, at, start) is not None
            if kind == "removed":
                segment.edit = self._edit(edits[number])
                segment.pieces = [
                    end - start if number in self._shown.unknown else self._shown.text[start:end]
                ]
            else:
                segment.pieces = self._pieces(start, end, edits, inside)
            self.segments.append(segment)
            at = end
        self._flag(parts, edits)

    def _pieces(
        self, start: int, end: int, edits: Sequence[Mapping[str, Any]], inside: list[int]
    ) -> list[Piece]:
        text, unknown = self._shown
        pieces: list[Piece] = []
        at = start
        for number in inside:
            one = edits[number]
            if one["start"] > at:
                pieces.append(text[at : one["start"]])
            size = one["end"] - one["start"]
            old = size if number in unknown else text[one["start"] : one["end"]]
            pieces.append([old, one.get("text") or "", self._edit(one)])
            at = one["end"]
        if end > at:
            pieces.append(text[at:end])
        return pieces

    def _flag(self, parts: Sequence[tuple[int, int, str, int]], edits: Sequence[Mapping[str, Any]]) -> None:
        places = sorted(parts)
        for one in edits:
            if one["action"] == "flag" and self.segments:
                near = next((at for at, part in enumerate(places) if part[1] >= one["end"]), len(places) - 1)
                self.segments[near].flags.append(self._edit(one))

    def _edit(self, edit: Mapping[str, Any]) -> int:
        told = (edit["rule"], edit["action"], edit.get("field"), edit.get("note"))
        if told not in self._numbers:
            self._numbers[told] = len(self.edits)
            self.edits.append(told)
        return self._numbers[told]

    def article(self) -> tuple[str | None, str]:
        """Headline and body as the kept segments give them: those of the record."""
        headline = next((after(one) for one in self.segments if one.kind == "headline"), None)
        return headline, "\n\n".join(after(one) for one in self.segments if one.kind == "text")

    def as_json(self) -> list[dict[str, Any]]:
        """JSON-ready values, of bounded size."""
        return [one.as_json() for one in _bounded([*map(_cut, self.segments)])]


def after(segment: Segment) -> str:
    """What a kept segment became."""
    return "".join(
        one if isinstance(one, str) else one[1] for one in segment.pieces if not isinstance(one, int)
    )


def before(segment: Segment) -> str:
    """What a segment was, as far as it is known."""
    return "".join(
        one if isinstance(one, str) else one[0]
        for one in segment.pieces
        if isinstance(one, str) or (isinstance(one, list) and isinstance(one[0], str))
    )


def _cut(segment: Segment) -> Segment:
    pieces: list[Piece] = []
    for one in segment.pieces:
        if isinstance(one, str) and len(one) > LONGEST_PIECE:
            half = LONGEST_PIECE // 2
            pieces += (one[:half], len(one) - 2 * half, one[-half:])
        elif isinstance(one, list):
            old = shorten(one[0]) if isinstance(one[0], str) else one[0]
            pieces.append([old, shorten(one[1]), one[2]])
        else:
            pieces.append(one)
    if _weight(pieces) > LONGEST_SEGMENT:
        weights = accumulate(_weight([one]) for one in pieces)
        kept = next(at for at, weight in enumerate(weights) if weight > LONGEST_SEGMENT)
        left = sum(len(one) if isinstance(one, str) else 1 for one in pieces[kept:])
        pieces[kept:] = [left]
    return Segment(segment.kind, pieces, segment.edit, segment.breaks, segment.flags, _weight(pieces))


def _weight(pieces: Sequence[Piece]) -> int:
    return sum(
        len(one)
        if isinstance(one, str)
        else 20 + len(str(one[0])) + len(one[1])
        if isinstance(one, list)
        else 8
        for one in pieces
    )


def _bounded(segments: list[Segment]) -> Iterator[Segment]:
    if sum(one.size + 30 for one in segments) <= LONGEST_DOCUMENT:
        yield from segments
        return
    head, tail, low, high = 0, 0, 0, len(segments)
    while low < high and head + segments[low].size <= LONGEST_DOCUMENT * 2 // 3:
        head += segments[low].size + 30
        low += 1
    while high > low and tail + segments[high - 1].size <= LONGEST_DOCUMENT // 3:
        high -= 1
        tail += segments[high].size + 30
    yield from segments[:low]
    left = segments[low:high]
    if left:
        yield Segment("gap", [len(left)], size=sum(one.size for one in left))
    yield from segments[high:]
