r"""Escapes of programming languages in plain text: `\u2019`, `\xe2\x80\x99`, `\U0001f600`, `\u{1f600}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.ledger import Rewrite
from normalize.repair.lines import lines, rewrite

_UNIT = r"\\{1,4}(?:u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,6}\}|U00[01][0-9a-fA-F]{5}|x[0-9a-fA-F]{2})"
ESCAPE = re.compile(f"(?:{_UNIT})+")
_PART = re.compile(r"\\+([uUx])\{?([0-9a-fA-F]+)\}?")
# What is code: a character class of a pattern, a span between back quotes, a path.
_CODE = re.compile(r"\[[^\[\]\s]*\\[uUx][^\[\]\s]*\]|`[^`]*`|\b[A-Za-z]:\\\S*")
_ESCAPED_SIGN = re.compile(r"\\+([\"'/])")


def decode_escapes(text: str) -> Iterator[Rewrite]:
    """Decode escapes, and in the same line the escaped quotes and slashes that JSON writes beside them."""
    if "\\" not in text:
        return
    for start, line in lines(text):
        if "\\" not in line:
            continue
        found = False
        code = [match.span() for match in _CODE.finditer(line)]
        for match in ESCAPE.finditer(line):
            decoded = _decoded(match.group())
            if decoded is not None and not any(low <= match.start() < high for low, high in code):
                found = True
                note = "an escape of a programming language left in text"
                yield rewrite(start + match.start(), start + match.end(), decoded, "repair.escapes", note)
        if found:
            for match in _ESCAPED_SIGN.finditer(line):
                yield rewrite(start + match.start(), start + match.end(), match.group(1), "repair.escapes")


def _decoded(run: str) -> str | None:
    """The text of a run of escapes, or None where it stands for no text."""
    pieces: list[str] = []
    data = bytearray()
    for kind, digits in _PART.findall(run):
        if kind == "x":
            data.append(int(digits, 16))
            continue
        pieces += [_bytes_text(data), chr(min(int(digits, 16), 0x10FFFF))]
        data.clear()
    pieces.append(_bytes_text(data))
    decoded = "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    if any(
        "\ud800" <= character <= "\udfff" or (character < " " and character not in "\t\n\r")
        for character in decoded
    ):
        return None
    return decoded


def _bytes_text(data: bytearray) -> str:
    """The text of bytes: UTF-8 if they are, else windows-1252."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
