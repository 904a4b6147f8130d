"""The site's name and the publisher: what the page says they are, and how they look in titles."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from normalize.extract.jsonld import folded
from normalize.extract.signals import Signals, clean

# Labels of a host name that name nothing; of `news.example.co.uk` only `example` does.
_NO_NAMES = frozenset(
    [
        "www",
        "ww1",
        "ww2",
        "m",
        "mobile",
        "amp",
        "news",
        "blog",
        "blogs",
        "en",
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "pl",
        "old",
        "web",
        "edition",
        "beta",
        "co",
        "com",
        "net",
        "org",
        "gov",
        "ac",
        "edu",
    ]
)
_URL = re.compile(r"^(?:https?:)?//", re.IGNORECASE)


def host(url: str | None) -> str:
    """The host of an address in lower case without `www.`; empty when there is none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def domain_names(url: str | None) -> list[str]:
    """The labels of the host that may name the site, folded."""
    labels = host(url).split(".")[:-1]
    return [folded(label) for label in labels if label not in _NO_NAMES and len(label) > 1]


def publisher_name(signals: Signals) -> tuple[str, str] | None:
    """The publisher and where it comes from: the article's JSON-LD, an organisation of the page, meta."""
    if signals.article is not None:
        name = signals.graph.first_text(signals.article, "publisher", "sourceOrganization")
        if name and not _URL.match(name):
            return clean(name), "json-ld"
    name = signals.first(
        "article:publisher", "dc.publisher", "dcterms.publisher", "publisher", "citation_publisher"
    )
    return (name, "meta") if name and not _URL.match(name) and "/" not in name else None


def site_name(signals: Signals) -> tuple[str, str] | None:
    """The site's name and where it comes from: og:site_name, a `WebSite` of the JSON-LD, application-name."""
    for value in signals.meta.get("og:site_name", ()):
        if not _URL.match(value) and not value.startswith("@"):
            return value, "og"
    for node in signals.graph.nodes:
        if (
            node.get("@type") == "WebSite"
            and (name := signals.graph.first_text(node, "name"))
            and not _URL.match(name)
        ):
            return clean(name), "json-ld"
    name = signals.first(
        "application-name", "apple-mobile-web-app-title", "al:ios:app_name", "al:android:app_name"
    )
    return (name, "meta") if name and not _URL.match(name) else None


def known_names(signals: Signals) -> frozenset[str]:
    """Folded names under which the site goes in titles."""
    names = [found[0] for found in (publisher_name(signals), site_name(signals)) if found]
    for key in (
        "og:site_name",
        "application-name",
        "apple-mobile-web-app-title",
        "twitter:site",
        "al:ios:app_name",
    ):
        names += signals.meta.get(key, ())
    writers = signals.graph.all(signals.article, "author") if signals.article else []
    for node in signals.graph.nodes:
        if node not in writers and node.get("@type") in (
            "WebSite",
            "Organization",
            "NewsMediaOrganization",
            "NewsOrganization",
        ):
            names += [name for name in (node.get("name"), node.get("alternateName")) if isinstance(name, str)]
    urls = [signals.page.url, signals.canonical, signals.first("og:url")]
    found = {folded(_URL.sub("", name)) for name in names} | {n for url in urls for n in domain_names(url)}
    found |= {folded(host(url)) for url in urls}
    return frozenset(name for name in found if len(name) > 1)


def is_site(text: str, names: frozenset[str]) -> bool:
    """Whether a piece of a title is the site's name: the same, or one holds the other nearly whole."""
    piece = folded(text)
    if not piece:
        return False
    if piece in names:
        return True
    # 'The Village Voice' for villagevoice, 'tagesschau.de' for tagesschau, 'BBC News' for bbc
    return any(
        min(len(piece), len(name)) >= 3
        and (name in piece or piece in name)
        and min(len(piece), len(name)) >= 0.45 * max(len(piece), len(name))
        for name in names
    )


def names_site(text: str, names: frozenset[str]) -> bool:
    """Like `is_site`, for the last piece of a title: there, a few words that hold the site's name are its
    name.
    """
    tokens = text.split()
    within = any(len(name) >= 5 and name in folded(text) for name in names)
    return is_site(text, names) or (within and len(tokens) <= 4)
