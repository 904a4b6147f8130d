"""Elements that the page's mark-up names as author, date or standfirst, gathered in one pass.

Names are words in `class`, `id`, `itemprop` and `data-testid`; for authors also links to their pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NAMES = re.compile(
    r"(?P<author>author|byline|autor|auteur|writer|redactor|firma|username|contributor)"
    r"|(?P<date>date(?!model)|datum|fecha|publish|timestamp)"
    r"|(?P<standfirst>standfirst|(?:^|[\s_-])dek(?:$|[\s_-])|subtitle|subheadline|vorspann|chapo|bajada|ingress|"
    r"alternativeheadline|article_*-*(?:lead|intro|summary))",
    re.IGNORECASE,
)
_AUTHOR_PAGE = re.compile(r"/(?:authors?|autor|autoren|autores|auteur)/")


_ATTRIBUTES = frozenset(["class", "id", "itemprop", "data-testid"])


class Marked(NamedTuple):
    """Elements in the page's order."""

    author: list[HtmlElement]
    date: list[HtmlElement]
    standfirst: list[HtmlElement]


@lru_cache(maxsize=65536)
def _kinds(names: str) -> tuple[str, ...]:
    return tuple(sorted({match.lastgroup or "" for match in _NAMES.finditer(names)}))


def gather_marked(elements: Iterable[HtmlElement]) -> Marked:
    """Visit all elements of a page once."""
    found = Marked([], [], [])
    for element in elements:
        kinds: tuple[str, ...] = ()
        for name, value in element.items():
            if name in _ATTRIBUTES:
                kinds += _kinds(value)
            elif name in ("rel", "href") and element.tag == "a" and _names_author(name, value):
                kinds += ("author",)
        for kind in set(kinds):
            getattr(found, kind).append(element)
    return found


def _names_author(name: str, value: str) -> bool:
    return "author" in value if name == "rel" else bool(_AUTHOR_PAGE.search(value))
