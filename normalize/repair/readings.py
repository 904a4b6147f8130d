"""Other readings of a damaged line: what it may have been before it was decoded with the wrong charset."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from normalize.ledger import Rewrite, apply
from normalize.repair import utf8
from normalize.repair.charsets import (
    LATIN,
    MULTI_BYTE,
    SINGLE_BYTE_PAIRS,
    UTF8_READ_AS,
    charset,
    name,
    reading,
)
from normalize.repair.judge import Judge
from normalize.repair.lines import rewrite, rewrites

_HIGH = re.compile("[^\x00-\x7f]+")
_ODD_WORD = re.compile(r"(?:[!-~]+ )?[!-~]*[^\x00-\x7f]\S*(?: [!-~]+)?")
_ASCII_LETTER = re.compile("[a-zA-Z]")
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2e80-\ud7ff\uf900-\ufaff]")
_MIXED_WORD = re.compile("[a-zA-Z\xc0-\u024f][\u0370-\u07ff]|[\u0370-\u07ff][a-zA-Z\xc0-\u024f]")
_CONTROL = re.compile("[\x80-\x9f\ufffd]")
_LONE_CONTROL = re.compile(r"(?:\A|[^\w])[\x80-\x9f]+(?:\Z|[^\w])")  # it may have been anything
# Money, measures, and the Catalan double l: signs that no reading changes.
_KEPT_SIGNS = re.compile(r"[$¢£¥€±×÷≥≤≠≈√∞]\s?[0-9]|[0-9]\s?[$¢£¥€±×÷≥≤≠≈‰°²³¹µ]|[lL]·[lL]")
_KEPT = "\xa0\xad"  # no reading changes them; see `charsets.reading`
_LEAST_LETTERS = 4  # of another script in a line; fewer among Latin words are signs, not text
_SAMPLE = (
    400  # code points of a line by which readings are compared; the evidence in these is more than enough
)
_TRIED_UTF8 = 2  # charsets for which the search over lost bytes is made, those that explain most of a line


class Pair(NamedTuple):
    """What a text was read as, and what it was."""

    wrong: str
    right: str

    @property
    def note(self) -> str:
        """What is believed, for people."""
        return f"{name(self.right)} read as {name(self.wrong)}"


def sample(line: str) -> str:
    """The part of a line by which its readings are compared: words that are not ASCII, and their
    neighbours.
    """
    if len(line) <= _SAMPLE:
        return line
    return " ".join(_ODD_WORD.findall(line))[:_SAMPLE]


def gains(part: str, judge: Judge) -> Iterator[tuple[float, Pair]]:
    """Yield the readings of a sample that may be, with the bits that each wins."""
    pairs = [
        *_utf8_pairs(part),
        *(Pair(*pair) for pair in SINGLE_BYTE_PAIRS),
        *(Pair("cp1252", right) for right in MULTI_BYTE),
    ]
    for pair in pairs:
        won = gain(part, pair, judge)
        if won > 0:
            yield won, pair


def gain(part: str, pair: Pair, judge: Judge, *, fair: bool = False) -> float:
    """Bits that a sample wins by being read as a pair of charsets says. For `fair` see `Judge.gain`."""
    made = changes(part, pair, judge)
    return judge.gain(part, made, fair=fair) if made else 0.0


def changes(line: str, pair: Pair, judge: Judge) -> list[Rewrite]:
    """The edits by which a line is read as a pair of charsets says, or none if that gives no text."""
    if pair.right == "utf-8":
        return _utf8_changes(line, pair, judge)
    if pair.right in MULTI_BYTE:
        return _multi_byte_changes(line, pair)
    return _single_byte_changes(line, pair)


def _utf8_pairs(line: str) -> Iterator[Pair]:
    """The charsets that explain most of a line as UTF-8."""
    explained = [(len(_whole_sequences(line, code)), code) for code in UTF8_READ_AS]
    explained.sort(key=lambda pair: -pair[0])  # the table has the likelier ones first
    for count, code in explained[:_TRIED_UTF8]:
        if count or code == "cp1252":
            yield Pair(code, "utf-8")


def _whole_sequences(line: str, code: str) -> str:
    """What the whole UTF-8 sequences of a line stand for."""
    if code in utf8.WIDE:
        found = []
        for run in _HIGH.findall(line):
            text = run.replace("\ufffd", "").encode(code, "ignore").decode("utf-8", "replace")
            if text.count("\ufffd") <= run.count("\ufffd"):
                found.append(text)
        return "".join(found)
    byte_of = charset(code).byte_of
    whole = "".join(utf8.sequences(code).findall(line))
    return bytes(byte_of[character] for character in whole).decode("utf-8", "ignore")


def _utf8_changes(line: str, pair: Pair, judge: Judge) -> list[Rewrite]:
    code = pair.wrong
    exact = utf8.exact_changes(line, code, "repair.mojibake", pair.note)
    if exact:
        return exact
    beginning = sample(line)
    least = float("inf")
    likeliest = judge.latin[0]
    for language in judge.languages(_whole_sequences(line, code), judge.latin[:1]):
        made = utf8.changes(beginning, code, language, "repair.mojibake", pair.note)
        bits = judge.cost(apply(beginning, made), (language,))
        if bits < least:
            likeliest, least = language, bits
    return utf8.changes(line, code, likeliest, "repair.mojibake", pair.note)


def _single_byte_changes(line: str, pair: Pair) -> list[Rewrite]:
    table = reading(*pair)
    found = []
    for match in _HIGH.finditer(line):
        run = match.group()
        again = run.translate(table)
        if again != run:
            if not all(ord(character) in table or character in _KEPT for character in run):
                return []
            if not _KEPT_SIGNS.search(line, max(0, match.start() - 2), match.end() + 2):
                found.append(rewrite(*match.span(), again, "repair.charset", pair.note))
    return found if _allowed(line, found, pair) else []


def _allowed(line: str, found: Sequence[Rewrite], pair: Pair) -> bool:
    """Whether a reading may be: no controls, no stray letters of another script."""
    if all(_LONE_CONTROL.match(line, max(0, change.start - 1), change.end + 1) for change in found):
        return False
    again = apply(line, found)
    if _CONTROL.search(again) or _MIXED_WORD.search(again):
        return False
    others = len(_OTHER_SCRIPT.findall(again))
    if pair.right in LATIN:
        return not others
    return others >= max(_LEAST_LETTERS, len(_ASCII_LETTER.findall(again)) / 2)


def _multi_byte_changes(line: str, pair: Pair) -> list[Rewrite]:
    byte_of = charset(pair.wrong).byte_of
    data = bytearray()
    for character in line:
        byte = ord(character) if character < "\x80" else byte_of.get(character)
        if byte is None:
            return []
        data.append(byte)
    try:
        again = data.decode(pair.right)
    except UnicodeDecodeError:
        return []
    found = rewrites(0, line, again, "repair.charset", pair.note)
    return found if _allowed(line, found, pair) else []
