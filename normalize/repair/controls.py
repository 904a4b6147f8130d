"""Single characters: controls, escapes and marks that no reader sees; surrogates, ligatures, composition."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from normalize.ledger import Rewrite
from normalize.repair.lines import lines, rewrite, rewrites

# C0 without tab and line breaks, DEL, deprecated format controls, interlinear annotation, object replacement.
CONTROLS = "\x00-\x08\x0e-\x1f\x7f\u206a-\u206f\ufff9-\ufffc"
INVISIBLES = "\xad\u200b\u2060\ufeff"
BIDI = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
LIGATURES = "\ufb00-\ufb06"
SURROGATES = "\ud800-\udfff"

_TERMINAL = re.compile("\x1b\\[[0-9;:?]*[a-zA-Z]")
_CONTROLS = re.compile(f"[{CONTROLS}]+")
# Other controls in a line make U+000B in it noise too; so does its place in the middle of a sentence.
_NOISE = re.compile(f"[{CONTROLS}]")
_VERTICAL_TAB = re.compile("\x0b")
_LOOSE_VERTICAL_TAB = re.compile("(?<=[ \t])\x0b+(?=[a-z])|(?<=[^\\s.!?:][ \t])\x0b+")
_ANY_SURROGATE = re.compile(f"[{SURROGATES}]")
_SURROGATES = re.compile(f"([\ud800-\udbff][\udc00-\udfff])|[{SURROGATES}]")
# Scripts written without blanks, where U+200B parts words: Thai, Lao, Tibetan, Myanmar, Khmer and such.
_UNSPACED = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua980-\ua9ff\uaa60-\uaadf"
_ANY_INVISIBLE = re.compile(f"[{INVISIBLES}]")
_INVISIBLES = re.compile("[\xad\u2060\ufeff]+")
_ZERO_WIDTH_SPACES = re.compile(f"\u200b(?<![{_UNSPACED}].)\u200b*|\u200b+(?![{_UNSPACED}\u200b])")
_HARD_LINE = re.compile("[^\n\r\u2028\u2029]+")
_BIDI = re.compile(f"[{BIDI}]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LIGATURES = re.compile(f"[{LIGATURES}]")
_EXPANDED = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}


def mend_surrogates(text: str) -> Iterator[Rewrite]:
    """Join surrogates that pair (UTF-16 read as single characters) and put U+FFFD for those that do not."""
    if not _ANY_SURROGATE.search(text):
        return
    for match in _SURROGATES.finditer(text):
        if match.group(1):
            joined = match.group().encode("utf-16", "surrogatepass").decode("utf-16")
            yield rewrite(*match.span(), joined, "repair.surrogates", "UTF-16 surrogates read as characters")
        else:
            yield rewrite(*match.span(), "\ufffd", "repair.surrogates", "a surrogate without its pair")


def remove_controls(text: str) -> Iterator[Rewrite]:
    """Remove terminal escapes and control characters; U+000B only where it does not act as a line break."""
    escapes = [
        rewrite(*m.span(), "", "repair.terminal", "a terminal escape") for m in _TERMINAL.finditer(text)
    ]
    if escapes:
        yield from escapes
        return  # what is left is found in the next round
    yield from (rewrite(*match.span(), "", "repair.controls") for match in _CONTROLS.finditer(text))
    if "\x0b" in text:
        for match in _HARD_LINE.finditer(text):
            tabs = _VERTICAL_TAB if _NOISE.search(match.group()) else _LOOSE_VERTICAL_TAB
            for tab in tabs.finditer(text, *match.span()):
                yield rewrite(*tab.span(), "", "repair.controls")


def remove_bidi(text: str) -> Iterator[Rewrite]:
    """Remove direction marks that do nothing (Unicode Standard Annex 9).

    In a line without right-to-left letters that is all of them; elsewhere those that open or close an
    embedding or isolate without a partner in the line.
    """
    if not _BIDI.search(text):
        return
    for start, line in lines(text):
        if not _BIDI.search(line):
            continue
        if _RIGHT_TO_LEFT.search(line):
            places = list(_unpaired(line))
        else:
            places = [match.start() for match in _BIDI.finditer(line)]
        for at in places:
            yield rewrite(start + at, start + at + 1, "", "repair.bidi")


def _unpaired(line: str) -> Iterator[int]:
    """Places of opening marks that are not closed and of closing marks that nothing opened."""
    embeddings: list[int] = []
    isolates: list[int] = []
    for match in _BIDI.finditer(line):
        mark, at = match.group(), match.start()
        if mark in "\u202a\u202b\u202d\u202e":
            embeddings.append(at)
        elif mark in "\u2066\u2067\u2068":
            isolates.append(at)
        elif mark in "\u202c\u2069":
            opened = embeddings if mark == "\u202c" else isolates
            if opened:
                opened.pop()
            else:
                yield at
    yield from embeddings
    yield from isolates


def remove_invisibles(text: str) -> Iterator[Rewrite]:
    """Remove marks that split words for a program but not for a reader."""
    if _ANY_INVISIBLE.search(text):
        for marks in (_INVISIBLES, _ZERO_WIDTH_SPACES):
            for match in marks.finditer(text):
                yield rewrite(*match.span(), "", "repair.invisibles")


def split_ligatures(text: str) -> Iterator[Rewrite]:
    """Take typographic ligatures apart."""
    for match in _LIGATURES.finditer(text):
        yield rewrite(*match.span(), _EXPANDED[match.group()], "repair.ligatures")


def compose_characters(text: str) -> Iterator[Rewrite]:
    """Bring each line to Unicode normalization form C (Unicode Standard Annex 15)."""
    if unicodedata.is_normalized("NFC", text):
        return
    for start, line in lines(text):
        if not line.isascii():
            composed = unicodedata.normalize("NFC", line)
            if composed != line:
                yield from rewrites(start, line, composed, "repair.nfc")
