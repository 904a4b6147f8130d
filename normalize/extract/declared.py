"""What a page declares about itself, by trafilatura's metadata reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from normalize.extract.page import Page


def read(page: Page) -> tuple[str | None, dict[str, Any], dict[str, str]]:
    """Give headline, metadata and the origin of each field."""
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(page.tree, page.url)
    fields = {
        "authors": [name for name in (found.author or "").split("; ") if name],
        "published": found.date,
        "site": found.sitename,
        "url": found.url,
        "description": found.description,
        "tags": found.tags,
        "image": found.image,
        "language": page.tree.get("lang"),
    }
    metadata = {name: value for name, value in fields.items() if value}
    return found.title, metadata, dict.fromkeys(metadata, "trafilatura")
