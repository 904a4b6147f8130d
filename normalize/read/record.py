"""Records of any format to documents: which of their fields are taken, and what becomes of the others."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from normalize.article import Document
from normalize.errors import InputError
from normalize.read.content import is_marked_up
from normalize.read.failure import Failure, failed
from normalize.read.fields import take
from normalize.read.mapping import Picked, paragraphs
from normalize.read.reading import Reading
from normalize.read.source import Source
from normalize.read.stream import too_large
from normalize.read.tally import count
from normalize.read.undecoded import with_text

OWN_KEYS = frozenset({"id", "text", "html", "url", "headline", "title", "metadata"})
_EXACT = 1 << 53  # below it, a float holds each whole number
_NOTHING = Picked({}, frozenset(), frozenset())

Row = tuple[int | None, "Mapping[str, Any] | InputError"]
"""A record's number in its file, counted from 1 (None: the file is the record), and the record or its
error."""


def documents(rows: Iterable[Row], source: Source, reading: Reading) -> Iterator[Document | Failure]:
    """Give one document, or one failure, for each record."""
    stem, path = source.id, source.path  # each is cut out of the path anew
    for number, row in rows:
        key = stem if number is None else f"{stem}:{number}"
        try:
            if isinstance(row, InputError):
                raise row
            if bytes in map(type, row.values()):
                row = with_text(row, text_keys(reading))
            picked = reading.fields.pick(row) if reading.fields else _NOTHING
            key = _id(row, picked) or key
            yield _document(row, picked, Document("", key, path, number), reading)
        except InputError as error:
            yield failed(path, number, key, error)


def some_documents(rows: Iterable[Row], source: Source, reading: Reading) -> Iterator[Document | Failure]:
    """Give one document, or one failure, for each record. Raises InputError `empty`, if there is none."""
    empty = True
    for item in documents(rows, source, reading):
        empty = False
        yield item
    if empty:
        raise InputError("empty", "the file holds no record", "read")


def check_columns(names: Iterable[str], reading: Reading, what: str) -> None:
    """Check that a table has a column for the text.

    Args:
        names: of its columns.
        what: the table in words: 'the file'.

    Raises:
        InputError: `bad-record`, told once for the table and not for each of its rows.
    """
    known = list(names)
    if not has_text(known, reading):
        wanted = " nor ".join(f"`{name}`" for name in text_keys(reading))
        raise InputError("bad-record", f"{what} has no column {wanted}{_keys(known)}", "read")


def unique(names: Iterable[str]) -> list[str]:
    """The names of columns, each once: the second `text` is `text.2`."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return found


def has_text(names: Iterable[str], reading: Reading) -> bool:
    """Whether one of these columns holds the text."""
    known = set(names)
    return any(key in known or key.split(".")[0] in known for key in text_keys(reading))


def text_keys(reading: Reading) -> list[str]:
    """The names under which a text is looked for."""
    sources = reading.fields.sources
    given = [pair.source for target in ("text", "html") for pair in sources.get(target, ())]
    return given if "text" in sources else [*given, "text", "html"]


def _id(record: Mapping[str, Any], picked: Picked) -> str | None:
    """The record's own id as text; None if it has none."""
    value = picked.values.get("id", None if "id" in picked.whole else record.get("id"))
    if type(value) is int:
        return str(value)
    if isinstance(value, (dict, list, bytes)):
        raise InputError("bad-record", f"`id` must be a string or a number, not {kind_of(value)}", "read")
    if value is None or value == "" or value != value:  # tables have NaN where a number is missing
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))  # whole numbers become floats in a column where one is missing
    return value if isinstance(value, str) else json.dumps(value, default=str)


def _document(record: Mapping[str, Any], picked: Picked, place: Document, reading: Reading) -> Document:
    """Make the document of a record; `place` holds what is known of it besides."""
    data, kind = _data(record, picked, reading)
    ignored = reading.ignored
    metadata: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    values = picked.values
    if values:
        chosen = {name: value for name, value in values.items() if name not in OWN_KEYS or name == "url"}
        for name in take(chosen, metadata):
            count(ignored, name)
    inner = None if "metadata" in picked.whole else record.get("metadata")
    if isinstance(inner, Mapping):
        _take(inner, "metadata.", picked, metadata, extra, reading)
    elif inner is not None:
        count(ignored, "metadata")
        extra["metadata"] = inner
    outer = {name: value for name, value in record.items() if name not in OWN_KEYS}
    if outer:
        _take(outer, "", picked, metadata, extra, reading)
    if reading.fields.keep_extra and extra:
        metadata["extra"] = {**metadata.get("extra", {}), **extra}
    url = metadata.get("url") if "url" in values else _string(record, "url", reading) or metadata.get("url")
    if "headline" in values:
        headline = _string(values, "headline", reading)
    else:
        headline = _string(record, "headline", reading) or _string(record, "title", reading)
    return Document(data, place.id, place.path, place.record, kind, url, headline, metadata)


def _take(
    given: Mapping[str, Any],
    prefix: str,
    picked: Picked,
    metadata: dict[str, Any],
    extra: dict[str, Any],
    reading: Reading,
) -> None:
    """Take over what the fields take; the rest is counted, or kept in `extra`."""
    keep = reading.fields.keep_extra
    left = given
    if picked.whole or (not keep and "extra" in given):
        left = {
            name: value
            for name, value in given.items()
            if f"{prefix}{name}" not in picked.whole and (keep or name != "extra")
        }
        if not keep and given.get("extra"):
            count(reading.ignored, f"{prefix}extra")
    for name in take(left, metadata):
        if keep and not isinstance(left[name], bytes):  # which JSON does not have
            extra.setdefault(name, left[name])
        elif f"{prefix}{name}" not in picked.inside:
            count(reading.ignored, f"{prefix}{name}")


def _data(record: Mapping[str, Any], picked: Picked, reading: Reading) -> tuple[str | bytes, str]:
    """The text or the page of a record, and its format. A text that a map found goes before a page."""
    values = picked.values
    name: str
    mapped = [one for one in ("text", "html") if one in values]
    if mapped:
        name, data = mapped[0], values[mapped[0]]
    else:
        text, page = record.get("text"), record.get("html")
        text, page = None if text == "" else text, None if page == "" else page
        if "text" in reading.fields.sources:
            text = page = None
        if (text is None) == (page is None):
            raise _lack(text is not None, record, reading)
        name, data = ("text", text) if page is None else ("html", page)
    if isinstance(data, list):
        data = paragraphs(data)
    if not isinstance(data, (str, bytes)):
        raise InputError("bad-record", f"`{name}` must be a string, not {kind_of(data)}", "read")
    if not data or data.isspace():
        what = "holds nothing but white space" if data else "is empty"
        raise InputError("empty", f"`{name}` {what}", "read")
    if len(data) > reading.config.max_line:
        raise too_large(f"`{name}` has {len(data):,} characters", reading.config.max_line, "max_line")
    return data, "html" if name == "html" or is_marked_up(data) else "text"


def not_an_object(value: Any, place: str) -> InputError:
    """The error of a record that is none; `place` names it."""
    return InputError("bad-record", f"{place}: an object is expected, not {kind_of(value)}", "read")


def _lack(both: bool, record: Mapping[str, Any], reading: Reading) -> InputError:
    """The error of a record without a text, or with two."""
    wanted = text_keys(reading)
    present = next((name for name in wanted if name in record), None)
    if both:
        told = "the record has both `text` and `html`; take one with --field text=text or --field html=html"
    elif present:
        value = record[present]
        return InputError("empty", f"`{present}` is {'null' if value is None else 'empty'}", "read")
    else:
        names = " nor ".join(f"`{name}`" for name in wanted)
        lacks = "has neither" if len(wanted) > 1 else "does not have"
        told = f"the record {lacks} {names}{_keys(record)}"
    return InputError("bad-record", told, "read")


def _keys(record: Iterable[str]) -> str:
    """Which keys there are, and what to do with them."""
    names = list(record)
    shown = ", ".join(f"`{name[:30]}`" for name in names[:8])
    more = " …" if len(names) > 8 else ""
    return f"; its keys are {shown}{more}: --field text=KEY says where the text is" if names else ""


def _string(record: Mapping[str, Any], name: str, reading: Reading) -> str | None:
    value = record.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        return value
    count(reading.ignored, name)
    return None


def kind_of(value: Any) -> str:
    """What a value is, in JSON's words."""
    kinds = {
        dict: "an object",
        list: "an array",
        str: "a string",
        bytes: "binary data",
        bool: "true or false",
        type(None): "null",
    }
    return kinds.get(type(value), "a number")
