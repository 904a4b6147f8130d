"""Lines out of the HTML pages of the benchmark that have no labelled text, as plain extractors give them.

`pages/` has pages of trafilatura's evaluation and `more_pages/` those of htmldate's: sites that `junk/` does
not have. Each page is turned into text in one of the ways of the tiers `extractor` and `naive`; its hash says
in which. Lines of some pages were labelled by hand (`line_labels.tsv`); no text of theirs is kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

BLOCKS: Final = frozenset(
    "p h1 h2 h3 h4 h5 h6 li blockquote figcaption div section header footer aside td th dt dd pre ul ol "
    "table tr nav form article main figure".split()
)
DROPPED: Final = ("script", "style", "noscript", "template", "svg", "iframe", "select", "textarea", "button")
BLANKS: Final = re.compile(r"\s+")
# Pages with fewer lines teach nothing; longer ones are lists of links or whole forums.
FEWEST, MOST = 4, 150


def page_lines(html: str, way: str) -> list[str]:
    """The lines that one way of extraction gives; none if it finds no article."""
    text = WAYS[way](html)
    return [line for line in (BLANKS.sub(" ", one).strip() for one in text.split("\n")) if line]


def way_of(page_id: str) -> str:
    """The way in which a page is turned into text: by its hash, so that all ways have their share."""
    return list(WAYS)[int(hashlib.sha256(page_id.encode()).hexdigest(), 16) % len(WAYS)]


def domain_of(url: str) -> str:
    """The host of an address without `www.`; some pages name their file behind `::` and not their address."""
    if "::" in url:
        return url.partition("::")[2].split("-")[0].split("/")[0].removeprefix("www.").casefold()
    return (urlsplit(url).hostname or url).removeprefix("www.")


def _tree(html: str) -> Any:
    from lxml import html as parser

    tree = parser.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html))
    for element in tree.xpath("|".join(f"//{name}" for name in DROPPED)):
        element.drop_tree()
    return tree


def _article(tree: Any) -> Any:
    found = tree.xpath("//article") or tree.xpath("//main") or tree.xpath("//body")
    return max(found, key=lambda one: len(one.text_content())) if found else tree


def _all_paragraphs(html: str) -> str:
    tree = _tree(html)
    return "\n".join(BLANKS.sub(" ", one.text_content()) for one in tree.xpath("//h1|//p"))


def _every_string(html: str) -> str:
    return "\n".join(BLANKS.sub(" ", one) for one in _article(_tree(html)).itertext())


def _by_block(html: str) -> str:
    root = _article(_tree(html))
    parts: list[str] = []

    def walk(node: Any) -> None:
        block = node.tag in BLOCKS or node.tag == "br"
        if block:
            parts.append("\n")
        parts.append(BLANKS.sub(" ", node.text or "") if isinstance(node.tag, str) else "")
        for child in node:
            walk(child)
            parts.append(BLANKS.sub(" ", child.tail or ""))
        if block:
            parts.append("\n")

    walk(root)
    return "".join(parts)


def _trafilatura(html: str) -> str:
    from trafilatura import bare_extraction, extract
    from trafilatura.settings import Extractor

    options = Extractor(recall=True, comments=True, links=len(html) % 2 == 0)
    text = extract(html, options=options) or ""
    found = bare_extraction(html, options=options)
    title = getattr(found, "title", None) or ""
    return f"{title}\n{text}"


WAYS: Final[dict[str, Callable[[str], str]]] = {
    "recall": _trafilatura,
    "paragraphs": _all_paragraphs,
    "blocks": _by_block,
    "recall-again": _trafilatura,
    "strings": _every_string,
}


def pages(folder: Path, read: Callable[[Path], list[dict[str, Any]]]) -> list[tuple[str, str, list[str]]]:
    """Id, domain and lines of every page that is not in `junk/`."""
    out = []
    gold = {row["id"]: row for row in read(folder / "pages" / "gold.jsonl.gz")}
    for name in ("pages", "more_pages"):
        for row in read(folder / name / "input.jsonl.gz"):
            if name == "pages" and gold[row["id"]]["dataset"] != "evaldata":
                continue
            lines = page_lines(row["html"], way_of(row["id"]))
            if FEWEST <= len(lines) <= MOST:
                out.append((row["id"], domain_of(row["url"]), lines))
    return out
