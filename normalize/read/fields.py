"""Metadata: which fields a record has, what their values are, and what is taken over from the input."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from normalize.dates import parse_date


class Field(NamedTuple):
    """A field of `metadata`: the kind of its value, a key of `KINDS`, and what it says."""

    kind: str
    about: str


FIELDS: dict[str, Field] = {
    "authors": Field("texts", "Who wrote it, one name each, in the order of the byline."),
    "contributors": Field("texts", "Who else worked on it ('Additional reporting by …')."),
    "author_bio": Field("texts", "What the text says about its authors."),
    "published": Field("date", "When it was first published."),
    "modified": Field("date", "When it was last changed."),
    "publisher": Field("text", "Who publishes it, by name."),
    "site": Field("text", "The site that it is on: its name, or its host."),
    "url": Field("text", "The address of the article."),
    "language": Field("text", "The language of the text as a BCP 47 tag, such as 'en' or 'pt-BR'."),
    "section": Field("text", "The part of the publication, such as 'Sport'."),
    "tags": Field("texts", "Keywords, as the publisher gives them."),
    "standfirst": Field("text", "The paragraph between headline and text."),
    "description": Field(
        "text", "The summary for search engines and previews; it need not stand in the text."
    ),
    "dateline": Field(
        "dateline", "Where and when it was reported, and by which agency, in the text's own words."
    ),
    "related": Field("links", "Stories that it points to."),
    "captions": Field("texts", "Captions of images, taken out of the text."),
    "credits": Field("texts", "Agencies, photographers and holders of rights that the text names."),
    "corrections": Field("texts", "Corrections and editor's notes, taken out of the text."),
    "notices": Field("texts", "Other notices by the publisher, taken out of the text."),
    "image": Field("text", "The address of the leading image."),
    "image_credit": Field("text", "Who took the leading image."),
    "paywall": Field("flag", "True if the page declares that the article is not free to read."),
    "live_blog": Field("flag", "True if the page declares that it is a live blog."),
    "extra": Field("object", "What else the input said of it, as it was; only with `--keep-extra`."),
}
"""The fields of the record's `metadata`. A field that is not known is absent."""


def take(given: Mapping[str, Any], into: dict[str, Any]) -> list[str]:
    """Take over the metadata of an input.

    Args:
        given: names and values as they stand in the input.
        into: the metadata so far; a field that it has already stays as it is.

    Returns:
        the names of what was left out: unknown fields, and values of another kind than the field's.
    """
    left = []
    for name, value in given.items():
        if value is None or value in ("", [], {}):
            continue
        found = KINDS[FIELDS[name].kind](value) if name in FIELDS else None
        if found is None:
            left.append(name)
        else:
            into.setdefault(name, found)
    return left


def _text(value: Any) -> str | None:
    """A string, a number as one, or the `name` of an object (as in JSON-LD)."""
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    return value.strip() or None if isinstance(value, str) else None


def _texts(value: Any) -> list[str] | None:
    """A list of strings; a single one is a list of one. None if a member is something else; null and empty
    ones are left out.
    """
    members = [one for one in value if one not in (None, "")] if isinstance(value, list) else [value]
    found = [_text(member) for member in members]
    return [one for one in found if one is not None] if found and None not in found else None


def _date(value: Any) -> str | None:
    """A date in ISO 8601; None for one that leaves something open, and for a number, of unknown unit."""
    return parse_date(value) if isinstance(value, str) else None


def _flag(value: Any) -> bool | None:
    return True if value is True else None


def _links(value: Any) -> list[dict[str, str]] | None:
    """A list of `{title, url}`, either of which may be missing, or of titles."""
    members = value if isinstance(value, list) else [value]
    found = [link for member in members if (link := _link(member))]
    return found if found and len(found) == len(members) else None


def _link(value: Any) -> dict[str, str] | None:
    if isinstance(value, Mapping):
        return _strings(value, ("title", "url"))
    title = _text(value)
    return {"title": title} if title else None


def _dateline(value: Any) -> dict[str, str] | None:
    return _strings(value, ("place", "agency", "date")) if isinstance(value, Mapping) else None


def _strings(value: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str] | None:
    """Those of the named members that are strings; None if there is none."""
    return {name: found for name in names if (found := _text(value.get(name)))} or None


def _object(value: Any) -> dict[str, Any] | None:
    """An object as it is, if its values can stand in JSON."""
    return dict(value) if isinstance(value, Mapping) and all(isinstance(key, str) for key in value) else None


KINDS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "texts": _texts,
    "date": _date,
    "flag": _flag,
    "links": _links,
    "dateline": _dateline,
    "object": _object,
}
"""For each kind of value, what makes one of a value of the input; None if it is of another kind."""
