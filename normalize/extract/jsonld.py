"""JSON-LD of a page: tolerant reading, `@graph` and `@id`, and which node is the article.

JSON-LD 1.1 (W3C recommendation) for the syntax, schema.org for the types.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Node = dict[str, Any]

ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Recipe|AnalysisNews\w*|OpinionNews\w*|CreativeWork)$")
# Pages and videos carry the article's data where a site has no article node.
SECOND_BEST = re.compile(r"(?:WebPage|ItemPage|VideoObject|Event|Product|Course|HowTo|PodcastEpisode)$")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>|\]\]>)\s*$", re.DOTALL
)
_NOT_ALNUM = re.compile(r"[\W_]+")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
# Deeper nodes are comments, offers and the like; longer scripts are data sets, not descriptions of the page.
MAX_DEPTH = 12
MAX_CHARS = 2_000_000


@dataclass(frozen=True, slots=True)
class Graph:
    """All typed nodes of a page, in its order, and an index by `@id`."""

    nodes: tuple[Node, ...] = ()
    by_id: dict[str, Node] = field(default_factory=dict)

    def resolve(self, value: Any) -> Any:
        """Follow `{"@id": …}` to the node that it names; anything else is given back as it is."""
        if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value:
            return self.by_id.get(value["@id"], value)
        return value

    def all(self, node: Node, key: str) -> list[Any]:
        """The values of a property as a list, references resolved."""
        value = node.get(key)
        values = value if isinstance(value, list) else [] if value is None else [value]
        return [self.resolve(v) for v in values]

    def first_text(self, node: Node, *keys: str) -> str | None:
        """The first non-empty string among properties; of an object, its name."""
        for key in keys:
            for value in self.all(node, key):
                text = value.get("name") if isinstance(value, dict) else value
                if isinstance(text, str) and text.strip():
                    return text
        return None


def types(node: Node) -> list[str]:
    """The type names of a node without their vocabulary's address."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return [name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str)]


def read(scripts: Iterable[str]) -> Graph:
    """Parse the texts of `application/ld+json` scripts; what is beyond repair is left out."""
    nodes: list[Node] = []
    by_id: dict[str, Node] = {}
    for script in scripts:
        for value in _values(script[:MAX_CHARS]):
            for node in _walk(value, 0):
                name = node.get("@id")
                if isinstance(name, str) and len(node) > len(by_id.get(name, ())):
                    by_id[name] = node
                if "@type" in node:
                    nodes.append(node)
    return Graph(tuple(nodes), by_id)


def _values(text: str) -> Iterator[Any]:
    """JSON values one after the other; pages also put several of them into one script."""
    text = _WRAPPING.sub("", text.strip()).strip().rstrip(";")
    decoder = json.JSONDecoder(strict=False)
    for attempt in (text, _BAD_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub(r"\1", text))):
        at, found = 0, []
        while at < len(attempt):
            try:
                value, at = decoder.raw_decode(attempt, at)
            except (ValueError, RecursionError):
                break
            found.append(value)
            while at < len(attempt) and attempt[at] in " \t\r\n,;":
                at += 1
        if found:
            yield from found
            return


def _walk(value: Any, depth: int) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key, child in value.items():
            if key not in ("comment", "mentions", "isBasedOn", "review") and isinstance(child, dict | list):
                yield from _walk(child, depth + 1)


def article(graph: Graph, headings: Iterable[str]) -> Node | None:
    """The node that describes the page's article, if there is one.

    Pages list other articles too. A node whose headline is one of `headings` (folded texts of `<h1>`,
    `<title>` …) wins, then the one with most of the properties that an article has; the first of equals.
    """
    known = [h for h in headings if h]

    def rank(node: Node) -> tuple[bool, bool, int]:
        title = folded(graph.first_text(node, "headline", "name") or "")
        named = bool(title) and any(title in h or h in title for h in known)
        keys = (
            "datePublished",
            "author",
            "headline",
            "articleBody",
            "mainEntityOfPage",
            "publisher",
            "image",
        )
        return named, any(map(ARTICLE.search, types(node))), sum(key in node for key in keys)

    fit = [n for n in graph.nodes if any(ARTICLE.search(t) or SECOND_BEST.search(t) for t in types(n))]
    best = max(fit, key=rank, default=None)
    return best if best is not None and rank(best)[1:] > (False, 0) else None


def folded(text: str) -> str:
    """Letters and digits only, in lower case."""
    return _NOT_ALNUM.sub("", text).casefold()
