"""The smaller fields that a page declares: section, tags, description, image, address, flags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from normalize.extract import jsonld
from normalize.extract.jsonld import folded
from normalize.extract.signals import Signals, clean

Found = tuple[str, Any, str]
"""Field of the record, value, origin."""

MAX_TAGS = 50


def fields(signals: Signals, site_names: frozenset[str]) -> Iterator[Found]:
    """Each field at most once; what the page does not declare does not come up."""
    for finder in (_address, _section, _tags, _description, _image, _flags):
        yield from finder(signals, site_names)


def _address(signals: Signals, site_names: frozenset[str]) -> Iterator[Found]:
    """The canonical address; not that of the front page, which templates put on every page."""
    base = signals.page.url or ""
    for value, origin in ((signals.canonical, "canonical"), (signals.first("og:url"), "og")):
        try:
            url = urljoin(base, (value or "").strip())
            parts = urlsplit(url)
        except ValueError:
            continue
        front = parts.path in ("", "/") and not parts.query and urlsplit(base).path not in ("", "/")
        if value and parts.scheme in ("http", "https") and parts.netloc and not (front and base):
            yield "url", url, origin
            return


def _section(signals: Signals, site_names: frozenset[str]) -> Iterator[Found]:
    text = signals.declared("articleSection")
    value, origin = (
        (text, "json-ld")
        if text
        else (signals.first("article:section", "section", "parsely-section"), "meta")
    )
    if value and not value.startswith("http") and len(value) <= 80:
        yield "section", value, origin


def _tags(signals: Signals, site_names: frozenset[str]) -> Iterator[Found]:
    declared = (
        [v for v in signals.graph.all(signals.article, "keywords") if isinstance(v, str)]
        if signals.article
        else []
    )
    sources = [(signals.meta.get("article:tag", []), "meta"), (declared, "json-ld")]
    sources += [
        (signals.meta.get(name, []), "meta") for name in ("news_keywords", "parsely-tags", "keywords")
    ]
    for values, origin in sources:
        parts = values if len(values) > 1 else [p for value in values for p in re.split(r"[,;]", value)]
        tags = [clean(part.removeprefix("Tag:")) for part in parts]
        distinct = {folded(tag): tag for tag in reversed(tags) if 1 < len(tag) <= 60}
        if distinct:
            yield "tags", list(reversed(distinct.values()))[:MAX_TAGS], origin
            return


def _description(signals: Signals, site_names: frozenset[str]) -> Iterator[Found]:
    text = signals.first("og:description")
    value, origin = (text, "og") if text else (signals.declared("description"), "json-ld")
    if not value:
        value, origin = signals.first("description", "twitter:description", "dc.description"), "meta"
    if value:
        yield "description", value, origin


def _image(signals: Signals, site_names: frozenset[str]) -> Iterator[Found]:
    """The address of the leading image, and who took it if the JSON-LD says so."""
    nodes = signals.graph.all(signals.article, "image") if signals.article else []
    declared = nodes[0] if nodes else None
    url = declared.get("url") or declared.get("contentUrl") if isinstance(declared, dict) else declared
    value, origin = (signals.first("og:image", "og:image:url"), "og")
    if not value and isinstance(url, str):
        value, origin = url, "json-ld"
    if value:
        try:
            yield "image", urljoin(signals.page.url or "", value), origin
        except ValueError:
            return
    if isinstance(declared, dict):
        credit = signals.graph.first_text(declared, "creditText", "creator", "copyrightHolder", "author")
        if credit:
            yield "image_credit", clean(credit), "json-ld"


def _flags(signals: Signals, site_names: frozenset[str]) -> Iterator[Found]:
    """`paywall` where the page declares that it is not free, `live_blog` where its type says so."""
    node = signals.article
    free = node.get("isAccessibleForFree") if node else None
    tier = signals.first("article:content_tier", "content_tier") or ""
    if (free is not None and str(free).lower().rsplit("/", 1)[-1] == "false") or tier.lower() in (
        "locked",
        "metered",
    ):
        yield "paywall", True, "json-ld" if free is not None else "meta"
    if any("LiveBlogPosting" in jsonld.types(n) for n in signals.graph.nodes):
        yield "live_blog", True, "json-ld"
