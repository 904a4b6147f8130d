"""HTML entities left in plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from html.entities import html5, name2codepoint

from normalize.ledger import Rewrite
from normalize.repair.lines import lines, rewrite

# `&amp;` before what is itself an entity: text that was escaped twice, or more often.
ENTITY = re.compile(
    "&(?:(?:amp|AMP|#38|#x26);)*(?:"
    "#(?P<decimal>[0-9]{2,7});?|#[xX](?P<hex>[0-9a-fA-F]{2,6});"
    "|(?P<name>[a-zA-Z][a-zA-Z0-9]{1,30});"
    "|(?P<bare>[a-zA-Z]{2,8}[0-9]{0,2})(?![a-zA-Z0-9=;_])"
    "|(?P<blank>nbsp))"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_MARKUP = frozenset("<>&\"'")
_URL_BEFORE = re.compile(r"(?:https?://|www\.|[?&][\w%.+-]*=)[^\s<>\"]*\Z")
_LOOK_BACK = 200  # code points searched for the start of a URL; longer addresses hold `&` of a query early on
# HTML 4 names that are words or parts of names too: without a semicolon these are never decoded ...
_NEVER = frozenset(
    "and ang ant cap chi circ cong cup empty eta eth exist fork ge image int isin lang le loz macr mu ne ni "
    "not nu or oline part perp phi pi prod prop psi rang real rho shy sim sub sum sup tau there4 uml weierp "
    "xi zeta".split()
)
# ... and these not within a word.
_CUT_BEFORE = frozenset("cent copy lt gt micro para pound sect times yen".split())


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Names that need a semicolon, and upper-case spellings of lower-case letters, as in `&EACUTE;`."""
    known = {name[:-1]: text for name, text in html5.items() if name.endswith(";")}
    for name, text in list(known.items()):
        if name.islower() and name in name2codepoint and text.isalpha() and name.upper() not in known:
            known[name.upper()] = text.upper()
    return known


def decode_entities(text: str) -> Iterator[Rewrite]:
    """Decode entities line by line.

    In a line that holds a tag, entities that stand for `<`, `>`, `&` and quotes stay, since there they keep
    text and markup apart. Entities without a semicolon are decoded where the HTML 4 name ends with the word;
    not in URLs.
    """
    if "&" not in text:
        return
    for start, line in lines(text):
        if "&" not in line:
            continue
        markup = _TAG.search(line) is not None
        for match in ENTITY.finditer(line):
            decoded = _decoded(line, match)
            if decoded is not None and not (markup and decoded in _MARKUP):
                yield rewrite(
                    start + match.start(),
                    start + match.end(),
                    decoded,
                    "repair.entities",
                    "an HTML entity left in text",
                )


def _decoded(line: str, match: re.Match[str]) -> str | None:
    """The text that an entity stands for, or None where it is no entity."""
    kind = match.lastgroup
    value = match.group(kind) if kind else ""
    if kind == "name":
        return _names().get(value)
    if kind in ("decimal", "hex"):
        number = int(value, 16 if kind == "hex" else 10)
        return (
            chr(number) if 0xD800 <= number < 0xE000 else html.unescape(f"&#{number};")
        )  # halves of a pair join later
    if kind == "blank":
        return "\u00a0"
    if value not in name2codepoint or value in _NEVER:
        return None
    if value in _CUT_BEFORE and match.start() and line[match.start() - 1].isalpha():
        return None
    if _URL_BEFORE.search(line[max(0, match.start() - _LOOK_BACK) : match.start()]):
        return None
    return chr(name2codepoint[value])
