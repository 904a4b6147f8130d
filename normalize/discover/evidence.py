"""What the second look finds out about a piece: where it stands, beside what, in which forms."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_FORMS = 24
"""Different texts of one key that are kept, the first ones. A template is told by fewer."""
_MOST_NEXT = 6
_MOST_SAMPLES = 4
BUCKETS = 16
"""Into so many equal parts, in the order of reading, the documents of a site are cut to see whether a piece
is spread or belongs to a few neighbours."""


class Sample(NamedTuple):
    """One place where a piece stands: its document, and the lines around it.

    `line` is the whole line. `above` and `below` count the lines of the body that stand before and after it.
    """

    document: str
    before: tuple[str, ...]
    line: str
    after: tuple[str, ...]
    above: int
    below: int


@dataclass(slots=True)
class Evidence:
    """Counts over the places of one key. Those of parts of a corpus add up, in order, to those of the whole.

    Attributes:
        kind: of the key, see `normalize.discover.keys`.
        documents, hits: where it stands, and how often.
        tail, head: hits among the last, and the first, lines of a body.
        known: hits beside another piece that repeats. framed: hits with prose that does not repeat on both
        sides. copied: hits in documents that mostly repeat prose of others. buckets: parts of the site, as
        bits. places: sum of the relative places, 0 the top and 1 the end; squares: of their squares.
        forms: texts. nexts: keys of the line after it. lists: lengths of the runs of list-like lines that
        follow it. samples: a few places.
    """

    kind: int
    documents: int = 0
    hits: int = 0
    tail: int = 0
    head: int = 0
    known: int = 0
    framed: int = 0
    copied: int = 0
    last: int = 0
    buckets: int = 0
    places: float = 0.0
    squares: float = 0.0
    forms: dict[str, int] = field(default_factory=dict)
    nexts: Counter[int] = field(default_factory=Counter)
    lists: Counter[tuple[int, int]] = field(default_factory=Counter)
    words: int = 0
    samples: list[Sample] = field(default_factory=list)

    def form(self, text: str) -> None:
        """Count a text."""
        if text in self.forms:
            self.forms[text] += 1
        elif len(self.forms) < MOST_FORMS:
            self.forms[text] = 1

    def sample(self, one: Sample) -> None:
        """Keep a place, if few are kept, and its document is another one."""
        if len(self.samples) < _MOST_SAMPLES and all(one.document != kept.document for kept in self.samples):
            self.samples.append(one)

    def merge(self, other: Evidence) -> None:
        """Add what was found in the next part of the corpus."""
        self.documents += other.documents
        self.hits += other.hits
        self.tail += other.tail
        self.head += other.head
        self.known += other.known
        self.framed += other.framed
        self.copied += other.copied
        self.last += other.last
        self.buckets |= other.buckets
        self.places += other.places
        self.squares += other.squares
        self.words = max(self.words, other.words)
        for text, count in other.forms.items():
            if text in self.forms:
                self.forms[text] += count
            elif len(self.forms) < MOST_FORMS:
                self.forms[text] = count
        self.nexts.update(other.nexts)
        if len(self.nexts) > 4 * _MOST_NEXT:
            ranked = sorted(self.nexts.items(), key=lambda one: (-one[1], one[0]))
            self.nexts = Counter(dict(ranked[:_MOST_NEXT]))
        self.lists.update(other.lists)
        for one in other.samples:
            self.sample(one)

    @property
    def text(self) -> str:
        """The commonest form."""
        return max(self.forms, key=lambda text: (self.forms[text], text)) if self.forms else ""

    @property
    def spread(self) -> float:
        """The share of the buckets that it stands in, of those that so many documents could fill."""
        return self.buckets.bit_count() / min(BUCKETS, max(1, self.documents))

    @property
    def deviation(self) -> float:
        """Standard deviation of the relative places, from 0 (always the same) to 0.5."""
        mean = self.places / self.hits
        return float(max(0.0, self.squares / self.hits - mean * mean) ** 0.5)
