"""The source text that a record speaks of, and the lines in which it is shown."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from normalize.report.visible import LINE_END

_REMOVED = ("strip", "capture")


class Shown(NamedTuple):
    """The source text of a record.

    text: the text; where nothing is known of a part, it is filled up, so that all places hold.
    unknown: the numbers of the edits whose part is not known.
    """

    text: str
    unknown: frozenset[int] = frozenset()


class Piece(NamedTuple):
    """A part of one source line. `edit` is the number of the edit that it belongs to; None: it is kept.

    `text` is what stood there (None: not known, `size` code points), `new` what a rewrite put in its place.
    """

    text: str | None
    size: int
    edit: int | None = None
    new: str | None = None


@dataclass(slots=True)
class Line:
    """A line of the source as it is shown: its pieces, and the numbers of the edits to tell below it."""

    pieces: list[Piece] = field(default_factory=list)
    edits: list[int] = field(default_factory=list)

    @property
    def blank(self) -> bool:
        """Whether there is nothing to see on it."""
        return not self.edits and all(
            one.edit is None and (one.text or "").strip() == "" for one in self.pieces
        )


def rebuild(record: Mapping[str, Any]) -> Shown:
    """Make the source text again, as far as the record alone allows: without white space between the blocks,
    and without what was removed, unless the record was written with `--edits text`.

    Raises:
        KeyError, TypeError, ValueError: the record is not of the published form.
    """
    edits, spans = record["edits"], record["spans"]
    kept = [(tuple(spans["headline"]), record["headline"])] if spans["headline"] else []
    kept += (
        zip(map(tuple, spans["blocks"]), record["body"].split("\n\n"), strict=True) if spans["blocks"] else ()
    )
    chunks: list[tuple[int, int, str]] = []
    unknown = set()
    for number, edit in enumerate(edits):
        if edit["action"] == "flag":
            continue
        was = edit.get("was")
        if was is None and edit["end"] > edit["start"]:
            unknown.add(number)
        if edit["action"] in _REMOVED:
            chunks.append((edit["start"], edit["end"], was or ""))
    for (start, end), text in kept:
        inside = [
            one for one in edits if one["action"] == "rewrite" and start <= one["start"] and one["end"] <= end
        ]
        chunks.append((start, end, _unwritten(start, end, text, inside)))
    pieces: list[str] = []
    at = 0
    for start, end, text in sorted(chunks):
        gap = max(start - at, 0)
        pieces += ("\n" * min(gap, 2) + " " * (gap - 2), text[: end - start].ljust(end - start))
        at = max(at, end)
    return Shown("".join(pieces), frozenset(unknown))


def _unwritten(start: int, end: int, text: str, rewrites: Sequence[Mapping[str, Any]]) -> str:
    """The source of a block, from its text and the rewrites that led to it."""
    pieces: list[str] = []
    at, taken = start, 0
    for one in rewrites:
        same = one["start"] - at
        size = one["end"] - one["start"]
        pieces += (text[taken : taken + same], (one.get("was") or "").ljust(size))
        taken += same + len(one.get("text") or "")
        at = one["end"]
    pieces.append(text[taken : taken + end - at])
    return "".join(pieces)


def lines_of(shown: Shown, edits: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Cut a source text into lines of pieces. An edit over several lines is told below its last one.

    Line ends inside a rewrite do not end the line, so that a paragraph that was joined is one line. Several
    blank lines become one.
    """
    text = shown.text
    made = [Line()]
    ends: list[int] = []  # where in the source each line of `made` ends
    at = 0
    changing = [number for number, one in enumerate(edits) if one["action"] != "flag"]
    for number in sorted(changing, key=lambda one: (edits[one]["start"], edits[one]["end"])):
        edit = edits[number]
        start, end = max(edit["start"], at), min(edit["end"], len(text))
        if end < start:
            continue
        _put(made, ends, text, (at, start), None)
        if number in shown.unknown:
            made[-1].pieces.append(Piece(None, end - start, number, edit.get("text")))
        elif edit["action"] == "rewrite":
            made[-1].pieces.append(Piece(text[start:end], end - start, number, edit.get("text") or ""))
        else:
            _put(made, ends, text, (start, end), number)
        made[-1].edits.append(number)
        at = end
    _put(made, ends, text, (at, len(text)), None)
    for number, edit in enumerate(edits):
        if edit["action"] == "flag":
            made[min(bisect_left(ends, edit["end"]), len(made) - 1)].edits.append(number)
    return _without_repeated_blanks(made)


def _put(made: list[Line], ends: list[int], text: str, span: tuple[int, int], edit: int | None) -> None:
    at, end = span
    while at < end:
        found = LINE_END.search(text, at, end)
        stop = found.start() if found else end
        if stop > at:
            made[-1].pieces.append(Piece(text[at:stop], stop - at, edit))
        at = stop
        if found:
            ends.append(found.start())
            made.append(Line())
            at = found.end()


def _without_repeated_blanks(lines: list[Line]) -> list[Line]:
    kept: list[Line] = []
    for line in lines:
        if line.blank and (not kept or kept[-1].blank):
            continue
        kept.append(line)
    if kept and kept[-1].blank:
        kept.pop()
    return kept


def only_touched(lines: Sequence[Line], wanted: frozenset[int]) -> list[Line | None]:
    """The lines with work of the wanted edits, and one line of text on either side; None is a gap."""
    full = [line for line in lines if not line.blank]
    touched = [
        index
        for index, line in enumerate(full)
        if wanted.intersection(line.edits) or any(piece.edit in wanted for piece in line.pieces)
    ]
    near = sorted(
        {other for index in touched for other in (index - 1, index, index + 1)} & set(range(len(full)))
    )
    out: list[Line | None] = []
    for before, index in zip([-1, *near], near, strict=False):
        if index > before + 1:
            out.append(None)
        line = full[index]
        out.append(Line(line.pieces, [one for one in line.edits if one in wanted]))
    if near and near[-1] < len(full) - 1:
        out.append(None)
    return out
