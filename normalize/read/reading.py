"""What the readers of all formats are given, and what they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from normalize.article import Document
from normalize.read.config import ReadConfig
from normalize.read.failure import Failure
from normalize.read.mapping import FieldMap
from normalize.read.source import Source

if TYPE_CHECKING:
    from normalize.read.stream import Stream

Found = Iterator[Document | Failure]


@dataclass(slots=True)
class Reading:
    """A reading under way.

    Attributes:
        config: the limits. fields: which field of a record holds what. inner: reads what lies in an archive,
        at a depth of nesting. suffixes: those of inputs. skipped: files of other types, by suffix. passed:
        records that hold no article by what they say of themselves, such as an HTTP error in a WARC
        archive. ignored: keys of records, and metadata, that were not taken over.
    """

    config: ReadConfig
    fields: FieldMap
    inner: Callable[[Stream, Source, int], Found]
    suffixes: frozenset[str]
    skipped: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    depth: int = 0


Reader = Callable[["Stream", Source, Reading], Found]
"""Gives the documents of one file. What it raises as InputError is told of the file as a whole."""
