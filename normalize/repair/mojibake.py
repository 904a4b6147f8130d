"""Text that was decoded with the wrong charset."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from normalize.ledger import Rewrite
from normalize.repair import badness
from normalize.repair.judge import Judge
from normalize.repair.lines import lines, rewrites
from normalize.repair.readings import Pair, read, readings
from normalize.repair.suspicion import suspicious, suspicious_letters

if TYPE_CHECKING:
    from ftfy import ExplanationStep, TextFixerConfig


_NAMES = {
    "latin-1": "Latin-1",
    "sloppy-windows-1252": "windows-1252",
    "sloppy-windows-1251": "windows-1251",
    "sloppy-windows-1250": "windows-1250",
    "sloppy-windows-1253": "windows-1253",
    "sloppy-windows-1254": "windows-1254",
    "sloppy-windows-1257": "windows-1257",
    "iso-8859-2": "ISO 8859-2",
    "macroman": "Mac Roman",
    "cp437": "code page 437",
}
_LEAST_GAIN = 6.0  # bits by which a reading of a suspicious line must win
_LEAST_SUM = (
    20.0  # bits that a pair of charsets must win in two lines or more before it is tried on the others
)
_LEAST_AFTER = 2.0  # bits that it must win there
_MOST_LOST = 0.1  # of the bits won: what the other lines may lose by it if the whole text was read so
_OVER_FTFY = 6.0  # bits by which another reading must be better than that of ftfy


class _Doubt(NamedTuple):
    """A suspicious line, what ftfy would make of it, and what ftfy believed."""

    start: int
    line: str
    fixed: str
    note: str


def mend_mojibake(text: str, odd: frozenset[str], language: str | None) -> Iterator[Rewrite]:
    """Read lines again that were decoded with the wrong charset.

    A line that ftfy can read as a whole is done. Other suspicious lines are put to the character model: which of the readings
    that may be is the likeliest, and is it likelier than the line as it stands? A pair of charsets that explains several
    lines is then tried on those that are not suspicious by themselves.
    """
    letters = suspicious_letters(text, odd)
    is_bad = badness.pattern().search
    doubtful: list[_Doubt] = []
    others: dict[int, str] = {}
    for start, line in lines(text):
        if line.isascii():
            continue
        if is_bad(line):
            fixed, note, sure = fix_line(line)
            if sure:
                yield from rewrites(start, line, fixed, "repair.mojibake", note)
            else:
                doubtful.append(_Doubt(start, line, fixed, note))
        elif suspicious(line, letters):
            doubtful.append(_Doubt(start, line, line, ""))
        else:
            others[start] = line
    if doubtful:
        yield from _weigh(Judge(text, language), doubtful, others)


def _weigh(judge: Judge, doubtful: list[_Doubt], others: dict[int, str]) -> Iterator[Rewrite]:
    """Read doubtful lines as the character model finds likeliest; `others` are all that are not plain ASCII."""
    won: dict[Pair, list[float]] = defaultdict(list)
    for start, line, fixed, note in doubtful:
        plain = rewrites(0, line, fixed, "repair.mojibake", note)
        floor = max(_LEAST_GAIN, judge.gain(line, plain) + _OVER_FTFY if plain else 0.0)
        best = max(readings(line, judge), key=lambda reading: reading.gain, default=None)
        if best and best.gain >= floor:
            won[best.pair].append(best.gain)
            yield from _moved(start, best.changes)
        elif plain:
            yield from _moved(start, plain)
        else:
            others[start] = line
    pairs = [pair for pair, gains in won.items() if len(gains) > 1 and sum(gains) >= _LEAST_SUM]
    if pairs:
        yield from _spread(judge, others, max(pairs, key=lambda pair: sum(won[pair])), won)


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


def fix_line(line: str) -> tuple[str, str, bool]:
    """What ftfy makes of a line, what it believed, and whether it read the line as a whole and without loss."""
    import ftfy

    fixed, steps = ftfy.fix_and_explain(line, ftfy_config())
    steps = steps or []
    whole = bool(steps) and all(action in ("encode", "decode") for action, _ in steps)
    sure = whole and not badness.pattern().search(fixed) and ("\ufffd" not in fixed)
    return fixed, _believed(steps), sure


def ftfy_config() -> TextFixerConfig:
    """The part of ftfy that is used: only its reading of mojibake; all else are rules of their own."""
    import ftfy

    return ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=True,
    )


def _believed(steps: list[ExplanationStep]) -> str:
    """What the steps of an explanation say, for people."""
    said = []
    wrong = ""
    for action, parameter in steps:
        if action == "encode":
            wrong = _NAMES.get(parameter, parameter)
        elif action == "decode":
            said.append(f"{'UTF-8' if parameter.startswith('utf-8') else parameter} read as {wrong}")
        elif parameter == "decode_inconsistent_utf8":
            said.append("UTF-8 read as something else, in part of the line")
        elif parameter == "fix_c1_controls":
            said.append("windows-1252 read as Latin-1")
    return ", then ".join(said)
