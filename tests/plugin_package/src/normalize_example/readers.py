"""A format: cards, each a text, parted by lines of '%%'."""

from __future__ import annotations

from collections.abc import Iterator

from normalize.article import Document
from normalize.read.formats import Format
from normalize.read.reading import Found, Reading
from normalize.read.source import Source
from normalize.read.stream import Stream


def is_cards(head: bytes, named: bool) -> bool:
    """Whether a file has that suffix, or begins as cards do."""
    return named or head.startswith(b"%%\n")


def read_cards(stream: Stream, source: Source, reading: Reading) -> Found:
    """Give a document for each card."""
    return _cards(stream.whole(reading.config.max_bytes), source)


def _cards(data: bytes, source: Source) -> Iterator[Document]:
    cards = [card.strip() for card in data.split(b"%%\n")]
    for number, card in enumerate(filter(None, cards), 1):
        yield Document(card, f"{source.id}:{number}", source.path, number, "text")


CARDS = Format("cards", (".cards",), is_cards, read_cards)
