"""Labels above the headline: a section's name, a breadcrumb, a date, that were taken for the headline itself.

It is told by what follows: a line that reads like a headline, before any paragraph. `bench/strip.py kickers`
counts what is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from normalize.strip.scorer.lines import Kind, bare, kind_of

TOP: Final = 5
"""Lines under the first that are looked at, one of which is not the headline."""

# A label has at most this many words (in capitals, or under another label, more) and code points: hardly any
# headline is so short and stands over a line that reads like one (`bench/strip.py kickers`).
_WORDS: Final = 2
_LATER_WORDS: Final = 3
_CAPITAL_WORDS: Final = 4
_LENGTH: Final = 32
# A breadcrumb: its names are short, and so is all of it.
_PARTS: Final = re.compile(r"\s*[>»/|›]\s*")
_PART_WORDS: Final = 3
_PATH_LENGTH: Final = 60
# Entries of a breadcrumb that was a list.
_NUMBER: Final = re.compile(r"\d\.\s+(?=[^\W\d])")
# What a headline has at least (fewer words if they are long, as in German), and at most.
_TITLE_WORDS: Final = 5
_LONG_WORDS: Final = 4, 32
_TITLE_LENGTH: Final = range(25, 181)
_OPENING: Final = "\"'“„«‘‹「『"
_CLOSING: Final = ".!?…\"'”“»’›」』)]}:"
_FULL_STOPS: Final = ".。।:：,;"
# Chinese, Japanese, Korean and Thai lines have no words to count.
_UNSPACED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Words of fewer letters are in any address. An address tells a headline by so many words that the first line
# does not have, and this share of its words. The first line may be longer then, but its own share must be
# clear: the address holds it too, or not. It tells a first line of two words: one may be a section's name.
_TELLING: Final = 4
_TOLD: Final = 3
_UNTOLD_WORDS: Final = 6
_TOLD_BY_FIRST: Final = 2
_SHARE: Final = 0.6
_NO_SHARE: Final = 0.15
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_WORD: Final = re.compile(r"[^\W\d_]+")


def is_kicker(lines: Sequence[str], url: str | None = None) -> bool:
    """Whether the first line is a label above the headline and not the headline.

    A part of the page's address mostly holds words of the headline. If it holds those of a later line, alone
    or behind those of the first, the first may be longer than a label is; if it holds those of the first
    instead, that is the headline. A longer line with the site's name may be what the page calls itself.

    Args:
        lines: the document's first lines, the supposed headline first, without surrounding white space.
        url: the page's address, if it is known.
    """
    first = _NUMBER.sub("", lines[0])
    if len(lines) < 3 or kind_of(lines[1]) == Kind.PROSE:
        return False
    label = _is_label(first, _WORDS)
    if not label and (not url or len(first.split()) > _UNTOLD_WORDS):
        return False
    host, slug = _address(url)
    own = _share(first, slug)
    own_words, words = _telling(first), len(first.split())
    for line in lines[1:-1]:
        if kind_of(line) == Kind.PROSE:
            return False
        told = _share(line, slug)
        added = len((_telling(line) & slug) - own_words)
        named = told >= _SHARE and added >= _TOLD and line[-1] not in ":："
        if named and words <= _UNTOLD_WORDS and not _NO_SHARE <= own < _SHARE:
            return len(bare(line)) in _TITLE_LENGTH and not any(name in host for name in own_words)
        if label and _reads_like_title(line):
            told_by_first = own == 1.0 and told < 0.5 and words >= _TOLD_BY_FIRST
            return not told_by_first and not line.casefold().startswith(first.casefold())
        if not _is_label(_NUMBER.sub("", line), _LATER_WORDS):
            return False
    return False


def _is_label(line: str, words: int) -> bool:
    """Whether a line is a name of a few words, a date, an address, or a breadcrumb."""
    text = bare(line)
    if "://" in text and " " not in text:
        return True
    if len(text) > _PATH_LENGTH or text[-1] in _CLOSING or text[0] in _OPENING or _UNSPACED.search(text):
        return False
    most = _CAPITAL_WORDS if text.isupper() else words
    if len(text) <= _LENGTH and len(text.split()) <= most:
        return True
    if sum(map(str.isdigit, text)) * 4 >= len(text):
        return True
    parts = _PARTS.split(text)
    return len(parts) > 1 and all(len(part.split()) <= _PART_WORDS for part in parts)


def _reads_like_title(line: str) -> bool:
    text = bare(line)
    words = len(text.split())
    return (
        kind_of(line) in (Kind.OPEN, Kind.SHORT_SENTENCE)
        and len(text) in _TITLE_LENGTH
        and (words >= _TITLE_WORDS or (words, len(text)) >= _LONG_WORDS)
        and line[-1] not in _FULL_STOPS
        and (text[0].isalnum() or text[0] in _OPENING)
        and sum(map(str.isdigit, text)) * 5 <= len(text)
    )


def _address(url: str | None) -> tuple[str, set[str]]:
    """The host of an address, and the longer words of that part of it which has the most."""
    parts = urlsplit(url or "")
    return parts.netloc.casefold(), max(map(_telling, unquote(parts.path).split("/")[::-1]), key=len)


def _telling(text: str) -> set[str]:
    """The longer words of a line or an address, as addresses spell them: without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_UMLAUTS))
    plain = "".join(char for char in apart if not unicodedata.combining(char))
    return {word for word in _WORD.findall(plain) if len(word) >= _TELLING}


def _share(line: str, slug: set[str]) -> float:
    """How much of a line's longer words an address holds."""
    words = _telling(line) if slug else ()
    return len(slug.intersection(words)) / len(words) if words else 0.0
