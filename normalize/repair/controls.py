"""Characters that no reader sees: controls, terminal escapes, invisible marks; and surrogates, ligatures, composition."""

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
_VERTICAL_TAB = re.compile("\x0b")
_SURROGATES = re.compile(f"([\ud800-\udbff][\udc00-\udfff])|[{SURROGATES}]")
# Scripts written without blanks, where U+200B parts words: Thai, Lao, Tibetan, Myanmar, Khmer, Tai, Javanese ...
_UNSPACED = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua980-\ua9ff\uaa60-\uaadf"
_INVISIBLES = re.compile(f"[\xad\u2060\ufeff]+|(?<![{_UNSPACED}])\u200b+|\u200b+(?![{_UNSPACED}\u200b])")
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
    for match in _SURROGATES.finditer(text):
        if match.group(1):
            joined = match.group().encode("utf-16", "surrogatepass").decode("utf-16")
            yield rewrite(*match.span(), joined, "repair.surrogates", "UTF-16 surrogates read as characters")
        else:
            yield rewrite(*match.span(), "\ufffd", "repair.surrogates", "a surrogate without its pair")


def remove_controls(text: str) -> Iterator[Rewrite]:
    """Remove terminal escapes and control characters; U+000B only where it cannot be a line break."""
    escapes = [
        rewrite(*m.span(), "", "repair.terminal", "a terminal escape") for m in _TERMINAL.finditer(text)
    ]
    if escapes:
        yield from escapes
        return  # what is left is found in the next round
    yield from (rewrite(*match.span(), "", "repair.controls") for match in _CONTROLS.finditer(text))


def remove_invisibles(text: str) -> Iterator[Rewrite]:
    """Remove marks that split words for a program but not for a reader."""
    return (rewrite(*match.span(), "", "repair.invisibles") for match in _INVISIBLES.finditer(text))


def split_ligatures(text: str) -> Iterator[Rewrite]:
    """Take typographic ligatures apart."""
    for match in _LIGATURES.finditer(text):
        yield rewrite(*match.span(), _EXPANDED[match.group()], "repair.ligatures")


def compose_characters(text: str) -> Iterator[Rewrite]:
    """Bring each line to Unicode normalization form C (Unicode Standard Annex 15)."""
    for start, line in lines(text):
        if not line.isascii():
            composed = unicodedata.normalize("NFC", line)
            if composed != line:
                yield from rewrites(start, line, composed, "repair.nfc")
