"""What a record depends on: the content of its document, the place of it, and what cleaned it.

A record is known again by these, never by where in a file or in a run it stood.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from normalize.article import SCHEMA, Document, EditDetail
from normalize.read import Failure
from normalize.write import json_line

if TYPE_CHECKING:
    from normalize.pipeline import Pipeline

CONTENT = 16
"""Bytes of the key of a content: half of a SHA-256. Two of 2**32 documents share one with a chance below
2**-64.
"""

PLACE = 8
"""Bytes of the key of a place. It tells whether a record that is known has to be told of another place."""


def content_key(document: Document) -> bytes:
    """Give the key of all that a record is made of, but for its place: 16 bytes of a SHA-256."""
    data = document.data
    told = "bytes"
    if isinstance(data, str):
        data, told = data.encode("utf-8", "surrogatepass"), "text"
    digest = hashlib.sha256(data)
    beside = (told, document.format, document.url, document.headline, document.content_type)
    digest.update(json_line({"of": beside, "metadata": document.metadata}))
    return digest.digest()[:CONTENT]


def place_key(document: Document | Failure) -> bytes:
    """Give the key of a document's place: its file, its number in it, and its id. 8 bytes of a SHA-256."""
    identity = document.id
    told = (
        f"{document.path}\0{document.record}\0{identity if identity is not None else ''}\0{identity is None}"
    )
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()[:PLACE]


def id_key(identity: str) -> int:
    """Give 64 bits of an id's SHA-256."""
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "little")


def made_key(pipeline: Pipeline, edits: EditDetail) -> str:
    """Give the hash of what makes records: package, schema, rules, configuration, detail of the edits."""
    detail = "text" if edits == "text" else "spans"  # 'none' is cut off when it is written
    told = [SCHEMA, detail, *(f"{name}={value}" for name, value in sorted(pipeline.made_by.items()))]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
