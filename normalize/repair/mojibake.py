"""Text that was decoded with the wrong charset, as far as ftfy can mend it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from normalize.ledger import Rewrite
from normalize.repair import badness
from normalize.repair.lines import lines, rewrites

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


def mend_mojibake(text: str) -> Iterator[Rewrite]:
    """Mend the lines that ftfy finds bad."""
    is_bad = badness.pattern().search
    for start, line in lines(text):
        if not line.isascii() and is_bad(line):
            fixed, note = fix_line(line)
            yield from rewrites(start, line, fixed, "repair.mojibake", note)


def fix_line(line: str) -> tuple[str, str]:
    """What ftfy makes of a line, and what it believed."""
    import ftfy

    fixed, steps = ftfy.fix_and_explain(line, ftfy_config())
    return fixed, _believed(steps or [])


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
