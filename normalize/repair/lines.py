"""Lines, and the smallest edits that lead from an old line to a new one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from normalize.ledger import Rewrite

BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_LINE = re.compile("[^\n\r\x0b\x0c\u2028\u2029]+")
_OTHER_BREAK = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_OTHER_C1 = re.compile("[\x80-\x84\x86-\x9f]")
# U+0085 is a line break (NEL) or the byte 0x85, the ellipsis of windows-1252, that was read as Latin-1. It is
# taken for the byte where the line holds other such bytes, and where `_ELLIPSIS` matches:
_ELLIPSIS = re.compile(
    # in UTF-8 read so,
    "(?<=[\xc2-\xdf])\x85|(?<=[\xe0-\xef])\x85(?=[\x80-\xbf])|(?<=[\xe0-\xef][\x80-\xbf])\x85"
    # before a blank or closing mark, but not at the end of a sentence,
    "|(?<![.!?:\x85])\x85(?=[ \t,;:!?)\\]\"'\u2019\u201d\xbb])"
    # between a word and the end of the line, or the beginning of the line and a small letter
    "|(?<=\\w)\x85(?=\n)|(?<![^\n])\x85(?=[a-z\xdf-\xff])"
)
_TO_SPACE = dict.fromkeys(map(ord, BREAKS), " ")
_PLAIN_ASCII = bytes(range(0x20, 0x7F)) + b"\t\n\x0c\r"
_RUNS = re.compile("([^\x00-\x7f]+)")
_make = partial(tuple.__new__, Rewrite)  # a third of the time of calling the class; a line may need hundreds
_WINDOW = 64  # code points searched for where two lines agree again; triple mojibake of a letter is 20 long
_AGREE = 4  # code points that must be equal there


def odd_characters(data: bytes) -> str:
    """What is left of a text without plain ASCII, in order. `data`: its UTF-8, with `surrogatepass`."""
    return data.translate(None, _PLAIN_ASCII).decode("utf-8", "surrogatepass")


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield start and text of each line that is not empty."""
    if not _OTHER_BREAK.search(text):
        at = 0
        for line in text.split("\n"):
            if line:
                yield at, line
            at += len(line) + 1
        return
    nel = "\x85" in text
    for match in _LINE.finditer(text):
        if nel and "\x85" in match.group() and not _OTHER_C1.search(match.group()):
            yield from _cut(text, *match.span())
        else:
            yield match.start(), match.group()


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Cut a line at each U+0085 that acts as a line break."""
    at = text.find("\x85", start, end)
    while at >= 0:
        if not _ELLIPSIS.match(text, at):
            if at > start:
                yield start, text[start:at]
            start = at + 1
        at = text.find("\x85", at + 1, end)
    if start < end:
        yield start, text[start:end]


def rewrites(start: int, old: str, new: str, rule: str, note: str | None = None) -> list[Rewrite]:
    """Give the edits that make `new` of `old`, in linear time.

    Args:
        start: place of `old` in the text that the edits speak of, in code points.

    Returns:
        Rewrites over spans that are no longer than they need be, but for lines that differ nearly everywhere.
    """
    if old == new:
        return []
    parts, mended = _RUNS.split(old), _RUNS.split(new)
    if parts[::2] != mended[::2]:
        return list(_resync(start, old, new, rule, note))
    # Plain ASCII is the same, so that what lies between is damage and its repair, pair by pair.
    found = []
    at = start
    for plain, before, after in zip(parts[::2], parts[1::2], mended[1::2], strict=False):
        at += len(plain)
        if before[0] != after[0] and before[-1] != after[-1] and after.isprintable():  # nearly always
            found.append(_make((at, at + len(before), after, "repair", rule, note)))
        elif before != after:
            found.append(_trimmed(at, before, after, rule, note))
        at += len(before)
    return found


def rewrite(start: int, end: int, text: str, rule: str, note: str | None = None) -> Rewrite:
    """One rewrite of this stage. Line breaks in `text` become spaces: a repair makes no lines."""
    if not text.isprintable():
        text = text.translate(_TO_SPACE)
    return Rewrite(start, end, text, "repair", rule, note)


def _trimmed(start: int, old: str, new: str, rule: str, note: str | None) -> Rewrite:
    low = 0
    most = min(len(old), len(new))
    while low < most and old[low] == new[low]:
        low += 1
    high = 0
    while high < most - low and old[-1 - high] == new[-1 - high]:
        high += 1
    return rewrite(start + low, start + len(old) - high, new[low : len(new) - high], rule, note)


def _resync(start: int, old: str, new: str, rule: str, note: str | None) -> Iterator[Rewrite]:
    i = k = 0
    while i < len(old) or k < len(new):
        if i < len(old) and k < len(new) and old[i] == new[k]:
            same = old[i : i + _WINDOW] == new[k : k + _WINDOW] and len(old) >= i + _WINDOW
            i, k = (i + _WINDOW, k + _WINDOW) if same else (i + 1, k + 1)
            continue
        a, b = _next_agreement(old, new, i, k)
        yield rewrite(start + i, start + a, new[k:b], rule, note)
        i, k = a, b


def _next_agreement(old: str, new: str, i: int, k: int) -> tuple[int, int]:
    """The nearest places at or after `i` and `k` from which the two lines agree for a while."""
    for distance in range(1, _WINDOW):
        for a in range(distance, -1, -1):
            mark = old[i + a : i + a + _AGREE]
            if len(mark) == _AGREE and new.startswith(mark, k + distance - a):
                return i + a, k + distance - a
    tail = 0
    most = min(len(old) - i, len(new) - k)
    while tail < most and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return len(old) - tail, len(new) - tail
