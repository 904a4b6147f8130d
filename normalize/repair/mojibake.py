"""Text that was decoded with the wrong charset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from normalize.ledger import Rewrite
from normalize.repair import badness
from normalize.repair.by_ftfy import Fixed, fix_line
from normalize.repair.judge import Judge
from normalize.repair.lines import lines, odd_characters, rewrites
from normalize.repair.readings import Pair, Reading, read, readings
from normalize.repair.suspicion import suspicious, suspicious_letters

_LEAST_GAIN = 6.0  # bits by which a reading of a suspicious line must win
_PLAINLY = 15.0  # bits that are enough if the same reading was the best for two lines before
_LEAST_SUM = (
    20.0  # bits that a pair of charsets must win in two lines or more before it is tried on the others
)
_LEAST_AFTER = 2.0  # bits that it must win there
_MOST_LOST = 0.1  # of the bits won: what the other lines may lose by it if the whole text was read so
_OVER_FTFY = 6.0  # bits by which a reading that is not of UTF-8 must be better than that of ftfy


class _Doubt(NamedTuple):
    """A suspicious line, and what ftfy would make of it."""

    start: int
    line: str
    fixed: Fixed | None


def mend_mojibake(text: str, language: str | None = None) -> Iterator[Rewrite]:
    """Read lines again that were decoded with the wrong charset.

    A line that ftfy can read as a whole is done. Other suspicious lines are put to the character model: which of the readings
    that may be is the likeliest, and is it likelier than the line as it stands? A pair of charsets that explains several
    lines is then tried on those that are not suspicious by themselves.
    """
    letters = suspicious_letters(text, frozenset(odd_characters(text)))
    is_bad = badness.pattern().search
    doubtful: list[_Doubt] = []
    others: dict[int, str] = {}
    for start, line in lines(text):
        if line.isascii():
            continue
        if is_bad(line):
            fixed = fix_line(line)
            if fixed.sure:
                yield from rewrites(start, line, fixed.text, "repair.mojibake", fixed.note)
            else:
                doubtful.append(_Doubt(start, line, fixed))
        elif suspicious(line, letters):
            doubtful.append(_Doubt(start, line, None))
        else:
            others[start] = line
    if doubtful:
        yield from _weigh(Judge(text, language), doubtful, others)


def _weigh(judge: Judge, doubtful: list[_Doubt], others: dict[int, str]) -> Iterator[Rewrite]:
    """Read doubtful lines as the character model finds likeliest; `others` are all that are not plain ASCII."""
    won: dict[Pair, list[float]] = defaultdict(list)
    for start, line, fixed in doubtful:
        plain = rewrites(0, line, fixed.text, "repair.mojibake", fixed.note) if fixed else []
        floor = judge.gain(line, plain) if plain else 0.0
        best = _again(line, judge, won, floor) or max(readings(line, judge), key=_gain, default=None)
        if best and best.gain >= max(
            _LEAST_GAIN, floor + (0.0 if best.pair.right == "utf-8" else _OVER_FTFY)
        ):
            won[best.pair].append(best.gain)
            yield from _moved(start, best.changes)
        elif plain:
            yield from _moved(start, plain)
        else:
            others[start] = line
    pairs = [pair for pair, gains in won.items() if len(gains) > 1 and sum(gains) >= _LEAST_SUM]
    if pairs:
        yield from _spread(judge, others, max(pairs, key=lambda pair: sum(won[pair])), won)


def _gain(reading: Reading) -> float:
    return reading.gain


def _again(line: str, judge: Judge, won: dict[Pair, list[float]], floor: float) -> Reading | None:
    """The reading that was best for lines before, if it is plainly good for this one too: then no other is tried."""
    pair = max(won, key=lambda pair: sum(won[pair]), default=None)
    if pair and len(won[pair]) > 1:
        reading = read(line, pair, judge)
        if reading and reading.gain >= max(_PLAINLY, floor + _OVER_FTFY):
            return reading
    return None


def _spread(
    judge: Judge, others: dict[int, str], pair: Pair, won: dict[Pair, list[float]]
) -> Iterator[Rewrite]:
    """Read the other lines as those before, if the whole text seems to have been read so.

    If only a part was, the other lines lose by it.
    """
    found = [(start, read(line, pair, judge, fair=True)) for start, line in sorted(others.items())]
    lost = -sum(reading.gain for _, reading in found if reading and reading.gain < 0)
    if lost <= _MOST_LOST * sum(won[pair]):
        for start, reading in found:
            if reading and reading.gain >= _LEAST_AFTER:
                yield from _moved(start, reading.changes)


def _moved(start: int, changes: list[Rewrite]) -> Iterator[Rewrite]:
    return (change._replace(start=change.start + start, end=change.end + start) for change in changes)
