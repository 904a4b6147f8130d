"""One parse of a page, within limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from normalize.errors import StageError
from normalize.extract.config import ExtractConfig

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# What XML 1.0 (section 2.2) leaves out: lxml refuses these in text. Surrogates cannot be encoded at all.
_CONTROLS = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20)])
_NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_SURROGATE = re.compile("[\ud800-\udfff]")
# Where parsers differ: XHTML pages close `<html … />` at once in their first lines and then go on.
_CLOSED_HTML = re.compile(r"\A(.*?<html[^<>]*?)\s*/>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(?!(?:script|style)\b)[a-zA-Z]", re.IGNORECASE)
_RAW = (("<script", "</script"), ("<style", "</style"), ("<!--", "-->"))
# A name with its value; a `>` outside quotation marks ends the tag.
_ATTRIBUTE = re.compile(r"""[^\s"'>=/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?""")
# A run of characters without `<` of twice this length has a window of its own in it.
WINDOW = 4000
# Larger pages are parsed in pieces of this many bytes, a tenth of a second each. No real page that we know is
# so large.
CHUNKED, CHUNK = 4_000_000, 500_000
_PREAMBLE = 4096  # characters; `<html` stands in them
_DOCTYPE = re.compile(r"<!\s*doctype[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page. Nobody changes `tree`: whoever must, works on a copy.

    `elements` are all elements in the page's order. They are held here because lxml makes a Python object
    anew for every element that nobody holds, on every visit.
    """

    tree: HtmlElement
    url: str | None
    elements: tuple[HtmlElement, ...]


def parse(html: str, url: str | None, config: ExtractConfig) -> Page:
    """Parse a decoded page once.

    Raises:
        StageError: `html-too-large`, `html-too-deep`, `html-too-many-nodes`, `html-too-many-attributes` for a
            page over a limit; `no-article` for a text without any element.
    """
    from lxml import etree
    from lxml.html import HtmlElement

    if len(html) > config.max_chars:
        raise _too("html-too-large", f"the page has {len(html):,} characters", "max_chars", config.max_chars)
    parser = etree.HTMLParser(collect_ids=False, encoding="utf-8", remove_comments=True, remove_pis=True)
    # trafilatura asks for lxml.html's elements; its own parser chooses their class by a Python call for each.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    crowd = _most_attributes(html, config.max_attributes)
    if crowd > config.max_attributes:
        what = f"an element has {crowd:,} attributes or more"
        raise _too("html-too-many-attributes", what, "max_attributes", config.max_attributes)
    data = _parseable(html)
    try:
        tree = etree.fromstring(data, parser) if len(data) <= CHUNKED else _in_chunks(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        tree = None
    if tree is None:
        raise StageError("no-article", "the page is empty or holds no element", "extract")
    # Beyond its own depth limit libxml2 drops the rest of the page and only logs it.
    cut = any("depth" in error.message for error in parser.error_log.filter_from_fatals())
    if cut or tree.xpath(f"boolean({'/*' * (config.max_depth + 1)})"):
        raise _too("html-too-deep", "the page nests deeper than the limit", "max_depth", config.max_depth)
    elements = tuple(islice(tree.iter("*"), config.max_nodes + 1))
    # Each element has a text and a tail at most: the exact count is needed for pages near the limit only.
    if 3 * len(elements) > config.max_nodes:
        nodes = int(cast(float, tree.xpath("count(//node())")))
        if nodes > config.max_nodes:
            raise _too("html-too-many-nodes", f"the page has {nodes:,} nodes", "max_nodes", config.max_nodes)
    return Page(tree, url, elements)


def _in_chunks(data: bytes, parser: Any) -> HtmlElement | None:
    """Parse piece by piece, since a time limit stops no call of libxml2 but only what stands between two."""
    for at in range(0, len(data), CHUNK):
        parser.feed(data[at : at + CHUNK])
    return cast("HtmlElement | None", parser.close())


def _most_attributes(html: str, limit: int) -> int:
    """The attributes of a tag that has too many, counted up to one more than the limit; 0 if there is none.

    libxml2 compares each attribute of an element with all others, and no time limit stops it then. Only a tag
    that fills a whole window can have so many; most pages have none outside scripts.
    """
    at = 0
    while at < len(html):
        if html.find("<", at, at + WINDOW) >= 0:
            at += WINDOW
            continue
        end = html.find("<", at)
        end = len(html) if end < 0 else end
        start = max(html.rfind("<", 0, at), 0)
        tag = html[start:end]
        in_script = html.rfind("<script", 0, start) > html.rfind("</script", 0, start)
        if _TAG.match(tag) and not in_script:
            count = _attributes(tag, limit)
            if count > limit and not _is_raw(html, start):
                return count
        at = end
    return 0


def _is_raw(html: str, at: int) -> bool:
    """Whether a place is inside a script, a style sheet or a comment, where `<` begins no tag."""
    before = html[:at].lower()
    return any(before.rfind(opening) > before.rfind(closing) for opening, closing in _RAW)


def _attributes(tag: str, limit: int) -> int:
    """Attributes of the tag at the start of a text, counted up to one more than the limit."""
    count, at = -1, 1  # the first match is the tag's name
    while count <= limit and (found := _ATTRIBUTE.search(tag, at)):
        if ">" in tag[at : found.start()]:
            break
        count, at = count + 1, found.end()
    return count


def _parseable(html: str) -> bytes:
    if "/>" in html[:_PREAMBLE]:
        html = _CLOSED_HTML.sub(r"\1>", html[:_PREAMBLE], count=1) + html[_PREAMBLE:]
    if "<!" in html[:1000]:  # a doctype with odd contents makes libxml2 drop what follows (lxml bug 1955915)
        html = _DOCTYPE.sub("", html[:1000], count=1) + html[1000:]
    try:
        data = html.encode()
    except UnicodeEncodeError:
        data = _SURROGATE.sub("\ufffd", html).encode()
    data = data.translate(None, _CONTROLS)
    for one in _NONCHARACTERS:
        if one in data:
            data = data.replace(one, b"")
    return data


def _too(code: str, what: str, name: str, limit: int) -> StageError:
    return StageError(code, f"{what}; {name} allows {limit:,}", "extract")
