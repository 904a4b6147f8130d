"""Text of unknown origin as it may be shown: nothing in it acts on a terminal or reorders a page.

Control characters (so no escape sequence survives), marks of direction, other invisible characters and lone
surrogates become their number, such as `<U+202E>`. The zero-width joiners, which many scripts and emoji need,
stay where text is shown as it reads, and are numbered where the very characters matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ALWAYS = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff"
)
_SPACES = "\u00a0\u1680\u2000-\u200a\u200c\u200d\u202f\u205f\u3000"
_HIDDEN = re.compile(f"[{_ALWAYS}]")
_HIDDEN_OR_SPACE = re.compile(f"[{_ALWAYS}{_SPACES}]")

LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
"""Whatever ends a line for a terminal, a browser or `str.splitlines`; FS, GS and RS are numbered."""

LONGEST = 5_000
"""Code points of one piece that are shown; of a longer one the beginning and the end. Some 800 words: more
than a paragraph has, and little enough that a line of megabytes does not bury the rest.
"""


def parts(text: str, exact: bool = False) -> Iterator[tuple[str, bool]]:
    """Give a text in parts, each with whether it stands for one hidden character.

    Args:
        text: any text, on one or several lines; line ends are shown as `⏎`.
        exact: whether unusual blanks and joiners are numbered too.
    """
    text = LINE_END.sub("⏎", text).replace("\t", " ")
    at = 0
    for match in (_HIDDEN_OR_SPACE if exact else _HIDDEN).finditer(text):
        if match.start() > at:
            yield text[at : match.start()], False
        yield f"<U+{ord(match[0]):04X}>", True
        at = match.end()
    if at < len(text):
        yield text[at:], False


def visible(text: str, exact: bool = False) -> str:
    """The same as one text."""
    return "".join(part for part, _ in parts(text, exact))


def shortened(text: str) -> str:
    """A text of at most `LONGEST` code points and a few, with a word on what was left out."""
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return f"{text[:half]} … {len(text) - 2 * half:,} characters … {text[-half:]}"


def escaped(line: str) -> str:
    r"""A line of JSON in which what is hidden stands as its escape, such as `\u202e`: the same value."""
    return _HIDDEN.sub(_escape, line)


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
