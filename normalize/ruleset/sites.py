"""Which site a document is from: by its host, or by the name of its publisher."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from normalize.errors import Problem
from normalize.ruleset.model import Site

_BLANKS = re.compile(r"\s+")


def host_of(url: str | None) -> str | None:
    """Give the host of an address in the form that rules use: lower case, no port, no `www.`; None if it
    has none.

    An address without a scheme is read as one that begins with the host.
    """
    if not url:
        return None
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:
        return None
    return plain_host(host) if host else None


def site_in(metadata: Mapping[str, Any]) -> str | None:
    """The site that the metadata of a record tell: its name, else the host of its address."""
    return metadata.get("site") or host_of(metadata.get("url"))


def plain_host(host: str) -> str:
    """A host in lower case, without `www.` and without a dot at its end; names that are not ASCII in their
    IDNA form.
    """
    host = host.strip().lower().rstrip(".").removeprefix("www.")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return host
    return host


def folded_name(name: str) -> str:
    """A publisher's name for comparison: case folded, blanks joined, no leading 'the'."""
    return _BLANKS.sub(" ", name).strip().casefold().removeprefix("the ")


class SiteIndex:
    """Finds sites by host and by name. No two sites may share a host or a name: see `clashes`."""

    def __init__(self, sites: Iterable[Site]) -> None:
        self.by_host: dict[str, Site] = {}
        self.by_name: dict[str, Site] = {}
        self.clashes: list[Problem] = []
        for site in sites:
            for host in (site.host, *site.hosts):
                self._enter(self.by_host, plain_host(host.removeprefix(".")), host, site)
            for name in (site.name, *site.aliases):
                self._enter(self.by_name, folded_name(name), name, site)

    def _enter(self, index: dict[str, Site], key: str, word: str, site: Site) -> None:
        first = index.setdefault(key, site)
        if first is not site:
            message = f"`{word}` stands for {first.name} already ({first.file}:{first.line})"
            self.clashes.append(Problem(site.file, site.line, "R027", message))

    def at(self, host: str) -> Site | None:
        """The site of a host (in the form of `plain_host`) or of the nearest domain above it."""
        while host:
            if host in self.by_host:
                return self.by_host[host]
            host = host.partition(".")[2]
        return None

    def named(self, publisher: str) -> Site | None:
        """The site of a publisher, by its name or one of its aliases."""
        return self.by_name.get(folded_name(publisher))


def hosts_of(site: Site) -> tuple[str, ...]:
    """All hosts of a site, in the form of `plain_host`."""
    return tuple(plain_host(host.removeprefix(".")) for host in (site.host, *site.hosts))
