"""What a page says about itself, gathered in one pass over its elements."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from normalize.extract import jsonld
from normalize.extract.jsonld import Graph, Node
from normalize.extract.marked import Marked

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from normalize.extract.page import Page

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
# Zero-width space, byte order mark, soft hyphen, controls, lone surrogates (JSON-LD can hold these by
# escapes).
_INVISIBLE = re.compile("[\u200b\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_BLOCK_NAMES = (
    "address article aside blockquote br dd div dl dt figcaption footer h1 h2 h3 h4 h5 h6 header hr li main "
    "nav ol p pre section table td th tr ul"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
_TELLING = frozenset(["meta", "title", "h1", "time", "link", "script"])
SKIPPED = frozenset(["script", "style", "noscript", "svg", "template", "button"])


@dataclass(frozen=True, slots=True)
class Signals:
    """Declarations of a page. Texts are cleaned: entities resolved, tags dropped, white space folded."""

    page: Page
    meta: dict[str, list[str]]
    title: str | None
    h1: tuple[HtmlElement, ...]
    times: tuple[HtmlElement, ...]
    canonical: str | None
    graph: Graph
    article: Node | None
    marked: Marked

    def first(self, *names: str) -> str | None:
        """The first value among `<meta>` names (name, property or itemprop, in lower case)."""
        return next((value for name in names for value in self.meta.get(name, ())), None)

    def declared(self, *keys: str) -> str | None:
        """The first string among properties of the article's JSON-LD node."""
        text = self.graph.first_text(self.article, *keys) if self.article is not None else None
        return clean(text) or None if text else None


def gather(page: Page) -> Signals:
    """Gather what the page's elements declare."""
    meta: dict[str, list[str]] = {}
    title = canonical = None
    h1, times, scripts = [], [], []
    for element in page.elements:
        tag = element.tag
        if tag not in _TELLING:
            continue
        if tag == "meta":
            content = clean(element.get("content") or "")
            for key in ("property", "name", "itemprop"):
                name = element.get(key)
                if name and content:
                    meta.setdefault(name.strip().lower(), []).append(content)
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower() and element.text:
                scripts.append(element.text)
        elif tag == "link":
            if (element.get("rel") or "").lower() == "canonical" and canonical is None:
                canonical = (element.get("href") or "").strip() or None
        elif tag == "h1":
            h1.append(element)
        elif tag == "time":
            times.append(element)
        elif (
            title is None
            and element.text
            and (parent := element.getparent()) is not None
            and parent.tag != "svg"
        ):
            title = clean(element.text) or None
    graph = jsonld.read(scripts)
    headings = [jsonld.folded(t) for t in [title or "", *meta.get("og:title", ()), *map(text_of, h1)]]
    node = jsonld.article(graph, headings)
    return Signals(page, meta, title, tuple(h1), tuple(times), canonical, graph, node, Marked(page.elements))


def clean(text: str) -> str:
    """Resolve entities (twice, for double escapes), drop tags and invisible characters, fold white space."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub("", text)
    return " ".join(_INVISIBLE.sub("", text).split())


def pieces(element: HtmlElement) -> Iterator[str]:
    """Texts under an element in order; a blank where a block or two neighbouring elements meet."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str) and child.tag not in SKIPPED:
            block = child.tag in BLOCKS
            if block:
                yield " "
            yield from pieces(child)
            if block or (not child.tail and child.getnext() is not None):
                yield " "
        if child.tail:
            yield child.tail


def text_of(element: HtmlElement) -> str:
    """The visible text under an element on one line."""
    if not len(element):
        return clean(element.text or "")
    return clean("".join(pieces(element)))
