"""Metadata fields out of pieces of text: what a rule captures becomes a value of the record's form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from normalize.dates import parse_date
from normalize.draft import Draft
from normalize.names import parse_byline, parse_names

_EDGES = " \t\u00a0:;,|>»→•*_-–—"


def learn_captures(draft: Draft, captures: Iterable[tuple[str, str]], origin: str) -> str | None:
    """Fill fields of a draft from the pieces that one hit of a rule captured.

    Args:
        captures: pairs of field and text. `related` with `related.url`, and the parts of `dateline`, make one
            value.
        origin: told as the origin of the fields.

    Returns:
        the first field that was filled, or None if no piece had a value of its field's kind.
    """
    parts: dict[str, dict[str, str]] = {}
    filled = None
    for field, text in captures:
        text = text.strip().strip(_EDGES)
        if not text:
            continue
        name, _, part = field.partition(".")
        if name in ("related", "dateline"):
            parts.setdefault(name, {})[part or "title"] = text
        else:
            value = _value(field, text)
            if value is not None:
                draft.learn(field, value, origin)
                filled = filled or field
    for name, value in parts.items():
        draft.learn(name, value, origin)
        filled = filled or name
    return filled


def _value(field: str, text: str) -> Any:
    """The value of a field as a text states it; None if the text is not of the field's kind."""
    if field in ("published", "modified"):
        return parse_date(text)
    if field in ("authors", "contributors"):
        byline = parse_byline(text) or parse_names(text)
        return byline.authors if byline and byline.authors else None
    if field == "publisher":
        text = text.rstrip(".!?")
        return text[4:] if text[:4].lower() == "the " else text
    return [text] if field in ("tags",) else text
