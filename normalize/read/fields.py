"""Metadata that comes with a record: which fields are taken over, and what their values must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from normalize.dates import parse_date

Convert = Callable[[Any], Any]


def text(value: Any) -> str | None:
    """A string, a number as one, or the `name` of an object (as in JSON-LD)."""
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    return value.strip() or None if isinstance(value, str) else None


def texts(value: Any) -> list[str] | None:
    """A list of strings; a single one is a list of one. None if a member is something else."""
    members = value if isinstance(value, list) else [value]
    found = [text(member) for member in members]
    return [one for one in found if one is not None] if found and None not in found else None


def links(value: Any) -> list[dict[str, str]] | None:
    """A list of `{title, url}`, either of which may be missing, or of titles."""
    members = value if isinstance(value, list) else [value]
    found = [link for member in members if (link := _link(member))]
    return found if found and len(found) == len(members) else None


def _link(value: Any) -> dict[str, str] | None:
    if isinstance(value, Mapping):
        return strings(value, ("title", "url"))
    title = text(value)
    return {"title": title} if title else None


def dateline(value: Any) -> dict[str, str] | None:
    """An object of `place`, `agency` and `date`."""
    return strings(value, ("place", "agency", "date")) if isinstance(value, Mapping) else None


def strings(value: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str] | None:
    """Those of the named members that are strings; None if there is none."""
    return {name: found for name in names if (found := text(value.get(name)))} or None


def date(value: Any) -> str | None:
    """A date in ISO 8601; None for one that leaves something open, or for a number."""
    return parse_date(value) if isinstance(value, str) else None


FIELDS: dict[str, Convert] = {
    "authors": texts,
    "published": date,
    "modified": date,
    "publisher": text,
    "site": text,
    "url": text,
    "language": text,
    "section": text,
    "tags": texts,
    "standfirst": text,
    "description": text,
    "image": text,
    "dateline": dateline,
    "related": links,
    "credits": texts,
    "corrections": texts,
}
"""The fields of the record's `metadata` that an input may give, and what makes a value of the right type."""


def take(given: Mapping[str, Any], into: dict[str, Any]) -> list[str]:
    """Take over the metadata of a record.

    Args:
        given: names and values as they stand in the input.
        into: the metadata so far; a field that it has already stays as it is.

    Returns:
        the names of what was left out: unknown fields, and values that are no text, list or object where one
        belongs.
    """
    left = []
    for name, value in given.items():
        if value is None or value in ("", [], {}):
            continue
        convert = FIELDS.get(name)
        found = convert(value) if convert else None
        if found is None:
            left.append(name)
        else:
            into.setdefault(name, found)
    return left
