"""Documents that wait to be cleaned together: a batch takes much less time than each alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from normalize.article import Article, Document, EditDetail
from normalize.run.fault import fault_of
from normalize.run.journal import Fault
from normalize.run.slot import Slot
from normalize.write import json_line

if TYPE_CHECKING:
    from normalize.pipeline import Pipeline

MOST_DOCUMENTS = 64
"""Enough that the matcher's automaton stays in the processor's caches for most of them."""

MOST_SIZE = 500_000
"""Bytes or code points. A document of more is cleaned alone, so that a batch takes little memory."""


class Waiting(NamedTuple):
    """A document, the file that it is of, and its keys."""

    file: str
    document: Document
    content: bytes
    key: bytes


class Cleaned(NamedTuple):
    """A record, its line, and the code points of its source text."""

    record: dict[str, Any]
    line: bytes
    characters: int


class Batch:
    """Takes documents until it is full, and cleans them.

    Args:
        pipeline: what cleans. detail: of the edits in the records.
        slot: where the document that the work turns to is noted.
    """

    def __init__(self, pipeline: Pipeline, detail: EditDetail, slot: Slot) -> None:
        self._pipeline = pipeline
        self._detail = detail
        self._slot = slot
        self._waiting: list[Waiting] = []
        self._size = 0

    def add(self, one: Waiting) -> bool:
        """Take a document; whether the batch is full."""
        self._waiting.append(one)
        self._size += len(one.document.data)
        return len(self._waiting) >= MOST_DOCUMENTS or self._size >= MOST_SIZE

    def clean(self) -> Iterator[tuple[Waiting, Cleaned | Fault]]:
        """Clean what waits, and give what comes of it, in its order."""
        waiting, self._waiting, self._size = self._waiting, [], 0
        if not waiting:
            return
        self._slot.cleaning(waiting[0].key)
        try:
            articles = self._pipeline.clean_batch(
                [one.document for one in waiting], lambda number: self._slot.cleaning(waiting[number].key)
            )
        except Exception:  # what all have in common failed, the memory for one: each is tried alone
            articles = [self._alone(one) for one in waiting]
        for one, article in zip(waiting, articles, strict=True):
            yield one, self._written(article)

    def _alone(self, one: Waiting) -> Article | Exception:
        self._slot.cleaning(one.key)
        try:
            return self._pipeline.clean(one.document)
        except Exception as error:
            return error

    def _written(self, article: Article | Exception) -> Cleaned | Fault:
        if isinstance(article, Exception):
            return fault_of(article)
        try:
            record = article.record(self._detail)
            return Cleaned(record, json_line(record), len(article.source_text))
        except Exception as error:  # it costs this one document
            return fault_of(error)
