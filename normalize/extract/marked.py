"""Elements that the page's mark-up names as author or date, gathered in one pass.

Names are words in `class`, `id`, `itemprop` and `data-testid`; for authors also links to their pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NAMES = re.compile(
    r"(?P<author>author|byline|autor|auteur|writer|redactor|firma|username|contributor)"
    r"|(?P<date>date(?!model)|datum|fecha|publish|timestamp)"
)
_AUTHOR_PAGE = re.compile(r"/(?:authors?|autor|autoren|autores|auteur)/")


_ATTRIBUTES = frozenset(["class", "id", "itemprop", "data-testid"])


class Marked:
    """Elements in the page's order, gathered when they are asked for: most pages declare what they tell."""

    def __init__(self, elements: Sequence[HtmlElement]) -> None:
        self._elements = elements

    @cached_property
    def _found(self) -> dict[str, list[HtmlElement]]:
        return _gather(self._elements)

    @property
    def author(self) -> list[HtmlElement]:
        """Elements whose mark-up names an author, or links to an author's page."""
        return self._found["author"]

    @property
    def date(self) -> list[HtmlElement]:
        """Elements whose mark-up names a date."""
        return self._found["date"]


@lru_cache(maxsize=65536)
def _kinds(names: str) -> tuple[str, ...]:
    kinds: tuple[str, ...] = ()
    for match in _NAMES.finditer(names.lower()):
        kind = match.lastgroup or ""
        if kind not in kinds:
            kinds += (kind,)
    return kinds


def _gather(elements: Sequence[HtmlElement]) -> dict[str, list[HtmlElement]]:
    """Visit all elements of a page once."""
    found: dict[str, list[HtmlElement]] = {"author": [], "date": []}
    for element in elements:
        kinds: tuple[str, ...] = ()
        for name, value in element.items():
            if name in _ATTRIBUTES:
                kinds += _kinds(value)
            elif name in ("rel", "href") and element.tag == "a" and _names_author(name, value):
                kinds += ("author",)
        for kind in set(kinds):
            found[kind].append(element)
    return found


def _names_author(name: str, value: str) -> bool:
    return "author" in value if name == "rel" else bool(_AUTHOR_PAGE.search(value))
