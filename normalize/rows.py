"""Rows of other programs' tables and streams, as documents and as results: no files, no places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from normalize.article import Document
from normalize.errors import InputError
from normalize.read import Failure, ReadConfig
from normalize.read.columns import wanted
from normalize.read.mapping import FieldMap
from normalize.read.reading import Found, Reading
from normalize.read.record import documents
from normalize.read.source import Source
from normalize.read.stream import Stream

_NOWHERE = Source("", "")
_DEFAULT = ReadConfig()


class RowReader:
    """Makes documents of rows, by the same fields and limits as those of a JSONL file.

    A row has no place: its record has the row's own `id`, else one made of the content, and no
    `source.path`. So the record is the same in whatever order and on whatever machine the row is cleaned.

    Args:
        config: field map and limits.

    Raises:
        SetupError: a field map that cannot be read.
    """

    def __init__(self, config: ReadConfig = _DEFAULT) -> None:
        self.config = config
        self._reading = Reading(config, FieldMap.of(config), _nothing_inside, frozenset())

    def read(self, row: Mapping[str, Any] | InputError, number: int | None = None) -> Document | Failure:
        """Give the document of a row, or why there is none.

        Args:
            row: names and values; or the error that stands in its place.
            number: its line, for errors.

        Raises:
            TypeError: it is no mapping.
        """
        if not isinstance(row, (Mapping, InputError)):
            raise TypeError(f"a row is a mapping of names and values, not {type(row).__name__}")
        (found,) = documents([(None, row)], _NOWHERE, self._reading)
        if isinstance(found, Failure):
            return replace(found, path=None, record=number, id=found.id or None)
        return replace(found, path=None, id=found.id or None)

    def wants(self, names: Iterable[str]) -> list[str]:
        """Those of a table's columns that documents are made of."""
        return wanted(names, self._reading)


def _nothing_inside(_stream: Stream, _source: Source, _depth: int) -> Found:
    return iter(())
