"""What ftfy makes of a line, exactly, but faster where the line can be read as a whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from normalize.repair import badness, charsets
from normalize.repair.suspicion import RUN

if TYPE_CHECKING:
    from ftfy import ExplanationStep, TextFixerConfig

# Python's names of the charsets that ftfy tries; Latin-1 is a part of windows-1252 with its C1 controls.
_CODES = {
    "latin-1": "cp1252",
    "sloppy-windows-1252": "cp1252",
    "sloppy-windows-1251": "cp1251",
    "sloppy-windows-1250": "cp1250",
    "sloppy-windows-1253": "cp1253",
    "sloppy-windows-1254": "cp1254",
    "sloppy-windows-1257": "cp1257",
    "iso-8859-2": "iso8859-2",
    "macroman": "mac-roman",
    "cp437": "cp437",
}
# What ftfy's slower patterns need: a question mark that stands for a lost byte, and a blank that stands for
# 0xA0.
_AFTER_HIGH = re.compile(rb"\?(?<=[\x80-\xff].)")
_BEFORE_BLANK = re.compile(rb"[\xc2-\xf0][\x80-\xbf]{0,2} ")
# C1 controls that are signs in windows-1252: quotes, dashes, dots and such. The others are letters, which
# Latin-1 text that holds them may owe to another charset.
_SIGNS = b"\x80\x82\x84\x85\x86\x87\x89\x8b\x91\x92\x93\x94\x95\x96\x97\x99\x9b"
_C1_SIGNS = {byte: bytes([byte]).decode("cp1252") for byte in _SIGNS}
_ONLY_SIGNS = re.compile(f"[^\x80-\x9f]*+(?:[{_SIGNS.decode('latin-1')}][^\x80-\x9f]*+)+\\Z")
_READ_AS_LATIN1 = "windows-1252 read as Latin-1"


class Fixed(NamedTuple):
    """A line as ftfy gives it, what ftfy believed, and whether it read all of it without guess or loss.

    `wrong` is the charset that all of the line was read as, where it was UTF-8.
    """

    text: str
    note: str
    sure: bool
    wrong: str | None


class _Step(NamedTuple):
    text: str
    believed: str
    exact: bool
    wrong: str | None = None


def config() -> TextFixerConfig:
    """The part of ftfy that is used: only its reading of mojibake. All else are rules of their own."""
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


def fix_line(line: str) -> Fixed:
    """Do to a line what `ftfy.fix_and_explain` does with `config()`."""
    import ftfy

    believed: list[str] = []
    wrong = None
    sure = badness.proved()
    is_bad = badness.pattern().search
    while sure and not line.isascii() and is_bad(line):
        step = _read_whole(line) or _read_signs(line)
        if step is None or step.text == line:
            break
        line = step.text
        believed.append(step.believed)
        sure = step.exact
        wrong = wrong or step.wrong
    if not line.isascii() and is_bad(line):
        line, steps = ftfy.fix_and_explain(line, config())
        believed += _believed(steps or [])
        sure = False
    return Fixed(line, ", then ".join(believed), sure and not RUN.search(line), wrong)


def _read_whole(line: str) -> _Step | None:
    """The first of ftfy's charsets by which a whole line becomes UTF-8."""
    from ftfy.chardata import ALTERED_UTF8_RE, CHARMAP_ENCODINGS
    from ftfy.fixes import replace_lossy_sequences, restore_byte_a0

    for encoding in CHARMAP_ENCODINGS:
        try:
            plain = data = line.encode(encoding)
        except UnicodeEncodeError:
            continue
        if encoding != "macroman" and _BEFORE_BLANK.search(data) and ALTERED_UTF8_RE.search(data):
            data = restore_byte_a0(data)
        if encoding.startswith("sloppy") and (b"\x1a" in data or _AFTER_HIGH.search(data)):
            data = replace_lossy_sequences(data)
        try:
            text = data.decode("utf-8-variants" if b"\xed" in data or b"\xc0" in data else "utf-8")
        except UnicodeDecodeError:
            continue
        return _Step(text, f"UTF-8 read as {_name(encoding)}", data == plain, _CODES[encoding])
    return None


def _read_signs(line: str) -> _Step | None:
    """The quotes and dashes of windows-1252 read as Latin-1, where that is all that is wrong with a line."""
    from ftfy.fixes import decode_inconsistent_utf8

    if not _ONLY_SIGNS.match(line) or decode_inconsistent_utf8(line) != line:
        return None
    return _Step(line.translate(_C1_SIGNS), _READ_AS_LATIN1, True)


def _name(encoding: str) -> str:
    return "Latin-1" if encoding == "latin-1" else charsets.name(_CODES.get(encoding, encoding))


def _believed(steps: list[ExplanationStep]) -> list[str]:
    """What the steps of an explanation say, for people."""
    said = []
    wrong = ""
    for action, parameter in steps:
        if action == "encode":
            wrong = _name(parameter)
        elif action == "decode":
            said.append(f"{'UTF-8' if parameter.startswith('utf-8') else parameter} read as {wrong}")
        elif parameter == "decode_inconsistent_utf8":
            said.append("UTF-8 read as something else, in part of the line")
        elif parameter == "fix_c1_controls":
            said.append(_READ_AS_LATIN1)
    return said
