"""Text that was decoded with the wrong charset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from normalize.ledger import Rewrite, apply
from normalize.repair import badness
from normalize.repair.by_ftfy import Fixed, fix_line
from normalize.repair.judge import Judge
from normalize.repair.lines import lines, odd_characters, rewrites
from normalize.repair.readings import Pair, changes, gain, gains, sample
from normalize.repair.screen import is_read_right
from normalize.repair.suspicion import suspicious, suspicious_letters
from normalize.repair.utf8 import exact_changes

_LEAST_GAIN = 6.0  # bits by which a reading of a suspicious line must win
_PLAINLY = 15.0  # bits that are enough if the same reading was the best for two lines before
_LEAST_SUM = (
    20.0  # bits that a pair of charsets must win in two lines or more before it is tried on the others
)
_LEAST_AFTER = 2.0  # bits that it must win there
_MOST_LOST = 0.1  # of the bits won: what the other lines may lose by it if the whole text was read so
_OVER_FTFY = 3.0  # bits by which a reading must be better than that of ftfy
_OVER_BLANK = 12.0  # the same where it leaves a blank that ftfy takes for part of a letter
_LOSS = 10.0  # bits that a character is worth that ftfy gives up and the reading has

_NO_PAIR = Pair("", "")


class _Doubt(NamedTuple):
    """A suspicious line, and what ftfy would make of it."""

    start: int
    line: str
    fixed: Fixed | None


def mend_mojibake(text: str, language: str | None = None, most_weighed: int = 100_000) -> Iterator[Rewrite]:
    """Read lines again that were decoded with the wrong charset.

    Args:
        language: ISO 639-1 code where it is known.
        most_weighed: code points of suspicious lines that are put to the character model; of those beyond
            this only what ftfy makes of them is done.

    A line that ftfy can read as a whole is done. Other suspicious lines are put to the character model: which
    of the readings that may be is the likeliest, and is it likelier than the line as it stands? A pair of
    charsets that explains several lines is then tried on those that are not suspicious by themselves.
    """
    if is_read_right(text):
        return
    odd = odd_characters(text.encode("utf-8", "surrogatepass"))
    letters = suspicious_letters(text, odd, frozenset(odd))
    is_bad = badness.pattern().search
    doubtful: list[_Doubt] = []
    others: dict[int, str] = {}
    wrong: dict[str, None] = {}
    weighed = 0
    for start, line in lines(text):
        if line.isascii():
            continue
        if is_bad(line):
            fixed = fix_line(line)
            if fixed.sure and fixed.wrong:
                wrong.setdefault(fixed.wrong)
            if fixed.sure or weighed + len(line) > most_weighed:
                yield from rewrites(start, line, fixed.text, "repair.mojibake", fixed.note)
            else:
                weighed += len(line)
                doubtful.append(_Doubt(start, line, fixed))
        elif weighed + len(line) <= most_weighed and suspicious(line, letters):
            weighed += len(line)
            doubtful.append(_Doubt(start, line, None))
        else:
            others[start] = line
    left = []
    for doubt in doubtful:
        made = _read_alike(doubt.line, wrong)
        yield from _moved(doubt.start, made)
        if not made:
            left.append(doubt)
    if left:
        yield from _weigh(Judge.of(text, language), left, others)


def _read_alike(line: str, wrong: Iterable[str]) -> list[Rewrite]:
    """The reading of a whole line as UTF-8 that was read as charsets by which other lines surely were."""
    for code in wrong:
        made = exact_changes(line, code, "repair.mojibake", Pair(code, "utf-8").note)
        if made:
            return made
    return []


def _weigh(judge: Judge, doubtful: list[_Doubt], others: dict[int, str]) -> Iterator[Rewrite]:
    """Read doubtful lines as the character model finds likeliest; `others` are the rest that is not ASCII."""
    won: dict[Pair, list[float]] = defaultdict(list)
    for start, line, fixed in doubtful:
        plain = rewrites(0, line, fixed.text, "repair.mojibake", fixed.note) if fixed else []
        part = sample(line)
        floor = judge.gain(part, rewrites(0, part, fix_line(part).text, "repair.mojibake")) if plain else 0.0
        bits, pair = _again(part, judge, won, floor) or _likeliest(part, judge.latin)
        made = changes(line, pair, judge) if bits >= _LEAST_GAIN else []
        if made and fixed and bits < floor + _handicap(apply(line, made), fixed.text):
            made = []
        if made:
            won[pair].append(bits)
        elif not plain:
            others[start] = line
        yield from _moved(start, made or plain)
    pairs = [pair for pair, bits in won.items() if len(bits) > 1 and sum(bits) >= _LEAST_SUM]
    if pairs:
        pair = max(pairs, key=lambda pair: sum(won[pair]))
        yield from _spread(judge, others, pair, sum(won[pair]))


@lru_cache(maxsize=1024)
def _likeliest(part: str, latin: tuple[str, ...]) -> tuple[float, Pair]:
    """The reading that wins most; of equals the first, since the likelier charsets come first.

    Kept, since a text is looked at again after its junk is gone, and junk comes again and again.
    """
    return max(gains(part, Judge(latin)), key=lambda won: won[0], default=(0.0, _NO_PAIR))


def _handicap(text: str, by_ftfy: str) -> float:
    """Bits by which a reading must win more than that of ftfy.

    Fewer than none if it has what ftfy lost; none if it takes a blank for part of a letter and ftfy does not.
    """
    lost = by_ftfy.count("\ufffd") - text.count("\ufffd")
    if lost > 0:
        return -_LOSS * lost
    if len(text) > len(by_ftfy):
        return _OVER_BLANK
    return _OVER_FTFY if len(text) == len(by_ftfy) else 0.0


def _again(part: str, judge: Judge, won: dict[Pair, list[float]], floor: float) -> tuple[float, Pair] | None:
    """The reading that was best for lines before, if it is plainly good for this one: no other is tried."""
    pair = max(won, key=lambda pair: sum(won[pair]), default=None)
    if pair and len(won[pair]) > 1:
        bits = gain(part, pair, judge)
        if bits >= max(_PLAINLY, floor + _OVER_FTFY):
            return bits, pair
    return None


def _spread(judge: Judge, others: dict[int, str], pair: Pair, won: float) -> Iterator[Rewrite]:
    """Read the other lines as those before, if the whole text seems to have been read so.

    If only a part was, the other lines lose by it.
    """
    found = [
        (start, line, gain(sample(line), pair, judge, fair=True)) for start, line in sorted(others.items())
    ]
    if -sum(bits for *_, bits in found if bits < 0) <= _MOST_LOST * won:
        for start, line, bits in found:
            if bits >= _LEAST_AFTER:
                yield from _moved(start, changes(line, pair, judge))


def _moved(start: int, changes: list[Rewrite]) -> Iterator[Rewrite]:
    return (change._replace(start=change.start + start, end=change.end + start) for change in changes)
