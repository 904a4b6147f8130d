"""UTF-8 that was read as another charset, where bytes were lost or only parts of a line are damaged.

A line becomes a row of bytes: what its characters stand for in the charset that it was read as. From each
lead byte a UTF-8 sequence is tried, with what a lossy reader leaves: U+FFFD or `?` for a byte that the
charset does not define, a blank for 0xA0, or nothing at all. Where that leaves a choice, the character model
makes it (Viterbi search over pairs of letters).
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from normalize.ledger import Rewrite
from normalize.repair import charmodel
from normalize.repair.charsets import charset
from normalize.repair.lines import rewrite

_FFFD = "\ufffd"
_LOST = -1  # U+FFFD: a byte that the reader could not read
_FOREIGN = -2  # a character that the charset does not have
_WITHIN = -1  # the place of a byte that no character begins at
_QUESTION, _BLANK, _NO_BREAK = 0x3F, 0x20, 0xA0
_ANY_CONTINUATION = bytes(range(0x80, 0xC0))
_MOST_READINGS = 128  # of one sequence; more than two lost bytes tell nothing
_MOST_PATHS = 6  # kept at each place; more changed no line of the samples
_EXACT = 8.0  # bits for a whole sequence: in a damaged line that is rarely chance
_BLANK_KEPT = 4.0  # bits against a blank that stands for 0xA0 and for the blank after it


class _Reading(NamedTuple):
    """What `length` bytes may be read as; `None` is what stands there already. `bits` speak against it."""

    length: int
    text: str | None
    folded: str
    bits: float


_END = _Reading(0, None, "", 0.0)


class _Row(NamedTuple):
    """A line as bytes; `character_at` is the character that begins at each, and at the end their number."""

    data: list[int]
    character_at: list[int]
    undefined: bytes
    lost_lead: int


class _Path(NamedTuple):
    """A way to read a row up to some place: its bits, its last two letters, the readings that led there."""

    bits: float
    tail: str
    readings: tuple[Any, ...]  # (those before, the last one), nested, so that paths share their beginnings


# Lead bytes of UTF-8 that begin no character of a charset and are lost: 0xEF opens full-width signs.
_LOST_LEAD = {"cp932": 0xEF}
_CLOSING = {"“": "”", "‘": "’", "„": "“", "‚": "‘", "«": "»"}
_MOST_DOUBT = 0.1  # that a lost byte was another one
_NON_ASCII = re.compile("[^\x00-\x7f]+")
WIDE = frozenset(("gb18030", "cp932", "cp949", "big5"))  # charsets in which a character may be two bytes


@cache
def sequences(code: str) -> re.Pattern[str]:
    """A pattern for whole UTF-8 sequences read as a single-byte charset."""
    upper = charset(code).upper

    def characters(first: int, last: int) -> str:
        found = upper[first - 0x80 : last - 0x7F]
        if code == "cp1252":
            found += "".join(map(chr, range(max(first, 0x80), min(last, 0x9F) + 1)))
        return "[" + re.escape(found) + "]"

    rest = characters(0x80, 0xBF)
    two, three, four = characters(0xC2, 0xDF), characters(0xE0, 0xEF), characters(0xF0, 0xF4)
    return re.compile(f"{two}{rest}|{three}{rest}{{2}}|{four}{rest}{{3}}")


def changes(line: str, code: str, language: str, rule: str, note: str) -> list[Rewrite]:
    """The likeliest reading in a language of a line of UTF-8 that was read as another charset."""
    row = _row(line, code)
    chosen = _likeliest(row, line, language)
    found = []
    run = ""
    start = at = 0
    texts = list(_sure_texts(row, chosen, language))
    sure = sum(text is not None and _FFFD not in text for text in texts)
    if sure < sum(text is not None and _FFFD in text for text in texts):
        return []  # what it would lose is more than what it would mend
    for reading, text in zip([*chosen, _END], [*texts, None], strict=True):
        if text is not None:
            start = start if run else row.character_at[at]
            run += text
        elif run:
            found.append(rewrite(start, row.character_at[at], run, rule, note))
            run = ""
        at += reading.length
    return found


def _sure_texts(row: _Row, chosen: Sequence[_Reading], language: str) -> Iterator[str | None]:
    """The texts of readings, with U+FFFD for those of which the model is not sure."""
    opened: list[str] = []
    before = "  "
    at = 0
    for i, reading in enumerate(chosen):
        text = reading.text
        if text is not None and reading.bits >= 0:
            others = [
                other
                for other in _readings(row, at, "")
                if other.text is not None and other.bits == reading.bits
            ]
            closing = _CLOSING.get(opened[-1]) if opened and before[-1] != " " else None
            if closing and any(other.text == closing for other in others):
                text = closing
            else:
                after = "".join(other.folded for other in chosen[i + 1 : i + 3])[:2]
                if _doubt(reading, others, before, after, language) > _MOST_DOUBT:
                    text = _FFFD + " " if row.data[at + reading.length - 1] == _BLANK else _FFFD
        for character in text or reading.folded:
            if character in _CLOSING:
                opened.append(character)
            elif opened and character == _CLOSING[opened[-1]]:
                opened.pop()
        before = (before + reading.folded)[-2:]
        at += reading.length
        yield text


def _doubt(chosen: _Reading, others: Sequence[_Reading], before: str, after: str, language: str) -> float:
    """The probability that not this reading is right but another of the same bytes; 1 for unknown letters."""
    if not charmodel.knows(language, chosen.folded):
        return 1.0
    shares = {}
    for other in others:
        bits = 0.0
        tail = before
        for character in other.folded + after:
            bits += charmodel.step(language, tail + character)
            tail = tail[1] + character
        shares[other.text] = math.exp2(-bits)
    return 1 - shares[chosen.text] / sum(shares.values())


def exact_changes(line: str, code: str, rule: str, note: str) -> list[Rewrite]:
    """The reading of a line as UTF-8 if all of it is that: the edits, or none."""
    byte_of = {} if code in WIDE else charset(code).byte_of
    found = []
    for match in _NON_ASCII.finditer(line):
        run = match.group()
        try:
            if code in WIDE:
                data = run.encode(code)
            else:
                data = bytes([byte_of[character] for character in run])
            found.append(rewrite(*match.span(), data.decode("utf-8"), rule, note))
        except (KeyError, UnicodeError):
            return []
    return found


def _row(line: str, code: str) -> _Row:
    """The bytes of a line; each character stands at its first byte, and at its others there is none."""
    data: list[int] = []
    character_at: list[int] = []
    single = code not in WIDE
    byte_of = charset(code).byte_of if single else {}
    for i, character in enumerate(line):
        if character < "\x80":
            data.append(ord(character))
        elif character == _FFFD:
            data.append(_LOST)
        elif single:
            data.append(byte_of.get(character, _FOREIGN))
        else:
            data += character.encode(code, "ignore") or [_FOREIGN]
        character_at += [i] + [_WITHIN] * (len(data) - len(character_at) - 1)
    undefined = charset(code).undefined if single else b""
    if any(chr(byte) in line for byte in undefined):
        undefined = b""  # the reader kept them, so none are lost
    return _Row(data, [*character_at, len(line)], undefined, _LOST_LEAD.get(code, 0))


def _likeliest(row: _Row, line: str, language: str) -> list[_Reading]:
    """The readings of a row that together cost the fewest bits."""
    paths: list[dict[str, _Path]] = [{} for _ in row.character_at]
    paths[0]["  "] = _Path(0.0, "  ", ())
    for at in range(len(row.data)):
        if not paths[at]:
            continue
        best = sorted(paths[at].values())[:_MOST_PATHS]
        for reading in _readings(row, at, line):
            reached = paths[at + reading.length]
            for path in best:
                bits, tail = path.bits + reading.bits, path.tail
                for character in reading.folded:
                    bits += charmodel.step(language, tail + character)
                    tail = tail[1] + character
                if tail not in reached or bits < reached[tail].bits:
                    reached[tail] = _Path(bits, tail, (path.readings, reading))
        paths[at] = {}
    chain = min(paths[-1].values()).readings
    found = []
    while chain:
        chain, reading = chain
        found.append(reading)
    return found[::-1]


def _readings(row: _Row, at: int, line: str) -> Iterator[_Reading]:
    """What may stand at a place of a row."""
    lead = row.data[at]
    if row.character_at[at] != _WITHIN:
        length = 1
        while row.character_at[at + length] == _WITHIN:
            length += 1
        yield _Reading(length, None, _folded(line[row.character_at[at]]) if line else "", 0.0)
    elif lead < 0x80:
        yield _Reading(1, chr(lead), chr(lead).lower(), 0.0)
    if lead >= 0xC2 or (lead == _LOST and row.lost_lead):
        yield from _sequences(tuple(row.data[at : at + 4]), row.undefined, row.lost_lead)


_folded = lru_cache(maxsize=1 << 14)(charmodel.fold)


@lru_cache(maxsize=1 << 14)
def _sequences(data: tuple[int, ...], undefined: bytes, lost_lead: int) -> tuple[_Reading, ...]:
    """What the UTF-8 sequence may be that data begin with."""
    lead = lost_lead if data[0] == _LOST else data[0]
    need = 1 if lead < 0xE0 else 2 if lead < 0xF0 else 3
    if lead > 0xF4:
        return ()
    rest: list[bytes] = []
    found: list[_Reading] = []
    exact = data[0] == lead
    for byte in data[1 : need + 1]:
        if 0x80 <= byte < 0xC0:
            rest.append(bytes([byte]))
        elif byte == _LOST or (byte == _QUESTION and undefined):
            rest.append(undefined or _ANY_CONTINUATION)
            exact = False
        elif byte == _BLANK:
            found += _dropped(lead, rest, need, undefined)
            rest.append(bytes([_NO_BREAK]))
            exact = False
        else:
            break
    if len(rest) < need:
        return (*found, *_dropped(lead, rest, need, undefined))
    for text in _decoded(lead, rest, exact):
        found.append(_Reading(need + 1, text, charmodel.fold(text), -_EXACT if exact else 0.0))
        if data[need] == _BLANK:
            found.append(_Reading(need + 1, text + " ", charmodel.fold(text + " "), _BLANK_KEPT))
    return tuple(found)


def _dropped(lead: int, rest: list[bytes], need: int, undefined: bytes) -> list[_Reading]:
    """Readings with one byte that is simply gone; of three or four, more than the lead byte must be left."""
    if len(rest) != need - 1 or not undefined or (not rest and need > 1):
        return []
    texts = [text for i in range(need) for text in _decoded(lead, [*rest[:i], undefined, *rest[i:]], False)]
    return [_Reading(len(rest) + 1, text, charmodel.fold(text), 0.0) for text in texts]


def _decoded(lead: int, rest: Sequence[bytes], exact: bool) -> Iterator[str]:
    for choice in itertools.islice(itertools.product(*rest), _MOST_READINGS):
        try:
            text = bytes((lead, *choice)).decode("utf-8")
        except UnicodeDecodeError:
            continue
        if text.isprintable() or (exact and not "\x80" <= text <= "\x9f"):
            yield text
